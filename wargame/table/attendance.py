"""The people in a room: who comes and goes, who leads a seat, and the words by which seats let people in.

After a wrong word a place takes none for a while, and for twice as long after each further one: a word can be short.
"""

from __future__ import annotations

from math import ceil

from wargame.core.ids import CONTROL, SeatId
from wargame.core.setting import Setting
from wargame.errors import NotAllowed, SpecError
from wargame.table.clock import TimeSource
from wargame.table.people import ROLES, Person, PersonRole, hidden, matches, unfit_name
from wargame.table.session import Session

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds in which a place takes no word after the first wrong one, and at most."""


class Attendance:
    """Everybody in one room, as its session keeps them."""

    def __init__(self, session: Session, setting: Setting, time: TimeSource) -> None:
        """Over a session of a game."""
        self._session, self._setting, self._time = session, setting, time
        self._wrong: dict[str, tuple[int, float]] = {}
        """Wrong words in a row, and when the next one is taken, by place."""

    @property
    def everybody(self) -> tuple[Person, ...]:
        """All of them, in the order in which they came."""
        return tuple(self._session.people)

    def on(self, seat: SeatId) -> tuple[Person, ...]:
        """The people of a seat, the one who hands in first."""
        lead = self._session.leads.get(seat)
        own = [person for person in self._session.people if person.seat == seat]
        return tuple(sorted(own, key=lambda person: person.handle != lead))

    def join(self, name: str, role: PersonRole, seat: SeatId | None, handle: str | None) -> Person:
        """Somebody comes in; the first player on a seat leads it. SpecError says what is wrong."""
        if role not in ROLES:
            raise SpecError(f"role {role!r} is unknown; accepted are {', '.join(ROLES)}")
        if role == "player" and seat not in self._setting.by_id:
            raise SpecError(f"a player needs a seat, not {seat!r}; the seats are {', '.join(self._setting.ids)}")
        if wrong := unfit_name(name.strip()):
            raise SpecError(wrong)
        taken = {person.handle for person in self._session.people}
        stem = (seat if role == "player" else role) or role
        given = handle or next(f"{stem}-{n}" for n in range(1, len(taken) + 2) if f"{stem}-{n}" not in taken)
        if given in taken:
            raise SpecError(f"the handle {given!r} is taken; taken are {', '.join(sorted(taken))}")
        person = Person(given, name.strip() or given, role, seat if role == "player" else None)
        self._session.people.append(person)
        if person.seat is not None:
            self._session.leads.setdefault(person.seat, person.handle)
        return person

    def find(self, handle: str) -> Person:
        """Somebody by handle; SpecError lists the handles."""
        for person in self._session.people:
            if person.handle == handle:
                return person
        known = ", ".join(person.handle for person in self._session.people)
        raise SpecError(f"nobody in this room has the handle {handle!r}; here are {known or 'nobody yet'}")

    def lead(self, handle: str) -> None:
        """Make somebody the one who hands in for their seat."""
        person = self.find(handle)
        if person.seat is None:
            raise SpecError(f"{handle} sits on no seat and cannot lead one")
        self._session.leads[person.seat] = handle

    def leave(self, handle: str) -> None:
        """Somebody goes; the next of the seat leads it."""
        person = self.find(handle)
        self._session.people.remove(person)
        self._session.own_drafts.pop(handle, None)
        if person.seat is not None and self._session.leads.get(person.seat) == handle:
            left = self.on(person.seat)
            if left:
                self._session.leads[person.seat] = left[0].handle
            else:
                del self._session.leads[person.seat]

    def check_seat(self, seat: SeatId) -> None:
        """NotAllowed if there is no such seat."""
        if seat not in self._setting.by_id:
            raise NotAllowed(f"there is no seat {seat!r}; the seats are {', '.join(self._setting.ids)}")

    # words

    def set_word(self, seat: SeatId, word: str) -> None:
        """Give a seat its word, or `control` the facilitator's; only a salted hash is kept."""
        if seat not in self._setting.by_id and seat != CONTROL:
            raise SpecError(f"there is no seat {seat!r}; the seats are {', '.join(self._setting.ids)}")
        if not word.strip():
            raise SpecError("a seat word needs at least one character")
        self._session.words[seat] = hidden(word)

    def has_word(self, seat: SeatId) -> bool:
        """Whether a seat has a word."""
        return seat in self._session.words

    def check_word(self, seat: SeatId, word: str) -> None:
        """NotAllowed unless this is the seat's word, and it does not come too soon after a wrong one."""
        kept = self._session.words.get(seat)
        if kept is None:
            raise NotAllowed(f"the seat {seat!r} has no word; control can give it one")
        now, (count, again) = self._time.now(), self._wrong.get(seat, (0, 0.0))
        if now < again:
            raise NotAllowed(f"too soon after a wrong word: wait {_seconds(again - now)}")
        if not matches(word, kept):
            pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2**count)
            self._wrong[seat] = (count + 1, now + pause)
            raise NotAllowed(f"this is not the word of this seat; the next one is taken in {_seconds(pause)}")
        self._wrong.pop(seat, None)


def _seconds(count: float) -> str:
    whole = ceil(count)
    return "1 second" if whole == 1 else f"{whole} seconds"
