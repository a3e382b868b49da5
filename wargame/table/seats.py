"""Who sits at a room's table: people and those whom a maker makes, who stands in for them, how seats change hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wargame.core.ids import SeatId
from wargame.core.setting import Seat
from wargame.players import specs
from wargame.players.base import Player
from wargame.players.human import HumanPlayer
from wargame.table.opening import Maker
from wargame.table.session import Session

if TYPE_CHECKING:
    from wargame.table.room import Room


def player_of(spec: str, seat: Seat, seed: int, make: Maker) -> Player:
    """A player for a seat of a room: a person, or whom `make` makes."""
    return HumanPlayer() if specs.check(spec) == "human" else make(spec, seat, seed)


def fallback_of(spec: str, seat: Seat, seed: int, session: Session, make: Maker) -> Player | None:
    """Who plays when the player of a seat is late: as declared, else nobody for people and the script for minds."""
    declared = session.fallbacks.get(seat.id, "pass" if spec == "human" else "scripted")
    return None if declared == "pass" else make(declared, seat, seed)


def made(room: Room, seat: SeatId, spec: str) -> tuple[Player, Player | None]:
    """A new player for a seat, and who stands in for it; SpecError if it cannot sit here."""
    who, seed = room.book.seat(seat), room.book.seed
    return player_of(spec, who, seed, room.make), fallback_of(spec, who, seed, room.session, room.make)


def put(room: Room, seat: SeatId, player: Player, fallback: Player | None) -> None:
    """Let a player take a seat; if the seat owes an answer, it is asked."""
    floor = room.floor
    others = {who: stand_in for who, stand_in in floor.fallbacks.items() if who != seat}
    floor.fallbacks = others if fallback is None else {**others, seat: fallback}
    floor.swap(seat, player)
    room.save()
    room.telling.everybody()
