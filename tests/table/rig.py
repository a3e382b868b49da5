"""A room for tests: people who play as scripts do through their chairs, and a time that passes when it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

from wargame.core.ids import SeatId
from wargame.core.setting import Seat
from wargame.players import specs
from wargame.players.base import Answer, Ask, Player, PlayerKind, under_way
from wargame.players.scripted import Scripted
from wargame.table.chair import Clock
from wargame.table.game import Result
from wargame.table.opening import choose
from wargame.table.opening_rooms import open_room
from wargame.table.players import Means
from wargame.table.presets import preset_of
from wargame.table.room import Room
from wargame.table.settings import SessionSettings
from wargame.transcript.setup import GameSetup

PEOPLE = ("rome", "meta")


class FakeTime:
    """Seconds that pass in `pass_` alone; bells ring in the order of their moments."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.asleep = 0.0
        self.bells: dict[int, tuple[float, Callable[[], None]]] = {}
        self.count = 0

    def now(self) -> float:
        return self.seconds

    def outside(self) -> float:
        return self.seconds + self.asleep

    def after(self, seconds: float, ring: Callable[[], None]) -> Callable[[], None]:
        self.count += 1
        name = self.count
        self.bells[name] = (self.seconds + max(0.0, seconds), ring)
        return lambda: (self.bells.pop(name, None), None)[1]

    def sleep(self, seconds: float, *, ran_on: bool) -> None:
        """The machine sleeps: the world goes on, and our own seconds only where they are counted that way."""
        self.seconds += seconds if ran_on else 0.0
        self.asleep += 0.0 if ran_on else seconds

    def pass_(self, seconds: float) -> None:
        end = self.seconds + seconds
        while due := [(at, name) for name, (at, _) in self.bells.items() if at <= end]:
            at, name = min(due)
            self.seconds = max(self.seconds, at)
            self.bells.pop(name)[1]()
        self.seconds = max(self.seconds, end)


async def settle(times: int = 30) -> None:
    """Let every task that can go on go on."""
    for _ in range(times):
        await asyncio.sleep(0)


QUIET: Mapping[SeatId, str] = dict.fromkeys(
    [SeatId(name) for name in ("anthropic", "palantir", "washington", "alibaba")], "scripted:argue=off"
)
"""Scripts of the tutorial that argue no case, so that nothing is weighed or ruled but what a test brings about."""


def opened(out: Path | None = None, people: tuple[SeatId, ...] = PEOPLE, **options: Any) -> Room:
    """A room of the tutorial with people on some seats; `seed` and `turns` go to the game."""
    game = choose(
        options.pop("scenario", "first-download"),
        variant=options.pop("variant", None),
        seed=options.pop("seed", 1),
        turns=options.pop("turns", None),
        seats={**dict.fromkeys(people, "human"), **options.pop("seats", {})},
    )
    return opened_with(game, out, **options)


def opened_with(game: GameSetup, out: Path | None = None, **options: Any) -> Room:
    """A room for a game: `make`, `adviser`, `judges` and `time` are its means, all else its settings."""
    means = {name: options.pop(name) for name in ("make", "adviser", "judges", "time") if name in options}
    settings = SessionSettings(**{**options, "preset": preset_of(options.get("preset", "untimed"))})
    return open_room(game, out, settings, Means(**{"time": FakeTime(), **means}))


def next_human(room: Room, after: SeatId | None = None) -> SeatId | None:
    """The next seat in table order that people control and that owes an answer; None if none does."""
    ids = room.setting.ids
    start = ids.index(after) + 1 if after is not None else 0
    return next((seat for seat in (*ids[start:], *ids[:start]) if room.owes(seat) and room.is_human(seat)), None)


def time_of(room: Room) -> FakeTime:
    """The time of a room of these tests."""
    time = room.parts.time
    assert isinstance(time, FakeTime)
    return time


def script(room: Room, seat: SeatId) -> Scripted:
    return Scripted(room.book.seat(seat).doctrine, room.book.seed)


def answer(room: Room, seat: SeatId) -> Answer:
    """What a person on this seat hands in: as its script would."""
    return script(room, seat).answer(room.chair(seat).look())


def now(act: Coroutine[Any, Any, None]) -> None:
    """Do at once what a chair of this process does: it waits for nobody, so that it may stand in a plain function."""
    try:
        act.send(None)
    except StopIteration:
        return
    act.close()
    raise AssertionError("a chair of this process waited")


def everyone_answers(room: Room) -> None:
    """Each person who owes an answer hands one in."""
    while (seat := next_human(room)) is not None:
        now(room.chair(seat).submit(answer(room, seat)))


Moment = Callable[[Room, Clock], Awaitable[None] | None]


async def through(room: Room, moment: Moment | None = None) -> Result:
    """Play to the end. `moment` is called once wherever the game waits, before people answer."""
    task = asyncio.ensure_future(room.play())
    met: list[object] = []
    try:
        for _ in range(2000):
            await settle(6)
            if task.done():
                return task.result()
            step, clock = room.game.past.step, room.clock()
            if not any(step is each for each in met):
                met.append(step)
                if moment is not None and (waiting := moment(room, clock)) is not None:
                    await waiting
                continue
            everyone_answers(room)
            await settle(6)
            if room.game.past.step is step and next_human(room) is None and not any(map(room.owes, room.setting.ids)):
                room.control.skip()
        raise AssertionError(f"the game got stuck at {room.clock()}")
    finally:
        if not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def play(room: Room, moment: Moment | None = None) -> Result:
    return asyncio.run(through(room, moment))


class Thinker:
    """A mind that takes its time: it answers when the test says so, or never."""

    kind: PlayerKind = "model"
    instant = False

    def __init__(self, spec: str, seat: Seat, seed: int) -> None:
        self.spec, self.inner = spec, Scripted(seat.doctrine, seed)
        self.asked: list[Ask] = []
        self.go: asyncio.Event | None = None

    async def decide(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        if self.go is None:
            self.go = asyncio.Event()
        under_way()
        await self.go.wait()
        return self.inner.answer(ask)


def thinkers(made: dict[SeatId, Thinker]) -> Callable[[str, Seat, int], Player]:
    """A maker that seats thinkers for `llm:` specs and keeps them by seat."""

    def make(spec: str, seat: Seat, seed: int) -> Player:
        if spec.startswith("llm:"):
            made[seat.id] = Thinker(spec, seat, seed)
            return made[seat.id]
        return specs.make(spec, seat, seed)

    return make
