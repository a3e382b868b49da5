"""A room that is hosted here: it lets people in by codes and keys, and gives each the place that the code opens.

The game, its models and scripts, its record and its session run in this process; a line carries to a place what is to
be seen there, and back what may be done from it. Nothing is told to a line before it has opened a place, and nothing of
a code or a key is ever told or logged.
"""

from __future__ import annotations

import asyncio
import socket as sockets
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from secrets import token_hex

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

import wargame
from wargame.core.ids import CONTROL, SeatId
from wargame.errors import NotAllowed
from wargame.rooms.after_game import nobody_waited_for
from wargame.rooms.door_watch import DoorWatch
from wargame.rooms.held_place import HeldPlace, Socket
from wargame.rooms.held_seat import HeldSeat
from wargame.rooms.keys import Keyring, OpensNothing, TooSoon, WrongTries
from wargame.rooms.line_end import GONE, LATER, SILENT, ended
from wargame.rooms.lines_away import LinesAway
from wargame.rooms.messages import LARGEST, Arrival, CodeBrought, arrival_of, from_desk
from wargame.rooms.pace import Pace
from wargame.rooms.peoples_places import called, lead_said, mates_away, seat_of, where_said
from wargame.rooms.places import SHARED, RoomPlace, is_desk, kind_of
from wargame.rooms.places_made import PlacesBeside
from wargame.rooms.reading_together import ReadingTogether
from wargame.rooms.seat_forms import AskedAtDesks, FormsOfPlace
from wargame.table.room import Room

FIRST_WORD = 10.0
"""Seconds in which whoever comes must bring a code or a key."""
MOST_LINES, MOST_UNKNOWN = 200, 32
"""Lines at once, and how many of them of people who have not said yet who they are."""
PING, PATIENCE = 10.0, 20.0
"""Seconds between two signs of life of a line, and how long one may be missing."""
KEY_AGAIN = "another line with the same key"


class HostedRoom:
    """A room with a door."""

    def __init__(
        self, room: Room, keyring: Keyring, told: Callable[[str], None], asked: AskedAtDesks | None = None
    ) -> None:
        """Over a room of this process; `told` hears, in sentences, who comes and goes and who tries.

        `asked` is what the people of its seats are asked beside the game, if anything is.
        """
        self._asked = asked
        self._room, self.keyring, self._told = room, keyring, told
        self._beside, self._door = PlacesBeside(room, self._presence), DoorWatch(self._name)
        for seat in room.setting.ids:  # who was there before comes back, also to a seat that somebody else plays by now
            if keyring.held(seat) and seat not in keyring.codes:
                keyring.add(seat)
        self._reading = ReadingTogether(room, self._seats, self._look_again)
        self._places: dict[RoomPlace, HeldPlace] = {place: self._made(place) for place in self._seat_places()}
        self._unwatch = room.view.watch(self._admit)
        self._wrong = WrongTries(room.parts.time)
        self._away = LinesAway(room.parts.time)
        self._lines, self._unknown = 0, 0
        self.came_by: dict[str, str] = {}
        """Where somebody is whose desk runs at this machine, by the life of that desk."""
        self._life = token_hex(8)
        """A name of this run of the host."""
        self._line_ended = asyncio.Event()
        self._ending: set[asyncio.Task[None]] = set()

    # the places

    def _seats(self) -> tuple[SeatId, ...]:
        """Seats that have been of people at some time."""
        return tuple(dict.fromkeys(seat_of(self._room, place) for place in self._seat_places()))

    def _seat_places(self) -> tuple[RoomPlace, ...]:
        return tuple(place for place in self.keyring.codes if seat_of(self._room, place) in self._room.setting.by_id)

    def _admit(self) -> None:
        """A seat that control has given to people has a place from then on."""
        for seat in self._room.setting.ids:
            if seat not in self._seats() and self._room.is_human(seat):
                code = self.keyring.add(seat)
                self._places[seat] = self._made(seat)
                self._told(f"{self._name(seat)} ({seat}): people play it now; code {code}")

    def _made(self, place: RoomPlace) -> HeldPlace:
        if (beside := self._beside.made(place)) is not None:
            return beside
        seat = seat_of(self._room, place)
        held = HeldSeat(self._room, seat, self._reading.read_by(seat), None if place == seat else place)
        held.others_read = self._reading.others_of(seat)
        held.away = lambda: mates_away(self._room, place, self._is_there)
        if self._asked is not None:
            held.forms = FormsOfPlace(self._asked, place, seat, held.people)
        return held

    def _place(self, place: RoomPlace) -> HeldPlace:
        """A place that somebody has opened; what may stand up several times is made when it is opened."""
        if place not in self._places:
            self._places[place] = self._made(place)
        return self._places[place]

    def _name(self, place: RoomPlace) -> str:
        return called(self._room, place)

    def _look_again(self) -> None:
        for held in self._places.values():
            held.look_again()

    def _presence(self, viewer: RoomPlace) -> dict[str, str]:
        """Who is where, for control's side: seats by id, other places by name; for control itself the door as well."""
        known, aside = self._room.setting.by_id, {place: held.aside for place, held in self._places.items()}
        where: dict[str, str] = {
            place if place in known else self._name(place): self._where(place) + aside.get(place, "")
            for place in self.keyring.codes
            if place != CONTROL
        }
        return where | self._door.told() if viewer == CONTROL else where

    def _is_there(self, place: RoomPlace) -> bool:
        """Whether a desk is open there, or its line ended only a moment ago."""
        held = self._places.get(place)
        return held is not None and (held.socket is not None or self._away.just_now(place))

    def _moved(self) -> None:
        """Somebody has come or gone: control is told, and whoever shares a seat."""
        for place, held in self._places.items():
            if is_desk(place) or place not in self._room.setting.by_id:
                held.look_again()

    # the door

    @asynccontextmanager
    async def open(self, door: sockets.socket, sealing: ssl.SSLContext | None = None) -> AsyncIterator[None]:
        """Let people in at a listening socket, for as long as the block lasts; then all lines are closed."""
        async with self.also_at(door, sealing):
            try:
                yield
            finally:
                self._unwatch()
                for held in self._places.values():
                    held.close()

    @asynccontextmanager
    async def also_at(self, door: sockets.socket, sealing: ssl.SSLContext | None = None) -> AsyncIterator[None]:
        """Let people in at one more listening socket, for as long as the block lasts, within that of `open`."""
        async with serve(
            self._line,
            sock=door,
            ssl=sealing,
            origins=[None],  # no page of a browser that happens to run on this machine
            compression=None,
            max_size=LARGEST,
            max_queue=4,
            open_timeout=FIRST_WORD,
            ping_interval=PING,
            ping_timeout=PATIENCE,
            server_header=None,
            logger=SILENT,
        ):
            yield

    async def _line(self, line: ServerConnection) -> None:
        with suppress(ConnectionClosed):
            if self._lines >= MOST_LINES or self._unknown >= MOST_UNKNOWN:
                await line.close(1013, "too many people are at the door; try again in a while")
                return
            self._lines += 1
            try:
                await self._let_in(line)
            finally:
                self._lines -= 1

    async def _let_in(self, line: ServerConnection) -> None:
        address = str(line.remote_address[0]) if line.remote_address else "?"
        self._unknown += 1
        try:
            async with asyncio.timeout(FIRST_WORD):
                first = await line.recv()
            arrival = arrival_of(first)
            if arrival.version != wargame.__version__:
                raise NotAllowed(
                    f"this room plays with wargame {wargame.__version__}, and you have {arrival.version[:20]}; "
                    "install the same version"
                )
            address = self.came_by.get(arrival.life, address)
            place, key = self._opened(arrival, address)
        except OpensNothing as fault:
            await ended(line, str(fault), code=LATER if isinstance(fault, TooSoon) else GONE, again=fault.wait)
            return
        except NotAllowed as fault:
            await ended(line, str(fault))
            return
        except TimeoutError:
            await ended(line, f"no code and no key came within {FIRST_WORD:g} seconds")
            return
        finally:
            self._unknown -= 1
        await self._give(line, place, key, arrival.life, address, first)

    def _opened(self, arrival: Arrival, address: str) -> tuple[RoomPlace, str]:
        """The place that is opened, and the fresh key for a code. Who holds a key waits for nobody's wrong codes."""
        what = "code" if isinstance(arrival, CodeBrought) else "key"
        if isinstance(arrival, CodeBrought):
            self._wrong.check(address)
        try:
            opened = (
                self.keyring.use(arrival.code, arrival.plain)
                if isinstance(arrival, CodeBrought)
                else (self.keyring.place_of(arrival.key), "")
            )
        except OpensNothing as fault:
            self._wrong.check(address)
            count = self._wrong.was_wrong(address)
            fault.wait = self._wrong.left(address)
            self._told(f"a wrong {what} from {address}" + (f", number {count} in a row" if count > 1 else ""))
            self._door.wrong(what, address)
            self._moved()
            raise
        if isinstance(arrival, CodeBrought):
            self._wrong.was_right(address)  # a key could be brought again and again between two guesses
        return opened

    async def _give(
        self, line: ServerConnection, place: RoomPlace, key: str, life: str, address: str, arrival: str | bytes
    ) -> None:
        """Give a line its place until it ends; another line of the place is told, and ended."""
        held, name = self._place(place), self._name(place)
        again = held.life == life
        before = held.taken_by(line, life)
        said = ""
        if before is not None:
            who = "another run of the same desk" if again else "whoever came with its new code" if key else KEY_AGAIN
            self._end_soon(before, f"the desk of {name} was opened by {who}; ask the host if that was not you")
            if not again:
                said = f"the desk of {name} was still open on another line, which has been told and is closed now"
                self._door.taken(place, address)
                self._told(f"{name}: two lines claim this place; it is with {who} now, from {address}")
        if key:
            code = self.keyring.codes[kind_of(place)]
            self._told(f"{name}: joined from {address}; the next code of this place is {code}")
        elif not again:
            self._told(f"{name}: back, from {address}")
        self._moved()
        head = {"room": self.keyring.room, "host": self._life, "place": place, "said": said}
        first = {**head, **({"key": key} if key else {})}
        held.telling = asyncio.create_task(held.keep_telling(line, first))
        tasks = {held.telling, asyncio.create_task(self._listen(line, held, arrival))}
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            gone = held.left_by(line)
            self._moved()
            self._line_ended.set()
            if gone:
                self._away.ended(place, held.shown_since, lambda: self._miss(place, address))
        fault = next((each.exception() for each in done if not each.cancelled() and each.exception()), None)
        if isinstance(fault, NotAllowed):
            await ended(line, str(fault), code=LATER)
        elif fault is not None and not isinstance(fault, ConnectionClosed):
            self._told(f"{name}: the desk cannot be served ({type(fault).__name__})")
            await ended(line, "the room failed at this desk; the host has been told", code=LATER)

    def _miss(self, place: RoomPlace, address: str) -> None:
        """A line that has ended and did not come back at once is told of, once."""
        if self._places[place].socket is None and self._is_held(place) and not self._room.over:
            self._told(f"{self._name(place)}: the line from {address} has ended")
            self._moved()

    def _is_held(self, place: RoomPlace) -> bool:
        return place in self.keyring.held(kind_of(place))

    def _end_soon(self, line: Socket, why: str) -> None:
        """End a line that may be dead already, while others go on."""
        task = asyncio.create_task(ended(line, why))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _listen(self, line: ServerConnection, held: HeldPlace, arrival: str | bytes) -> None:
        """Hear what a desk sends, at most so fast; its arrival may have come twice."""
        pace = Pace()
        async for message in line:
            await pace.one_more()
            if held.socket is not line:
                return
            if message != arrival:
                await held.received(from_desk(message))

    # what whoever hosts may ask and do

    def unread(self) -> tuple[SeatId, ...]:
        """Seats of people that have yet to say that they have read; none where there is nothing to read."""
        return self._reading.unread()

    def who(self) -> list[str]:
        """Who is where, a sentence a place, with its unused code."""
        return [
            f"{self._name(place)} ({place}): {lead_said(self._room, place)}{self._where(place)}; code {code}"
            for place, code in self.keyring.codes.items()
        ]

    def _where(self, place: RoomPlace) -> str:
        held = self.keyring.held(place)
        up = sum(each in self._places and self._places[each].socket is not None for each in held)
        return where_said(place, len(held), up, self._away.since(held[0]) if held else None)

    async def all_told(self, seconds: float) -> None:
        """Wait until whoever holds a seat was sent the end of the game and has closed the line, no longer than that.

        What only shows is not waited for when its line is down. Whoever hosts is told whom it waits for.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await nobody_waited_for(self._waited_for, self._line_ended, self._told)

    def _waited_for(self) -> list[str]:
        return [self._name(held.place) for held in self._places.values() if self._waits_for(held)]

    def _waits_for(self, held: HeldPlace) -> bool:
        if held.socket is not None:
            return True
        return kind_of(held.place) not in SHARED and self._is_held(held.place) and not held.told_the_end

    def withdraw(self, place: RoomPlace) -> str:
        """Put whoever holds a place off it; the fresh code is given. NotAllowed if there is no such place here."""
        gone = self.keyring.held(place)
        try:
            code = self.keyring.renew(place)
        except KeyError:
            raise NotAllowed(
                f"{place}: there is no such place here; there are {', '.join(self.keyring.codes)}"
            ) from None
        for each in gone:
            if each in self._places and (line := self._places[each].put_off()) is not None:
                self._end_soon(line, f"the host has withdrawn the desk of {self._name(each)} from you")
        return code
