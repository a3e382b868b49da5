"""The places of a room that a code can open: seats of people, desks of control's side, screens that only show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from wargame.core.ids import CONTROL, SeatId
from wargame.table.public_view import PUBLIC_SCREEN

if TYPE_CHECKING:
    from wargame.table.room import Room

RoomPlace: TypeAlias = str
"""A seat by its id, `control`, somebody of a team or of control's side by their handle, or the public screen.

Of what may stand up several times, the later ones have a number.
"""
SHARED: frozenset[RoomPlace] = frozenset((PUBLIC_SCREEN,))
"""Places that any number of terminals may hold at once: each use of a code opens one more."""
_HANDLE = re.compile(r"(owner|white_cell|scribe)-\d+")
_NAMES = {CONTROL: "Control", PUBLIC_SCREEN: "the room's screen"}


def places_of(room: Room) -> tuple[RoomPlace, ...]:
    """The places of a room's people, in table order: their seats, or each person's own where several share a seat."""
    found: list[RoomPlace] = []
    for seat in room.setting.ids:
        if room.is_human(seat):
            people = [person.handle for person in room.people if person.seat == seat]
            found += people if len(people) > 1 else [seat]
    return tuple(found)


def seat_of(room: Room, place: RoomPlace) -> SeatId:
    """The seat of a place, which may be that of one of several people; a place that is no seat is given as it is."""
    return next((each.seat for each in room.people if each.handle == place and each.seat), SeatId(place))


def called(room: Room, place: RoomPlace) -> str:
    """What a place of a room is called at the host, with the name of whoever has it to themselves."""
    person = next((each for each in room.people if each.handle == place), None)
    if person is not None and person.seat:
        return f"{room.book.name(person.seat)}, {person.name}"
    if person is not None:
        return f"{person.name}, {person.role.replace('_', ' ')}"
    return room.setting.names.get(place) or name_of(place)


def kind_of(place: RoomPlace) -> RoomPlace:
    """The place whose code opens this one: `room` for `room 2`."""
    return place.partition(" ")[0]


def is_desk(place: RoomPlace) -> bool:
    """Whether a place is a desk of control's side: the controller's, or that of a person with a role, by handle."""
    return place == CONTROL or _HANDLE.fullmatch(place) is not None


def numbered(place: RoomPlace, number: int) -> RoomPlace:
    """One of several of a shared place, from 1: `room`, `room 2`."""
    return place if number == 1 else f"{place} {number}"


def name_of(place: RoomPlace) -> str:
    """What a place is called that is no seat: `the room's screen 2`; any other is returned as it is."""
    kind, _, number = place.partition(" ")
    return f"{_NAMES[kind]} {number}".strip() if kind in _NAMES else place
