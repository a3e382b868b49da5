"""A public screen of a hosted room: it is sent what everybody may see, and nothing can be done from it."""

from __future__ import annotations

from dataclasses import replace

from wargame.core.ids import PUBLIC
from wargame.core.readable import SIGHT
from wargame.core.setting import Setting
from wargame.core.views import Seen
from wargame.players.base import known_to_all
from wargame.rooms.frames import Part
from wargame.rooms.held_place import HeldPlace
from wargame.rooms.host_time import rings, since
from wargame.rooms.places import RoomPlace
from wargame.rooms.screen_parts import ScreenMoment
from wargame.rooms.typed_json import in_bytes
from wargame.table import status
from wargame.table.public_view import PublicScreen
from wargame.table.room import Room


class PartsOfScreen:
    """The parts of every public screen of a room; what is linear in the record is made when the record has grown."""

    def __init__(self, room: Room) -> None:
        """Of this room."""
        self._room = room
        self._setting = in_bytes(Setting, known_to_all(room.setting))
        self._made_of: tuple[object, ...] = ()
        self._made: dict[str, Part] = {}

    def now(self) -> dict[str, Part]:
        """Every part as it is at this moment."""
        room, record = self._room, self._room.record
        made_of = (len(record), record[-1].id if record else "", len(room.game.past.undone))
        if made_of != self._made_of:
            public = room.view.public()
            bare = replace(public, clock=replace(public.clock, left=None), statuses=(), events=())
            self._made = {
                "public": in_bytes(PublicScreen, bare),
                "events": in_bytes(tuple[Seen, ...], public.events),
                "names": in_bytes(dict[str, str], self._names()),
            }
            self._made_of = made_of
        clock, now = room.clock(), room.parts.time.now()
        seen = since(status.statuses_seen(room.parts, None), now)
        moment = ScreenMoment(replace(clock, left=None), rings(clock, now), seen)
        return {"setting": self._setting, "moment": in_bytes(ScreenMoment, moment), **self._made}

    def _names(self) -> dict[str, str]:
        """Names of the seats, and of the models that everybody knows of."""
        models = self._room.game.sequence.state.models.values()
        known = {str(model.id): model.name for model in models if SIGHT["models"](PUBLIC, model) is not None}
        return {**known, **self._room.setting.names}


class HeldScreen(HeldPlace):
    """One terminal that shows what everybody may see."""

    def __init__(self, room: Room, place: RoomPlace, parts: PartsOfScreen) -> None:
        """Nobody is there yet; the parts are the same for all screens of a room."""
        super().__init__(room, place)
        self._parts = parts
        self._unwatch = room.view.watch(self.look_again)

    def parts_now(self) -> dict[str, Part]:
        """What is public."""
        return self._parts.now()

    def close(self) -> None:
        """Nobody is told of anything any more."""
        self._unwatch()
