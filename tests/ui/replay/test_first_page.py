"""The first page of a replay stands before the types of decisions are read, and tells them once they are."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.review.walks import walk_through
from tests.ui.conftest import SMALL, press
from tests.ui.replay.opened import SCRIPTED, replaying
from wargame.present.replay_rows import line_rows, step_row

HEAVY = ("pydantic", "wargame.core.orders", "wargame.core.moves", "wargame.core.events", "wargame.transcript.verify")
FIRST = f"""
import sys
from pathlib import Path
import wargame.ui.app, wargame.ui.replay.screen
from wargame.present.replay_rows import line_rows, step_row
from wargame.review.timeline import Timeline
from wargame.review.walk import Walk
from wargame.transcript.line_index import index_of
walk = Walk(Timeline(index_of(Path({str(SCRIPTED)!r}))), reads_decisions=False)
rows = [step_row(walk, step, None).text for step in range(60)] + [r.text for s in range(60) for r in line_rows(walk, s)]
print([name for name in {HEAVY!r} if name in sys.modules], sum("decided" in row for row in rows))
"""


def test_rows_and_details_are_told_without_reading_the_types_of_decisions() -> None:
    done = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, text=True, check=True)
    read, _, told = done.stdout.strip().rpartition(" ")
    assert read == "[]"
    assert int(told) > 4


def test_how_much_was_decided_is_said_in_place_of_what() -> None:
    walk = walk_through(SCRIPTED)
    line = walk.timeline
    sealed = next(step for step in range(len(line)) if line.kind(step) == "decision" and line.phase(step) == "orders")
    orders = len(line.entry(sealed).data["body"]["orders"])
    in_full = step_row(walk, sealed, None).body
    walk.reads_decisions = False
    brief = step_row(walk, sealed, None).body
    assert brief == f"{line.names[line.seat(sealed)]} decided: {orders} order{'s' * (orders != 1)}"
    assert brief != in_full
    assert line_rows(walk, sealed)[1].text == brief


@pytest.mark.anyio
async def test_once_the_game_is_played_again_every_row_says_what_was_decided() -> None:
    async with replaying(SCRIPTED, SMALL) as (screen, _, pilot):
        await press(pilot, "d")
        assert screen.walk is not None
        assert screen.walk.reads_decisions
        assert not any(" decided: " in row.text for row in screen.steps.rows)
