"""Who writes a record: a lock of the operating system on the file itself, which ends with its process.

A note beside the file tells others who holds it. The note locks nothing: one left behind by a kill is written over.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from wargame.errors import TranscriptError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

TAKEN = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""What a system says of a lock that another has; anything else means that there are no locks in this place."""
BEYOND = 1 << 60
"""Where the locked byte lies on systems whose locks keep readers out: behind all that is written."""


def lock(path: Path, file: int) -> None:
    """Hold the open file of a record as its only writer until it is closed; TranscriptError tells who has it."""
    try:
        _lock(file)
    except OSError as fault:
        if fault.errno in TAKEN:
            raise TranscriptError(
                f"{path}: this game is being played already ({_who(path)}); wait until it is left. "
                "`wargame view` and `wargame replay` look at it meanwhile"
            ) from None
    with suppress(OSError):
        _tell(_note(path))


def unlock(path: Path, file: int) -> None:
    """Take the note away and close the file, which frees it."""
    with suppress(OSError):
        _note(path).unlink(missing_ok=True)
    os.close(file)


def _lock(file: int) -> None:
    if sys.platform == "win32":
        os.lseek(file, BEYOND, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


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
        return f"by process {told['process']}, since {told['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "by another process"
