"""Who may open which place of a room: one unused code a place, and the key of whoever holds it.

A code is short enough to be read out, opens its place once and is replaced by a fresh one at that moment: whoever takes
over is given the next. Where several may hold a place, as the public screen, the next code opens one more. What a code
brings is a long key, which the holder's own machine keeps to come back with. The host keeps a key's hash alone, beside
the record, so that a host that was broken off knows its people again.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from math import ceil
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from wargame.errors import NotAllowed, TranscriptError
from wargame.rooms.places import SHARED, RoomPlace, by_line, kind_of, name_of, not_by_line, numbered
from wargame.table.attendance import FIRST_PAUSE, LONGEST_PAUSE
from wargame.table.clock import TimeSource
from wargame.transcript.foreign import ordinary_bytes
from wargame.transcript.private import write_private

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What codes are made of: nothing that looks or sounds like another letter."""
LENGTH, GROUP = 12, 4
"""Letters of a code (58 bits), and of each group in which it is written."""
MOST_ADDRESSES = 1000
"""Addresses whose wrong codes are remembered; the oldest is forgotten first."""
HIGHEST_PORT = 65535


@dataclass
class RoomKeys:
    """What is kept of a room's keys beside its record."""

    room: str
    """The room's own name, by which a joined machine knows it again; it opens nothing."""
    held: dict[RoomPlace, str] = field(default_factory=dict)
    """SHA-256 of the key of whoever holds a place."""
    port: int = 0
    """Where the room listened last, so that a room that goes on is found there again; 0 if it never did."""
    known: dict[str, dict[RoomPlace, str]] = field(default_factory=dict)
    """What people opened who are known by something of their own: by its SHA-256, their places with the hash of the key
    that they had of each, the latest last. It counts as long as that key opens the place."""


def port_before(record: Path) -> int:
    """Where the room of a record listened last; 0 if it never did, or if that cannot be read."""
    try:
        return _read(keys_beside(record)).port
    except TranscriptError:
        return 0


def keys_beside(record: Path) -> Path:
    """Where the keys of a room are kept: `NAME.room.json` beside its record."""
    return record.with_name(f"{record.stem}.room.json")


def fresh_code() -> str:
    """A code that nobody knows yet, such as `7KQM-2XWD-94TB`."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(letters[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def tidied(code: str) -> str:
    """A code as it was meant: case, blanks and strokes do not count."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


class OpensNothing(NotAllowed):
    """What was brought opens nothing; something else may."""

    wait = 0.0
    """Seconds in which nothing else from there is looked at."""


class TooSoon(OpensNothing):
    """Nothing is looked at yet: a wrong code came from the same address before."""


class Keyring:
    """The codes and keys of one room."""

    def __init__(self, places: Iterable[RoomPlace], record: Path | None) -> None:
        """Fresh codes for all these places; keys as they are kept beside the record, if a room was open there before.

        TranscriptError if what is kept there cannot be read.
        """
        self._path = keys_beside(record) if record is not None else None
        self._kept = _read(self._path) if self._path is not None else RoomKeys(secrets.token_hex(8))
        self.codes: dict[RoomPlace, str] = {place: fresh_code() for place in places}
        """The unused code of each place, for whoever invites its people."""

    @property
    def room(self) -> str:
        """The room's own name; it opens nothing."""
        return self._kept.room

    def add(self, place: RoomPlace) -> str:
        """The code of a place that the room has from now on, or had before."""
        return self.codes.setdefault(place, fresh_code())

    def listens_at(self, port: int) -> None:
        """Keep where the room listens; TranscriptError if it cannot be kept."""
        if port != self._kept.port:
            self._kept.port = port
            self._save()

    def held(self, place: RoomPlace) -> tuple[RoomPlace, ...]:
        """What somebody has opened with this place's codes and not been put off: itself, or those of a shared one."""
        return tuple(each for each in self._kept.held if kind_of(each) == place)

    def use(self, code: str, plain: bool = False) -> tuple[RoomPlace, str]:
        """The place that a code opens, and the key for whoever brought it; the code is used up.

        Older keys of the place open nothing any more, unless it is a shared one. OpensNothing if it opens no place.
        NotAllowed for a place that cannot be played line by line, if it is to be (`plain`): its code is not used up.
        Every code is compared, in a time that does not tell how much of one was right.
        """
        given = tidied(code).encode()
        opened = [place for place, own in self.codes.items() if hmac.compare_digest(given, tidied(own).encode())]
        if not opened:
            raise OpensNothing("this code opens nothing: it was used before, withdrawn, or mistyped")
        (place,), key = opened, secrets.token_urlsafe(32)
        if plain and not by_line(place):
            raise NotAllowed(not_by_line(name_of(place)))
        self.codes[place] = fresh_code()
        if place in SHARED:
            free = (numbered(place, number) for number in count(1))
            place = next(each for each in free if each not in self._kept.held)
        self._kept.held[place] = _hashed(key)
        self._save()
        return place, key

    def place_of(self, key: str) -> RoomPlace:
        """Whose key this is; OpensNothing if it opens nothing, or no longer."""
        given = _hashed(key)
        opened = [place for place, own in self._kept.held.items() if hmac.compare_digest(given, own)]
        if not opened or kind_of(opened[0]) not in self.codes:
            raise OpensNothing("this key opens nothing any more: the place was handed on or withdrawn")
        return opened[0]

    def know(self, own: str, key: str) -> None:
        """Whoever is known by something of their `own` has opened a place and has this key of it.

        OpensNothing if it opens nothing any more; TranscriptError if this cannot be kept.
        """
        place = self.place_of(key)
        theirs = self._kept.known.setdefault(_hashed(own), {})
        theirs.pop(place, None)
        theirs[place] = _hashed(key)
        self._save()

    def known(self, own: str) -> tuple[RoomPlace, ...]:
        """Which places are open to whoever is known by this, the latest last: nobody else has opened them since."""
        theirs = self._kept.known.get(_hashed(own), {})
        return tuple(place for place, key in theirs.items() if self._kept.held.get(place) == key)

    def again(self, own: str, place: RoomPlace) -> str:
        """A fresh key of a place for whoever is known by this; the one that they had opens nothing any more.

        OpensNothing if the place is not open to them; TranscriptError if the key's hash cannot be kept.
        """
        if place not in self.known(own):
            raise OpensNothing("this place is not open to you any more: it was handed on or withdrawn")
        key = secrets.token_urlsafe(32)
        self._kept.held[place] = _hashed(key)
        self.know(own, key)
        return key

    def renew(self, place: RoomPlace) -> str:
        """Withdraw the keys and the code of a place; the fresh code is given. KeyError if it is none of the room."""
        if place not in self.codes:
            raise KeyError(place)
        self.codes[place] = fresh_code()
        if gone := self.held(place):
            for each in gone:
                del self._kept.held[each]
            self._save()
        return self.codes[place]

    def _save(self) -> None:
        current = {
            own: {place: key for place, key in theirs.items() if self._kept.held.get(place) == key}
            for own, theirs in self._kept.known.items()
        }
        self._kept.known = {own: theirs for own, theirs in current.items() if theirs}
        if self._path is not None:
            try:
                write_private(self._path, to_json(self._kept, indent=1))
            except OSError as fault:
                raise TranscriptError(f"{self._path}: the keys of the room cannot be kept ({fault.strerror})") from None


def _hashed(key: str) -> str:
    return sha256(key.encode(errors="surrogatepass")).hexdigest()


def _read(path: Path) -> RoomKeys:
    try:
        kept = TypeAdapter(RoomKeys).validate_json(ordinary_bytes(path))
    except FileNotFoundError:
        return RoomKeys(secrets.token_hex(8))
    except (OSError, ValidationError):
        raise TranscriptError(
            f"{path}: these keys of a room cannot be read; move the file away, and everybody joins with a fresh code"
        ) from None
    if not 0 <= kept.port <= HIGHEST_PORT:
        raise TranscriptError(
            f"{path}: port {kept.port} is none; write there where the room listened, 1 to {HIGHEST_PORT}, or 0 for "
            "nowhere yet"
        )
    return kept


class WrongTries:
    """Slows down whoever brings wrong codes or keys, by the address from which they come."""

    def __init__(self, time: TimeSource) -> None:
        """Nobody has tried yet."""
        self._time = time
        self._wrong: dict[str, tuple[int, float]] = {}
        """Wrong tries in a row, and when the next one is looked at, by address."""

    def check(self, address: str) -> None:
        """TooSoon while no code from this address is looked at."""
        if (left := self.left(address)) > 0:
            fault = TooSoon(f"too soon after a wrong code: wait {ceil(left)} s and try again")
            fault.wait = left
            raise fault

    def left(self, address: str) -> float:
        """Seconds until the next code from this address is looked at."""
        return max(0.0, self._wrong.get(address, (0, 0.0))[1] - self._time.now())

    def was_wrong(self, address: str) -> int:
        """One more from this address was wrong: 1 second passes before the next is looked at, doubled up to 60.

        How many there were in a row is given.
        """
        tries = self._wrong.pop(address, (0, 0.0))[0] + 1
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(tries - 1, 10))
        self._wrong[address] = (tries, self._time.now() + pause)
        while len(self._wrong) > MOST_ADDRESSES:
            del self._wrong[next(iter(self._wrong))]
        return tries

    def was_right(self, address: str) -> None:
        """Somebody from there was let in: what went before is forgotten."""
        self._wrong.pop(address, None)
