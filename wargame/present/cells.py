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


@dataclass(frozen=True, slots=True)
class CellTable:
    """Rows of cells, each with its name, under named columns."""

    title: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    note: str = ""
    """How to read it, in a line."""

    def as_csv(self) -> str:
        """The table as comma-separated values, marks left in."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([self.corner, *self.columns])
        writer.writerows([name, *(cell.text.strip() for cell in cells)] for name, cells in self.rows)
        return out.getvalue()
