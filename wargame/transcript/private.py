"""Files that hold secrets of a game: for their owner alone, whatever the system usually allows."""

from __future__ import annotations

import os
from pathlib import Path

BINARY: int = getattr(os, "O_BINARY", 0)
"""Where files have a text mode, these do without it."""
OWNER = 0o600


def opened_private(path: Path, *, new: bool = False) -> int:
    """A file open to be written from its start; with `new` it must not exist, else what stood there goes.

    Gives its descriptor. OSError as the system says it, FileExistsError among them.
    """
    file = os.open(path, os.O_WRONLY | os.O_CREAT | (os.O_EXCL if new else os.O_TRUNC) | BINARY, OWNER)
    if hasattr(os, "fchmod"):
        os.fchmod(file, OWNER)
    return file


def write_private(path: Path, content: bytes, *, new: bool = False) -> None:
    """Write a whole file, see `opened_private`; the same errors."""
    with os.fdopen(opened_private(path, new=new), "wb") as target:
        target.write(content)
