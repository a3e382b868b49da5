"""Files that hold secrets of a game: for their owner alone, whatever the system usually allows, and whole or not there.

A file is written beside its place under another name and put there when all of it stands: whoever looks, or breaks the
program off, finds the old one or the new one, never a part.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EEXIST
from pathlib import Path
from typing import BinaryIO

from wargame.transcript.foreign import refuse_unusual

BINARY: int = getattr(os, "O_BINARY", 0)
"""Where files have a text mode, these do without it."""
OWNER = 0o600
SHARED = 0o666
"""What is made to be shared is as readable as the system usually has it."""


@contextmanager
def private_file(path: Path, *, new: bool = False, mode: int = OWNER) -> Iterator[BinaryIO]:
    """A file to be written in the block, which takes its place at the end of it; with `new` nothing must be there.

    What ends the block early leaves all as it was. A link is followed. OSError as the system says it, always with the
    path: FileExistsError where `new` finds a file, and what stands there if that is a folder, a pipe or a device.
    """
    with _naming(path):
        with suppress(FileNotFoundError):
            refuse_unusual(path)
        if new and os.path.lexists(path):
            raise FileExistsError(EEXIST, os.strerror(EEXIST))
        place = Path(os.path.realpath(path))
        part = place.with_name(f".{place.name[:200]}.{os.getpid()}.part")
        part.unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, mode), "wb") as target:
                if mode == OWNER and hasattr(os, "fchmod"):
                    os.fchmod(target.fileno(), OWNER)
                yield target
            _put(part, place, new)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise


def write_private(path: Path, content: bytes, *, new: bool = False) -> None:
    """Write a whole file, see `private_file`; the same errors."""
    with private_file(path, new=new) as target:
        target.write(content)


def write_shared(path: Path, content: bytes, *, new: bool = False) -> None:
    """The same for what is made to be shared: as readable as the system usually has files; the same errors."""
    with private_file(path, new=new, mode=SHARED) as target:
        target.write(content)


def _put(part: Path, place: Path, new: bool) -> None:
    """Under its own name at once; a link is what takes no name that somebody else has taken meanwhile."""
    if not new:
        part.replace(place)
        return
    try:
        os.link(part, place)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(place):
            raise FileExistsError(EEXIST, os.strerror(EEXIST)) from None
        part.replace(place)
    else:
        part.unlink()


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """The system does not say which file found no room."""
    try:
        yield
    except OSError as fault:
        if fault.filename == str(path):
            raise
        raise type(fault)(fault.errno, fault.strerror, str(path)) from fault
