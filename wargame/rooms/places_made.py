"""What stands at the host for a place of a room that is no seat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from wargame.rooms.held_control import HeldControl, PartsOfControl, hands_of
from wargame.rooms.held_observer import HeldObserver
from wargame.rooms.held_place import HeldPlace
from wargame.rooms.held_screen import HeldScreen, PartsOfScreen
from wargame.rooms.places import SHARED, RoomPlace, is_desk, is_observer, kind_of
from wargame.table.room import Room


class PlacesBeside:
    """Makes the desks of control's side, the places of observers and the screens of one room."""

    def __init__(self, room: Room, presence: Callable[[RoomPlace], Mapping[str, str]]) -> None:
        """Of this room; `presence` says where whoever holds each place is, for the eyes of one of these places."""
        self._room, self._presence = room, presence
        self._screen = PartsOfScreen(room)
        self._truth = PartsOfControl(room, self._screen)

    def made(self, place: RoomPlace) -> HeldPlace | None:
        """Such a place, at which nobody is yet; None for a seat."""
        if kind_of(place) in SHARED:
            return HeldScreen(self._room, place, self._screen)
        if is_observer(place):
            return HeldObserver(self._room, place, self._screen)
        if is_desk(place):
            presence = partial(self._presence, place)
            return HeldControl(self._room, place, hands_of(self._room, place), self._truth, presence)
        return None
