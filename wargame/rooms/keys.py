"""Who may open which seat of a room: one unused code a seat, and the key of whoever holds it.

A code is short enough to be read out, opens its seat once and is replaced by a fresh one at that moment: whoever takes
over is given the next. What a code brings is a long key, which the holder's own machine keeps to come back with. The
host keeps a key's hash alone, beside the record, so that a host that was broken off knows its people again.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from math import ceil
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from wargame.core.ids import SeatId
from wargame.errors import NotAllowed, TranscriptError
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


@dataclass
class RoomKeys:
    """What is kept of a room's keys beside its record."""

    room: str
    """The room's own name, by which a joined machine knows it again; it opens nothing."""
    held: dict[SeatId, str] = field(default_factory=dict)
    """SHA-256 of the key of whoever holds a seat."""


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

    def __init__(self, seats: Iterable[SeatId], record: Path | None) -> None:
        """Fresh codes for all these seats; keys as they are kept beside the record, if a room was open there before.

        TranscriptError if what is kept there cannot be read.
        """
        self._path = keys_beside(record) if record is not None else None
        self._kept = _read(self._path) if self._path is not None else RoomKeys(secrets.token_hex(8))
        self.codes: dict[SeatId, str] = {seat: fresh_code() for seat in seats}
        """The unused code of each seat, for whoever invites its people."""

    @property
    def room(self) -> str:
        """The room's own name; it opens nothing."""
        return self._kept.room

    def held(self, seat: SeatId) -> bool:
        """Whether somebody has opened a seat and not been put off it."""
        return seat in self._kept.held

    def use(self, code: str) -> tuple[SeatId, str]:
        """The seat that a code opens, and the key for whoever brought it; the code is used up, older keys open nothing.

        OpensNothing if it opens no seat. Every code is compared, in a time that does not tell how much of one was
        right.
        """
        given = tidied(code).encode()
        opened = [seat for seat, own in self.codes.items() if hmac.compare_digest(given, tidied(own).encode())]
        if not opened:
            raise OpensNothing("this code opens no seat: it was used before, withdrawn, or mistyped")
        (seat,), key = opened, secrets.token_urlsafe(32)
        self.codes[seat] = fresh_code()
        self._kept.held[seat] = _hashed(key)
        self._save()
        return seat, key

    def seat_of(self, key: str) -> SeatId:
        """Whose key this is; OpensNothing if it opens nothing, or no longer."""
        given = _hashed(key)
        opened = [seat for seat, own in self._kept.held.items() if hmac.compare_digest(given, own)]
        if not opened or opened[0] not in self.codes:
            raise OpensNothing("this key opens nothing any more: the seat was handed on or withdrawn")
        return opened[0]

    def renew(self, seat: SeatId) -> str:
        """Withdraw the key and the code of a seat; the fresh code is given. KeyError if it is no seat of the room."""
        if seat not in self.codes:
            raise KeyError(seat)
        self.codes[seat] = fresh_code()
        if self._kept.held.pop(seat, None) is not None:
            self._save()
        return self.codes[seat]

    def _save(self) -> None:
        if self._path is not None:
            try:
                write_private(self._path, to_json(self._kept, indent=1))
            except OSError as fault:
                raise TranscriptError(f"{self._path}: the keys of the room cannot be kept ({fault.strerror})") from None


def _hashed(key: str) -> str:
    return sha256(key.encode(errors="surrogatepass")).hexdigest()


def _read(path: Path) -> RoomKeys:
    try:
        return TypeAdapter(RoomKeys).validate_json(ordinary_bytes(path))
    except FileNotFoundError:
        return RoomKeys(secrets.token_hex(8))
    except (OSError, ValidationError):
        raise TranscriptError(
            f"{path}: these keys of a room cannot be read; move the file away, and everybody joins with a fresh code"
        ) from None


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
        count = self._wrong.pop(address, (0, 0.0))[0] + 1
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(count - 1, 10))
        self._wrong[address] = (count, self._time.now() + pause)
        while len(self._wrong) > MOST_ADDRESSES:
            del self._wrong[next(iter(self._wrong))]
        return count

    def was_right(self, address: str) -> None:
        """Somebody from there was let in: what went before is forgotten."""
        self._wrong.pop(address, None)
