"""The places of a room that a code can open: each seat of people, and the screens that only show."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from wargame.table.public_view import PUBLIC_SCREEN

if TYPE_CHECKING:
    from wargame.table.room import Room

RoomPlace: TypeAlias = str
"""A seat by its id, one of several people on a seat by handle, or the public screen.

Of what may stand up several times, the later ones have a number.
"""
SHARED: frozenset[RoomPlace] = frozenset((PUBLIC_SCREEN,))
"""Places that any number of terminals may hold at once: each use of a code opens one more."""
_NAMES = {PUBLIC_SCREEN: "the room's screen"}


def places_of(room: Room) -> tuple[RoomPlace, ...]:
    """The places of a room's people, in table order: their seats, or each person's own where several share a seat."""
    found: list[RoomPlace] = []
    for seat in room.setting.ids:
        if room.is_human(seat):
            people = [person.handle for person in room.people if person.seat == seat]
            found += people if len(people) > 1 else [seat]
    return tuple(found)


def kind_of(place: RoomPlace) -> RoomPlace:
    """The place whose code opens this one: `room` for `room 2`."""
    return place.partition(" ")[0]


def numbered(place: RoomPlace, number: int) -> RoomPlace:
    """One of several of a shared place, from 1: `room`, `room 2`."""
    return place if number == 1 else f"{place} {number}"


def name_of(place: RoomPlace) -> str:
    """What a place is called that is no seat: `the room's screen 2`; any other is returned as it is."""
    kind, _, number = place.partition(" ")
    return f"{_NAMES[kind]} {number}".strip() if kind in _NAMES else place
