"""What stands at a joined terminal, by the place that its code has opened."""

from __future__ import annotations

from wargame.rooms.places import SHARED, RoomPlace, is_desk, is_observer, kind_of
from wargame.rooms.remote_chair import RemoteChair
from wargame.rooms.remote_control import RemoteControl
from wargame.rooms.remote_end import ActSender, RemoteEnd
from wargame.rooms.remote_observer import RemoteObserver
from wargame.rooms.remote_screen import RemoteScreen


def end_of(place: RoomPlace, sender: ActSender) -> RemoteEnd:
    """A chair, control's desk, an observer's place or the public screen."""
    if kind_of(place) in SHARED:
        return RemoteScreen(place, sender)
    if is_observer(place):
        return RemoteObserver(place, sender)
    return RemoteControl(place, sender) if is_desk(place) else RemoteChair(place, sender)
