"""What seats thought stays closed in the replay until the instructor's word opens it, and the review says so."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from tests.ui.conftest import SMALL, WIDE, Pictured, press, settled, shown, still
from tests.ui.replay.opened import MODELS, replaying
from wargame.core.ids import CONTROL
from wargame.present.replay_detail import CLOSED
from wargame.review.guided_review import read_review, review_beside
from wargame.review.instructor import set_instructor_word
from wargame.transcript.entry_values import decision_of
from wargame.ui.replay.screen import ReplayScreen
from wargame.ui.replay.thoughts import DIFFER, NONE_SET
from wargame.ui.widgets.panes import text_of

pytestmark = pytest.mark.anyio
BOTH = pytest.mark.parametrize("size", [WIDE, SMALL], ids=["120x36", "80x24"])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copy(MODELS, tmp_path / "game.jsonl"))


def to_a_thought(screen: ReplayScreen) -> str:
    """Stand at a decision with a reason; how that begins."""
    walk = screen.walk
    assert walk is not None
    steps = (s for s in range(len(walk.timeline)) if walk.timeline.kind(s) == "decision")
    walk.step = next(s for s in steps if len(decision_of(walk.timeline.entry(s)).rationale) > 20)
    screen.show_here()
    return decision_of(walk.timeline.entry(walk.step)).rationale[:20]


def told(screen: Screen[Any]) -> str:
    """All that a screen or a window holds, also in panes that are behind, with blanks for breaks."""
    return " ".join(" ".join(map(text_of, screen.children)).split())


@pytest.mark.slow
async def test_the_truth_tells_no_thought_before_it_is_opened(path: Path) -> None:
    set_instructor_word(path, "larch", "lead")
    async with replaying(path, WIDE) as (screen, app, pilot):
        reason = to_a_thought(screen)
        assert reason not in told(screen)
        assert CLOSED in told(screen)
        await press(pilot, "enter")
        assert reason not in told(app.screen)
        await press(pilot, "escape T 'pine enter")
        assert "not the instructor's word" in shown(app)
        assert reason not in told(screen)
        await press(pilot, "T 'larch enter")
        assert reason in told(screen)
        await press(pilot, "T")
        assert reason not in told(screen)


@pytest.mark.slow
async def test_a_call_to_a_model_is_a_thought(path: Path) -> None:
    async with replaying(path, WIDE) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        walk.step = next(s for s in range(len(walk.timeline)) if walk.timeline.kind(s) == "call")
        reply = " ".join(str(walk.timeline.entry(walk.step).data["reply"]).split())[:30]
        screen.show_here()
        await press(pilot, "enter")
        assert reply not in told(app.screen)
        assert CLOSED in told(app.screen)
        await press(pilot, "escape T 'larch enter 'larch enter enter")
        assert reply in told(app.screen)


@pytest.mark.slow
async def test_a_seats_eyes_meet_their_own_thoughts_by_the_word_alone_and_no_others_by_any(path: Path) -> None:
    set_instructor_word(path, "larch", "lead")
    async with replaying(path, WIDE) as (screen, app, pilot):
        reason, walk = to_a_thought(screen), screen.walk
        assert walk is not None
        seat = walk.timeline.seat(walk.step)
        screen.action_eyes(seat)
        await press(pilot, "enter")
        assert reason not in told(app.screen)
        assert CLOSED in told(app.screen)
        await press(pilot, "escape")
        assert reason not in told(screen)
        await press(pilot, "T 'pine enter")
        assert reason not in told(screen)
        await press(pilot, "T 'larch enter")
        assert reason in told(screen)
        screen.action_eyes(next(other for other in screen._seats() if other != seat))
        assert reason not in told(screen)
        await press(pilot, "T p T")
        assert "the public meets no thoughts" in shown(app)
        assert not walk.thoughts


@pytest.mark.slow
async def test_where_no_word_was_set_the_first_who_opens_sets_it_and_without_one_all_stays_closed(path: Path) -> None:
    async with replaying(path, WIDE) as (screen, app, pilot):
        reason = to_a_thought(screen)
        for keys in ("T escape", "T enter", "T '_ enter"):
            await press(pilot, keys)
            assert app.screen is screen
            assert NONE_SET in " ".join(shown(app).split())
            assert reason not in told(screen)
        await press(pilot, "T")
        assert "NO INSTRUCTOR'S WORD IS SET" in shown(app)
        await press(pilot, "'larch enter 'larch enter")
        assert reason in told(screen)
        await press(pilot, "T T 'pine enter")
        assert reason not in told(screen)
        await press(pilot, "T 'larch enter")
        assert reason in told(screen)


@pytest.mark.slow
async def test_a_word_that_is_mistyped_at_first_is_asked_for_again_and_not_kept(path: Path) -> None:
    async with replaying(path, SMALL) as (screen, app, pilot):
        reason = to_a_thought(screen)
        await press(pilot, "T 'larhc enter 'larch enter")
        assert DIFFER in " ".join(shown(app).split())
        assert not review_beside(path).exists()
        await press(pilot, "'larch enter escape")
        assert DIFFER in " ".join(shown(app).split()), "a second time given up is no second time"
        await press(pilot, "'larch enter '_Larch enter")
        assert reason in told(screen)
        await press(pilot, "T T 'larch enter")
        assert reason in told(screen)


@pytest.mark.slow
async def test_no_key_of_the_replay_tells_a_thought_before_the_word_is_given(path: Path) -> None:
    async with replaying(path, WIDE) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        steps = [s for s in range(len(walk.timeline)) if walk.timeline.kind(s) == "decision"]
        made = [decision_of(walk.timeline.entry(step)) for step in steps]
        texts = [text for each in made for text in (each.rationale, each.plan, each.notebook)]
        said = " ".join(repr(each.body) for each in made)
        private = {words for text in texts if len(text) > 30 and (words := " ".join(text.split())[:30]) not in said}
        assert private
        for eyes in (CONTROL, *screen._seats()):
            screen.action_eyes(eyes)
            await press(pilot, "end")
            for keys in ("enter", "k", "e", "L", "a", "u"):
                await press(pilot, keys)
                await settled(app, "telling")
                await pilot.pause()
                text = f"{told(app.screen)} {told(screen)}"
                assert not [each for each in private if each in text], (eyes, keys)
                if app.screen is not screen:
                    await press(pilot, "escape")


@pytest.mark.slow
async def test_plans_are_closed_on_the_page_of_words_and_deeds(path: Path) -> None:
    async with replaying(path, WIDE) as (_, app, pilot):
        await press(pilot, "end k")
        assert CLOSED in told(app.screen)
        await press(pilot, "escape T 'larch enter 'larch enter k")
        assert CLOSED not in told(app.screen)


@pytest.mark.slow
async def test_a_review_is_marked_where_thoughts_were_opened(path: Path) -> None:
    async with replaying(path, SMALL) as (screen, _, pilot):
        await press(pilot, "T 'larch enter 'larch enter T")
        assert read_review(review_beside(path)).begun is None, "no review is begun by looking"
        review_beside(path).unlink()
        await press(pilot, "a 5 'larch enter 'larch enter escape T 'larch enter")
        assert screen.walk is not None
        line = screen.walk.timeline.lines[screen.walk.step]
    (opened,) = read_review(review_beside(path)).of("thoughts")
    assert (opened.who, opened.line) == ("ada", line)
    assert "larch" not in review_beside(path).read_text()


async def test_beginning_a_review_closes_what_was_open(path: Path) -> None:
    async with replaying(path, SMALL) as (screen, _, pilot):
        await press(pilot, "T 'larch enter 'larch enter a 5 escape")
        assert screen.walk is not None
        assert not screen.walk.thoughts


@BOTH
async def test_the_choice_of_a_form_looks_as_it_did(size: tuple[int, int], pictured: Pictured, path: Path) -> None:
    async with replaying(path, size) as (_, app, pilot):
        await press(pilot, "a")
        await still(app, pilot)
        pictured(app, f"review-form-{size[0]}x{size[1]}")


@pytest.mark.slow
@BOTH
async def test_the_question_for_the_word_looks_as_it_did(size: tuple[int, int], pictured: Pictured, path: Path) -> None:
    async with replaying(path, size) as (_, app, pilot):
        await press(pilot, "a 5 'larch enter 'larch enter escape T 'larch")
        await still(app, pilot)
        pictured(app, f"instructors-word-{size[0]}x{size[1]}")
