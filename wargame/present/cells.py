"""A table of short texts: named rows and columns, and cells that know what they stand for."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what is read, and what it stands for."""

    text: str
    name: str = ""
    """A variable, or whatever the screen explains it by; empty where there is nothing to explain."""
    level: float | None = None
    """How full the cell is, 0-1, where that means something: a screen may shade it."""
    bad: bool = False
    """Whether it stands for something to beware of; its text says so as well."""


@dataclass(frozen=True, slots=True)
class CellTable:
    """Rows of cells, each with its name, under named columns."""

    title: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    note: str = ""
    """How to read it, in a line."""
    colours: tuple[str, ...] = ()
    """The colour of the first letter of each row's name, empty for none; as many as rows, or none at all."""

    def as_csv(self) -> str:
        """The table as comma-separated values, marks left in."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([self.corner, *self.columns])
        writer.writerows([name, *(cell.text.strip() for cell in cells)] for name, cells in self.rows)
        return out.getvalue()
