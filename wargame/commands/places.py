"""Places that a command writes to at its end, tried before its work begins: what was played is not lost for a name."""

from __future__ import annotations

import os
from pathlib import Path

from wargame.errors import SpecError


def check_new(option: str, path: Path) -> None:
    """SpecError unless a new file can be written there; its folder is made, and nothing is left in it."""
    if os.path.lexists(path):
        what = f"this is {odd}" if (odd := _unusual(path)) is not None else "the file exists"
        raise SpecError(f"{option} {path}: {what}; name one that does not exist yet")
    _try(option, path)
    path.unlink(missing_ok=True)


def check_writable(option: str, path: Path) -> None:
    """SpecError unless a file can be written there, over what it holds or as a new one, whose folder is made."""
    if path.is_dir():
        raise SpecError(f"{option} {path}: this is a folder; name a file in it, such as {path / 'results.json'}")
    if (odd := _unusual(path)) is not None:
        raise SpecError(f"{option} {path}: this is {odd}; name an ordinary file")
    there = os.path.lexists(path)
    _try(option, path)
    if not there:
        path.unlink(missing_ok=True)


def _unusual(path: Path) -> str | None:
    """What stands there if it is no ordinary file; None also where nothing does, and for a link that leads nowhere."""
    from wargame.transcript.foreign import unusual

    try:
        return unusual(path)
    except OSError:
        return None


def _try(option: str, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab"):
            return
    except OSError as fault:
        blocked = isinstance(fault, FileExistsError | NotADirectoryError)
        why = "there is a file where its folder should be" if blocked else fault.strerror
        raise SpecError(f"{option} {path}: nothing can be written there ({why}); name another file") from None
