"""Lines broken at blanks for a terminal, so that no word is cut at its edge; what goes on is set in."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import TextIO

SET_IN = 2
"""Blanks by which what goes on stands further in than its line began."""
NARROWEST = 40
"""Cells below which lines are left to the terminal."""


def terminal_width(stream: TextIO | None = None) -> int | None:
    """Cells of the terminal that a stream is, standard output unless another is named.

    None where it is none, or one too narrow to break lines for.
    """
    if not (stream or sys.stdout).isatty():
        return None
    width = shutil.get_terminal_size().columns
    return width if width >= NARROWEST else None


def wrapped(text: str, width: int) -> str:
    """Each line of a text broken at blanks so as to fit into so many cells; a word that is longer stays whole."""
    return "\n".join(part for line in text.split("\n") for part in _parts(line, width))


def _parts(line: str, width: int) -> list[str]:
    if len(line) <= width:
        return [line]
    begins = line[: len(line) - len(line.lstrip(" "))]
    further = begins + " " * SET_IN if len(begins) < width // 2 else begins
    return textwrap.wrap(
        line,
        width,
        initial_indent="",
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
        replace_whitespace=False,
    ) or [line]
