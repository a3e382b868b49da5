"""How the seats of a room stand, as the whole room may know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wargame.core.ids import SeatId
from wargame.table.chair import SeatStatus, Standing
from wargame.table.clock import TimeSource

if TYPE_CHECKING:
    from wargame.table.room import Room

KINDS = {"human": "human", "llm": "model", "random": "random"}
"""What a status calls a player, by the first word of its spec; everything else is a script."""


class Signs:
    """When each seat last gave a sign of life, and what its mind said that it was at."""

    def __init__(self, time: TimeSource) -> None:
        """Nothing was heard yet."""
        self._time = time
        self._last: dict[SeatId, float] = {}
        self._stages: dict[SeatId, str] = {}

    def of(self, seat: SeatId, stage: str = "") -> None:
        """A sign of a seat, now."""
        self._last[seat], self._stages[seat] = self._time.now(), stage

    def idle(self, seat: SeatId) -> float:
        """Seconds since the last sign."""
        now = self._time.now()
        return now - self._last.get(seat, now)

    def stage(self, seat: SeatId) -> str:
        """What its mind is at."""
        return self._stages.get(seat, "")


def statuses(room: Room) -> tuple[SeatStatus, ...]:
    """Every seat in table order; who is present without a seat is left out unless somebody plays it."""
    players = room.floor.players
    return tuple(
        _status(room, seat.id)
        for seat in room.setting.seats
        if seat.seated or not players[seat.id].spec.startswith("scripted")
    )


def _status(room: Room, seat: SeatId) -> SeatStatus:
    made, owes, hide = room.floor.past.decided.get(seat), room.owes(seat), room.session.hide_players
    standing: Standing = "owes" if owes else "waiting"
    if made is not None:
        standing = "passed" if made.origin == "timeout" else "sealed"
    kind = "hidden" if hide else KINDS.get(room.floor.players[seat].spec.partition(":")[0], "script")
    return SeatStatus(
        seat,
        room.setting.name_of(seat),
        kind,
        () if hide else tuple(person.name for person in room.crowd.on(seat)),
        standing,
        room.signs.stage(seat) if owes and not hide else "",
        room.signs.idle(seat) if owes else 0.0,
    )
