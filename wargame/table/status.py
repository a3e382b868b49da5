"""How a table stands, as everybody at it may know: the clock, the seats, who is waited for, who has been idle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from wargame.core.ids import SeatId
from wargame.core.moves import Message, Talk
from wargame.table.chair import Clock, Draft, SeatStatus, Standing
from wargame.table.desk import IDLE, SeatHealth
from wargame.table.parts import TableParts

SAID: Mapping[str, str] = {"person": "human", "model": "model", "chance": "random"}
"""What a status calls a player; everything else is a script."""


def clock(parts: TableParts) -> Clock:
    """The phase clock."""
    past, turns = parts.game.past, parts.session.last_turn or parts.game.book.setting.turns
    step, watch = past.step, parts.pacing.clock
    if step is None:
        return Clock(past.turn, turns, "end", 0, None, watch.paused)
    return Clock(step.turn, turns, step.phase, step.round, watch.left, watch.paused, parts.pacing.stood)


def statuses(parts: TableParts) -> tuple[SeatStatus, ...]:
    """Every seat in table order; who is present without a seat is left out unless somebody plays it."""
    players = parts.game.players
    return tuple(
        _status(parts, seat.id)
        for seat in parts.game.book.setting.seats
        if seat.seated or players[seat.id].kind != "script"
    )


def statuses_seen(parts: TableParts, by: SeatId | None) -> tuple[SeatStatus, ...]:
    """What a seat, or the room's screen (None), may know of how the others stand.

    Where it is hidden who is a machine, haste would tell: as long as a step is open, everybody else is at work, and of
    nobody else it is told for how long.
    """
    found = statuses(parts)
    if not parts.session.settings.hide_players:
        return found
    return tuple(
        each
        if each.seat == by
        else replace(each, standing="owes" if each.standing in ("sealed", "passed") else each.standing, idle=0.0)
        for each in found
    )


def _status(parts: TableParts, seat: SeatId) -> SeatStatus:
    game, hide = parts.game, parts.session.settings.hide_players
    made, owes = game.past.decided.get(seat), game.owes(seat)
    standing: Standing = "owes" if owes else "waiting"
    if made is not None:
        standing = "passed" if made.origin == "timeout" else "sealed"
    return SeatStatus(
        seat,
        game.book.name(seat),
        "hidden" if hide else SAID.get(game.players[seat].kind, "script"),
        () if hide else tuple(person.name for person in parts.attendance.on(seat)),
        standing,
        parts.activity.stage(seat) if owes and not hide else "",
        parts.activity.idle(seat) if owes else 0.0,
    )


def health(parts: TableParts) -> tuple[SeatHealth, ...]:
    """How the table is doing, one line for each seat in table order: who is idle, who speaks how much.

    Looks through all decisions so far, so the cost grows with them.
    """
    moves: Counter[SeatId] = Counter()
    messages: Counter[SeatId] = Counter()
    for decision in parts.game.past.decisions.values():
        if isinstance(decision.body, Talk):
            moves[decision.seat] += len(decision.body.moves)
            messages[decision.seat] += sum(isinstance(move, Message) for move in decision.body.moves)
    total = sum(moves.values()) or 1
    return tuple(
        SeatHealth(
            s.seat,
            s.name,
            s.standing,
            s.idle,
            s.standing == "owes" and s.idle >= IDLE,
            messages[s.seat],
            moves[s.seat],
            moves[s.seat] / total,
            not parts.session.drafts.get(s.seat, Draft()).empty,
        )
        for s in statuses(parts)
    )
