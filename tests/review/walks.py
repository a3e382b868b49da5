"""Games on record to walk through: scripts at random, models, and people with a facilitator who takes things back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from tests.table.rig import opened, through
from tests.transcript.test_forgery import room as undone_room
from wargame.core.ids import SeatId
from wargame.core.moves import Decision
from wargame.core.views import Observer, Shared, View
from wargame.review.position import Positions
from wargame.review.timeline import Timeline
from wargame.review.walk import Walk
from wargame.table.chair import Clock
from wargame.table.opening import choose, new_game
from wargame.table.room import Room
from wargame.transcript.line_index import index_of
from wargame.transcript.reading import read
from wargame.transcript.recorded_play import RecordedPlay
from wargame.transcript.verify import proved, replay

SHIPPED = Path(__file__).resolve().parents[2] / "transcripts"
WHY = "it was said at the wrong table"
PLANTED = "the two of you meet at the lighthouse"


@dataclass
class Looker:
    """Keeps what every seat was shown while a record is played again, as it was then."""

    views: list[tuple[int, SeatId, View]] = field(default_factory=list)
    """(line of the decision, seat, view)."""
    _observers: dict[SeatId, Observer] = field(default_factory=dict)

    def begins(self, past: RecordedPlay) -> None:
        self._past = past
        book, shared = past.sequence.book, Shared()
        self._observers = {seat: Observer(book.setting, book.seed, seat, shared) for seat in book.setting.ids}

    def deciding(self, line: int, decision: Decision) -> None:
        sequence = self._past.sequence
        view = self._observers[decision.seat].view(sequence.state, sequence.record)
        self.views.append((line, decision.seat, view))

    def overridden(self, line: int, data: Any) -> None:
        if data.get("what") == "undo":
            gone = int(data["to_turn"])
            self.views = [each for each in self.views if each[2].turn < gone]
            self.begins(self._past)

    def ends(self) -> None: ...


def looked_at(path: Path) -> Sequence[tuple[int, SeatId, View]]:
    """What every seat was shown at each of its decisions that stand."""
    looker = Looker()
    proved(read(path), looker)
    return looker.views


def walk_through(path: Path) -> Walk:
    """A walk through a record whose game has been played again."""
    index = index_of(path)
    return Walk(Timeline(index), Positions(replay(index.transcript())))


@cache
def retracted() -> Path:
    """A game with people in which control takes words back."""
    path, done = Path(mkdtemp()) / "game.jsonl", set[str]()
    both = (SeatId("rome"), SeatId("meta"))

    def moment(room: Room, clock: Clock) -> None:
        control = room.control
        if (clock.turn, clock.phase) == (1, "talk") and "told" not in done:
            done.add("told")
            control.message(both, PLANTED)
            control.message(both, "and bring nobody")
        if (clock.turn, clock.phase) == (1, "orders") and "taken" not in done:
            done.add("taken")
            said = [e for e in room.game.past.sequence.record if e.kind == "control_message"]
            control.retract(said[-1].id, WHY)

    async def played() -> None:
        await through(opened(path, facilitated=True, turns=2), moment)

    asyncio.run(played())
    return path


@cache
def undone() -> Path:
    """A game with people in which a turn was undone."""
    path = Path(mkdtemp()) / "game.jsonl"
    path.write_bytes(undone_room())
    return path


@cache
def scripted() -> Path:
    """A game of the large table in which chance plays every seat."""
    path = Path(mkdtemp()) / "game.jsonl"
    asyncio.run(new_game(choose("between-the-giants", variant="core", turns=3, everyone="random"), path).play())
    return path


def of_models() -> Path:
    """The shipped game of a small model."""
    return SHIPPED / "first-download-qwen-1.5b.jsonl"
