"""The table: who is asked, what happens to those who are late, and what a game ends with."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.rules.desk import played
from wargame.core.events import Event
from wargame.core.moves import Decision, Sealed, Talk
from wargame.core.setting import Seat
from wargame.errors import SpecError
from wargame.players import specs
from wargame.players.base import Answer, Ask, Player, PlayerKind, under_way
from wargame.players.scripted import DOCTRINES, Scripted
from wargame.rules.turn.sequence import Asked
from wargame.table.game import RunningGame
from wargame.table.listeners import Listener, Listeners
from wargame.table.opening import choose, game_of_log, new_game
from wargame.transcript.writing import Log, NullLog


class Sleeper:
    """A player that never answers."""

    spec, instant = "sleeper", False
    kind: PlayerKind = "model"

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def decide(self, ask: Ask) -> Answer:
        self.asked.append(ask.id)
        await asyncio.sleep(3600)
        raise AssertionError("it woke up")


class Slow:
    """A player that waits a moment and then answers as a doctrine does."""

    kind: PlayerKind = "model"
    instant = False

    def __init__(self, inner: Scripted) -> None:
        self.inner, self.spec = inner, inner.spec

    async def decide(self, ask: Ask) -> Answer:
        await asyncio.sleep(0.001)
        return await self.inner.decide(ask)


def table_with(
    seat: str,
    player: Player,
    turns: int = 1,
    *,
    log: Log | None = None,
    seconds: float | None = None,
    fallbacks: Mapping[str, Player] = {},
) -> RunningGame:
    def make(spec: str, who: Seat, seed: int) -> Player:
        return player if who.id == seat else specs.make(spec, who, seed)

    setup = choose("first-download", seed=1, turns=turns)
    return game_of_log(setup, log or NullLog(), make, answer_seconds=seconds, fallbacks=fallbacks)


class Notebook:
    """A log that keeps decisions."""

    def __init__(self) -> None:
        self.decisions: list[Decision] = []

    def decision(self, decision: Decision) -> None:
        self.decisions.append(decision)

    def event(self, event: object) -> None: ...

    def note(self, *given: Any, **more: Any) -> None: ...

    def text(self, words: str, turn: int, phase: str) -> None: ...

    def settle(self, moment: object) -> None: ...

    def close(self) -> None: ...


def test_a_player_that_hangs_is_replaced_by_its_fallback_with_the_true_reason() -> None:
    sleeper = Sleeper()
    notebook = Notebook()
    table = table_with("rome", sleeper, log=notebook, seconds=0.02, fallbacks=rome_as_script())
    result = asyncio.run(table.play())
    mine = [d for d in notebook.decisions if d.seat == "rome"]
    assert len(sleeper.asked) == len(mine) >= 3
    assert {d.origin for d in mine} == {"timeout"}
    assert all("no answer within" in d.faults[0] for d in mine)
    assert result.origins["timeout"] == len(mine)


def test_the_fallback_plays_as_it_would_have_played_itself() -> None:
    table = table_with("rome", Sleeper(), seconds=0.02, fallbacks=rome_as_script())
    asyncio.run(table.play())
    assert table.sequence.state.hash() == played(seed=1, turns=1, everyone="scripted").sequence.state.hash()


def test_without_a_fallback_a_late_seat_passes() -> None:
    notebook = Notebook()
    table = table_with("rome", Sleeper(), log=notebook, seconds=0.02)
    asyncio.run(table.play())
    bodies = [d.body for d in notebook.decisions if d.seat == "rome"]
    assert all(
        (isinstance(body, Talk) and not body.moves) or (isinstance(body, Sealed) and not body.orders) for body in bodies
    )


@pytest.mark.parametrize("says", [True, False])
def test_seats_that_must_be_waited_for_are_waited_for_together(says: bool) -> None:
    """Also those that never say that their question is on its way; they only let the next one wait a little."""
    together: list[int] = []
    open_now = 0
    seats = len(choose("first-download", seed=1).opening()[0].setting.seats)
    all_here = asyncio.Barrier(seats)

    class Counting(Slow):
        async def decide(self, ask: Ask) -> Answer:
            nonlocal open_now
            open_now += 1
            together.append(open_now)
            if says:
                under_way()
            await all_here.wait()
            answer = await super().decide(ask)
            open_now -= 1
            return answer

    def make(spec: str, who: Seat, seed: int) -> Player:
        return Counting(Scripted(who.doctrine, seed))

    table = new_game(choose("first-download", seed=1, turns=1), None, make=make)
    asyncio.run(table.play())
    assert max(together) == len(table.book.setting.seats)


def test_the_order_in_which_answers_arrive_bears_on_nothing() -> None:
    def make(spec: str, who: Seat, seed: int) -> Player:
        return Slow(Scripted(who.doctrine, seed)) if who.id in ("rome", "meta") else specs.make(spec, who, seed)

    table = new_game(choose("first-download", seed=3), None, make=make)
    asyncio.run(table.play())
    assert table.hash == played(seed=3, everyone="scripted").hash


def test_a_player_is_given_no_coming_injects_and_nothing_private_of_other_seats() -> None:
    table = table_with("rome", Sleeper())
    handed = table.ask("rome", Asked(1, "talk", 1)).book.setting
    assert table.book.setting.injects
    assert handed.injects == ()
    assert handed.by_id["rome"] == table.book.setting.by_id["rome"]
    for seat in handed.seats:
        if seat.id != "rome":
            assert table.book.setting.by_id[seat.id].brief
            assert (seat.brief, seat.aims, seat.red_lines, seat.belief) == ("", (), (), "medium")


def test_a_player_is_given_no_seed() -> None:
    table = table_with("rome", Sleeper())
    ask = table.ask("rome", Asked(1, "talk", 1))
    assert ask.book.seed == 0
    assert table.book.seed == 1
    assert ask.book.parameters == table.book.parameters


def test_a_game_ends_with_scores_for_the_seated_and_the_final_hash() -> None:
    table = table_with("rome", specs.make("scripted", choose_seat("rome"), 1), turns=3)
    result = asyncio.run(table.play())
    assert set(result.scores) == {"rome", "anthropic", "meta", "palantir"}
    assert result.state_hash == table.sequence.state.hash()
    assert result.turns == 3


@pytest.mark.slow
def test_a_game_that_is_let_go_of_leaves_nothing_for_the_collector() -> None:
    gc.collect()
    gc.disable()
    try:
        table = table_with("rome", Scripted("institution", 1))
        asyncio.run(table.play())
        gone = weakref.ref(table), weakref.ref(table.past), weakref.ref(table.sequence)
        del table
        assert [each() for each in gone] == [None, None, None]
    finally:
        gc.enable()


@pytest.mark.slow
@pytest.mark.parametrize("doctrines", ["scripted", "random", "passing", "best"])
def test_games_one_after_the_other_leave_next_to_nothing_for_the_collector(doctrines: str) -> None:
    """What a game leaves in circles stays for long, since the collector looks seldom: of thousands it would be all."""
    setup = choose("first-download", seed=1, everyone=doctrines)
    asyncio.run(new_game(setup, None).play())
    gc.collect()
    gc.disable()
    try:
        asyncio.run(new_game(setup, None).play())
        assert gc.collect() < 100
    finally:
        gc.enable()


def rome_as_script() -> dict[str, Player]:
    return {"rome": Scripted(choose_seat("rome").doctrine, 1)}


def choose_seat(name: str) -> Seat:
    book, _ = choose("first-download").opening()
    return book.seat(name)


def test_the_listener_hears_every_event_in_order() -> None:
    heard: list[Event] = []

    class Ear(Listener):
        def happened(self, events: Sequence[Event]) -> None:
            heard.extend(events)

    table = new_game(choose("first-download", seed=1), None, listeners=Listeners(told=(Ear(),)))
    asyncio.run(table.play())
    assert heard == table.sequence.record


@pytest.mark.parametrize("spec", ["scripted:patriot", "robot", "human:me", "llm", "random:2", "recorded", ""])
def test_a_spec_that_cannot_be_read_is_refused_with_what_is_accepted(spec: str) -> None:
    with pytest.raises(SpecError, match=r"accepted|doctrines are"):
        specs.check(spec)


def test_a_seat_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(SpecError, match="the seats are rome, anthropic"):
        choose("first-download", seats={"narnia": "random"})


@pytest.mark.parametrize("doctrine", list(DOCTRINES))
def test_every_doctrine_can_play_a_game_from_every_seat_of_the_tutorial(doctrine: str) -> None:
    table = new_game(choose("first-download", seed=2, everyone=f"scripted:{doctrine}"), None)
    result = asyncio.run(table.play())
    assert set(result.origins) == {"scripted"}
    refused = [event for event in table.sequence.record if event.kind == "move_refused"]
    assert all(event.phase == "talk" and "no offer before you" in event.text for event in refused), refused
