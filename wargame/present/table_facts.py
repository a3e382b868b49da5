"""What control's desk and the public screen ask of a room beside its clock, seats and record: the one place for it.

A view of a table that stands elsewhere has to answer these questions and no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wargame.core.ids import SeatId
    from wargame.table.room import Room

RULING = "control is ruling"


def player_specs(room: Room) -> dict[SeatId, str]:
    """Who plays each seat now, as specs."""
    return {seat: player.spec for seat, player in room.game.players.items()}


def answers_since(room: Room, turn: int) -> int:
    """How many answers stand that were given in this turn or after it."""
    return sum(made.turn >= turn for made in room.game.past.decisions.values())


def votes_cast(room: Room, case: str) -> Mapping[str, bool]:
    """The votes cast at the desks on one argument, by handle."""
    return room.session.votes.get(case, {})


def names_of_all(room: Room) -> dict[str, str]:
    """The names of models and seats by id, for texts that everybody may read."""
    models = {str(model.id): model.name for model in room.game.course.state.models.values()}
    return models | {str(seat.id): seat.name for seat in room.setting.seats}


def control_owes(room: Room) -> str:
    """What this room waits for its facilitator to do: `rule`, `close`, or nothing."""
    clock = room.clock()
    if room.over or not room.session.settings.facilitated:
        return ""
    if clock.phase == "adjudication":
        return "rule"
    last = room.game.course.ended or clock.turn >= clock.turns
    return "close" if clock.phase == "news" and last else ""


def expiry(room: Room) -> str:
    """What happens when the time is up."""
    clock, setting = room.clock(), room.setting
    if room.over:
        return "the game is over"
    if control_owes(room) == "rule":
        return "a rules; k leaves the rest to the rules"
    if control_owes(room) == "close":
        return "the play is over: review, v reveals secrets; k closes the record"
    late = [status for status in room.statuses() if status.standing == "owes"]
    if not late:
        return "then the game goes on"
    said = []
    for status in late:
        declared = room.session.settings.fallback(status.seat, room.game.players[status.seat].spec)
        said.append(f"{setting.name_of(status.seat)} {'passes' if declared == 'pass' else f'is played by {declared}'}")
    when = "if you skip:" if clock.left is None else "at 00:00"
    return f"{when} {', '.join(said)}"
