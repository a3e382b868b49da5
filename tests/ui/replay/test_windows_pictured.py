"""How the windows of the replay look that other tests open without a look at them, at both sizes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.review import walks
from tests.ui.conftest import SIZES, Pictured, press, shown, still
from tests.ui.fits import clipped
from tests.ui.replay.opened import SCRIPTED, replaying
from wargame.core.ids import DecisionId
from wargame.core.moves import Talk
from wargame.transcript.branch import Answered, branch
from wargame.transcript.reading import read

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("size", SIZES)]
Size = tuple[int, int]
WINDOWS = {
    "go-to": "colon '2.3",
    "find": "slash s i g n",
    "narrowed": "slash s i g n e d enter end",
    "nothing-found": "slash x y z enter",
    "note": "o w 'the_first_offer_of_the_game",
    "review-who": "a 5 enter a 'ben",
    "review-answer": "a 3 enter a 'ben enter 'to_hold_what_we_had enter enter 'nobody_asked",
    "review-evidence": "o a 3 enter e '3_here_it_turned",
    "review-evidence-refused": "o a 3 enter e '9_here_it_turned enter",
    "review-action": "a 5 enter c 'brief_before_talks;_Ada;_2027-01-31",
    "review-action-refused": "a 5 enter c 'brief;_Ada enter",
    "marks-who": "u 'larch enter 'larch enter 'elm_2",
    "marks-levels": "o u 'larch enter 'larch enter 'elm_2 enter enter",
    "marks-words": "o u 'larch enter 'larch enter 'elm_2 enter c 'named_the_price",
    "leave": "m escape escape",
    "help": "question_mark",
    "first-word": "T 'larch",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", WINDOWS)
async def test_a_window_looks_as_it_did(
    name: str, size: Size, pictured: Pictured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(shutil.copy(SCRIPTED, tmp_path / "game.jsonl"))
    for module in ("noting", "reviewing", "marking"):
        monkeypatch.setattr(f"wargame.ui.replay.{module}.now", lambda: "2026-11-29T08:00:00+00:00")
    async with replaying(path, size) as (_, app, pilot):
        await press(pilot, WINDOWS[name])
        await still(app, pilot)
        pictured(app, f"replay-{name}-{size[0]}x{size[1]}")
        assert not clipped(app)


async def test_branches_look_as_they_did(size: Size, pictured: Pictured, tmp_path: Path) -> None:
    path = Path(shutil.copy(SCRIPTED, tmp_path / "game.jsonl"))
    for name, decision in (("quiet", "2.talk1.rome"), ("silent", "3.talk1.meta")):
        branch(read(path), Answered(DecisionId(decision), Talk(moves=())), tmp_path / f"{name}.jsonl")
    async with replaying(path, size) as (_, app, pilot):
        await press(pilot, "end l")
        await still(app, pilot)
        pictured(app, f"replay-branches-{size[0]}x{size[1]}")


@pytest.fixture(scope="module")
def undone() -> Path:
    return walks.undone()


async def test_where_a_turn_was_undone_looks_as_it_did(
    size: Size, pictured: Pictured, undone: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(undone, tmp_path / "game.jsonl"))
    async with replaying(path, size) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        line = walk.timeline
        overrides = (step for step in range(len(line)) if line.kind(step) == "override")
        walk.step = next(step for step in overrides if line.entry(step).data["what"] == "undo")
        screen.show_here()
        assert "of undone turns left out" in " ".join(shown(app).split())
        assert "took the game back to the start of turn" in screen.steps.as_text()
        await still(app, pilot)
        pictured(app, f"replay-undone-{size[0]}x{size[1]}")
