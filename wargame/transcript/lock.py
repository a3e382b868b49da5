"""Who writes a record: a lock of the operating system on the file itself, which ends with its process.

A note beside the file tells others who holds it. The note locks nothing: one left behind by a kill is written over, or
taken away by whoever opens the game next.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from wargame.errors import TranscriptError
from wargame.transcript.private import BINARY

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

TAKEN = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""What a system says of a lock that another has; anything else means that there are no locks in this place."""
BETWEEN_TRIES = 0.002
"""Seconds between two tries to hold a file for which one waits."""
BEYOND = 1 << 60
"""Where the locked byte lies on systems whose locks keep readers out: behind all that is written."""


def lock(path: Path, file: int) -> None:
    """Hold the open file of a record as its only writer until it is closed; TranscriptError tells who has it.

    `file` is its descriptor. Waits for nobody. Where the system knows no locks nothing is held, and nothing raised.
    """
    if taken_by(path, file):
        raise TranscriptError(_taken(path))


def taken_by(path: Path, file: int) -> str:
    """Hold an open file as its only writer until it is closed; if another holds it, who that is, else empty.

    As `lock`, for files that are no record.
    """
    try:
        _lock(file)
    except OSError as fault:
        if fault.errno in TAKEN:
            return _who(path)
    with suppress(OSError):
        _tell(_note(path))
    return ""


@contextmanager
def one_at_a_time(path: Path, patience: float = 30.0) -> Iterator[bool]:
    """Hold a file that is there for nothing else, in the block, and wait until nobody else does; it is made if need be.

    Gives whether the system knows locks in this place; without them nothing is held. The lock ends with its process.
    TimeoutError if somebody holds it for longer than so many seconds, other OSError as the system says it.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT | BINARY, 0o666)
    until, is_locked = time.monotonic() + patience, True
    try:
        while True:
            try:
                _lock(file)
                break
            except OSError as fault:
                if fault.errno not in TAKEN:
                    is_locked = False
                    break
                if time.monotonic() > until:
                    raise TimeoutError(fault.errno, f"held by somebody else for {patience:g} seconds") from None
                time.sleep(BETWEEN_TRIES)
        yield is_locked
    finally:
        os.close(file)


def refuse_if_written(path: Path) -> None:
    """TranscriptError tells who writes a record, if somebody does; nothing is held, so the answer may soon be old.

    The note of a writer that was killed is taken away. A file that cannot be opened is nobody's.
    """
    if is_written(path):
        raise TranscriptError(_taken(path))


def is_written(path: Path) -> bool:
    """Whether a process that lives holds a file as its only writer; as `refuse_if_written`, for other files too.

    Whoever wants to hold it in the very moment of this look may be told that it is taken.
    """
    try:
        file = os.open(path, os.O_RDONLY | BINARY | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return False
    try:
        _lock(file, alone=False)
        with suppress(OSError):
            _note(path).unlink(missing_ok=True)
        _let_go(file)
    except OSError as fault:
        return fault.errno in TAKEN
    finally:
        os.close(file)
    return False


def unlock(path: Path, file: int) -> None:
    """Take the note away and close the file, which frees it."""
    with suppress(OSError):
        _note(path).unlink(missing_ok=True)
    os.close(file)


def _lock(file: int, *, alone: bool = True) -> None:
    if sys.platform == "win32":
        os.lseek(file, BEYOND, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)


def _let_go(file: int) -> None:
    if sys.platform == "win32":
        os.lseek(file, BEYOND, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_UN)


def _taken(path: Path) -> str:
    return (
        f"{path}: this game is being played already ({_who(path)}); wait until it is left. "
        "`wargame view` and `wargame replay` look at it meanwhile"
    )


def _note(path: Path) -> Path:
    real = path.resolve()
    return real.with_name(f".{real.name}.writer")


def _tell(note: Path) -> None:
    text = json.dumps({"process": os.getpid(), "since": datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")})
    file = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(file, text.encode())
    finally:
        os.close(file)


def _who(path: Path) -> str:
    try:
        told = json.loads(_note(path).read_bytes())
        return f"by process {int(told['process'])}, since {told['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "by another process"
