"""Games that a person plays on a screen, a model through an endpoint and scripts: with what each of them was shown.

Everybody writes strings that nobody else may read into messages, reasons, plans and notebooks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.players.llm.games import models_for
from tests.ui.rooms import until
from wargame.core import names
from wargame.core.events import Event
from wargame.core.ids import Phase, SeatId
from wargame.core.moves import Message, Sealed, Talk
from wargame.core.setting import Seat
from wargame.core.views import Observer, Shared, View
from wargame.players.base import Answer, Ask, Player
from wargame.players.scripted import Scripted
from wargame.present.channels import channels
from wargame.present.local_table import of_room
from wargame.present.world_tables import TABLES
from wargame.rules.turn.sequence import Happened, SequenceOfPlay
from wargame.stub import Settings, Stub
from wargame.table.opening import choose
from wargame.table.opening_rooms import open_room
from wargame.table.players import Means, PlayerFactory
from wargame.table.presets import preset_of
from wargame.table.room import Room
from wargame.table.settings import SessionSettings
from wargame.ui.app import WargameApp
from wargame.ui.seat.desk import DeskScreen
from wargame.ui.seat.news import NewsScreen
from wargame.ui.seat.result import ResultScreen
from wargame.ui.seat.world import WorldScreen
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.matrix import Matrix


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who plays what, and for how long."""

    name: str
    scenario: str
    person: SeatId
    model: SeatId
    turns: int
    variant: str | None = None
    seed: int = 1
    controlled: bool = False
    """Whether control sends words, takes some back and sets a number while it is played."""


TUTORIAL = Sitting("tutorial", "first-download", SeatId("rome"), SeatId("meta"), 4)
SITTINGS = (
    TUTORIAL,
    Sitting("core", "between-the-giants", SeatId("kyiv"), SeatId("openai"), 2, variant="core", seed=5),
    Sitting("winter", "kyiv-winter", SeatId("beijing"), SeatId("kyiv"), 3, seed=3),
    Sitting("weeks", "any-lawful-use", SeatId("anthropic"), SeatId("washington"), 3, seed=2),
    Sitting("with control", "first-download", SeatId("palantir"), SeatId("rome"), 3, seed=7, controlled=True),
)


@dataclass
class Planted:
    """Strings that stand in what seats wrote, each with who may read it."""

    readers: dict[str, frozenset[SeatId]] = field(default_factory=dict)

    def plant(self, *seats: SeatId) -> str:
        """A new one that these seats may read."""
        name = f"canary{len(self.readers):03}x"
        self.readers[name] = frozenset(seats)
        return name

    def strange(self, text: str, *eyes: str) -> list[str]:
        """Those that stand in a text although none of these eyes may read them."""
        return [name for name, may in self.readers.items() if name in text and not may.intersection(eyes)]

    def written_into(self, answer: Answer, ask: Ask) -> Answer:
        """An answer with such strings in everything that others are not to read."""
        seat = ask.seat
        answer = replace(answer, rationale=f"{answer.rationale} {self.plant(seat)}")
        if isinstance(answer.body, Sealed):
            return replace(answer, plan=self.plant(seat), notebook=self.plant(seat))
        if not isinstance(answer.body, Talk):
            return answer
        others = [each.id for each in ask.book.setting.seats if each.seated and each.id != seat]
        first, second = others[ask.turn % len(others)], others[(ask.turn + ask.round) % len(others)]
        told = [(first,)] + ([(first, second)] if first != second else [])
        words = tuple(Message(to=to, text=f"for you alone: {self.plant(seat, *to)}") for to in told)
        moves = tuple(move for move in answer.body.moves if move.kind != "message")[:2]
        return replace(answer, body=Talk(moves=(*words, *moves)))


@dataclass(frozen=True, slots=True)
class Shown:
    """What the person's screen held when an answer was asked for."""

    decision: str
    view: View
    said: Mapping[int, str]
    """What each event in a channel read as, by its number among those seen, from 0."""
    table: Sequence[str]
    promises: Sequence[str]
    pages: Mapping[str, Sequence[str]]
    """The rows of its pages of news, world and results, by the list in which they stand; `table N` of the world."""
    at: tuple[int, Phase, int]
    """Turn, phase and round of what was asked."""
    result: int
    """The turn whose result page stood there, 0 before one is over."""
    over: bool
    """Whether the game was over."""


@dataclass
class LiveGame:
    """The record of it, and what was shown while it was played."""

    path: Path
    sitting: Sitting = TUTORIAL
    planted: Planted = field(default_factory=Planted)
    shown: list[Shown] = field(default_factory=list)
    views: list[tuple[int, SeatId, str]] = field(default_factory=list)
    """What a person and a model knew whenever something had happened: how many events there were, who, their view."""
    sent: list[str] = field(default_factory=list)
    """The messages of each request that reached the endpoint, in one string each."""
    taken_back: str = ""
    """The event whose words control took back, if it did."""


class _Writing:
    """A player that writes such strings into whatever it answers."""

    def __init__(self, player: Player, planted: Planted) -> None:
        self._player, self._planted = player, planted
        self.spec, self.kind, self.instant = player.spec, player.kind, player.instant

    async def decide(self, ask: Ask) -> Answer:
        return self._planted.written_into(await self._player.decide(ask), ask)


async def _look(pilot: Pilot[Any], room: Room, person: SeatId) -> Shown:
    """Read the desk: each channel in turn, the table, the promises."""
    app = pilot.app
    for _ in range(6):
        if isinstance(app.screen, DeskScreen):
            break
        await pilot.press("escape")
        await pilot.pause()
    desk = app.screen
    assert isinstance(desk, DeskScreen), desk
    said: dict[int, str] = {}
    for channel in channels(desk.ask, (), ()):
        desk._open_key(channel.key)
        await pilot.pause()
        lines = desk.query_one("#said", Lines)
        said |= {int(row.key): row.body for row in lines.rows if row.key.isdigit()}
    table, promises = ([row.text for row in desk.query_one(f"#{name}", Lines).rows] for name in ("table", "promises"))
    ask = room.chair(person).look()
    pages, result = await _pages(pilot)
    over = room.clock().phase == "end"
    at = ask.turn, ask.phase, ask.round
    return Shown(desk.ask.id, ask.view, said, table, promises, pages, at, result, over)


async def _pages(pilot: Pilot[Any]) -> tuple[Mapping[str, Sequence[str]], int]:
    """Read the pages of news, folded and unfolded, of the world, each of its tables, and of the last result."""
    app, found = pilot.app, dict[str, Sequence[str]]()

    def keep(*names: str, under: str = "") -> None:
        for name in names:
            found[under or name] = [row.text for row in app.screen.query_one(f"#{name}", Lines).rows]

    await pilot.press("f5")
    await pilot.pause()
    assert isinstance(app.screen, NewsScreen)
    keep("news-lines", "number-lines")
    await pilot.press("l")
    await pilot.pause()
    keep("news-lines", under="ledger")
    await pilot.press("l", "f4")
    await pilot.pause()
    assert isinstance(app.screen, WorldScreen)
    keep("shape-lines", "standing-lines")
    for number in range(len(TABLES)):
        found[f"table {number}"] = [repr(app.screen.query_one(Matrix).table)]
        await pilot.press("t")
        await pilot.pause()
    await pilot.press("r")
    await pilot.pause()
    assert isinstance(app.screen, ResultScreen)
    keep("told-lines", "score-lines")
    turn = app.screen._turn
    await pilot.press("f2")
    await pilot.pause()
    return found, turn


def _watched(live: LiveGame) -> Callable[[SequenceOfPlay, int, Sequence[Event]], Happened]:
    """Takes events as a sequence of play does, and keeps what a person and a model knew then."""
    take, observers = SequenceOfPlay._take, dict[SeatId, Observer]()

    def taking(sequence: SequenceOfPlay, turn: int, events: Sequence[Event]) -> Happened:
        happened, book = take(sequence, turn, events), sequence.book
        for seat in (live.sitting.person, live.sitting.model):
            if seat not in observers:
                observers[seat] = Observer(book.setting, book.seed, seat, Shared())
            view = observers[seat].view(sequence.state, sequence.record)
            live.views.append((len(sequence.record), seat, repr(view)))
        return happened

    return taking


def _control_acts(room: Room, live: LiveGame, answered: int) -> None:
    """What control does once the person has answered so often, the phase still open: each act told to some alone."""
    person, model = live.sitting.person, live.sitting.model
    if answered == 1:
        (told,) = room.control.message((person,), f"from control: {live.planted.plant(person)}")
        live.taken_back = told.id
    elif answered == 2:
        room.control.inject(f"an envelope arrives: {live.planted.plant(person, model)}", audience=(person, model))
    elif answered == 4:
        room.control.retract(live.taken_back, "it was meant for another seat")
        room.control.override(names.budget(model), 9, "a grant was forgotten in the brief")
    elif answered == 5:
        room.control.swap(SeatId("meta"), "random", "its player had to leave")


def _gone_on(room: Room, person: SeatId, step: object) -> bool:
    return room.game.past.step is not step or not room.owes(person)


async def _through(room: Room, live: LiveGame) -> None:
    person, answered = live.sitting.person, 0
    app = WargameApp(of_room(room), first=person)
    async with app.run_test(size=(120, 36)) as pilot:
        while room.clock().phase != "end":
            await until(pilot, lambda: room.owes(person) or room.clock().phase == "end", 1500)
            if room.clock().phase == "end":
                break
            if live.sitting.controlled:
                _control_acts(room, live, answered)
                await pilot.pause()
            live.shown.append(await _look(pilot, room, person))
            chair, step = room.chair(person), room.game.past.step
            ask = chair.look()
            script = Scripted(room.book.seat(person).doctrine, room.book.seed)
            await chair.submit(live.planted.written_into(script.answer(ask), ask))
            answered += 1
            await until(pilot, partial(_gone_on, room, person, step), 1500)
        live.shown.append(await _look(pilot, room, person))


def play(path: Path, sitting: Sitting) -> LiveGame:
    """Play it; some seconds, of a large table half a minute."""
    live = LiveGame(path, sitting)

    def make(self: PlayerFactory, spec: str, seat: Seat, seed: int) -> Player:
        return _Writing(made(self, spec, seat, seed), live.planted)

    async def played() -> None:
        async with AsyncExitStack() as stack:
            stub = await stack.enter_async_context(Stub(Settings(keep=4000)))
            models = models_for(stub.url)
            stack.push_async_callback(models.aclose)
            seats = {sitting.person: "human", sitting.model: "llm:stub"}
            setup = choose(
                sitting.scenario, variant=sitting.variant, seed=sitting.seed, turns=sitting.turns, seats=seats
            )
            await _through(open_room(setup, path, SessionSettings(preset=preset_of("untimed")), Means(models)), live)
            asked = [request.body.get("messages", ()) for request in stub.tally.seen]
            live.sent += ["\n\n".join(message["content"] for message in messages) for messages in asked]

    made = PlayerFactory.make
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PlayerFactory, "make", make)
        patch.setattr(SequenceOfPlay, "_take", _watched(live))
        asyncio.run(played())
    return live
