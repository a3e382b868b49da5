"""`why --shares`: what carries a change is told, kept beside the record, and read again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.paired.planted import bargain, planted_game


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return planted_game(tmp_path / "game.jsonl", bargain(tmp_path))


def test_shares_are_told_and_kept_and_the_record_stays_as_it_was(record: Path, wargame: Run) -> None:
    before = record.read_bytes()
    said = wargame("why", record, "Rome budget", "--turn", 1, "--shares")
    assert said.code == 0
    assert "Rome's budget (rome.budget): 3 -> 6 in turn 1" in said.out
    assert "[1.talk1.washington]" in said.out
    kept = record.with_name("game.because.json")
    written = kept.stat().st_mtime_ns
    assert wargame("why", record, "rome.budget", "--turn", 1, "--shares").out == said.out
    assert kept.stat().st_mtime_ns == written, "it is read, not counted again"
    assert wargame("why", record, "rome.budget", "--turn", 1, "--shares", "--again").out == said.out
    assert kept.stat().st_mtime_ns > written
    assert record.read_bytes() == before


def test_what_was_kept_is_said_to_be(record: Path, wargame: Run) -> None:
    asked = ("why", record, "rome.budget", "--turn", 1, "--shares")
    first = wargame(*asked).err
    assert [line for line in first.splitlines() if "as asked; the record goes on after it" not in line] == []
    kept = record.with_name("game.because.json")
    assert wargame(*asked).err == f"{first}kept in {kept}, on the word of whoever counted; --again counts anew\n"
    assert wargame(*asked, "--again").err == first


def test_as_data_shares_and_remainder_add_up(record: Path, wargame: Run) -> None:
    found = json.loads(wargame("why", record, "rome.budget", "--shares", "--since", 1, "--json").out)
    parts = [*(each["share"] for each in found["shares"]), found["others_share"], found["remainder"]]
    assert round(sum(parts), 6) == round(found["after"] - found["before"], 6)
    assert {each["root"]["kind"] for each in found["shares"]} == {"decision", "inject"}


def test_what_counts_with_shares_alone_is_refused_without(record: Path, wargame: Run) -> None:
    said = wargame("why", record, "rome.budget", "--since", 1)
    assert (said.code, "--since: this counts with --shares alone" in said.err) == (2, True)


def test_an_unknown_number_and_an_unknown_turn_are_named(record: Path, wargame: Run) -> None:
    assert "no variable of this game is called 'rome.bugdet'" in wargame("why", record, "rome.bugdet", "--shares").err
    assert "turn 7: this game has" in wargame("why", record, "rome.budget", "--shares", "--turn", 7).err
    assert "since 3: this must be from 1 to 2" in wargame("why", record, "rome.budget", "--shares", "--since", 3).err
