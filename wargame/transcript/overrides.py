"""Acts of control as override entries of a record, read back."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import get_args

from pydantic import TypeAdapter, ValidationError

from wargame.core.control_acts import Act, ControlMove
from wargame.core.domains import tag_of
from wargame.core.prose import said
from wargame.core.written import worded
from wargame.errors import TranscriptError
from wargame.transcript.entry import Entry

ACTS = tuple(tag_of(kind) for kind in get_args(ControlMove))
"""Kinds of acts that have effects in the game."""


@cache
def _moves() -> TypeAdapter[ControlMove]:
    return TypeAdapter(ControlMove)


def act_of(entry: Entry) -> Act:
    """The act of control that an override entry holds."""
    data = entry.data
    try:
        move = worded(_moves().validate_python(data["move"]), data["move"])
        return Act(id=data["id"], who=data["who"], role=data["role"], move=move, reason=said(data["reason"]))
    except (KeyError, TypeError, ValidationError) as fault:
        raise TranscriptError(f"line {entry.n}: this override cannot be read ({type(fault).__name__})") from None


def turn_undone(entry: Entry) -> int:
    """The turn to whose start an override entry goes back."""
    turn = entry.data.get("to_turn")
    if not isinstance(turn, int) or not 1 <= turn <= entry.turn:
        raise TranscriptError(f"line {entry.n}: turn {turn!r} cannot be undone in turn {entry.turn}")
    return turn


def now() -> str:
    """The time, for clock and override entries; it bears on nothing."""
    return datetime.now(UTC).isoformat(timespec="seconds")
