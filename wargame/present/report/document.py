"""What a report is made of: sections of sentences, tables and charts, before it is HTML or Markdown.

A sentence is about the game and names the lines of the record that it rests on; a remark is about the report itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from wargame.core.plain_text import plain_line

MOST_LINES = 4
"""Lines that are named behind a sentence; how many more there are is said."""
LONGEST_WORD = 24
"""Characters after which a word may go on in the next line: one that finds no break is cut at an edge."""
_LONG = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")
MOST_COLUMNS = 9
"""Columns beside that of the lines that fit on paper."""


@dataclass(frozen=True, slots=True)
class ReportSentence:
    """Something that the report says of the game."""

    text: str
    lines: tuple[int, ...]
    """Lines of the record that it rests on, from 1, the weightiest first; never empty."""
    under: bool = False
    """Whether it tells more of the sentence before it."""
    at: str = ""
    """The lines in words, where they stand in several records; empty where they are those of one."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that is said of the report, and rests on no line."""

    text: str


@dataclass(frozen=True, slots=True)
class Subtitle:
    """A title within a section."""

    text: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table."""

    cells: tuple[str, ...]
    lines: tuple[int, ...]
    """As in a sentence."""
    at: str = ""
    """As in a sentence."""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """Cells in columns; one more column gives the lines."""

    head: tuple[str, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart."""

    name: str
    values: tuple[float | None, ...]
    """One for each turn, 0 the opening; None where it is not known."""
    spans: tuple[tuple[float, float], ...] = ()
    """Where each value lies, from and to, if that is told: one for each turn."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One frame of a chart, 0-100 upwards and turns to the right."""

    title: str
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Frames beside each other with the same series and the same scale."""

    title: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class ShareArrow:
    """One root of a change: what it was, by what it came to bear, and what it carries."""

    text: str
    by: str
    """The first event on record that leads from it to the number; empty where none is told."""
    share: str
    """In figures, with its sign."""
    size: float
    """The share over the largest, from -1 to 1: how wide its arrow is."""


@dataclass(frozen=True, slots=True)
class ShareChart:
    """The roots of a change with an arrow each to the number that they moved."""

    title: str
    number: str
    """What was moved."""
    moved: str
    """From where to where."""
    arrows: tuple[ShareArrow, ...]


ReportBlock: TypeAlias = ReportSentence | Remark | Subtitle | ReportTable | Chart | ShareChart


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report."""

    title: str
    blocks: tuple[ReportBlock, ...]
    page: bool = False
    """Whether it begins a page of its own in print."""


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report."""

    title: str
    kind: Literal["report", "simulation", "comparison"]
    """A game in which no person decided anything is a simulation; a comparison tells several games."""
    told_to: str
    """Whose knowledge it holds, in words."""
    sections: tuple[Section, ...]
    """The limits first."""
    partial: str = ""
    """What of the record is not told, and why; empty if all of it is."""

    @property
    def heading(self) -> str:
        """The first line of the report."""
        return f"{self.kind.capitalize()}: {self.title}"

    def sentences(self) -> Iterator[ReportSentence]:
        """Every sentence, in order."""
        for section in self.sections:
            yield from (block for block in section.blocks if isinstance(block, ReportSentence))


def has_long_word(text: str) -> bool:
    """Whether a word in it may have to be taken apart to stay on the page."""
    return _LONG.search(text) is not None


def broken(text: str) -> list[str]:
    """A text in pieces between which a line may end, beside its blanks: long words are taken apart."""
    return _LONG.sub(lambda found: f"{found.group()}\n", plain_line(text)).split("\n")


def place_of(block: ReportSentence | TableRow) -> str:
    """The lines behind a sentence or a row, in words."""
    return block.at or lines_in_words(block.lines)


def lines_in_words(lines: Sequence[int]) -> str:
    """`line 41`, `lines 41, 57`, `lines 41, 57, 60, 71 and 3 more`."""
    named = list(dict.fromkeys(lines))
    more = f" and {len(named) - MOST_LINES} more" if len(named) > MOST_LINES else ""
    return f"line{'s' * (len(named) > 1)} {', '.join(map(str, named[:MOST_LINES]))}{more}"


def narrow_tables(table: ReportTable) -> Iterator[ReportTable]:
    """A table in parts that fit on paper; each repeats the first column, and none has more than `MOST_COLUMNS`."""
    rest = len(table.head) - 1
    parts = max(1, -(-rest // (MOST_COLUMNS - 1)))
    size = max(1, -(-rest // parts))
    for start in range(1, max(2, rest + 1), size):
        end = start + size
        rows = tuple(replace(row, cells=(row.cells[0], *row.cells[start:end])) for row in table.rows)
        yield ReportTable((table.head[0], *table.head[start:end]), rows)
