"""Tables that people sit at: opened from the lobby's plan, or gone on with; each with its players and its record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wargame.commands import chosen
from wargame.commands.record import opened
from wargame.commands.seating import Seats
from wargame.core.ids import CONTROL
from wargame.errors import SpecError
from wargame.players.scripted.advice import Adviser, scripted_advice
from wargame.present.lobby_plan import fault_of_judges
from wargame.present.sitting import Sitting, of_room
from wargame.review.account import account
from wargame.table.opening import choose
from wargame.table.room import Room
from wargame.table.session import beside, load
from wargame.transcript.reading import read
from wargame.transcript.setup import game_of

if TYPE_CHECKING:
    from wargame.players.base import Ask
    from wargame.present.lobby_plan import TablePlan
    from wargame.transcript.entry import Entry
    from wargame.transcript.setup import GameSetup


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
        if fault := fault_of_judges(plan.judges):
            raise SpecError(fault)
        seats = Seats(tokens=plan.tokens, money=plan.money)
        await seats.ready((*game.seats.values(), *plan.judges))
        if plan.rehearsal:
            practice = Room.rehearsal(game, make=seats.make, model_seconds=plan.model_seconds)
            furnish(practice, seats)
            real = Seats(tokens=plan.tokens, money=plan.money, board=seats.board)
            return of_room(
                practice, title=f"REHEARSAL of {practice.setting.title}", then=lambda: self._table(game, plan, real)
            )
        return self._table(game, plan, seats)

    def _table(self, game: GameSetup, plan: TablePlan, seats: Seats) -> Sitting:
        self.path = path = chosen.fresh_path(game.bundle.pack.id, plan.seed)
        room = Room.open(
            game,
            path,
            preset=plan.preset,
            facilitated=plan.facilitated,
            hide_players=plan.hide_players,
            model_seconds=plan.model_seconds,
            judged_by=plan.judges,
            tokens=plan.tokens,
            money=plan.money,
            make=seats.make,
            adviser=adviser_of(game, seats),
        )
        furnish(room, seats)
        for seat, each in plan.seats.items():
            if seat in room.setting.by_id and each.spec == "human":
                for name in each.names:
                    room.join(name, seat=seat)
                if each.word:
                    room.set_word(seat, each.word)
        if plan.control_word:
            room.set_word(CONTROL, plan.control_word)
        return of_room(room, control=plan.facilitated, record=path, close=seats.aclose)

    async def resume(self, path: Path) -> Sitting:
        """A game that was broken off; TranscriptError says in a sentence why not."""
        self.path = path
        kept = load(beside(path))
        seats = Seats(tokens=kept.tokens, money=kept.money)
        record = read(path, mend=True)
        game = game_of(record)
        room = Room.resume(path, make=seats.make, adviser=adviser_of(game, seats))
        furnish(room, seats, record.entries)
        await seats.ready((*(player.spec for player in room.floor.players.values()), *kept.judges))
        return of_room(room, control=room.session.facilitated, record=path, close=seats.aclose)

    def account(self, path: Path) -> str:
        """A recorded game told in words."""
        return re.sub(r"\n    (?=\S)", " ", account(opened(path), path))


def furnish(room: Room, seats: Seats, entries: Sequence[Entry] = ()) -> None:
    """Give a room what its models need: a book for their calls, ears for their stages, judges for its arguments."""
    seats.bind(room.floor.log, entries)
    seats.stage = room.stage
    room.judges = tuple(seats.judge(spec, number, room.book) for number, spec in enumerate(room.session.judges, 1))


def adviser_of(game: GameSetup, seats: Seats) -> Adviser:
    """A model advises where one plays; the seat's own doctrine does elsewhere."""
    spec = next((spec for spec in game.seats.values() if spec.startswith("llm:")), None)
    if spec is None:
        return scripted_advice

    async def advise(ask: Ask, question: str) -> str:
        return await seats.advise(spec, ask, question)

    return advise
