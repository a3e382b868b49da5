"""A model's answer has a recorded reply that reads as that answer, wherever in the game it was given."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.players.llm.calls import KEY
from tests.players.llm.games import game
from tests.transcript.forging import line, save, written
from wargame.cli import main
from wargame.errors import TranscriptError
from wargame.players.llm import reply_reading
from wargame.review import proof
from wargame.stub import Settings
from wargame.stub.settings import faults_of
from wargame.transcript.reading import read
from wargame.transcript.redaction import redacted
from wargame.transcript.verify import verify

SHIPPED = Path(__file__).resolve().parents[2] / "transcripts" / "first-download-qwen-1.5b.jsonl"


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A game in which every kind of fault happened, so that answers were repaired, refused and given up."""
    path = tmp_path_factory.mktemp("mixed") / "game.jsonl"
    settings = Settings(seed=3, faults=faults_of(["mixed=0.3"]), retry_after=0.01, key=KEY, keep=10_000)
    played = game(settings, path, turns=2, seconds=2.0)
    assert {"chosen", "repaired", "fallback"} <= set(played.origins)
    return path


def entries(path: Path) -> list[dict[str, Any]]:
    return [json.loads(each) for each in path.read_bytes().splitlines()]


def chosen(path: Path, origin: str = "chosen") -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Decisions of models with the calls that were made for each."""
    found = entries(path)
    calls = [each for each in found if each["kind"] == "call"]
    for each in found:
        if each["kind"] == "decision" and each["data"]["origin"] == origin:
            yield each, [call for call in calls if call["data"]["decision"] == each["data"]["id"]]


def changed(path: Path, *others: dict[str, Any]) -> bytes:
    """The record with these lines in place of those of their numbers, chained and sealed anew."""
    lines = path.read_bytes().splitlines()
    for other in others:
        lines[other["n"] - 1] = line(other)
    return written(lines)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["shipped", "mixed"])
def test_an_honest_game_of_models_proves_itself(name: str, mixed: Path) -> None:
    assert proof.verify(SHIPPED if name == "shipped" else mixed).turns >= 2


@pytest.mark.parametrize("origin", ["chosen", "repaired"])
def test_an_answer_whose_reply_says_something_else_is_found(origin: str, mixed: Path, tmp_path: Path) -> None:
    made, calls = list(chosen(mixed, origin))[-1]
    seat = made["data"]["id"].rpartition(".")[2]
    others = [
        each["data"]["reply"]
        for each in entries(mixed)
        if each["kind"] == "call" and each["n"] < calls[0]["n"] and each["data"]["reply"] is not None
        if each["data"]["decision"].rpartition(".")[2] != seat
    ]
    for call in calls:
        if call["data"]["reply"] is not None:
            call["data"]["reply"] = others[0]
    forged = save(tmp_path, changed(mixed, *calls))
    verify(forged)
    with pytest.raises(TranscriptError, match=rf"line {made['n']}: decision {made['data']['id']} is {origin}, and no"):
        proof.verify(forged)


@pytest.mark.parametrize("field", ["rationale", "plan", "notebook"])
def test_what_a_model_wrote_for_itself_must_stand_in_its_reply(field: str, tmp_path: Path) -> None:
    made, other = next(
        (made, each)
        for made, _ in chosen(SHIPPED)
        if field in made["data"] and isinstance(made["data"][field], dict)
        for each in entries(SHIPPED)
        if each["kind"] == "blob" and each["n"] < made["n"] - 5
    )
    made["data"][field] = {"blob": other["data"]["hash"]}
    with pytest.raises(TranscriptError, match=rf"line {made['n']}: decision .* is chosen, and no recorded reply"):
        proof.verify(save(tmp_path, changed(SHIPPED, made)))


def test_a_repaired_answer_is_not_a_chosen_one_nor_the_other_way_round(mixed: Path, tmp_path: Path) -> None:
    made, _ = next(chosen(mixed, "repaired"))
    made["data"] |= {"origin": "chosen", "faults": []}
    with pytest.raises(TranscriptError, match=rf"line {made['n']}: .*no recorded reply"):
        proof.verify(save(tmp_path, changed(mixed, made)))


def test_a_reply_whose_words_were_removed_is_not_read_and_the_rest_is_proved(tmp_path: Path) -> None:
    record = read(SHIPPED)
    _, calls = next(chosen(SHIPPED))
    less = save(tmp_path, redacted(record, [calls[0]["data"]["reply"]["blob"]]).content)
    assert proof.verify(less).record.removed


def test_each_answer_is_read_a_few_times_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    count, real = 0, reply_reading.read

    def counted(*given: Any) -> Any:
        nonlocal count
        count += 1
        return real(*given)

    monkeypatch.setattr(reply_reading, "read", counted)
    proof.verify(SHIPPED)
    assert count == len(list(chosen(SHIPPED)))


def test_a_reply_of_many_objects_costs_no_more_than_a_few() -> None:
    assert len(list(proof._objects("{" * 10_000))) == 0
    assert len(list(proof._objects("{}" * 10_000))) == proof.MOST_OBJECTS


def test_the_command_finds_it_too(mixed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made, _ = next(chosen(mixed, "repaired"))
    made["data"] |= {"origin": "chosen", "faults": []}
    assert main(["verify", str(save(tmp_path, changed(mixed, made))), str(mixed)]) == 1
    said = capsys.readouterr().out
    assert "no recorded reply of its model reads as what it decided" in said
    assert f"ok {mixed}" in said
