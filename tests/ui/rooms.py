"""Rooms for the tests of control's screens: the real table of a real scenario, and an app before it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import TextArea

from tests.table.rig import now, opened_with
from wargame.core.ids import SeatId
from wargame.core.moves import Sealed, Signal, silence
from wargame.core.orders import Argument, Reason
from wargame.players.base import Answer
from wargame.present.local_table import of_room
from wargame.table.clock import LoopTime
from wargame.table.opening import choose
from wargame.table.room import Room
from wargame.transcript.setup import GameSetup
from wargame.ui.app import WargameApp
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import text_of

Way = Callable[..., Awaitable[None]]


@lru_cache(maxsize=8)
def chosen(people: tuple[SeatId, ...], seed: int) -> GameSetup:
    """A game of the first scenario, loaded once."""
    return choose("first-download", seed=seed, seats=dict.fromkeys(people, "human"))


def a_room(people: tuple[SeatId, ...] = ("rome",), out: Path | None = None, **options: Any) -> Room:
    """A facilitated room of the first scenario, people on some seats, scripts on the others."""
    game = chosen(people, options.pop("seed", 1))
    return opened_with(game, out, **{"facilitated": True, "time": LoopTime(), **options})


def app_before(room: Room, first: str = "control", word: str = "") -> WargameApp:
    """An app at this room, where the facilitator also sits; `first` is the place that is shown first."""
    local_table = of_room(room, control=True)
    if first == "control" and local_table.chairs:
        local_table = replace(local_table, chairs={})
    return WargameApp(local_table, first="" if first == "control" else first)


@asynccontextmanager
async def at_control(
    size: tuple[int, int], people: tuple[SeatId, ...] = ("rome",), **options: Any
) -> AsyncIterator[tuple[Room, WargameApp, Pilot[None]]]:
    """Control's screen at a room in its first round of talk."""
    room = a_room(people, **options)
    app = app_before(room)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: room.clock().phase in ("brief", "talk"))
        if room.clock().phase == "brief":
            room.control.skip()
            await until(pilot, lambda: room.clock().phase == "talk")
        yield room, app, pilot


async def until(pilot: Pilot[None], done: Callable[[], bool], tries: int = 2000) -> None:
    """Wait until something is so."""
    for _ in range(tries):
        if done():
            await pilot.pause()
            return
        await asyncio.sleep(0.02)
        await pilot.pause()
    raise AssertionError(f"it never came so far: {shown(pilot)}")


def shown(pilot: Pilot[None]) -> str:
    """What the front screen says, as cells on the screen."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def text(pilot: Pilot[None]) -> str:
    """What the front screen holds, also what is scrolled out of sight."""
    return text_of(pilot.app.screen)


async def write(pilot: Pilot[None], words: str) -> None:
    """Put words into the box that has the keys, then press Enter."""
    box = pilot.app.focused
    assert isinstance(box, TextArea), f"no box has the keys, {box} does"
    box.insert(words)
    await pilot.press("enter")


def rows(pilot: Pilot[None], id: str) -> list[str]:
    """Rows of a list of the front screen."""
    return [row.text for row in pilot.app.screen.query_one(f"#{id}", Lines).rows]


def hand_in(room: Room, seat: SeatId) -> None:
    """The seat says nothing in this phase."""
    now(room.chair(seat).submit(Answer(silence(room.clock().phase), "human")))


def argue(room: Room, seat: SeatId, target: SeatId, reasons: tuple[str, ...] = ("first", "second")) -> None:
    """The seat puts an argument among its orders."""
    said = tuple(Reason(text=f"the {each} reason", cites=None) for each in reasons)
    case = Argument(reasons=said, action="The port opens to all", effect="raise_trust", target=target)
    body = Sealed(signal=Signal(text="We argue.", intents=()), orders=(case,))
    now(room.chair(seat).submit(Answer(body, "human")))


async def _through_round(pilot: Pilot[None], room: Room, seat: SeatId) -> None:
    here = room.clock()
    hand_in(room, seat)
    await until(pilot, lambda: room.clock() != here)


async def to_ruling(pilot: Pilot[None], room: Room, seat: SeatId = "rome", target: SeatId = "anthropic") -> str:
    """Play on until control holds the game over the seat's argument; gives its id."""
    while room.clock().phase == "talk":
        await _through_round(pilot, room, seat)
    argue(room, seat, target)
    await until(pilot, lambda: room.clock().phase in ("weigh", "adjudication"))
    if room.clock().phase == "weigh":
        hand_in(room, seat)
        await until(pilot, lambda: room.clock().phase == "adjudication")
    return room.control.cases()[0].id
