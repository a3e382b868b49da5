"""Files that lie beside a record and are only added to: one JSON object a line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from wargame.errors import SpecError
from wargame.transcript.foreign import ordinary_bytes, refuse_unusual
from wargame.transcript.private import OWNER

LONGEST_NAME = 40


def check_hand(who: str) -> None:
    """SpecError unless somebody's name, as they call themselves, is 1 to 40 letters that can be shown."""
    if not who.strip() or len(who) > LONGEST_NAME or not who.isprintable():
        raise SpecError(f"{who!r}: whoever writes here has a name of 1 to {LONGEST_NAME} letters")


def read_objects(path: Path) -> Iterator[tuple[int, Mapping[str, Any] | None]]:
    """Each line that is not empty by its number, from 1, as an object; None for one that is none.

    A file that is not there has no lines; SpecError if it cannot be read.
    """
    try:
        raw = ordinary_bytes(path)
    except FileNotFoundError:
        return
    except OSError as fault:
        raise SpecError(f"{path}: cannot be read ({fault.strerror})") from None
    for number, line in enumerate(raw.split(b"\n"), 1):
        if line.strip():
            yield number, _object(line)


def is_ended(path: Path) -> bool:
    """Whether the last line of a file was written to its end; so it is where there is none. SpecError as above."""
    try:
        raw = ordinary_bytes(path)
    except FileNotFoundError:
        return True
    except OSError as fault:
        raise SpecError(f"{path}: cannot be read ({fault.strerror})") from None
    return not raw or raw.endswith(b"\n")


def _object(line: bytes) -> Mapping[str, Any] | None:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _for_the_owner(path: str, flags: int) -> int:
    """Notes and answers quote secrets of the game: a new file is its owner's alone, as the record is."""
    return os.open(path, flags, OWNER)


def add_object(path: Path, data: Mapping[str, Any]) -> None:
    """Write one more line; after a torn last line it begins on a line of its own. SpecError if it cannot be written."""
    line = json.dumps(data, separators=(",", ":")).encode() + b"\n"
    try:
        with suppress(FileNotFoundError):
            refuse_unusual(path)
        with open(path, "ab+", opener=_for_the_owner) as file:
            if file.tell() > 0:
                file.seek(-1, os.SEEK_END)
                line = line if file.read(1) == b"\n" else b"\n" + line
            file.write(line)
    except OSError as fault:
        raise SpecError(f"{path}: cannot be written ({fault.strerror})") from None
