"""The columns of the sheet, in the terms of the Homeland Security Exercise and Evaluation Program (HSEEP)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

SHEET = "MSEL"
"""What the sheet is called in a workbook: master scenario events list."""


@dataclass(frozen=True, slots=True)
class PlannedColumn:
    """One column of the sheet."""

    key: str
    """How the program calls it."""
    heading: str
    also: tuple[str, ...] = ()
    """Other headings under which planners keep the same, in small letters."""
    width: int = 14
    """In letters, on paper and on screens."""


@dataclass(frozen=True, slots=True)
class SheetForm:
    """What a sheet is of, and how it is laid out."""

    what: str
    """With its article, as faults name it: `a list of injects`."""
    title: str
    """What the sheet is called in a workbook."""
    columns: tuple[PlannedColumn, ...]
    wanted: int
    """How many of the columns a fault names by which such a sheet is known."""
    held: str
    """The cell at whose corner headings and first columns stay when one scrolls."""

    @property
    def known(self) -> Mapping[str, str]:
        """Keys of columns by every heading that is taken for them."""
        return {name: each.key for each in self.columns for name in (plain_heading(each.heading), each.key, *each.also)}


COLUMNS = (
    PlannedColumn("number", "Number", ("no", "#", "event", "event number", "msel number", "inject number"), 8),
    PlannedColumn("turn", "Turn or time", ("turn", "time", "event time", "date"), 12),
    PlannedColumn("text", "Inject", ("event description", "inject description", "description", "text"), 60),
    PlannedColumn("sender", "From", ("sender",), 16),
    PlannedColumn("audience", "To", ("recipient", "recipients", "intended player", "recipient player"), 18),
    PlannedColumn("delivery", "Delivery", ("delivery method", "inject mode", "mode"), 18),
    PlannedColumn("controller", "Controller", ("responsible controller",), 16),
    PlannedColumn("objective", "Objective", ("objectives", "exercise objective"), 36),
    PlannedColumn("expected", "Expected action", ("expected player action", "expected actions"), 36),
    PlannedColumn("outcome", "Outcome", ("actual outcome", "status"), 24),
    PlannedColumn("notes", "Notes", ("remarks", "comments"), 28),
    PlannedColumn("id", "Id", (), 22),
    PlannedColumn("kind", "Kind", (), 18),
    PlannedColumn("trigger", "Trigger", (), 30),
    PlannedColumn("target", "Target", (), 14),
    PlannedColumn("changes", "Changes", (), 34),
)
"""In their order. The last five are what the rules need; a planner who adds a row may leave them empty."""
HEADINGS: Mapping[str, str] = {column.key: column.heading for column in COLUMNS}


def plain_heading(text: str) -> str:
    """A heading as it is looked up: small letters, without signs, brackets and what stands in them."""
    words = re.sub(r"\(.*?\)", " ", text.casefold())
    return " ".join(re.findall(r"#|[^\W_]+", words))


INJECTS = SheetForm("a list of injects", SHEET, COLUMNS, 11, "D2")
KNOWN = INJECTS.known
"""Keys of columns by every heading that is taken for them."""
