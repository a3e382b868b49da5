"""Any place of a game on record can be stood at, and what each seat knew there is what it was shown in play."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from wargame.core.fold import fold
from wargame.core.ids import CONTROL, EventId, Phase, SeatId
from wargame.core.setting import Seat
from wargame.core.state import State, canonical
from wargame.core.views import View
from wargame.errors import SpecError
from wargame.players import specs
from wargame.players.base import Answer, Ask, Player, PlayerKind
from wargame.review.position import Position, Positions
from wargame.table.opening import choose, new_game
from wargame.transcript.reading import read
from wargame.transcript.verify import replay


@dataclass
class Shown:
    """What the seats of a game were shown while it was played."""

    views: list[tuple[int, SeatId, View]] = field(default_factory=list)
    """(events so far, seat, view)."""
    record: Sequence[object] = ()


class Spy:
    """Plays as another would, and keeps what it is shown."""

    kind: PlayerKind = "script"
    instant = True

    def __init__(self, inner: Player, shown: Shown) -> None:
        self.spec, self.inner, self.shown = inner.spec, inner, shown

    async def decide(self, ask: Ask) -> Answer:
        self.shown.views.append((len(self.shown.record), ask.seat, ask.view))
        return await self.inner.decide(ask)


@lru_cache(maxsize=1)
def played() -> tuple[Path, Shown]:
    shown, path = Shown(), Path(mkdtemp()) / "game.jsonl"

    def make(spec: str, seat: Seat, seed: int) -> Player:
        return Spy(specs.make(spec, seat, seed), shown)

    table = new_game(choose("between-the-giants", variant="core", turns=3, everyone="random"), path, make=make)
    shown.record = table.sequence.record
    asyncio.run(table.play())
    return path, shown


@lru_cache(maxsize=1)
def positions() -> Positions:
    return Positions(replay(read(played()[0])))


def told(view: View) -> str:
    return repr(view)


@pytest.mark.slow
def test_every_view_of_a_seat_in_play_is_had_again_from_the_record() -> None:
    where, shown = positions(), played()[1]
    assert len(shown.views) > 50
    for number, seat, view in shown.views:
        assert told(where.view(where.at(number), seat)) == told(view)


def test_in_any_order_the_views_are_the_same() -> None:
    where, shown = positions(), list(played()[1].views)
    random.Random(3).shuffle(shown)
    for number, seat, view in shown[:40]:
        assert told(where.view(where.at(number), seat)) == told(view)


def test_the_state_at_a_place_is_the_fold_of_what_had_happened_there() -> None:
    where = positions()
    numbers = [1, 2, len(where), *random.Random(5).sample(range(1, len(where)), 12)]
    for number in numbers:
        place = where.at(number)
        assert canonical(where.state(place)) == canonical(fold(State(), where.events(place)))


def test_steps_forward_and_back_come_to_the_same_places() -> None:
    where = positions()
    there = [canonical(where.state(where.at(number))) for number in range(60, 160)]
    back = [canonical(where.state(where.at(number))) for number in range(159, 59, -1)]
    assert there == back[::-1]


def test_the_end_of_a_turn_is_what_the_record_sealed() -> None:
    where = positions()
    for turn, state in where.game.states.items():
        place = where.end_of(turn)
        assert place.turn == turn
        assert where.state(place).hash() == state.hash()


def test_turn_and_phase_are_read_from_the_place() -> None:
    where = positions()
    opening = where.at(1)
    assert opening == Position(1, EventId("0.1"), 0, "start")
    assert where.after(EventId("2.5")).turn == 2


def test_stepping_by_phases_goes_through_each_of_them_once_and_back() -> None:
    where = positions()
    forward: list[tuple[int, Phase]] = []
    place = where.at(1)
    while not forward or place.number < len(where):
        forward.append((place.turn, place.phase))
        place = where.next_phase(place)
    forward.append((place.turn, place.phase))
    assert len(set(forward)) == len(forward)
    back = [(place.turn, place.phase)]
    while place.number > 1:
        place = where.previous_phase(place)
        back.append((place.turn, place.phase))
    assert back[::-1] == forward


def test_control_sees_the_truth_at_a_place() -> None:
    where = positions()
    place = where.end_of(1)
    assert where.view(place, CONTROL).values == where.state(place).values


@pytest.mark.parametrize("number", [0, -1, 10**6])
def test_a_place_that_there_is_not_is_named(number: int) -> None:
    with pytest.raises(SpecError, match="this game has"):
        positions().at(number)
    with pytest.raises(SpecError, match="this game has turns 0 to 3"):
        positions().end_of(number or 9)


def test_unknown_events_and_seats_are_named() -> None:
    where = positions()
    with pytest.raises(SpecError, match="no event of this game"):
        where.after(EventId("9.1"))
    with pytest.raises(SpecError, match="the seats are"):
        where.view(where.at(1), SeatId("atlantis"))
