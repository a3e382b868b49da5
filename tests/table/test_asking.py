"""How seats are asked: one after the other, late, failing, closed upon, exchanged, and by whom a seat is answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.rules.desk import played
from tests.table.rig import Thinker, answer, everyone_answers, opened, play, settle, thinkers
from wargame.core.ids import SeatId
from wargame.core.moves import Decision, Sealed, Talk
from wargame.core.setting import Seat
from wargame.errors import BudgetSpent, NotAllowed, WargameError
from wargame.players import specs
from wargame.players.base import Answer, Ask, Player, PlayerKind, under_way
from wargame.players.scripted import Scripted
from wargame.table.opening import choose, game_of_log, new_game, resumed_game
from wargame.table.room import Room
from wargame.transcript.reading import read
from wargame.transcript.verify import verify
from wargame.transcript.writing import NullLog


class Mind:
    """A player that must be waited for; what it does is told by a function of its question."""

    kind: PlayerKind = "model"
    instant = False

    def __init__(self, spec: str, inner: Scripted, does: Callable[[Ask], Any]) -> None:
        self.spec, self.inner, self.does = spec, inner, does

    async def decide(self, ask: Ask) -> Answer:
        done = self.does(ask)
        if asyncio.iscoroutine(done):
            await done
        return self.inner.answer(ask)


def minds(*seats: str, does: Callable[[Ask], Any]) -> Callable[[str, Seat, int], Player]:
    """A maker that puts minds on these seats, and scripts on the others and behind the minds."""
    made: set[SeatId] = set()

    def make(spec: str, seat: Seat, seed: int) -> Player:
        if seat.id not in seats or seat.id in made:
            return specs.make(spec, seat, seed)
        made.add(seat.id)
        return Mind(spec, Scripted(seat.doctrine, seed), does)

    return make


async def at(room: Room, moment: Callable[[asyncio.Task[Any]], Any]) -> None:
    """Run a room up to where it first waits, do something there, and put it down."""
    task = asyncio.ensure_future(room.play())
    await settle()
    try:
        await moment(task)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


# in which order


def test_at_a_table_with_people_the_questions_of_minds_leave_one_by_one() -> None:
    """No mind's prompt is made before the question of the one ahead of it is on its way."""
    told: list[tuple[str, SeatId]] = []

    async def think(ask: Ask) -> None:
        told.append(("asked", ask.seat))
        await asyncio.sleep(0)
        told.append(("under way", ask.seat))
        under_way()
        await asyncio.sleep(3600)

    async def moment(task: asyncio.Task[Any]) -> None:
        pair = [("asked", "anthropic"), ("under way", "anthropic"), ("asked", "palantir"), ("under way", "palantir")]
        assert told == pair

    asyncio.run(at(opened(people=("rome",), make=minds("anthropic", "palantir", does=think)), moment))


def test_scripts_play_while_minds_think_and_people_are_waited_for() -> None:
    made: dict[SeatId, Thinker] = {}
    room = opened(people=("rome",), seats={"anthropic": "llm:a"}, make=thinkers(made))

    async def moment(task: asyncio.Task[Any]) -> None:
        owing = {seat for seat in room.setting.ids if room.owes(seat)}
        assert owing == {"rome", "anthropic"}
        assert made["anthropic"].asked[0].id == "1.talk1.anthropic"

    asyncio.run(at(room, moment))


def test_a_seat_of_people_runs_no_task() -> None:
    room = opened(people=("rome", "meta", "anthropic", "palantir"))

    async def moment(task: asyncio.Task[Any]) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task(), task}
        assert not others

    asyncio.run(at(room, moment))


def test_a_person_is_never_called_for_an_answer() -> None:
    room = opened(people=("rome",))
    with pytest.raises(NotAllowed, match="they hand in an answer, nobody calls them"):
        asyncio.run(room.game.players["rome"].decide(room.chair("rome").look()))


# one door


def test_of_two_who_hand_in_at_once_one_wins_and_the_other_is_told(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"
    room = opened(out, people=("rome",))

    async def hand_in(words: str, told: list[str]) -> None:
        await asyncio.sleep(0)
        try:
            room.game.submit("rome", Answer(Talk(moves=()), "human", words))
        except NotAllowed as refusal:
            told.append(str(refusal))

    async def moment(task: asyncio.Task[Any]) -> None:
        told: list[str] = []
        await asyncio.gather(hand_in("first", told), hand_in("second", told))
        (refusal,) = told
        assert refusal == "no answer is wanted from Rome now: 1.talk1.rome is in already, and it stands"
        assert room.game.past.decisions["1.talk1.rome"].rationale == "first"

    asyncio.run(at(room, moment))


def test_an_answer_to_another_question_than_the_one_asked_is_not_taken() -> None:
    room = opened(people=("rome",))

    async def moment(task: asyncio.Task[Any]) -> None:
        with pytest.raises(NotAllowed, match="turn 1: talk asks for Talk, and this is Sealed"):
            room.game.submit("rome", Answer(Sealed(signal=None, orders=()), "human"))
        assert room.owes("rome")

    asyncio.run(at(room, moment))


def test_what_is_handed_in_for_a_mind_takes_the_place_of_the_answer_that_is_out() -> None:
    made: dict[SeatId, Thinker] = {}
    room = opened(people=("rome",), seats={"meta": "llm:m"}, make=thinkers(made))

    async def moment(task: asyncio.Task[Any]) -> None:
        room.control.transcribe("meta", Answer(Talk(moves=()), "human", "on paper"))
        go = made["meta"].go
        assert go is not None
        go.set()
        await settle()
        assert room.game.past.decisions["1.talk1.meta"].rationale == "on paper"

    asyncio.run(at(room, moment))


def test_nothing_can_be_handed_in_when_the_game_is_over() -> None:
    room = opened(people=("rome",), turns=1)
    play(room)
    with pytest.raises(NotAllowed, match="the game is over"):
        room.game.submit("rome", Answer(Talk(moves=()), "human"))


# late, failing, closed upon


def failing(ask: Ask) -> None:
    raise BudgetSpent("the cap is spent")


def giving_up(ask: Ask) -> None:
    raise asyncio.CancelledError


@pytest.mark.parametrize(
    ("does", "said"),
    [
        (failing, "the player scripted gave no answer: the cap is spent"),
        (lambda ask: 1 / 0, "the player scripted gave no answer: it failed (ZeroDivisionError: division by zero)"),
        (giving_up, "the player scripted gave up"),
    ],
)
def test_with_people_a_player_that_fails_is_played_by_its_fallback_and_the_record_says_why(
    does: Callable[[Ask], Any], said: str, tmp_path: Path
) -> None:
    room = opened(tmp_path / "game.jsonl", people=("rome",), turns=1, make=minds("meta", does=does))
    play(room)
    own = [made for made in verify(tmp_path / "game.jsonl").decisions.values() if made.seat == "meta"]
    assert {(made.origin, made.faults) for made in own} == {("fallback", (said,))}
    assert room.game.hash == played(turns=1, everyone="scripted").hash


class Useless(Mind):
    """A mind that answers nothing at all."""

    async def decide(self, ask: Ask) -> Answer:
        await super().decide(ask)
        return None  # type: ignore[return-value]


@pytest.mark.parametrize("people", [(), ("rome",)])
def test_a_player_that_answers_nothing_is_one_that_fails(people: tuple[SeatId, ...], tmp_path: Path) -> None:
    def make(spec: str, seat: Seat, seed: int) -> Player:
        useless = Useless("llm:m", Scripted(seat.doctrine, seed), lambda ask: None)
        return useless if spec == "llm:m" else specs.make(spec, seat, seed)

    said = "1.talk1.meta, of llm:m: a NoneType is no Answer"
    if not people:
        game = new_game(choose("first-download", turns=1, seats={"meta": "llm:m"}), None, make=make)
        with pytest.raises(WargameError, match=said):
            asyncio.run(asyncio.wait_for(game.play(), 120))
        return
    room = opened(tmp_path / "game.jsonl", people=people, seats={"meta": "llm:m"}, turns=1, make=make)
    play(room)
    made = verify(tmp_path / "game.jsonl").decisions["1.talk1.meta"]
    assert (made.origin, made.faults) == ("fallback", (f"the player llm:m gave no answer: {said}",))


@pytest.mark.parametrize(
    ("does", "raised", "said"),
    [
        (failing, BudgetSpent, "the cap is spent"),
        (lambda ask: 1 / 0, ZeroDivisionError, "division"),
        (giving_up, WargameError, "meta: the player scripted gave up"),
    ],
)
def test_without_people_a_player_that_fails_ends_the_game_after_the_others_were_heard(
    does: Callable[[Ask], Any], raised: type[Exception], said: str, tmp_path: Path
) -> None:
    """Answers that are out are paid for: they are in the record before the failure is raised."""
    out = tmp_path / "game.jsonl"

    async def slowly(ask: Ask) -> None:
        under_way()
        await asyncio.sleep(0.01)

    def either(ask: Ask) -> Any:
        return slowly(ask) if ask.seat == "anthropic" else does(ask)

    game = new_game(choose("first-download", turns=1), out, make=minds("anthropic", "meta", does=either))
    with pytest.raises(raised, match=said):
        asyncio.run(game.play())
    game.log.close()
    kept = [str(entry.data["id"]) for entry in read(out, mend=True).entries if entry.kind == "decision"]
    assert kept == ["1.talk1.anthropic"]
    again, _ = resumed_game(out, make=minds("anthropic", "meta", does=lambda ask: None))
    assert asyncio.run(again.play()).state_hash == played(turns=1, everyone="scripted").hash


def test_a_script_that_fails_is_not_hidden_behind_its_fallback_where_nobody_sits() -> None:
    class Broken(Scripted):
        async def decide(self, ask: Ask) -> Answer:
            raise KeyError(ask.seat)

    def make(spec: str, seat: Seat, seed: int) -> Player:
        return Broken(seat.doctrine, seed) if seat.id == "meta" else specs.make(spec, seat, seed)

    with pytest.raises(KeyError, match="meta"):
        asyncio.run(new_game(choose("first-download", turns=1), None, make=make).play())


def test_a_fallback_that_fails_itself_passes_at_a_table_with_people() -> None:
    def make(spec: str, seat: Seat, seed: int) -> Player:
        return Mind(spec, Scripted("patron", seed), failing) if seat.id == "meta" else specs.make(spec, seat, seed)

    room = opened(people=("rome",), seats={"meta": "llm:m"}, turns=1, make=make)
    play(room)
    made = room.game.past.decisions["1.orders.meta"]
    assert isinstance(made.body, Sealed)
    assert (made.body.orders, made.faults[-1]) == ((), "its fallback failed (BudgetSpent)")


def test_every_late_seat_of_a_game_without_people_has_its_own_time() -> None:
    """The second mind's time begins with its own question, not with the first one's: that would leave it none.

    A busy machine may begin to ask a mind some time after its clock began.
    """
    time = 1.5
    asked: dict[SeatId, float] = {}

    async def never(ask: Ask) -> None:
        asked.setdefault(ask.seat, asyncio.get_running_loop().time())
        await asyncio.sleep(3600)

    async def through() -> dict[SeatId, float]:
        setup = choose("first-download", turns=1)
        game = game_of_log(setup, NullLog(), minds("anthropic", "meta", does=never), answer_seconds=time)
        sealed: dict[SeatId, float] = {}
        inner = game.past.decide

        def decide(decision: Decision) -> None:
            sealed.setdefault(decision.seat, asyncio.get_running_loop().time())
            inner(decision)

        game.past.decide = decide  # type: ignore[method-assign]
        task = asyncio.ensure_future(game.play())
        while not {"anthropic", "meta"} <= sealed.keys():
            assert not task.done()
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return {seat: sealed[seat] - asked[seat] for seat in asked}

    assert all(seconds >= time / 4 for seconds in asyncio.run(through()).values())


def test_a_game_that_is_cancelled_drops_what_is_out_and_can_be_gone_on_with(tmp_path: Path) -> None:
    out, dropped = tmp_path / "game.jsonl", list[SeatId]()

    async def never(ask: Ask) -> None:
        try:
            under_way()
            await asyncio.sleep(3600)
        finally:
            dropped.append(ask.seat)

    async def through() -> None:
        game = new_game(choose("first-download", turns=1), out, make=minds("anthropic", "meta", does=never))
        task = asyncio.ensure_future(game.play())
        await settle()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        game.log.close()

    asyncio.run(through())
    assert sorted(dropped) == ["anthropic", "meta"]
    again, _ = resumed_game(out)
    assert asyncio.run(again.play()).state_hash == played(turns=1, everyone="scripted").hash


def test_a_step_that_is_closed_while_questions_still_leave_asks_nobody_else() -> None:
    asked: list[SeatId] = []

    async def slow_to_leave(ask: Ask) -> None:
        asked.append(ask.seat)
        await asyncio.sleep(3600)

    async def moment(task: asyncio.Task[Any]) -> None:
        assert asked == ["anthropic"], "its question has not left, so that the next one waits"
        room.control.skip("we go on")
        for _ in range(2000):
            if len(asked) > 1:
                break
            await asyncio.sleep(0.01)
        assert room.game.past.decisions["1.talk1.palantir"].faults == ("control closed the phase: we go on",)
        assert asked[:2] == ["anthropic", "anthropic"], "of round 1 nobody else was asked"

    room = opened(people=("rome",), make=minds("anthropic", "palantir", does=slow_to_leave))
    asyncio.run(at(room, moment))


# with and without people


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_game_comes_out_the_same_with_and_without_people_at_the_table(seed: int, tmp_path: Path) -> None:
    """The same scripts under both pacings: every decision and every event, but for what is said of time."""

    def lines(path: Path) -> list[Mapping[str, Any]]:
        return [entry.data for entry in read(path).entries if entry.kind in ("decision", "event")]

    game = new_game(choose("first-download", seed=seed), tmp_path / "alone.jsonl")
    asyncio.run(game.play())
    game.log.close()
    play(opened(tmp_path / "room.jsonl", people=(), seed=seed))
    assert lines(tmp_path / "alone.jsonl") == lines(tmp_path / "room.jsonl")


def test_a_seat_that_people_leave_in_the_middle_of_a_step_is_answered_by_whoever_comes() -> None:
    room = opened(people=("rome", "meta"))

    async def moment(task: asyncio.Task[Any]) -> None:
        await room.chair("meta").submit(answer(room, "meta"))
        room.control.swap("rome", "scripted", "Ada had to leave")
        await settle()
        assert room.game.past.decisions["1.talk1.rome"].player == "scripted"
        assert room.clock().round == 2
        room.control.swap("meta", "scripted", "and so had Bo")
        room.control.swap("meta", "human", "who is back")
        everyone_answers(room)

    asyncio.run(at(room, moment))


def test_an_answer_that_comes_too_late_is_not_taken_for_one_to_the_next_question() -> None:
    """At the other end of a wire the round may be over before the answer arrives."""
    room = opened(people=("rome",))

    async def moment(task: asyncio.Task[Any]) -> None:
        chair = room.chair("rome")
        asked, mine = chair.look().id, answer(room, "rome")
        room.control.skip("we go on")
        await settle()
        assert room.clock().round == 2
        with pytest.raises(NotAllowed, match=r"answers 1\.talk1\.rome, which is over; .* is 1\.talk2\.rome"):
            await chair.submit(mine, asked)
        assert chair.owes
        await chair.submit(mine, chair.look().id)
        assert not chair.owes

    asyncio.run(at(room, moment))
