"""The places of the people of one room: which there are, whose seat each is, and what it is called at the host."""

from __future__ import annotations

from wargame.core.ids import SeatId
from wargame.rooms.places import RoomPlace, name_of
from wargame.table.room import Room


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


def lead_said(room: Room, place: RoomPlace) -> str:
    """That a place is of the one who hands in for a seat of several, with a comma after it; else nothing."""
    person = next((each for each in room.people if each.handle == place and each.seat), None)
    team = () if person is None or person.seat is None else room.chair(person.seat, place).people
    return "hands in for the seat, " if len(team) > 1 and team[0].handle == place else ""


def called(room: Room, place: RoomPlace) -> str:
    """What a place of a room is called at the host, with the name of whoever has it to themselves."""
    person = next((each for each in room.people if each.handle == place), None)
    if person is not None and person.seat:
        return f"{room.book.name(person.seat)}, {person.name}"
    if person is not None:
        return f"{person.name}, {person.role.replace('_', ' ')}"
    return room.setting.names.get(place) or name_of(place)
