"""The acts of control that override entries hold, as they are sent in."""

from __future__ import annotations

from functools import cache
from typing import get_args

from pydantic import TypeAdapter

from wargame.core.control_acts import Act, ControlMove
from wargame.core.domains import tag_of
from wargame.core.prose import said
from wargame.core.written import worded
from wargame.errors import TranscriptError
from wargame.transcript.entry import Entry
from wargame.transcript.entry_values import told

ACTS = tuple(tag_of(kind) for kind in get_args(ControlMove))
"""Kinds of acts that have effects in the game."""


@cache
def _moves() -> TypeAdapter[ControlMove]:
    return TypeAdapter(ControlMove)


def act_of(entry: Entry) -> Act:
    """The act of control that an override entry holds; TranscriptError names the line if it holds none of `ACTS`."""
    data = entry.data
    try:
        move = worded(_moves().validate_python(data["move"]), data["move"])
        return Act(id=data["id"], who=data["who"], role=data["role"], move=move, reason=said(data["reason"]))
    except (KeyError, TypeError, AttributeError, ValueError) as fault:
        raise TranscriptError(f"line {entry.n}: this override cannot be read ({told(fault)})") from None
