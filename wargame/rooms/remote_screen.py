"""The public screen at another machine: what everybody may see of a table, as it last reached it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from wargame.core.setting import Setting
from wargame.rooms.places import name_of
from wargame.rooms.remote_end import RemoteEnd
from wargame.rooms.screen_parts import ScreenMoment, screen_of
from wargame.rooms.typed_json import of_bytes
from wargame.table.chair import Clock
from wargame.table.public_view import PublicScreen


class RemoteScreen(RemoteEnd):
    """A room's public screen, far from the table."""

    _setting: Setting
    _moment: ScreenMoment
    _public: PublicScreen
    _names: Mapping[str, str]

    def changed(self, before: Mapping[str, bytes], latest_draft: int) -> None:
        """Read what is new."""
        parts = self._parts
        if before.get("setting") != parts["setting"]:
            self._setting = of_bytes(Setting, parts["setting"])
        if before.get("moment") != parts["moment"]:
            self._moment = of_bytes(ScreenMoment, parts["moment"])
        if before.get("names") != parts["names"]:
            self._names = of_bytes(dict[str, str], parts["names"])
        if (before.get("public"), before.get("events")) != (parts["public"], parts["events"]):
            self._public = screen_of(parts)

    @property
    def name(self) -> str:
        """What the place is called."""
        return name_of(self.place)

    @property
    def setting(self) -> Setting:
        """The frame of the game, as everybody knows it."""
        return self._setting

    def clock(self) -> Clock:
        """The phase clock, running on since it was last heard of."""
        return self._time.running(self._moment.clock)

    def public(self) -> PublicScreen:
        """What a projector may show."""
        return replace(self._public, clock=self.clock(), statuses=self._time.idle(self._moment.statuses))

    def names(self) -> Mapping[str, str]:
        """Names of seats, and of the models that everybody knows of, by id."""
        return self._names
