"""What stands on one printed page, and how much room it takes: estimated before any browser lays it out."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Literal, TypeAlias

TALLEST = 252.0
"""Millimetres of text that fit a page of A4 and of Letter alike, inside the margins."""
WIDTH = 186.0
"""Millimetres of text across."""
GAP = 6.0
LINE = 4.05
"""Millimetres of one line of running text."""
CHARACTER = 1.72
"""Millimetres of an average character of running text, rounded up."""
HEADER = 15.0
SCALES = (1.0, 0.96, 0.92, 0.88, 0.84)
"""Sizes of type, the largest first; the smallest is just under 8 points."""


@dataclass(frozen=True, slots=True)
class Title:
    """A line above a section."""

    text: str

    def height(self, width: float) -> float:
        """Millimetres in a column so many millimetres wide."""
        return 7.0 + (_lines(self.text, width, CHARACTER * 1.1) - 1) * LINE


@dataclass(frozen=True, slots=True)
class Prose:
    """Running text; an empty line parts paragraphs."""

    text: str
    lead: str = ""
    """Set in bold before it."""

    @property
    def paragraphs(self) -> list[str]:
        """One string for each paragraph."""
        return [" ".join(part.split()) for part in self.text.split("\n\n") if part.strip()]

    def height(self, width: float) -> float:
        """Millimetres in a column so many millimetres wide."""
        lead = "m" * len(self.lead)
        return sum(_lines(f"{lead} {part}", width, CHARACTER) * LINE + 1.4 for part in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Points:
    """A list of short items."""

    items: tuple[str, ...]

    def height(self, width: float) -> float:
        """Millimetres in a column so many millimetres wide."""
        return sum(_lines(item, width - 4.0, CHARACTER) * LINE + 0.6 for item in self.items) + 1.0


@dataclass(frozen=True, slots=True)
class Rows:
    """A table without rules: cells in columns, whose widths are shares of the whole."""

    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    """Of the width, 0-1, one for each column."""
    head: tuple[str, ...] = ()
    small: bool = False

    def height(self, width: float) -> float:
        """Millimetres in a column so many millimetres wide; ValueError if a row has more or fewer cells than shares."""
        scale = 0.88 if self.small else 1.0
        lines = [
            max(
                _lines(cell, width * share - 2.0, CHARACTER * scale)
                for cell, share in zip(row, self.shares, strict=True)
            )
            for row in (*self.rows, *([self.head] if self.head else []))
        ]
        return sum(count * LINE * scale + 0.8 for count in lines) + 1.4


@dataclass(frozen=True, slots=True)
class Blanks:
    """Something to fill in by hand: a label and ruled lines after it."""

    label: str
    lines: int = 1

    def height(self, width: float) -> float:
        """Millimetres in a column so many millimetres wide."""
        return 8.5 * max(self.lines, _lines(self.label, width, CHARACTER)) + 0.5


Block: TypeAlias = Title | Prose | Points | Rows | Blanks


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """Blocks one under another."""

    share: float
    """Of the width of the page, 0-1."""
    blocks: tuple[Block, ...]

    def height(self, width: float) -> float:
        """Millimetres on a page with so many millimetres of width for its columns."""
        return sum(block.height(width * self.share) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page."""

    file: str
    """Name of its file, without the ending."""
    title: str
    subtitle: str
    mark: str
    """Who may read it, in the corner."""
    columns: tuple[SheetColumn, ...]
    foot: tuple[Block, ...] = ()
    """Under the columns, across the page."""
    readers: Literal["seat", "control", "everyone"] = "everyone"

    def height(self, scale: float = 1.0) -> float:
        """Millimetres that it takes with its type set to this scale (1 is full size), estimated with room to spare."""
        width = (WIDTH - GAP * (len(self.columns) - 1)) / scale
        columns = max((column.height(width) for column in self.columns), default=0.0)
        return HEADER + scale * (columns + sum(block.height(WIDTH / scale) for block in self.foot))

    @property
    def scale(self) -> float:
        """The largest type of `SCALES` in which it fits a page, or the smallest that can be read."""
        return next((scale for scale in SCALES if self.height(scale) <= TALLEST), SCALES[-1])

    @property
    def fits(self) -> bool:
        """Whether it takes one page."""
        return self.height(self.scale) <= TALLEST


def _lines(text: str, width: float, character: float) -> int:
    """Lines that a text takes."""
    return max(1, len(textwrap.wrap(text, max(8, int(width / character)))))
