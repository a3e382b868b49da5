"""Who plays at this terminal: the chairs of its people, the other desks that stand there, and the table behind them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from wargame.core.ids import CONTROL, SeatId
from wargame.errors import NotAllowed

if TYPE_CHECKING:
    from wargame.present.asked_forms import ConsentToAsk, SurveyToAsk
    from wargame.present.measured import Measured
    from wargame.table.chair import Chair, Clock
    from wargame.table.desk import ControlDesk
    from wargame.table.observing import NoteTaker
    from wargame.table.room import Room
    from wargame.table.watching import RoomView, TableView


class TableHost(Protocol):
    """What a terminal asks of its table beside the chairs: words at the door, and the game that runs behind."""

    @property
    def table(self) -> TableView | None:
        """What control's desk looks at; None where the terminal has none."""
        ...

    @property
    def public(self) -> RoomView | None:
        """What the public screen looks at; None where the terminal has none."""
        ...

    @property
    def control(self) -> ControlDesk | None:
        """The acts of control's desk; None where the terminal has none."""
        ...

    def has_word(self, place: str) -> bool:
        """Whether a word is asked before a place's screen is shown."""
        ...

    def word_refused(self, place: str, word: str) -> str:
        """Why a word does not open a place, in a sentence; empty if it does."""
        ...

    async def play(self, first_page: Callable[[], Awaitable[object]] | None = None) -> object:
        """Keep the game going until its end; nobody is asked before there is a `first_page`, if one is waited for."""
        ...

    def read_on(self, who: str) -> None:
        """End the time to read, because everybody at the table has read enough."""
        ...


@dataclass(frozen=True, slots=True)
class LocalTable:
    """One terminal at one table."""

    title: str
    """The scenario's title, which everybody may read."""
    names: Mapping[str, str]
    """Names of all places: seats by id, and the other desks."""
    chairs: Mapping[SeatId, Chair]
    """The seats that people play here, in table order."""
    host: TableHost
    """The table behind the screens."""
    desks: tuple[str, ...] = ()
    """Other places at this terminal: control's desk and the public screen."""
    own_pace: bool = False
    """Whether nobody facilitates: the time to read is over when every seat here has read."""
    then: Callable[[], LocalTable] | None = None
    """What follows when the game is over: the real one after a rehearsal."""
    practice: LocalTable | None = None
    """The rehearsal that went before, in which some may not have seen what came of their practice turn."""
    record: Path | None = None
    """Where the game is recorded; nowhere while it is rehearsed."""
    said: str = ""
    """What everybody is told first: what is amiss with the record of a game that is gone on with."""
    measured: Measured | None = None
    """What is measured of the scenario; None where it is not known here."""
    survey: SurveyToAsk | None = None
    """A survey that is offered to its people before the game and after it."""
    consent: ConsentToAsk | None = None
    """Whether its people are asked if what they write in private may be shown."""
    elsewhere: str = ""
    """What becomes of the game if this terminal leaves it, where the table stands elsewhere and others sit at terminals
    of their own; empty where it stands here."""
    trouble: Callable[[], str] | None = None
    """What is amiss between this terminal and its table, in a sentence or nothing; None where nothing can be."""
    closed: Callable[[], bool] | None = None
    """Whether the room has closed this desk for good, where the table stands elsewhere."""
    others_read: Callable[[], tuple[SeatId, ...]] | None = None
    """Seats at other terminals that have yet to say that they have read; None where there are no others."""
    observer: NoteTaker | None = None
    """Whoever looks on at the public screen here and writes notes; None where nobody does."""
    settled: Callable[[], Awaitable[None]] | None = None
    """Waits until what was typed here last is at the table; None where it is there at once."""
    _read: dict[SeatId, tuple[int, str]] = field(default_factory=dict, compare=False, repr=False)
    """In which turn and phase each seat last said that it has read."""

    @property
    def people(self) -> tuple[str, ...]:
        """Names of the people at its seats."""
        return tuple(person.name for chair in self.chairs.values() for person in chair.people)

    @property
    def places(self) -> tuple[str, ...]:
        """Everywhere that somebody can sit down at this terminal: the seats first."""
        return (*self.chairs, *self.desks)

    @property
    def first(self) -> str:
        """Who should sit down first: the first seat that owes an answer, else the first place."""
        return self.owing() or next(iter(self.places))

    def owes(self, place: str) -> bool:
        """Whether a seat here owes an answer."""
        return place in self.chairs and self.chairs[place].owes

    def clock(self) -> Clock | None:
        """The phase clock as every seat reads it; None where nobody has a seat."""
        return next((chair.clock() for chair in self.chairs.values()), None)

    def owing(self, after: SeatId | None = None) -> SeatId | None:
        """The next seat here that owes an answer, in table order after `after` and round again; None if none does."""
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

    @property
    def ending(self) -> str:
        """What to do when the game is over."""
        if self.then is not None:
            return "the rehearsal is over; F8 clears the table, then the game begins"
        return "the game is over; r tells how it went" if self.chairs else "the game is over; q leaves this desk"

    def reading(self) -> tuple[SeatId, ...]:
        """The seats here that have not said yet that they have read, in this time to read."""
        clock = self.clock()
        now = (clock.turn, clock.phase) if clock else None
        return tuple(seat for seat in self.chairs if self._read.get(seat) != now)

    def read_on(self, seat: SeatId) -> SeatId | None:
        """This seat has read: the time to read ends if it was the last one, else the next that has not is given.

        KeyError for a seat that nobody plays here.
        """
        clock = self.chairs[seat].clock()
        self._read[seat] = (clock.turn, clock.phase)
        if left := self.reading():
            return left[0]
        self.host.read_on(" and ".join(self.names[each] for each in self.chairs))
        return None


@dataclass(frozen=True, slots=True)
class RoomHost:
    """A room of this process as the table behind a terminal."""

    room: Room
    close: Callable[[], Awaitable[None]] | None = None
    """Puts down what the players of this game hold open, when it ends or is broken off."""

    @property
    def table(self) -> TableView:
        """What control's desk looks at."""
        return self.room.view

    @property
    def public(self) -> RoomView:
        """What the public screen looks at."""
        return self.room.view

    @property
    def control(self) -> ControlDesk:
        """The acts of control's desk."""
        from wargame.table.local_desk import LocalDesk  # with rules: no first picture waits for it

        return LocalDesk(self.room.control)

    def has_word(self, place: str) -> bool:
        """Whether a word is asked before a place's screen is shown."""
        return self.room.has_word(place)

    def word_refused(self, place: str, word: str) -> str:
        """Why a word does not open a place, in a sentence; empty if it does."""
        try:
            self.room.check_word(place, word)
        except NotAllowed as fault:
            return str(fault)
        return ""

    async def play(self, first_page: Callable[[], Awaitable[object]] | None = None) -> object:
        """Keep the game going until its end; nobody is asked before there is a `first_page`, if one is waited for."""
        try:
            return await self.room.play(first_page)
        finally:
            if self.close is not None:
                await self.close()

    def read_on(self, who: str) -> None:
        """End the time to read."""
        self.room.read_on(who)


class PeoplesChairs(Mapping[SeatId, "Chair"]):
    """The chairs of the seats that people play now; control may put people on a seat or take them off at any time."""

    def __init__(self, room: Room) -> None:
        """The chairs of this room. Each is made when it is first asked for, and kept."""
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
    room: Room,
    *,
    then: Callable[[], LocalTable] | None = None,
    title: str = "",
    control: bool = False,
    record: Path | None = None,
    close: Callable[[], Awaitable[None]] | None = None,
    said: str = "",
    measured: Measured | None = None,
    survey: SurveyToAsk | None = None,
    consent: ConsentToAsk | None = None,
) -> LocalTable:
    """The table of everybody whom people play in a room of this process.

    `control` adds the controller's desk. `record` is where the game is kept, if it is. `close` is awaited when the
    game ends or is broken off. `then` gives the table that follows, `title` stands in place of the scenario's, `said`
    is told first, `measured` is what final scores are held against, `survey` is offered before and after, `consent` is
    asked for when it opens.
    """
    from wargame.table.public_view import PUBLIC_SCREEN

    setting = room.setting
    return LocalTable(
        title or setting.title,
        {**{s.id: s.name for s in setting.seats}, CONTROL: "Control", PUBLIC_SCREEN: "The room's screen"},
        PeoplesChairs(room),
        RoomHost(room, close),
        (CONTROL, PUBLIC_SCREEN) if control else (PUBLIC_SCREEN,),
        own_pace=not room.session.settings.facilitated,
        then=then,
        record=record,
        said=said,
        measured=measured,
        survey=survey,
        consent=consent,
    )
