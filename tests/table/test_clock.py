"""The clock: phases end when time is up, pauses hold, minds have a budget of their own, the review is protected."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.rules.desk import played
from tests.table.rig import QUIET, FakeTime, Thinker, everyone_answers, opened, settle, thinkers, time_of
from wargame.console.looks import clock_in_words
from wargame.core.ids import SeatId
from wargame.core.moves import Sealed, Talk
from wargame.errors import SpecError
from wargame.present.table_facts import stood_still
from wargame.table.clock import PhaseClock, Watch
from wargame.table.opening_rooms import resume_room
from wargame.table.players import Means
from wargame.table.presets import PRESETS, preset_of, replan, to_come
from wargame.table.room import Room
from wargame.transcript.reading import read
from wargame.transcript.verify import verify


def at_table(room: Room, what: Callable[[Room, FakeTime, asyncio.Task[Any]], Awaitable[None]]) -> None:
    """Do something while a game waits for its people; whatever is left of it is dropped."""

    async def meet() -> None:
        task = asyncio.ensure_future(room.play())
        await settle()
        try:
            await what(room, time_of(room), task)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    asyncio.run(meet())


def clock_entries(path: Path) -> list[dict[str, Any]]:
    found = [entry.data for entry in read(path, mend=True).entries if entry.kind == "clock"]
    return [data for data in found if data["what"] != "turn_end"]


# the watch


def test_a_watch_counts_only_while_it_runs() -> None:
    time = FakeTime()
    watch = Watch(time)
    time.pass_(5)
    watch.run()
    time.pass_(3)
    watch.stop()
    time.pass_(100)
    assert watch.elapsed == 3
    watch.run()
    time.pass_(2)
    assert watch.elapsed == 5


def test_an_alarm_rings_once_at_its_moment_and_waits_while_the_watch_stands() -> None:
    time, rung = FakeTime(), []
    watch = Watch(time)
    watch.run()
    watch.alarm("a", 10, lambda: rung.append(time.seconds))
    time.pass_(4)
    watch.stop()
    time.pass_(100)
    watch.run()
    time.pass_(5.9)
    assert rung == []
    time.pass_(0.2)
    assert rung == [1000 + 4 + 100 + 6]
    time.pass_(100)
    assert len(rung) == 1


def test_a_phase_can_be_given_more_time_or_less() -> None:
    time, rung = FakeTime(), []
    clock = PhaseClock(time)
    clock.start(60, lambda: rung.append(time.seconds))
    time.pass_(30)
    clock.extend(60)
    assert clock.left == 90
    clock.extend(-80)
    assert clock.left == 10
    time.pass_(10)
    assert rung == [1040]
    assert clock.left == 0


def test_an_untimed_phase_gets_a_limit_from_the_moment_it_is_given_one() -> None:
    time = FakeTime()
    clock = PhaseClock(time)
    clock.start(None, lambda: None)
    time.pass_(500)
    assert clock.left is None
    clock.extend(60)
    assert clock.left == 60


# presets


@pytest.mark.parametrize(
    ("name", "minutes", "turns", "review"),
    [("90-minutes", 90, 2, 20), ("two-hours", 120, 3, 25), ("half-day", 240, 4, 45)],
)
def test_a_preset_fits_its_session_and_gives_a_fifth_or_more_to_the_review(
    name: str, minutes: int, turns: int, review: int
) -> None:
    preset = PRESETS[name]
    assert preset.turn is not None
    assert preset.brief is not None
    assert preset.practice is not None
    total = preset.brief + preset.practice + turns * preset.turn + review
    assert minutes * 0.85 <= total <= minutes
    assert (preset.turns, preset.review) == (turns, review)
    assert 0.2 <= review / total <= 0.25


def test_an_unknown_preset_is_refused_with_those_there_are() -> None:
    with pytest.raises(SpecError, match="90-minutes, two-hours, half-day, untimed"):
        preset_of("weekend")


@pytest.mark.parametrize("lost", [1, 5, 10, 20, 40, 90])
def test_lost_time_is_made_up_before_the_review_is_touched(lost: float) -> None:
    preset = PRESETS["two-hours"]
    plan = replan(preset, lost, turn=1, last_turn=3, practised=False)
    assert plan.preset.review == preset.review
    assert preset.turn is not None
    assert plan.preset.turn is not None
    before = (preset.practice or 0) + 2 * preset.turn
    after = (plan.preset.practice or 0) + (plan.last_turn - 1) * plan.preset.turn
    assert before - after >= lost - plan.short - 0.1
    assert plan.short == 0 or plan.last_turn == 1
    assert plan.last_turn >= 1


def test_a_little_lost_time_costs_the_practice_move_and_no_turn() -> None:
    plan = replan(PRESETS["90-minutes"], 5, turn=1, last_turn=2, practised=False)
    assert [(cut.what, cut.before, cut.after) for cut in plan.cuts] == [("practice move", 5, 0)]
    assert plan.last_turn == 2


def test_twenty_lost_minutes_shorten_phases_and_no_phase_below_its_floor() -> None:
    preset = PRESETS["half-day"]
    plan = replan(preset, 20, turn=1, last_turn=4)
    assert plan.last_turn == 4
    for phase, minutes in preset.phases.items():
        assert minutes * 0.6 <= plan.preset.phases[phase] < minutes
    assert "the review keeps its 45 minutes" in str(plan)


def test_what_is_cut_is_what_was_lost_also_in_the_turn_under_way() -> None:
    preset = PRESETS["two-hours"]
    assert preset.turn is not None
    coming = to_come(preset, "talk", 1, 2)
    assert coming == 10 / 2 + 8 + 2 + 2 + 3
    plan = replan(preset, 20, turn=1, last_turn=3, under_way=coming)
    assert plan.preset.turn is not None
    saved = 2 * (preset.turn - plan.preset.turn) + coming * (1 - plan.preset.turn / preset.turn)
    assert saved == pytest.approx(20, abs=0.1)
    assert to_come(preset, "news", 0, 2) == 0
    assert to_come(preset, "brief", 0, 2) == preset.turn
    assert to_come(PRESETS["untimed"], "talk", 1, 2) == 0


def test_an_untimed_session_has_nothing_to_cut() -> None:
    assert replan(PRESETS["untimed"], 20, turn=1, last_turn=3).cuts == ()


# the room's clock


def test_a_phase_that_expires_closes_with_logged_defaults(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    async def meet(room: Room, time: FakeTime, task: asyncio.Task[Any]) -> None:
        assert (room.clock().phase, room.clock().left) == ("brief", 600)
        time.pass_(600)
        await settle()
        assert (room.clock().phase, room.clock().left) == ("talk", 300)
        time.pass_(299)
        assert room.owes("rome")
        time.pass_(1)
        await settle()
        assert (room.clock().phase, room.clock().round) == ("talk", 2)

    at_table(opened(out, preset="90-minutes"), meet)
    late = [e.data for e in read(out, mend=True).entries if e.kind == "decision" and e.data["origin"] == "timeout"]
    assert {data["id"] for data in late} == {"1.talk1.rome", "1.talk1.meta"}
    assert {tuple(data["faults"]) for data in late} == {("time ran out after 300 seconds",)}
    assert all(data["body"]["moves"] == [] for data in late), "people pass unless a fallback was declared"
    assert [data["what"] for data in clock_entries(out)] == ["start", "expired", "start", "expired", "start"]
    assert clock_entries(out)[2]["limit"] == 300


@pytest.mark.slow
def test_a_declared_fallback_plays_for_whoever_is_late(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    async def meet(room: Room, time: FakeTime, task: asyncio.Task[Any]) -> None:
        for _ in range(40):
            time.pass_(601 if room.clock().phase == "brief" else 480)
            await settle()
            if task.done():
                return
        raise AssertionError("the game went on and on")

    at_table(opened(out, preset="90-minutes", turns=3, fallbacks={"rome": "scripted", "meta": "scripted"}), meet)
    game = verify(out)
    assert game.hashes[3] == played(everyone="scripted").hash
    assert {made.origin for made in game.decisions.values() if made.seat == "rome"} == {"timeout"}


def test_pause_resume_extend_and_skip_are_entries_of_the_record(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    async def meet(room: Room, time: FakeTime, task: asyncio.Task[Any]) -> None:
        room.control.skip("everybody has read it")
        await settle()
        time.pass_(100)
        room.control.pause()
        time.pass_(10_000)
        await settle()
        assert (room.clock().paused, room.clock().left) == (True, 200)
        assert room.owes("rome"), "a paused clock closes nothing"
        room.control.resume()
        room.control.extend(60)
        assert room.clock().left == 260
        time.pass_(250)
        room.control.skip("we are late")
        await settle()
        assert room.clock().round == 2

    at_table(opened(out, preset="90-minutes"), meet)
    told = clock_entries(out)
    assert [data["what"] for data in told] == ["start", "skip", "start", "pause", "resume", "extend", "skip", "start"]
    assert [told[at].get("left") for at in (3, 4, 5, 6)] == [200, 200, 260, 10]
    assert told[6]["why"] == "control closed the phase: we are late"
    faults = [e.data["faults"] for e in read(out, mend=True).entries if e.kind == "decision" and e.data["faults"]]
    assert faults == [["control closed the phase: we are late"]] * 2


@pytest.mark.parametrize("ran_on", [False, True], ids=["our clock slept too", "our clock ran on"])
def test_time_in_which_the_machine_sleeps_is_taken_out_of_the_phase_recorded_and_said(
    tmp_path: Path, ran_on: bool
) -> None:
    out = tmp_path / "game.jsonl"

    async def meet(room: Room, time: FakeTime, task: asyncio.Task[Any]) -> None:
        before = room.clock()
        assert before.left is not None
        time.pass_(7)
        time.sleep(4000, ran_on=ran_on)
        time.pass_(5)
        await settle()
        now = room.clock()
        assert now.left is not None
        assert (now.turn, now.phase) == (before.turn, before.phase)
        assert before.left - 12 <= now.left <= before.left - 5
        assert 3990 <= now.stood <= 4000
        assert "the clock of this phase stood still meanwhile" in stood_still(now)
        assert "The machine slept" in clock_in_words(now)
        room.control.skip("on we go")
        await settle()
        assert room.clock().stood == 0

    at_table(opened(out, preset="90-minutes"), meet)
    (absent,) = [data for data in clock_entries(out) if data["what"] == "absent"]
    assert 3990 <= absent["seconds"] <= 4000
    resumed = resume_room(out, Means(time=FakeTime()))
    resumed.close()


def test_a_phase_that_would_have_ended_in_the_sleep_goes_on_with_what_was_left() -> None:
    async def meet(room: Room, time: FakeTime, task: asyncio.Task[Any]) -> None:
        before = room.clock()
        assert before.left is not None
        time.pass_(before.left - 2)
        time.sleep(4000, ran_on=True)
        time.pass_(0)
        await settle()
        assert room.clock().phase == before.phase
        time.pass_(10)
        await settle()
        assert room.clock().phase != before.phase

    at_table(opened(preset="90-minutes"), meet)


def test_a_busy_program_is_not_taken_for_an_absent_one(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    async def meet(room: Room, time: FakeTime, task: asyncio.Task[Any]) -> None:
        for _ in range(5):
            time.sleep(9, ran_on=True)
            time.pass_(5)
        await settle()
        assert room.clock().stood == 0

    at_table(opened(out, preset="90-minutes"), meet)
    assert "absent" not in {data["what"] for data in clock_entries(out)}


def test_a_model_that_takes_five_minutes_does_not_hold_the_room(tmp_path: Path) -> None:
    out, made = tmp_path / "game.jsonl", dict[SeatId, Thinker]()

    async def meet(room: Room, time: FakeTime, task: asyncio.Task[Any]) -> None:
        everyone_answers(room)
        await settle()
        assert room.owes("anthropic")
        assert made["anthropic"].asked[0].seconds == 30
        time.pass_(30)
        await settle()
        assert room.clock().round == 2, "the seat's script has played"

    room = opened(out, seats={"anthropic": "llm:slow"}, make=thinkers(made), model_seconds=30)
    at_table(room, meet)
    decision = next(e.data for e in read(out, mend=True).entries if e.data.get("id") == "1.talk1.anthropic")
    assert (decision["origin"], decision["player"]) == ("timeout", "llm:slow")
    assert decision["faults"] == ["no answer within 30 seconds"]
    assert decision["body"] == plain(played(everyone="scripted"), "1.talk1.anthropic")
    late = next(data for data in clock_entries(out) if data["what"] == "late")
    assert late["seat"] == "anthropic"


def plain(table: Any, name: str) -> Any:
    from pydantic_core import to_jsonable_python

    return to_jsonable_python(table.past.decisions[name].body)


def test_a_model_budget_stands_while_the_clock_is_paused() -> None:
    made: dict[SeatId, Thinker] = {}

    async def meet(room: Room, time: FakeTime, task: asyncio.Task[Any]) -> None:
        time.pass_(20)
        room.control.pause()
        time.pass_(1000)
        await settle()
        assert room.owes("anthropic")
        room.control.resume()
        time.pass_(10)
        await settle()
        assert not room.owes("anthropic")

    at_table(opened(seats={"anthropic": "llm:slow"}, make=thinkers(made), model_seconds=30), meet)


def test_with_a_facilitator_the_last_review_ends_by_hand_alone() -> None:
    async def meet(room: Room, time: FakeTime, task: asyncio.Task[Any]) -> None:
        for _ in range(40):
            if room.clock().phase == "news" and room.clock().turn == 2:
                break
            time.pass_(601)
            await settle()
        assert room.clock().left == 20 * 60
        time.pass_(40 * 60)
        await settle()
        assert not task.done()
        room.control.skip()
        await settle()
        assert task.done()

    at_table(opened(preset="90-minutes", facilitated=True, seats=QUIET), meet)


def test_a_plan_with_fewer_turns_ends_the_game_there_and_holds_the_review(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    async def meet(room: Room, time: FakeTime, task: asyncio.Task[Any]) -> None:
        plan = room.control.replan(60)
        assert plan.last_turn == 1
        with pytest.raises(SpecError, match="reason"):
            room.control.adopt(plan, "")
        room.control.adopt(plan, "the train was late")
        assert room.clock().turns == 1
        for _ in range(12):
            if room.clock().phase == "news":
                break
            time.pass_(601)
            await settle()
        assert (room.clock().turn, room.clock().phase, room.clock().left) == (1, "news", 25 * 60)
        room.control.reveal()
        room.control.skip()
        await settle()
        assert task.done()

    at_table(opened(out, preset="two-hours", facilitated=True), meet)
    game = verify(out)
    assert game.turns == 1
    assert [act.move.kind for act in game.acts.values()] == ["end_game", "reveal"]


def test_people_who_answer_early_wait_for_nobody() -> None:
    async def meet(room: Room, time: FakeTime, task: asyncio.Task[Any]) -> None:
        room.control.skip()
        await settle()
        everyone_answers(room)
        await settle()
        assert (room.clock().round, room.clock().left) == (2, 300)

    at_table(opened(preset="90-minutes"), meet)


def test_bodies_of_defaults_fit_their_phase() -> None:
    async def meet(room: Room, time: FakeTime, task: asyncio.Task[Any]) -> None:
        bodies = set()
        for _ in range(4):
            time.pass_(700)
            await settle()
            bodies |= {type(made.body) for made in room.game.past.decisions.values() if made.origin == "timeout"}
        assert bodies == {Talk, Sealed}

    at_table(opened(preset="90-minutes"), meet)


def test_seats_that_take_turns_at_one_keyboard_have_minutes_of_their_own_and_fewer_turns() -> None:
    preset = PRESETS["half-day"]
    assert preset.turn is not None
    queued = preset.for_queue(2)
    assert (queued.talk, queued.orders, queued.weigh) == (28, 22, 6)
    assert (queued.ruling, queued.news, queued.review) == (preset.ruling, preset.news, preset.review)
    assert queued.turn is not None
    assert queued.turns == 2
    assert queued.turns * queued.turn <= 4 * preset.turn
    assert preset.for_queue(1) is preset
    assert PRESETS["untimed"].for_queue(5) is PRESETS["untimed"]
    assert PRESETS["90-minutes"].for_queue(9).turns == 1, "one turn is always played"


def test_a_phase_that_is_closed_before_its_clock_starts_is_closed(tmp_path: Path) -> None:
    """A room tells its phase before anybody waits for it: a skip that comes in between stood in the record alone."""
    out = tmp_path / "game.jsonl"
    room = opened(out, preset="90-minutes", facilitated=True)

    async def meet() -> None:
        task = asyncio.ensure_future(room.play())
        assert room.clock().phase == "brief"
        room.control.skip("all have read")
        await settle()
        assert (room.clock().phase, room.clock().round) == ("talk", 1)
        assert room.clock().left is not None
        room.control.pause()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(meet())
    assert resume_room(out, Means(time=FakeTime())).clock().phase == "talk"
