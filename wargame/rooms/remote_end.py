"""The end of a line at a joined terminal: what reached it last of its place, and who is told when more comes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Protocol

from wargame.errors import NotAllowed
from wargame.rooms.host_time import HostTime
from wargame.rooms.messages import PlaceAct
from wargame.rooms.places import RoomPlace
from wargame.table.chair import Clock
from wargame.table.listeners import Watchers


class ActSender(Protocol):
    """What takes the acts of a place to its room."""

    life: str
    """The name of this run of the program."""

    async def do(self, act: Callable[[int], PlaceAct]) -> Any:
        """Have an act done; what came of it, as JSON says it. The room's refusal is raised as NotAllowed.

        `act` is given its number.
        """
        ...

    def draft_changed(self) -> None:
        """The draft is another one: it is to be sent on."""
        ...

    async def asked(self, question: str) -> str:
        """What the adviser says; NotAllowed if it says nothing."""
        ...


class RemoteEnd(ABC):
    """One place, far from its table."""

    REPEATS: ClassVar[bool] = True
    """Whether an act that a host before this one may have done can be sent again without harm."""

    def __init__(self, place: RoomPlace, sender: ActSender) -> None:
        """Nothing is known yet: `received` brings it, before anybody looks."""
        self.place = place
        self._sender = sender
        self._parts: dict[str, bytes] = {}
        self._head: Mapping[str, Any] = {}
        self._time = HostTime()
        self._watchers = Watchers()
        self.unsent = False
        """Whether something that is drafted here has changed since it was last sent."""

    def received(self, head: Mapping[str, Any], parts: dict[str, bytes], latest_draft: int) -> None:
        """What the room sent: the head of a frame, and the parts as they are now.

        Act `latest_draft` of this life was the last that sent a draft; 0 for none. ValueError if it is not what a room
        sends.
        """
        before, self._parts, self._head = self._parts, parts, head
        self._time.heard(head)
        self.changed(before, latest_draft)
        self._watchers.tell()

    @abstractmethod
    def changed(self, before: Mapping[str, bytes], latest_draft: int) -> None:
        """Other parts than before are here now."""

    @abstractmethod
    def clock(self) -> Clock:
        """The phase clock, running on since it was last heard of."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What the place is called."""

    @property
    def lingers(self) -> bool:
        """Whether the line is still needed when the game is over."""
        return False

    def taken(self, act: int) -> PlaceAct:
        """What is drafted here, as it is sent as this act; NotAllowed where nothing is drafted."""
        raise NotAllowed("nothing is drafted at this place")

    def now(self) -> float:
        """Seconds of the host's own time, as far as they are known here."""
        return self._time.now()

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Be told of everything that reaches this place; gives a function that ends it."""
        return self._watchers.add(changed)
