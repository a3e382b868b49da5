"""Who plays at this terminal: the chairs of its people, their seat words, and the game that runs behind them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wargame.core.ids import CONTROL, SeatId
from wargame.errors import NotAllowed

if TYPE_CHECKING:
    from textual.screen import Screen

    from wargame.table.chair import Chair, Clock
    from wargame.table.room import Room


def _no_word(place: str) -> bool:
    return False


def _any_word(place: str, word: str) -> bool:
    return True


async def _nobody_plays() -> None:
    """A table that something else keeps going."""


@dataclass(frozen=True)
class Sitting:
    """One terminal at one table."""

    title: str
    """The scenario's title, which everybody may read."""
    names: Mapping[str, str]
    """Names of all places: seats by id, and the other desks."""
    chairs: Mapping[SeatId, Chair]
    """The seats that people play here, in table order."""
    has_word: Callable[[str], bool] = _no_word
    """Whether a word is asked before a place's screen is shown."""
    fits: Callable[[str, str], bool] = _any_word
    """Whether this is the place's word."""
    play: Callable[[], Awaitable[object]] = _nobody_plays
    """Keeps the game going until its end."""
    desks: Mapping[str, Callable[[], Screen[Any]]] = field(default_factory=dict)
    """Other places at this terminal, such as control's desk and the room's screen; each makes its screen."""
    then: Callable[[], Sitting] | None = None
    """What follows when the game is over: the real one after a rehearsal."""
    go_on: Callable[[], None] | None = None
    """Ends the time to read, where one person sits alone and nobody else is to decide on it."""
    record: Path | None = None
    """Where the game is recorded; nowhere while it is rehearsed."""

    @property
    def places(self) -> tuple[str, ...]:
        """Everywhere that somebody can sit down at this terminal: the seats first."""
        return (*self.chairs, *self.desks)

    @property
    def first(self) -> str:
        """Who should sit down first."""
        return self.owing() or next(iter(self.places))

    def owes(self, place: str) -> bool:
        """Whether a seat here owes an answer."""
        return place in self.chairs and self.chairs[place].owes

    def clock(self) -> Clock | None:
        """The phase clock as every seat reads it; None where nobody has a seat."""
        return next((chair.clock() for chair in self.chairs.values()), None)

    def owing(self, after: SeatId | None = None) -> SeatId | None:
        """The next seat here that owes an answer, in table order from one seat on."""
        seats = list(self.chairs)
        start = seats.index(after) + 1 if after in seats else 0
        return next((s for s in (*seats[start:], *seats[:start]) if self.chairs[s].owes), None)

    @property
    def wanted(self) -> str | None:
        """Whom the game waits for at this terminal: a seat that owes an answer, or control while it rules."""
        clock = self.clock()
        ruling = clock is not None and clock.phase == "adjudication" and CONTROL in self.desks
        return self.owing() or (CONTROL if ruling else None)

    @property
    def shared(self) -> bool:
        """Whether several seats are played at this terminal."""
        return len(self.chairs) > 1

    @property
    def several(self) -> bool:
        """Whether more than one person may stand at this terminal: several seats, or one and a facilitator."""
        return self.shared or CONTROL in self.desks


class PeoplesChairs(Mapping[SeatId, "Chair"]):
    """The chairs of the seats that people play now; control may put people on a seat or take them off at any time."""

    def __init__(self, room: Room) -> None:
        """In this room."""
        self._room = room
        self._made: dict[SeatId, Chair] = {}

    def __getitem__(self, seat: SeatId) -> Chair:
        """The chair of a seat that people play; KeyError for any other."""
        if seat not in self._room.setting.by_id or not self._room.is_human(seat):
            raise KeyError(seat)
        return self._made.setdefault(seat, self._room.chair(seat))

    def __iter__(self) -> Iterator[SeatId]:
        """These seats in table order."""
        return (seat for seat in self._room.setting.ids if self._room.is_human(seat))

    def __len__(self) -> int:
        """How many there are."""
        return sum(1 for _ in self)


def of_room(
    room: Room, *, then: Callable[[], Sitting] | None = None, title: str = "", control: bool = False
) -> Sitting:
    """The sitting of everybody whom people play in a room of this process; `control` adds the controller's desk."""

    def public_screen() -> Screen[Any]:
        from wargame.ui.public.screen import PublicRoomScreen

        return PublicRoomScreen(room)

    def control_screen() -> Screen[Any]:
        from wargame.ui.facilitator.screen import ControlScreen

        return ControlScreen(room, kept=kept)

    def fits(place: str, word: str) -> bool:
        try:
            room.claim(place, word)
        except NotAllowed:
            return False
        return True

    setting = room.setting
    desks: dict[str, Callable[[], Screen[Any]]] = {"room": public_screen}
    kept: dict[str, dict[str, Any]] = {}
    if control:
        desks = {"control": control_screen, **desks}
    people = [seat for seat in setting.ids if room.is_human(seat)]
    alone = not room.session.facilitated and len(people) == 1
    return Sitting(
        title or setting.title,
        {**{s.id: s.name for s in setting.seats}, "control": "Control", "room": "The room's screen"},
        PeoplesChairs(room),
        room.has_word,
        fits,
        room.play,
        desks,
        then,
        (lambda: room.pace.read_on(setting.name_of(people[0]))) if alone else None,
    )
