"""A walk meets what its eyes could meet, where they could: no more ahead, nothing of others, the same both ways."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from tests.review import walks
from wargame.core.ids import CONTROL, PUBLIC, SeatId, may_read
from wargame.core.moves import Talk
from wargame.errors import SpecError
from wargame.present.replay_detail import detail_rows
from wargame.present.replay_rows import step_row
from wargame.present.replay_state import state_rows
from wargame.present.rows import event_sentence
from wargame.review.timeline import LANDMARKS, Timeline
from wargame.review.walk import SORTS, Stride, Walk
from wargame.transcript.consent import add_consent, consent_beside
from wargame.transcript.entry_values import decision_of
from wargame.transcript.line_index import index_of

GAMES: dict[str, Callable[[], Path]] = {
    "scripted": walks.scripted,
    "models": walks.of_models,
    "undone": walks.undone,
    "retracted": walks.retracted,
}
STRIDES: tuple[Stride, ...] = ("event", "act", "phase", "turn")


@pytest.fixture(params=GAMES, scope="module")
def path(request: pytest.FixtureRequest) -> Path:
    return GAMES[request.param]()


@pytest.fixture(scope="module")
def walk(path: Path) -> Walk:
    return walks.walk_through(path)


def fresh(walk: Walk, eyes: str = CONTROL) -> Walk:
    return Walk(walk.timeline, walk.positions, eyes)


def everything_shown(walk: Walk) -> str:
    """All that a reader could get at where the walk stands, but for the list's own past."""
    assert walk.positions is not None
    book, view = walk.positions.game.sequence.book, walk.view()
    assert view is not None
    rows = [step_row(walk, step, book.setting) for step in walk.so_far()]
    rows += detail_rows(walk, book.setting)
    rows += state_rows(book, view, walk.view(0), "the opening")
    return "\n".join(row.text for row in rows)


def test_each_event_that_stands_has_one_step_in_its_order(walk: Walk) -> None:
    assert walk.positions is not None
    line = walk.timeline
    events = [step for step in range(len(line)) if line.kind(step) == "event"]
    assert [line.look(step) for step in events] == [(e.id, e.kind) for e in walk.positions.game.events]
    assert [line.numbers[step] for step in events] == list(range(1, len(events) + 1))
    assert all(line.of_event(number) == step for number, step in enumerate(events, 1))


@pytest.mark.slow
def test_at_every_decision_a_seat_meets_what_it_was_shown_then(path: Path, walk: Walk) -> None:
    looked = walks.looked_at(path)
    assert len(looked) > 20
    assert walk.positions is not None
    for line, seat, shown in looked:
        here = fresh(walk, seat)
        here.step = walk.timeline.of_line(line)
        assert walk.timeline.lines[here.step] == line
        view = here.view()
        assert repr(view) == repr(shown)
        rows = [step_row(here, step, None).body for step in here.so_far() if walk.timeline.kind(step) == "event"]
        assert rows == [event_sentence(seen) for seen in shown.events]


def test_a_seat_meets_of_the_table_only_what_is_addressed_to_it_and_its_own_deeds(walk: Walk) -> None:
    assert walk.positions is not None
    events = walk.positions.game.events
    for seat in walk.positions.game.sequence.book.setting.ids:
        here = fresh(walk, seat)
        met = set(here.met())
        for step in range(len(walk.timeline)):
            kind = walk.timeline.kind(step)
            if kind == "event":
                wanted = may_read(events[walk.timeline.numbers[step] - 1].audience, seat)
            else:
                wanted = walk.timeline.seat(step) == seat or walk.timeline.undoing(step) is not None
            assert (step in met) == wanted


def test_stepping_back_shows_nothing_new(walk: Walk) -> None:
    assert walk.positions is not None
    seat = walk.positions.game.sequence.book.setting.seats[0].id
    here, stops = fresh(walk, seat), random.Random(4).sample(range(len(walk.timeline)), 8)
    before = {}
    for step in sorted(stops):
        here.step = step
        before[step] = everything_shown(here)
    here.step = len(walk.timeline) - 1
    everything_shown(here)
    for step in sorted(stops, reverse=True):
        here.step = step
        assert everything_shown(here) == before[step]


def test_eyes_that_are_not_the_truths_meet_nothing_that_lies_ahead(walk: Walk) -> None:
    assert walk.positions is not None
    for eyes in (*walk.positions.game.sequence.book.setting.ids, PUBLIC):
        here = fresh(walk, eyes)
        here.step = len(walk.timeline) // 2
        assert all(step <= here.step for step in here.so_far())
        assert all(step <= here.step for step, _ in here.marks())
    guessing = fresh(walk)
    guessing.step, guessing.guessing = len(walk.timeline) // 2, True
    assert max(guessing.so_far()) == guessing.step


@pytest.mark.parametrize("eyes", [CONTROL, PUBLIC, "rome"])
@pytest.mark.parametrize("stride", STRIDES)
def test_strides_go_through_the_game_and_back(walk: Walk, eyes: str, stride: Stride) -> None:
    assert walk.positions is not None
    if eyes == "rome" and "rome" not in walk.positions.game.sequence.book.setting.ids:
        eyes = "paris"
    here = fresh(walk, eyes)
    here.step = here.met()[0]
    there = [here.step]
    while here.move(stride, 1):
        there.append(here.step)
    assert there == sorted(set(there))
    back = [here.step]
    while here.move(stride, -1):
        back.append(here.step)
    if stride in ("event", "act"):
        assert set(back) <= set(there)
        assert stride == "act" or back == there[::-1]
    else:
        assert back[-1] == here.met()[0]
    assert not here.move(stride, -1)


def test_a_turn_ends_where_its_last_step_is(walk: Walk) -> None:
    here = fresh(walk)
    here.step = walk.timeline.last_of(0)
    here.move("turn", 1)
    assert (here.step, walk.timeline.turn(here.step)) == (walk.timeline.last_of(1), 1)
    here.move("event", -1)
    here.move("turn", 1)
    assert here.step == walk.timeline.last_of(1)
    here.move("turn", -1)
    assert here.step == walk.timeline.last_of(0)


@pytest.mark.parametrize("landmark", LANDMARKS)
def test_jumping_meets_every_landmark_once_and_back(walk: Walk, landmark: str) -> None:
    line = walk.timeline
    here = fresh(walk)
    met = []
    while here.jump(landmark, 1):
        met.append(here.step)
    assert met == [step for step in fresh(walk).met() if step and line.landmark(step) == landmark]
    rest = {step for step in range(1, len(line)) if line.landmark(step) == landmark} - set(met)
    assert all(line.index.silent(line.lines[step]) for step in rest)
    back = [here.step] if met else []
    while here.jump(landmark, -1):
        back.append(here.step)
    assert [step for step in back if step] == met[::-1]


def test_every_step_is_of_some_sort_and_the_count_is_what_is_met(walk: Walk) -> None:
    here = fresh(walk)
    found: set[int] = set()
    for sort in SORTS:
        here.sort = sort
        found |= set(here.met()) if sort not in ("all", "told") else set()
    line = walk.timeline
    assert found == set(range(len(line)))


def test_seats_that_say_nothing_in_a_round_share_a_row_that_names_them(walk: Walk) -> None:
    assert walk.positions is not None
    line, setting = walk.timeline, walk.positions.game.sequence.book.setting
    here = fresh(walk)
    told = [step for first in here.met() for step in here.together(first)]
    assert sorted(told) == list(range(len(line)))
    assert all(here.here() == first for first in here.met() for here.step in here.together(first))
    for first in here.met():
        silent = here.together(first)
        if line.kind(first) == "event":
            continue
        decisions = [decision_of(line.entry(step)) for step in silent] if len(silent) > 1 else []
        assert not any(isinstance(made.body, Talk) and made.body.moves for made in decisions)
        assert len({(made.turn, made.round) for made in decisions}) <= 1
        assert all(setting.name_of(made.seat) in step_row(here, first, setting).body for made in decisions)
        here.step, here.thoughts = first, True
        told_in_full = "\n".join(row.text for row in detail_rows(here, setting))
        for made in decisions:
            assert here.names is not None
            meant = here.names.noted(made.rationale) if made.rationale.startswith("doctrine ") else made.rationale
            assert all(line in told_in_full for line in meant.splitlines())
    rows = [step_row(here, step, setting).body for step in here.met()]
    both = ["said nothing in round 1" in one and "said nothing in round 1" in two for one, two in pairwise(rows)]
    assert not any(both)
    here.guessing = True
    here.step = len(line) - 1
    assert list(here.so_far()) == list(range(len(line)))


def test_pairs_of_seats_that_kept_faith_share_a_row_that_counts_them_and_tells_each_in_full(
    walk: Walk,
) -> None:
    assert walk.positions is not None
    line, setting = walk.timeline, walk.positions.game.sequence.book.setting
    kept = [step for step in range(len(line)) if line.look(step)[1] == "clauses_kept"]
    assert kept == [step for step in range(len(line)) if line.index.kept(line.lines[step])]
    here = fresh(walk)
    rows = [step for step in here.met() if step in kept]
    assert [each for step in rows for each in here.together(step)] == kept
    for here.step in rows:
        alike = here.together(here.step)
        told = [row.text for row in detail_rows(here, setting)]
        assert all(line.entry(step).data["text"] in told for step in alike)
        assert len(alike) == 1 or f"{len(alike)} pairs of seats" in step_row(here, here.step, setting).body
        assert here.number == line.numbers[alike[-1]]


def test_a_place_is_named_by_event_turn_or_line(walk: Walk) -> None:
    line = walk.timeline
    step = line.place("1.2")
    assert line.look(step)[0] == "1.2"
    assert line.place("T1") == line.last_of(1)
    assert line.lines[line.place(f"L{line.lines[7]}")] == line.lines[7]
    for wrong in ("9.99", "nowhere", "T", ""):
        with pytest.raises(SpecError, match="nothing that stands"):
            line.place(wrong)


def test_undone_steps_are_left_out_and_counted() -> None:
    walk = walks.walk_through(walks.undone())
    line: Timeline = walk.timeline
    whole = sum(1 for _ in line.index.numbers("event", "decision", "call", "override"))
    assert line.undone > 0
    assert len(line) + line.undone == whole
    acts = [line.entry(step).data["what"] for step in range(len(line)) if line.kind(step) == "override"]
    assert "undo" in acts


def test_a_seat_is_told_of_turns_that_were_taken_back_as_it_was_at_the_table() -> None:
    walk = walks.walk_through(walks.undone())
    assert walk.positions is not None
    setting, line = walk.positions.game.sequence.book.setting, walk.timeline
    (number,) = line.undoings
    at = line.of_line(number)
    gone = walk.positions.game.undone[0].events
    told = {}
    for eyes in (*setting.ids, PUBLIC):
        here = fresh(walk, eyes)
        here.step = at
        assert here.here() == at
        assert here.so_far()[-1] == at
        row, detail = step_row(here, at, setting).body, [row.text for row in detail_rows(here, setting)]
        assert row.startswith("CONTROL TOOK TURN")
        assert row in " ".join(detail)
        assert line.entry(at).data["reason"] not in " ".join((row, *detail)), "why it was done is control's"
        told[eyes] = " ".join(detail)
        here.step = at - 1
        assert at not in here.so_far()
    lost = [event for event in gone if event.kind == "agreement_signed" and event.audience != PUBLIC]
    for event in lost:
        for seat in setting.ids:
            assert (event.text in told[seat]) == (seat in event.about)
    assert any("gone" in each for each in told.values())


def test_words_taken_back_are_read_before_and_not_after() -> None:
    walk = walks.walk_through(walks.retracted())
    assert walk.positions is not None
    line = walk.timeline
    taking = next(s for s in range(len(line)) if line.look(s)[1] == "text_retracted")
    causes = walk.positions.game.events[line.numbers[taking] - 1].causes
    gone = next(s for s in range(taking) if line.look(s)[0] in causes and line.look(s)[1] == "control_message")
    here = fresh(walk, "rome")
    here.step = gone
    words = step_row(here, gone, None).body
    assert "withdrawn" not in words
    here.step = taking
    assert "withdrawn" in step_row(here, gone, None).body
    here.step = gone
    assert step_row(here, gone, None).body == words
    assert "withdrawn" not in step_row(fresh(walk), gone, None).body


def test_what_one_seat_was_told_stands_nowhere_before_the_eyes_of_others() -> None:
    walk = walks.walk_through(walks.retracted())
    assert walk.positions is not None
    for eyes in (*walk.positions.game.sequence.book.setting.ids, PUBLIC):
        here = fresh(walk, eyes)
        shown = False
        for step in range(0, len(walk.timeline), 9):
            here.step = step
            shown |= walks.PLANTED in everything_shown(here)
        assert shown == (eyes in ("rome", "meta"))


def test_a_no_keeps_thoughts_closed_to_the_truth_and_not_to_the_seat_itself(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    path.write_bytes(walks.scripted().read_bytes())
    timeline = Timeline(index_of(path))

    def hears(seat: SeatId, eyes: str = CONTROL, opened: bool = True) -> bool:
        return Walk(timeline, None, eyes, thoughts=opened).hears(seat)

    rome, meta = SeatId("rome"), SeatId("meta")
    assert all(hears(seat) for seat in (rome, meta)), "nobody was asked: the word opens"
    assert not any(hears(seat, opened=False) for seat in (rome, meta))
    add_consent(path, rome, "rome-1", given=False)
    assert (hears(rome), hears(meta), hears(rome, rome), hears(meta, rome)) == (False, True, True, False)
    add_consent(path, rome, "rome-1", given=True)
    assert hears(rome)
    consent_beside(path).unlink()
    consent_beside(path).mkdir()
    assert not hears(rome), "what cannot be read agrees to nothing"
    timeline.index.close()
