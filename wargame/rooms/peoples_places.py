"""The places of the people of one room: which there are, whose seat each is, and what it is called at the host."""

from __future__ import annotations

from collections.abc import Callable

from wargame.core.ids import SeatId
from wargame.rooms.host_time import lasting
from wargame.rooms.places import SHARED, RoomPlace, name_of
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


def mates_away(room: Room, place: RoomPlace, is_there: Callable[[RoomPlace], bool]) -> tuple[str, ...]:
    """Who else on the seat of a place is not there; nobody where one person has the seat to themselves."""
    own = next((each for each in room.people if each.handle == place), None)
    mates = (each.handle for each in room.people if own and own.seat and each.seat == own.seat and each != own)
    return tuple(each for each in mates if not is_there(each))


def where_said(place: RoomPlace, held: int, up: int, away: float | None) -> str:
    """Where whoever holds a place is, of which so many terminals are `held` and `up`; `away` for so many seconds."""
    if place in SHARED:
        gone = f", {held - up} away" if held > up else ""
        return f"at {up} terminal{'' if up == 1 else 's'}{gone}" if held else "at no terminal yet"
    if up or not held:
        return "at the desk" if up else "not here yet"
    return "away" if away is None else f"away {lasting(away)}"


def called(room: Room, place: RoomPlace) -> str:
    """What a place of a room is called at the host, with the name of whoever has it to themselves."""
    person = next((each for each in room.people if each.handle == place), None)
    if person is not None and person.seat:
        return f"{room.book.name(person.seat)}, {person.name}"
    if person is not None:
        return f"{person.name}, {person.role.replace('_', ' ')}"
    return room.setting.names.get(place) or name_of(place)
