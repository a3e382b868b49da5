"""What was said becomes items; what people wrote in private does so only where they agreed."""

from __future__ import annotations

from pathlib import Path

import pytest

from wargame.coding.coded_items import items_of
from wargame.coding.coding_book import UNITS, CodingUnit
from wargame.transcript.consent import add_consent

from .games import HANDLE, MODEL, WASHINGTON, game_of, played

REASONS: tuple[CodingUnit, ...] = ("reason",)
STATEMENTS: tuple[CodingUnit, ...] = ("statement",)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return played(tmp_path / "game.jsonl")


def texts(record: Path) -> list[tuple[str, str]]:
    found = items_of(game_of(record), UNITS, seed=1, source="s")
    return [(key.seat, item.text) for item, key in found.items]


def private(record: Path) -> list[str]:
    return [text for seat, text in texts(record) if seat == WASHINGTON and ("private" in text or "reason" in text)]


def test_public_words_of_people_are_items_and_private_ones_are_not(record: Path) -> None:
    assert any(seat == WASHINGTON and "says that Rome waits" in text for seat, text in texts(record))
    assert private(record) == [], "nobody was asked, so nobody has agreed"
    assert items_of(game_of(record), UNITS, seed=1, source="s").kept_private > 0


def test_private_words_are_items_once_everybody_asked_has_agreed(record: Path) -> None:
    add_consent(record, WASHINGTON, HANDLE, True)
    assert len(private(record)) >= 2
    add_consent(record, WASHINGTON, "washington-2", False)
    assert private(record) == [], "one of two said no"


def test_private_words_go_again_when_consent_is_taken_back(record: Path) -> None:
    add_consent(record, WASHINGTON, HANDLE, True)
    add_consent(record, WASHINGTON, HANDLE, False)
    assert private(record) == []


def test_the_key_says_whose_words_an_item_is_of(record: Path) -> None:
    found = items_of(game_of(record), UNITS, seed=1, source="s", cell="c")
    models = [(item, key) for item, key in found.items if key.player == MODEL]
    assert {key.kind for _, key in models} == {"a language model"}
    assert {key.seat for _, key in models} == {"rome"}
    assert {item.unit for item, _ in models} >= {"message", "statement", "reason"}
    lines = game_of(record).record.entries
    for item, key in found.items:
        assert lines[key.line - 1].turn == item.turn
        assert lines[key.line - 1].kind == ("decision" if item.unit == "reason" else "event")


def test_what_scripts_note_of_their_doctrine_is_no_reason(record: Path) -> None:
    found = items_of(game_of(record), REASONS, seed=1, source="s").items
    assert {key.kind for _, key in found} == {"a language model"}


def test_only_the_units_that_are_asked_for_are_drawn(record: Path) -> None:
    found = items_of(game_of(record), STATEMENTS, seed=1, source="s").items
    assert {item.unit for item, _ in found} == {"statement"}
    assert {item.to for item, _ in found} == {"everybody"}
