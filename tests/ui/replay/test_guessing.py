"""What a room is asked before it is shown: sealed orders, answers to offers and rulings, each once, whoever looks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.review import walks
from tests.table.test_rulings import WHY, argued
from tests.ui.conftest import SMALL, WIDE, Pictured, press, shown, still
from tests.ui.replay.opened import MODELS, SCRIPTED, replaying
from wargame.core.ids import CONTROL, PUBLIC
from wargame.core.moves import Respond, Sealed, Talk
from wargame.review.walk import Walk
from wargame.table.room import Room
from wargame.transcript.entry_values import decision_of
from wargame.transcript.notes import Note, Notes, read_notes
from wargame.ui.replay.guessing import ANSWERS, ToGuess, first_asked
from wargame.ui.replay.screen import ReplayScreen
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import text_of
from wargame.ui.widgets.window import Question

pytestmark = pytest.mark.anyio


def all_asked(path: Path, eyes: str) -> tuple[Walk, list[ToGuess]]:
    """Everything that is asked on the way from the beginning to the end, each question with a guess."""
    walk, notes, found = walks.walk_through(path), Notes(path), list[ToGuess]()
    walk.eyes, walk.guessing, walk.step = eyes, True, len(walk.timeline) - 1
    assert walk.positions is not None
    setting = walk.positions.game.sequence.book.setting
    while (asked := first_asked(walk, notes, setting, 0)) is not None:
        found.append(asked)
        line = walk.timeline
        note = Note("guess", line.lines[asked.step], "", line.turn(asked.step), "ada", "", eyes, "so")
        notes = Notes(path, (*notes.every, note))
    return walk, found


@pytest.mark.parametrize("path", [SCRIPTED, MODELS], ids=["scripts", "models"])
def test_with_the_truth_in_sight_each_deed_each_answer_and_each_ruling_is_asked_once_in_order(path: Path) -> None:
    walk, found = all_asked(path, CONTROL)
    line, expected = walk.timeline, []
    for step in range(len(line)):
        if line.kind(step) == "decision":
            body = decision_of(line.entry(step)).body
            deeds = isinstance(body, Sealed) and body.orders
            if deeds or (isinstance(body, Talk) and any(move.kind == "respond" for move in body.moves)):
                expected.append(step)
        elif line.look(step)[1] in ("argument_ruled", "court_ruled"):
            expected.append(step)
    assert [asked.step for asked in found] == expected
    assert {asked.question.split()[0] for asked in found} == {"what", "how"}


@pytest.mark.parametrize("eyes", ["rome", PUBLIC])
def test_other_eyes_are_asked_before_what_they_are_shown_and_before_no_more(eyes: str) -> None:
    walk, found = all_asked(SCRIPTED, eyes)
    line = walk.timeline
    assert all(walk.meets(asked.step) for asked in found)
    kinds = [line.look(asked.step)[1] for asked in found]
    assert kinds.count("order_opened") == 3, "the orders of a turn are guessed at once"
    assert kinds.count("argument_ruled") == 4
    answered = [step for step in range(len(line)) if line.look(step)[1].startswith("offer_") and walk.meets(step)]
    told = [step for step in answered if line.look(step)[1] in ("offer_accepted", "offer_rejected")]
    by_others = [step for step in told if line.entry(step).data["about"][0] != eyes]
    assert [asked.step for asked in found if line.look(asked.step)[1].startswith("offer_")] == by_others
    if eyes == PUBLIC:
        assert not by_others
        assert kinds.count("agreement_signed") == 4


def test_where_control_decides_an_argument_the_room_is_asked_before_the_act(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"

    def ruling(room: Room, case: str) -> None:
        room.control.rule(case, "umpire", WHY, outcome=True)

    argued(ruling, path)
    walk, found = all_asked(path, CONTROL)
    ruled = [asked for asked in found if "rule" in asked.question]
    assert [walk.timeline.kind(asked.step) for asked in ruled] == ["override"]
    walk, found = all_asked(path, "rome")
    ruled = [asked for asked in found if "rule" in asked.question]
    assert [walk.timeline.look(asked.step)[1] for asked in ruled] == ["argument_ruled"]


@pytest.mark.slow
async def test_while_a_room_guesses_no_call_tells_what_is_decided_after_it(tmp_path: Path) -> None:
    path = Path(shutil.copy(MODELS, tmp_path / "game.jsonl"))
    async with replaying(path, WIDE) as (screen, app, pilot):
        walk = screen.walk
        assert walk is not None
        line = walk.timeline
        walk.step = next(step for step in range(len(line)) if line.kind(step) == "call")
        reply = " ".join(str(line.entry(walk.step).data["reply"]).split())[:30]
        await press(pilot, "T 'larch enter 'larch enter enter")
        assert reply in " ".join(text_of(app.screen).split())
        await press(pilot, "escape g enter")
        assert reply not in " ".join(text_of(app.screen).split())
        await press(pilot, "escape")
        assert reply not in screen.query_one("#step", Lines).as_text()


async def test_a_guess_at_an_answer_is_kept_at_its_step_in_words(tmp_path: Path) -> None:
    path = Path(shutil.copy(SCRIPTED, tmp_path / "game.jsonl"))
    async with replaying(path, WIDE) as (screen, app, pilot):
        assert screen.walk is not None
        await press(pilot, "g")
        while not isinstance(app.screen, Question):
            await press(pilot, "right_curly_bracket")
        for at in ("(1 of 2)", "(2 of 2)"):
            assert "answer" in shown(app)
            assert at in " ".join(shown(app).split())
            await press(pilot, "'2 enter")
        assert isinstance(app.screen, ReplayScreen)
        line = screen.walk.timeline.lines[screen.walk.step]
        assert screen.walk.names is not None
        body = decision_of(screen.walk.timeline.entry(screen.walk.step)).body
        assert isinstance(body, Talk)
        offers = [screen.walk.names.bargain(move.proposal) for move in body.moves if isinstance(move, Respond)]
    assert [(note.line, note.text) for note in read_notes(path.with_name("game.notes.jsonl")).every] == [
        (line, f"{offer}: {ANSWERS[1]}") for offer in offers
    ]


def test_several_offers_that_are_answered_at_once_are_asked_one_by_one_by_name() -> None:
    walk, found = all_asked(SCRIPTED, CONTROL)
    line, several = walk.timeline, 0
    for asked in found:
        if line.kind(asked.step) != "decision":
            continue
        body = decision_of(line.entry(asked.step)).body
        answers = [move for move in body.moves if isinstance(move, Respond)] if isinstance(body, Talk) else []
        questions = [asked, *asked.following]
        if answers:
            assert len(questions) == len({move.proposal for move in answers})
            assert all("the offer of " in each.question for each in questions)
        if len(questions) > 1:
            several += 1
            assert [f"({at} of {len(questions)})" in each.question for at, each in enumerate(questions, 1)]
            assert all(each.about.startswith("the offer of ") for each in questions)
    assert several, "somebody answers two offers in one go"


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["120x36", "80x24"])
async def test_a_guess_at_a_ruling_looks_as_it_did(size: tuple[int, int], pictured: Pictured, tmp_path: Path) -> None:
    path = Path(shutil.copy(SCRIPTED, tmp_path / "game.jsonl"))
    async with replaying(path, size, "rome", 1) as (_, app, pilot):
        await press(pilot, "left_curly_bracket left_curly_bracket left_curly_bracket g right_curly_bracket")
        for _ in range(20):
            if isinstance(app.screen, Question) and "ruled" in shown(app):
                break
            await press(pilot, "escape" if isinstance(app.screen, Question) else "right")
        await still(app, pilot)
        pictured(app, f"replay-guess-ruling-{size[0]}x{size[1]}")
