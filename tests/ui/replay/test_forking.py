"""From a decision in the replay a game goes on otherwise: what is changed, how often, what it came to, and the tree."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.ui.conftest import SMALL, WIDE, Pictured, press, settled, shown, still
from tests.ui.replay.opened import SCRIPTED, replaying
from wargame.core.ids import PUBLIC
from wargame.transcript.reading import read
from wargame.transcript.verify import verify
from wargame.ui.app import WargameApp
from wargame.ui.replay.fork_windows import ForkedPage, ForkPage
from wargame.ui.replay.screen import ReplayScreen
from wargame.ui.widgets.lists import Lines

pytestmark = pytest.mark.anyio
SIZES = pytest.mark.parametrize("size", [WIDE, SMALL], ids=["120x36", "80x24"])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copy(SCRIPTED, tmp_path / "game.jsonl"))


def content(path: Path) -> bytes:
    """What stands in a file."""
    return path.read_bytes()


def decision(path: Path, name: str) -> int:
    """The line of a decision."""
    return next(e.n for e in read(path).entries if e.kind == "decision" and e.data["id"] == name)


async def at(pilot: Pilot[Any], screen: ReplayScreen, name: str) -> int:
    """Stand at a decision; its line."""
    line = decision(screen.path, name)
    await press(pilot, f"colon 'L{line} enter")
    return line


async def played(app: WargameApp, pilot: Pilot[Any]) -> None:
    await settled(app, "forking")
    await pilot.pause()


@pytest.mark.slow
@SIZES
async def test_a_decision_is_left_out_the_difference_is_told_and_the_fork_opened(
    size: tuple[int, int], path: Path
) -> None:
    before = content(path)
    async with replaying(path, size) as (screen, app, pilot):
        line = await at(pilot, screen, "2.orders.washington")
        await press(pilot, "W")
        assert isinstance(app.screen, ForkPage)
        assert f"line {line}, Washington decided to" in " ".join(shown(app).replace("│", " ").split())
        assert "Washington orders nothing and declares nothing" in shown(app)
        await press(pilot, "enter")
        await played(app, pilot)
        assert isinstance(app.screen, ForkedPage)
        told = app.screen.query_one(Lines).as_text()
        assert "score of Anthropic" in told
        assert "the two part in turn 2" in told
        await press(pilot, "end enter")
        await settled(app, "reading")
        await settled(app, "playing")
        assert isinstance(app.screen, ReplayScreen)
        assert app.screen.path == path.with_name(f"game-at-{line}.jsonl")
    assert content(path) == before
    fork = path.with_name(f"game-at-{line}.jsonl")
    assert verify(fork).record.finished
    leaves = read(fork).header.data["branch"]
    assert leaves["change"] == {"what": "answer", "decision": "2.orders.washington"}


@pytest.mark.slow
async def test_both_games_go_on_as_often_as_was_chosen_and_the_difference_has_an_interval(path: Path) -> None:
    async with replaying(path, WIDE) as (screen, app, pilot):
        line = await at(pilot, screen, "3.orders.rome")
        await press(pilot, "W plus")
        assert "go on 5 times" in shown(app)
        await press(pilot, "enter")
        await played(app, pilot)
        assert "of 5 pairs parted" in shown(app)
        assert "95 % intervals" in shown(app)
    assert [each.name for each in sorted(path.parent.glob("game-at-*"))] == [
        f"game-at-{line}-{number}.jsonl" for number in range(1, 6)
    ]


@pytest.mark.slow
async def test_an_offer_is_answered_otherwise_and_named_by_whose_it_is(path: Path) -> None:
    entries = read(path).entries
    accepted = next(
        e.data
        for e in entries
        if e.kind == "decision" and any(m.get("answer") == "accept" for m in e.data["body"].get("moves", ()))
    )
    async with replaying(path, WIDE) as (screen, app, pilot):
        await at(pilot, screen, str(accepted["id"]))
        await press(pilot, "W")
        rows = [row.text for row in app.screen.query_one(Lines).rows]
        assert any(row.startswith("reply") and " rejects the offer of " in row for row in rows)
        choice = next(n for n, row in enumerate(rows) if " rejects the offer of " in row)
        await press(pilot, " ".join(["down"] * choice) + " enter")
        await played(app, pilot)
        assert isinstance(app.screen, ForkedPage)
        assert "the rules refused" not in shown(app)


async def test_where_there_is_no_decision_or_not_the_truth_nothing_is_forked(path: Path) -> None:
    async with replaying(path, WIDE) as (screen, app, pilot):
        await press(pilot, "W")
        assert "d goes to the next one" in shown(app)
        await at(pilot, screen, "2.orders.washington")
        await press(pilot, "p W")
        assert screen.walk is not None
        assert screen.walk.eyes == PUBLIC
        assert app.screen is screen
        assert "0 shows the truth" in shown(app)


@pytest.mark.slow
async def test_games_that_are_stopped_leave_the_replay_as_it_was(path: Path) -> None:
    async with replaying(path, WIDE) as (screen, app, pilot):
        await at(pilot, screen, "2.orders.washington")
        await press(pilot, "W plus plus plus plus enter escape")
        await played(app, pilot)
        assert app.screen is screen
        assert "stopped" in shown(app)
    assert len(list(path.parent.glob("game-at-*"))) < 100
    assert all(verify(each).record.finished for each in path.parent.glob("game-at-*"))


@pytest.mark.slow
@SIZES
async def test_the_choice_of_a_fork_and_the_tree_look_as_they_did(
    size: tuple[int, int], path: Path, pictured: Pictured
) -> None:
    async with replaying(path, size) as (screen, app, pilot):
        await at(pilot, screen, "2.orders.washington")
        await press(pilot, "W")
        await still(app, pilot)
        pictured(app, f"replay-what-if-{size[0]}x{size[1]}")
        await press(pilot, "enter")
        await played(app, pilot)
        await still(app, pilot)
        pictured(app, f"replay-what-if-came-{size[0]}x{size[1]}")
        await press(pilot, "escape l")
        await still(app, pilot)
        pictured(app, f"replay-tree-{size[0]}x{size[1]}")
