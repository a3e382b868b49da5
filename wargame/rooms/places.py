"""The places of a room that a code can open: seats of people, desks of control's side, screens that only show."""

from __future__ import annotations

import re
from typing import TypeAlias

from wargame.core.ids import CONTROL
from wargame.table.public_view import PUBLIC_SCREEN

RoomPlace: TypeAlias = str
"""A seat by its id, `control`, the public screen, or a handle: of one of a team, of control's side, or an observer.

Of what may stand up several times, the later ones have a number.
"""
SHARED: frozenset[RoomPlace] = frozenset((PUBLIC_SCREEN,))
"""Places that any number of terminals may hold at once: each use of a code opens one more."""
_HANDLE = re.compile(r"(owner|white_cell|scribe)-\d+")
_OBSERVER = re.compile(r"observer-\d+")
_NAMES = {CONTROL: "Control", PUBLIC_SCREEN: "the room's screen"}


def kind_of(place: RoomPlace) -> RoomPlace:
    """The place whose code opens this one: `room` for `room 2`."""
    return place.partition(" ")[0]


def is_desk(place: RoomPlace) -> bool:
    """Whether a place is a desk of control's side: the controller's, or that of a person with a role, by handle."""
    return place == CONTROL or _HANDLE.fullmatch(place) is not None


def is_observer(place: RoomPlace) -> bool:
    """Whether a place is that of a person who looks on and writes notes, by handle."""
    return _OBSERVER.fullmatch(place) is not None


def of_person(place: RoomPlace) -> bool:
    """Whether a place is called by the handle of somebody who has a role and no seat."""
    return place != CONTROL and (is_desk(place) or is_observer(place))


def by_line(place: RoomPlace) -> bool:
    """Whether somebody can sit at a place line by line: at all that do something can they."""
    return kind_of(place) not in SHARED


def not_by_line(name: str) -> str:
    """That a place of this name cannot be played line by line, and what to do."""
    return f"--plain: line by line a seat is played, and this is {name}; leave --plain out"


def numbered(place: RoomPlace, number: int) -> RoomPlace:
    """One of several of a shared place, from 1: `room`, `room 2`."""
    return place if number == 1 else f"{place} {number}"


def name_of(place: RoomPlace) -> str:
    """What a place is called that is no seat: `the room's screen 2`; any other is returned as it is."""
    kind, _, number = place.partition(" ")
    return f"{_NAMES[kind]} {number}".strip() if kind in _NAMES else place
