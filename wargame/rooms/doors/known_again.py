"""Who comes back to a door of the room by a key of their own, such as one of ssh: what they have opened there.

While the room is open the keys of places are kept in memory. A room that was broken off and goes on has only hashes of
them beside its record, so that whoever comes back gets a fresh key of the place, in place of the one they had.
"""

from __future__ import annotations

from contextlib import suppress

from wargame.errors import NotAllowed
from wargame.rooms.doors.visitors import KeyOfPlace
from wargame.rooms.keys import Keyring


class KnownAgain:
    """What one visitor has opened, and may open again without a code."""

    def __init__(self, keyring: Keyring, own: str, kept: dict[str, str]) -> None:
        """Of a room with this keyring; `own` is by what they are known, empty where they are known by nothing.

        `kept` are the keys of all places that were opened through this door, by place: shared by its visitors.
        """
        self._keyring, self.own, self._kept = keyring, own, kept

    @property
    def places(self) -> tuple[str, ...]:
        """What they may open again, the latest first: nobody has taken it over, and no host has withdrawn it."""
        return tuple(reversed(self._keyring.known(self.own))) if self.own else ()

    def opened(self, place: KeyOfPlace) -> None:
        """They have opened a place with a code, or come back to it. TranscriptError if that cannot be kept."""
        if self.own:
            self._kept[place.place] = place.key
            with suppress(NotAllowed):  # somebody has taken the place over in this very moment
                self._keyring.know(self.own, place.key)

    def again(self, place: str) -> KeyOfPlace:
        """The key of one of their places. NotAllowed if it is theirs no longer."""
        if place in self.places:
            with suppress(NotAllowed):
                self._keyring.place_of(key := self._kept.get(place, ""))
                return KeyOfPlace(place, key)
        return KeyOfPlace(place, self._keyring.again(self.own, place))
