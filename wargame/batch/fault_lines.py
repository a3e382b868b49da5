"""Why a game of an experiment came to no end, in one line for those who are far from where it was played."""

from __future__ import annotations

import traceback
from pathlib import Path

from wargame.errors import WargameError

PACKAGE = Path(__file__).parents[1]


def in_a_line(fault: Exception) -> str:
    """What a fault says, and the file and line where it was raised; of a fault of a program its kind, too.

    A file of the package is told by its path from there, `wargame/rules/menu.py`, and any other by its name. The fault
    must have been caught in the process that it was raised in: its traceback goes to no other.
    """
    frame = traceback.extract_tb(fault.__traceback__)[-1]
    said = f"{fault}" if isinstance(fault, WargameError) else f"{type(fault).__name__}: {fault}"
    return f"{said} ({_told(Path(frame.filename))}, line {frame.lineno})"


def _told(file: Path) -> str:
    return file.relative_to(PACKAGE.parent).as_posix() if file.is_relative_to(PACKAGE) else file.name
