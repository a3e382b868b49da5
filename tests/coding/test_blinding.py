"""Names of models and of people stand in nothing that coders get."""

from __future__ import annotations

from pathlib import Path

import pytest

from wargame.coding.blinding import MASK, Blinding

from .games import BOOK, PERSON, drawn, game_of, played

TELLING = ("zorblatt", "bigcorp", "hedwig", "quarles", "llm:", "localhost", "human", "scripted", "game.jsonl")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return played(tmp_path_factory.mktemp("blind") / "game.jsonl")


def test_no_byte_of_what_coders_get_tells_who_played(tmp_path: Path) -> None:
    coding = drawn(tmp_path)
    files = [path for path in coding.path.rglob("*") if path.is_file()]
    assert {path.name for path in files} == {"codebook.yaml", "items.jsonl", "drawing.json"}
    everything = b"".join(path.read_bytes() for path in files).decode().casefold()
    assert [word for word in TELLING if word in everything] == []
    assert "a word by (a name)'s (a name)." in everything
    game = str(game_of(tmp_path / "game.jsonl").record.header.data["game"])
    assert game not in everything


def test_the_key_tells_all_of_it_apart(tmp_path: Path) -> None:
    coding = drawn(tmp_path)
    key = coding.path.with_name(f"{coding.path.name}.key") / "key.jsonl"
    assert "Zorblatt" in key.read_text()
    assert PERSON not in key.read_text(), "people are known there by seat alone"


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("I am Zorblatt-7B-instruct:latest.", f"I am {MASK}."),
        ("zorblatt 7b, at your service", f"{MASK}, at your service"),
        ("ZORBLATT!", f"{MASK}!"),
        ("we at BigCorp/ think", f"we at {MASK}/ think"),
        ("the latest of it, in chat", "the latest of it, in chat"),
        ("Hedwig Quarles and Ms Quarles", f"{MASK} and Ms {MASK}"),
    ],
)
def test_names_are_masked_as_a_whole_and_in_parts(record: Path, words: str, read: str) -> None:
    assert Blinding(game_of(record)).text(words) == read


def test_a_name_that_the_scenario_has_too_stays_and_is_said(tmp_path: Path) -> None:
    blinding = Blinding(game_of(played(tmp_path / "game.jsonl", spec="llm:llama-9-instruct")))
    assert "llama" in blinding.left
    assert blinding.text("Llama for allies, says llama-9-instruct") == f"Llama for allies, says {MASK}"


def test_seats_have_numbers_where_that_is_asked(tmp_path: Path) -> None:
    named, neutral = drawn(tmp_path), drawn(tmp_path, neutral=True)
    assert {item.by for item in named.items.values()} >= {"Rome", "Washington"}
    assert {item.by for item in neutral.items.values()} >= {"Actor 1"}
    words = " ".join(f"{item.by} {item.to} {item.text}" for item in neutral.items.values())
    assert not [name for name in ("Rome", "Italy", "Washington", "Anthropic") if name in words]
    assert set(named.items) == set(neutral.items)


def test_the_codebook_goes_along_as_it_was_written(tmp_path: Path) -> None:
    assert (drawn(tmp_path).path / "codebook.yaml").read_text() == BOOK
