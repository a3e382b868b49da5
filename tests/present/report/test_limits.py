"""The limits of a report say what its game is not: played by the rules alone, or played at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.table.rig import opened, play
from wargame.core import names
from wargame.core.ids import CONTROL
from wargame.present.report.assembling import report_of
from wargame.present.report.document import ReportSentence
from wargame.table.chair import Clock
from wargame.table.room import Room


def told(path: Path, viewer: str) -> dict[str, tuple[int, ...]]:
    first = report_of(path, viewer).sections[0]
    return {block.text: block.lines for block in first.blocks if isinstance(block, ReportSentence)}


@pytest.fixture(scope="module")
def acted_on(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("acts") / "game.jsonl"

    def moment(room: Room, clock: Clock) -> None:
        if (clock.turn, clock.phase) == (1, "orders"):
            room.control.override(names.budget("rome"), 9, "a grant was forgotten")
        if (clock.turn, clock.phase) == (2, "orders") and len(room.game.past.overrides) == 1:
            room.control.undo("two people spoke at once")

    play(opened(out), moment)
    return out


def test_control_reads_every_act_with_its_line_and_reason(acted_on: Path) -> None:
    found = told(acted_on, CONTROL)
    entries = [json.loads(line) for line in acted_on.read_bytes().splitlines()]
    for words, what in (("a grant was forgotten", "override"), ("two people spoke at once", "undo")):
        ((line,),) = (lines for text, lines in found.items() if words in text)
        assert entries[line - 1]["data"]["what"] == what
    assert any("but for what control set by hand" in text for text in found)


def test_a_seat_reads_that_turns_were_taken_back_and_no_reason_and_no_other_act(acted_on: Path) -> None:
    text = " ".join(told(acted_on, "palantir"))
    assert "Control took turns back; what came of them does not stand." in text
    assert "two people spoke at once" not in text
    assert "override" not in text
    assert "by hand" not in text
