"""Tables that people sit at: opened from the lobby's plan, or gone on with; each with its players and its record."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wargame.commands import chosen
from wargame.commands.record import opened
from wargame.commands.seating import Seats
from wargame.core.views import CONTROL
from wargame.review.account import account
from wargame.table.adviser import Adviser, scripted_advice
from wargame.table.opening import choose
from wargame.table.room import Room
from wargame.transcript.chain import read
from wargame.ui.sitting import Sitting, of_room

if TYPE_CHECKING:
    from wargame.players.base import Ask
    from wargame.transcript.header import Game
    from wargame.ui.lobby.plan import TablePlan


class Tables:
    """Opens tables for the lobby and for `wargame play`."""

    path: Path | None = None
    """Where the game that was opened last is recorded."""

    async def open(self, plan: TablePlan) -> Sitting:
        """A new game; SpecError or PackError says in a sentence why not."""
        game = choose(
            plan.scenario,
            variant=plan.variant,
            seed=plan.seed,
            seats={seat: each.spec for seat, each in plan.seats.items()},
        )
        seats = Seats()
        await seats.ready(game.seats.values())
        if plan.rehearsal:
            practice = Room.rehearsal(game, make=seats.make)
            seats.bind(practice.floor.log)
            real = Seats(board=seats.board)
            return of_room(
                practice, title=f"REHEARSAL of {practice.setting.title}", then=lambda: self._table(game, plan, real)
            )
        return self._table(game, plan, seats)

    def _table(self, game: Game, plan: TablePlan, seats: Seats) -> Sitting:
        self.path = path = chosen.fresh_path(game.bundle.pack.id, plan.seed)
        room = Room.open(
            game,
            path,
            preset=plan.preset,
            facilitated=plan.facilitated,
            hide_players=plan.hide_players,
            make=seats.make,
            adviser=adviser_of(game, seats),
        )
        seats.bind(room.floor.log)
        for seat, each in plan.seats.items():
            if seat in room.setting.by_id and each.spec == "human":
                for name in each.names:
                    room.join(name, seat=seat)
                if each.word:
                    room.set_word(seat, each.word)
        if plan.control_word:
            room.set_word(CONTROL, plan.control_word)
        return _closing(of_room(room, control=plan.facilitated), seats, path)

    async def resume(self, path: Path) -> Sitting:
        """A game that was broken off; TranscriptError says in a sentence why not."""
        self.path = path
        seats = Seats()
        record = read(path, mend=True)
        room = Room.resume(path, make=seats.make)
        seats.bind(room.floor.log, record.entries)
        await seats.ready(player.spec for player in room.floor.players.values())
        return _closing(of_room(room, control=room.session.facilitated), seats, path)

    def account(self, path: Path) -> str:
        """A recorded game told in words."""
        return re.sub(r"\n    (?=\S)", " ", account(opened(path), path))


def adviser_of(game: Game, seats: Seats) -> Adviser:
    """A model advises where one plays; the seat's own doctrine does elsewhere."""
    spec = next((spec for spec in game.seats.values() if spec.startswith("llm:")), None)
    if spec is None:
        return scripted_advice

    async def advise(ask: Ask, question: str) -> str:
        return await seats.advise(spec, ask, question)

    return advise


def _closing(sitting: Sitting, seats: Seats, path: Path) -> Sitting:
    """The same sitting, which knows its record and puts connections down when its game ends."""
    play: Callable[[], Any] = sitting.play

    async def played() -> object:
        try:
            return await play()
        finally:
            await seats.aclose()

    return replace(sitting, play=played, record=path)
