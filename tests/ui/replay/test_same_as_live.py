"""A seat's replay equals what its screen and its prompts held then, and nothing of others stands in it anywhere."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from tests.review.walks import walk_through
from tests.ui.conftest import WIDE, press, settled, shown
from tests.ui.replay.opened import replaying
from tests.ui.replay.recorded_live import SITTINGS, TUTORIAL, LiveGame, Shown, Sitting, play
from wargame.core.ids import PUBLIC, SeatId
from wargame.core.telling import telling
from wargame.core.views import WITHDRAWN
from wargame.players.base import Ask, Diary, blind
from wargame.players.llm.prompts import Prompts
from wargame.present.desk_rows import offer_rows, promise_rows
from wargame.present.news_rows import news_rows
from wargame.present.replay_detail import detail_rows
from wargame.present.replay_rows import bar, step_row
from wargame.present.replay_state import state_rows
from wargame.present.result_page import ResultPage
from wargame.present.story_rows import headline_rows
from wargame.present.world_rows import agreement_rows, because_rows, shape_rows
from wargame.present.world_tables import TABLES
from wargame.review.own_history import OwnHistory
from wargame.review.position import Positions
from wargame.review.spreads import usual_spread
from wargame.review.story import Story
from wargame.review.walk import Walk
from wargame.rules.menu import Menu
from wargame.table.chair import Draft
from wargame.transcript.entry_values import decision_of
from wargame.transcript.notes import Note, add_note, notes_beside
from wargame.ui.app import WargameApp
from wargame.ui.replay.screen import ReplayScreen

pytestmark = pytest.mark.anyio
NOTED = "noted in sight of the truth"


@pytest.fixture(
    scope="module",
    params=[pytest.param(each, id=each.name, marks=[pytest.mark.slow] * (each != TUTORIAL)) for each in SITTINGS],
)
def live(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> LiveGame:
    sitting: Sitting = request.param
    return play(tmp_path_factory.mktemp("live") / "game.jsonl", sitting)


@pytest.fixture(scope="module")
def walk(live: LiveGame) -> Walk:
    return walk_through(live.path)


def asks(walk: Walk, seat: SeatId) -> Iterator[Ask]:
    """What a seat is asked at each of its decisions, made from its replay alone."""
    assert walk.positions is not None
    book, line, diary = walk.positions.game.sequence.book, walk.timeline, Diary()
    here = Walk(line, walk.positions, seat)
    for step in here.met():
        if line.kind(step) != "decision":
            continue
        here.step, made = step, decision_of(line.entry(step))
        view, rules = here.view(), blind(book, seat)
        assert view is not None
        yield Ask(seat, made.turn, made.phase, made.round, view, Menu(rules, view), rules, diary)
        learnt = made.faults if made.origin == "repaired" else ()
        diary = diary.after(made.plan, made.notebook, learnt)


@pytest.mark.slow
def test_at_each_answer_of_a_person_the_replay_holds_what_the_screen_held(live: LiveGame, walk: Walk) -> None:
    assert walk.positions is not None
    person = live.sitting.person
    replayed = {ask.id: ask for ask in asks(walk, person)}
    asked = [each for each in live.shown if not each.over]
    assert [each.decision for each in asked] == list(replayed)
    assert len(asked) >= 3 * live.sitting.turns
    assert any(live.taken_back in event.causes for event in walk.positions.game.sequence.record) or not live.taken_back
    setting = walk.positions.game.sequence.book.setting
    here = Walk(walk.timeline, walk.positions, person)
    for screen in asked:
        ask = replayed[screen.decision]
        assert repr(ask.view) == repr(screen.view)
        here.step = here.timeline.of_id(screen.decision)
        steps = [step for step in here.so_far() if here.timeline.kind(step) == "event"]
        rows = [step_row(here, step, setting).body for step in steps]
        assert len(rows) == len(screen.view.events)
        for at, words in screen.said.items():
            assert screen.view.events[at].body in words
            assert screen.view.events[at].body in rows[at]
            assert "]" in words or words in rows[at], words
        offers = [row.text for row in offer_rows(ask, Draft())]
        assert offers == list(screen.table)[: len(offers)]
        assert [row.text for row in promise_rows(ask)] == list(screen.promises)
        told = [row.text for row in state_rows(walk.positions.game.sequence.book, ask.view, None, "")]
        assert f"OFFERS ON THE TABLE: {len(ask.view.proposals)}" in told


@pytest.mark.slow
def test_at_every_event_the_replay_knows_what_a_person_and_a_model_knew_then(live: LiveGame, walk: Walk) -> None:
    positions = walk.positions
    assert positions is not None
    for seat in (live.sitting.person, live.sitting.model):
        views = {number: view for number, of, view in live.views if of == seat}
        assert max(views) == len(positions)
        here, ends = Walk(walk.timeline, positions, seat), sorted(views)
        for number in ends:
            here.step = walk.timeline.of_event(number)
            assert repr(here.view()) == views[number], (seat, number)
        for number in range(1, len(positions) + 1):
            last = next(each for each in ends if each >= number)
            view, end = (positions.view(positions.at(each), seat) for each in (number, last))
            told = [seen.text for seen in view.events]
            whole = read_by(positions, seat, number)
            assert told == whole[: len(told)] == [seen.text for seen in end.events][: len(told)], (seat, number)


def read_by(positions: Positions, seat: SeatId, number: int) -> list[str]:
    """All that a seat came to see in the whole game; words that control had taken back by an event are blank."""
    record = positions.game.sequence.record
    back = {name for event in record[:number] if event.kind == "text_retracted" for name in event.causes}
    return [WITHDRAWN if record[place - 1].id in back else seen.text for place, seen in positions.seen(seat)]


def pages_of(walk: Walk, screen: Shown, person: SeatId) -> Mapping[str, Sequence[str]]:
    """The person's pages of news, world and results at a place, made from the replay alone."""
    assert walk.positions is not None
    game = walk.positions.game
    book, number = game.sequence.book, walk.number
    view = walk.view()
    assert view is not None
    rules = blind(book, person)
    ask = Ask(person, *screen.at, view, Menu(rules, view), rules, Diary())
    line = walk.timeline
    made = {line.look(step)[0] for step in range(walk.step + 1) if line.kind(step) == "decision"}
    decisions = {name: decision for name, decision in game.decisions.items() if name in made}
    story = Story(telling(book.setting, book.seed, person, game.events[:number], decisions), rules, usual_spread)
    past, turn = OwnHistory(view), screen.result
    pages = {
        "news-lines": list(headline_rows(rules.setting, story)),
        "ledger": news_rows(ask, "all"),
        "shape-lines": shape_rows(ask, past),
        "standing-lines": [*because_rows(ask, past, view.turn), *agreement_rows(ask)],
    }
    if turn:
        page = ResultPage(ask, story, turn, None)
        pages |= {"told-lines": page.rows(screen.over), "score-lines": page.beside(screen.over)}
    found = {name: [row.text for row in rows] for name, rows in pages.items()}
    return found | {f"table {at}": [repr(table(ask))] for at, table in enumerate(TABLES)}


@pytest.mark.slow
def test_news_world_and_result_pages_are_made_from_the_replay_as_they_stood(live: LiveGame, walk: Walk) -> None:
    assert walk.positions is not None
    person, turns = live.sitting.person, live.sitting.turns
    here, results = Walk(walk.timeline, walk.positions, person), set()
    for screen in live.shown:
        here.step = len(here.timeline) - 1 if screen.over else here.timeline.of_id(screen.decision)
        assert repr(here.view()) == repr(screen.view)
        for name, rows in pages_of(here, screen, person).items():
            stood = list(screen.pages[name])
            if name in ("told-lines", "score-lines"):
                first = next((at for at, row in enumerate(stood) if row == rows[0]), 0)
                stood = stood[first : first + len(rows)]
            assert list(rows) == stood, (screen.decision, name)
        results.add((screen.result, screen.over))
    assert results >= {*((turn, False) for turn in range(turns)), (turns, True)}


@pytest.mark.slow
def test_each_prompt_of_a_model_is_made_to_the_letter_from_its_replay(live: LiveGame, walk: Walk) -> None:
    prompts, found = Prompts(), 0
    index = walk.timeline.index
    calls = [index.entry(number).data for number in index.numbers("call")]
    for ask in asks(walk, live.sitting.model):
        first = [call for call in calls if call["decision"] == ask.id and call["step"] == "first"]
        assert first, ask.id
        request = prompts.request(ask, tightly=False, max_tokens=1, seconds=None)
        made = [[said.speaker, [piece.text for piece in said.pieces]] for said in request.messages]
        for call in first:
            assert [[speaker, [index.text(piece) for piece in pieces]] for speaker, pieces in call["messages"]] == made
        text = "\n\n".join(said.text for said in request.messages)
        assert any(sent.startswith(text) for sent in live.sent), f"no request of {ask.id} reached the endpoint"
        found += 1
    assert found == len({call["decision"] for call in calls})


def everything_at(walk: Walk) -> str:
    """All that a reader of the replay could get at where the walk stands."""
    assert walk.positions is not None
    book, view = walk.positions.game.sequence.book, walk.view()
    assert view is not None
    rows = [step_row(walk, step, book.setting) for step in walk.so_far()]
    rows += [*detail_rows(walk, book.setting), *state_rows(book, view, walk.view(0), "the opening")]
    return "\n".join((*(row.text for row in rows), *bar(walk, 100, ())))


@pytest.mark.slow
def test_no_eyes_meet_a_word_that_was_written_for_others(live: LiveGame, walk: Walk) -> None:
    assert walk.positions is not None
    met = set()
    for eyes in (*walk.positions.game.sequence.book.setting.ids, PUBLIC):
        here = Walk(walk.timeline, walk.positions, eyes, thoughts=True)
        for step in here.met():
            here.step = step
            text = everything_at(here)
            assert not live.planted.strange(text, eyes), (eyes, step)
            met |= {name for name in live.planted.readers if name in text}
    assert met == set(live.planted.readers), "each of them is somewhere before those who may read it"


@pytest.mark.slow
def test_a_place_holds_the_same_by_whatever_way_one_came_to_it(live: LiveGame, walk: Walk) -> None:
    for eyes in (live.sitting.person, live.sitting.model, PUBLIC):
        here, forward = Walk(walk.timeline, walk.positions, eyes), dict[int, str]()
        for step in here.met():
            here.step = step
            forward[step] = everything_at(here)
        jumps = random.Random(live.sitting.seed)
        for step in (*sorted(forward, reverse=True), *jumps.sample(sorted(forward), len(forward) // 2)):
            here.step = step
            assert everything_at(here) == forward[step], (eyes, step)


def page(screen: ReplayScreen, app: WargameApp) -> str:
    return f"{shown(app)}\n{app.title}\n{app.sub_title}\n{screen.text_in_focus()}"


THUMB = str.maketrans(dict.fromkeys("▁▂▃▄▅▆▇", " "))


def compared(page: str, live: LiveGame) -> str:
    """A page as it is; of longer records without the eighths of a scroll bar's thumb, which go by what was drawn."""
    if live.sitting == TUTORIAL:
        return page
    return "\n".join(line.rstrip() for line in page.translate(THUMB).splitlines())


@pytest.fixture
def path(live: LiveGame, walk: Walk, tmp_path: Path) -> Path:
    """The record with a note beside it that was made in sight of the truth."""
    path = Path(shutil.copy(live.path, tmp_path / "game.jsonl"))
    number = walk.timeline.lines[walk.timeline.of_event(walk.timeline.events // 2)]
    at = "2026-11-29T08:00:00+00:00"
    add_note(notes_beside(path), Note("note", number, "", 1, "ada", at, "control", NOTED))
    return path


SEATS = ["person", pytest.param("model", marks=pytest.mark.slow), pytest.param("public", marks=pytest.mark.slow)]


def eyes_of(live: LiveGame, whose: str) -> str:
    return {"person": live.sitting.person, "model": live.sitting.model, "public": PUBLIC}[whose]


@pytest.mark.slow
@pytest.mark.parametrize("whose", SEATS)
async def test_no_screen_of_the_replay_tells_it_and_stepping_back_shows_the_same(
    whose: str, live: LiveGame, path: Path
) -> None:
    eyes = eyes_of(live, whose)
    async with replaying(path, WIDE, eyes) as (screen, app, pilot):
        here = screen.walk
        assert here is not None
        forward: dict[int, str] = {}
        await press(pilot, "home")
        first = here.step
        while here.step not in forward:
            await press(pilot, "right left" if here.step == first else "left right")
            forward[here.step] = page(screen, app)
            await press(pilot, "right_curly_bracket")
        assert len(forward) > 8
        for step in sorted(forward, reverse=True):
            here.step = step
            await press(pilot, "right left" if step == first else "left right")
            assert here.step == step
            assert compared(page(screen, app), live) == compared(forward[step], live)
            assert not live.planted.strange(forward[step], eyes), step
            assert NOTED not in forward[step]


@pytest.mark.slow
@pytest.mark.parametrize("whose", SEATS)
async def test_no_page_of_moments_tells_it(whose: str, live: LiveGame, path: Path) -> None:
    eyes = eyes_of(live, whose)
    async with replaying(path, WIDE, eyes) as (screen, app, pilot):
        here = screen.walk
        assert here is not None
        await press(pilot, "home")
        for _ in range(20):
            await press(pilot, "e")
            await settled(app, "telling")
            await pilot.pause()
            assert app.screen is not screen
            assert not live.planted.strange(f"{shown(app)}{app.title}", eyes), here.step
            await press(pilot, "escape")
            step = here.step
            await press(pilot, "h")
            assert not live.planted.strange(page(screen, app), eyes), here.step
            assert NOTED not in page(screen, app)
            if here.step == step:
                break
        assert here.timeline.turn(here.step) > 1
