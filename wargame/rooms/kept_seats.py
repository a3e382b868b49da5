"""The keys of seats that were opened on this machine, for whoever comes back: files that their owner alone may read."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from platformdirs import user_state_path
from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from wargame.core.ids import SeatId
from wargame.transcript.private import write_private


@dataclass(frozen=True, slots=True)
class OpenedSeat:
    """A seat that was opened here, and the key that opens it again."""

    uri: str
    """Where its room was."""
    room: str
    """The room's own name."""
    seat: SeatId
    name: str
    key: str


def folder() -> Path:
    """Where they are kept."""
    return user_state_path("wargame") / "rooms"


def keep(seat: OpenedSeat) -> None:
    """Keep it in place of an older key of the same seat; OSError if it cannot be written."""
    place = folder()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(_file(seat), to_json(seat, indent=1))


def forget(seat: OpenedSeat) -> None:
    """The seat is not to be come back to."""
    with suppress(OSError):
        _file(seat).unlink()


def kept_at(uri: str) -> list[OpenedSeat]:
    """The seats that were opened here at a room of this address, the latest first; what cannot be read is left out."""
    found: list[tuple[float, OpenedSeat]] = []
    with suppress(OSError):
        for path in folder().glob("*.json"):
            kept = _read(path)
            if kept is not None and kept.uri == uri:
                with suppress(OSError):
                    found.append((os.stat(path).st_mtime, kept))
    return [kept for _, kept in sorted(found, key=lambda each: each[0], reverse=True)]


def unreadable() -> list[Path]:
    """Files of kept keys that cannot be read, of whatever room."""
    return [path for path in sorted(folder().glob("*.json")) if _read(path) is None]


def _read(path: Path) -> OpenedSeat | None:
    try:
        return TypeAdapter(OpenedSeat).validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def _file(seat: OpenedSeat) -> Path:
    return folder() / f"{sha256(f'{seat.room} {seat.seat}'.encode()).hexdigest()[:24]}.json"
