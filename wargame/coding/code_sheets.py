"""The items of one coder as a sheet to be filled in, workbook or CSV, and a filled one taken in again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wargame.coding.coding_folder import CodingFolder
from wargame.coding.given_codes import LONGEST_REMARK, add_code, check_coder, codes_of
from wargame.core.plain_text import as_given
from wargame.errors import SpecError
from wargame.review.msel.headings import PlannedColumn, SheetForm
from wargame.review.msel.sheet_files import PlannedSheet, SheetCell, read_sheet_file, text_of_cell, write_sheet_file

CODING = SheetForm(
    "a sheet of codes",
    "Codes",
    (
        PlannedColumn("item", "Item", ("id",), 15),
        PlannedColumn("unit", "Unit", (), 11),
        PlannedColumn("turn", "Turn", (), 6),
        PlannedColumn("by", "From", ("by",), 16),
        PlannedColumn("to", "To", (), 16),
        PlannedColumn("text", "Text", ("words",), 80),
        PlannedColumn("category", "Category", ("code",), 16),
        PlannedColumn("remark", "Remark", ("note", "notes", "remarks"), 30),
    ),
    8,
    "B2",
)


@dataclass(frozen=True, slots=True)
class TakenCodes:
    """What became of a filled sheet."""

    taken: int
    """Decisions that are new or otherwise than before."""
    same: int
    empty: int
    """Items of the whole drawing, in the sheet or not, that this coder has not coded afterwards."""
    emptied: int = 0
    """Rows without a category whose items were coded before: these codes stay."""
    faults: tuple[str, ...] = ()
    """Each with its cell; then nothing was taken."""


def write_code_sheet(coding: CodingFolder, coder: str, path: Path) -> int:
    """Write all items in this coder's order into a new file, with what is coded so far; gives how many.

    SpecError as `write_sheet_file`.
    """
    given = codes_of(coding, check_coder(coder))
    rows: list[tuple[str | int, ...]] = [tuple(column.heading for column in CODING.columns)]
    for item in coding.in_order_of(coder):
        code = given.get(item.id)
        said = (code.category, code.remark) if code is not None else ("", "")
        rows.append((item.id, item.unit, item.turn, item.by, item.to, item.text, *said))
    write_sheet_file(rows, path, CODING)
    return len(rows) - 1


def take_code_sheet(coding: CodingFolder, coder: str, path: Path) -> TakenCodes:
    """Take the categories of a filled sheet as this coder's decisions: all of them, or none if there is a fault.

    Read are the columns Item, Category and Remark, and Text to see whether codes stand beside the words that they are
    of. What is left empty stays as it was before, a remark as well as a category. SpecError for what is no such sheet.
    """
    before = codes_of(coding, check_coder(coder))
    sheet = read_sheet_file(path, CODING)
    if missing := [key for key in ("item", "category") if key not in sheet.columns]:
        raise SpecError(f"{sheet.named}: the column {missing[0].capitalize()} is missing; without it nothing is taken")
    found: dict[str, tuple[str, str]] = {}
    faults: list[str] = []
    emptied: set[str] = set()
    for row, cells in sheet.rows:
        item, category, remark = (text_of_cell(cells.get(key)) for key in ("item", "category", "remark"))
        if wrong := _wrong(coding, sheet, row, cells, item in found):
            faults.append(wrong)
        elif category:
            kept = before[item].remark if item in before else ""
            found[item] = (category.casefold(), " ".join(remark.split()) or kept)
        elif item in before:
            emptied.add(item)
    if faults:
        return TakenCodes(0, 0, len(coding.items) - len(before), faults=tuple(faults))
    new = {
        item: said
        for item, said in found.items()
        if item not in before or (before[item].category, before[item].remark) != said
    }
    for item, (category, remark) in new.items():
        add_code(coding, coder, item, category, remark)
    uncoded = coding.items.keys() - before.keys() - found.keys()
    return TakenCodes(len(new), len(found) - len(new), len(uncoded), len(emptied - found.keys()))


def _wrong(coding: CodingFolder, sheet: PlannedSheet, row: int, cells: Mapping[str, SheetCell], twice: bool) -> str:
    """What is wrong with a row, with its cell; empty if nothing is."""
    for key in ("item", "text", "category", "remark"):
        if key in cells and (written := cells[key].formula):
            return f"{sheet.place(row, key)}: {as_given(written)} is a formula or an error; write what it stands for"
    item, text, category, remark = (text_of_cell(cells.get(key)) for key in ("item", "text", "category", "remark"))
    if item not in coding.items:
        what = f"{item!r} is no item of this coding" if item else "the id of the item is missing"
        return f"{sheet.place(row, 'item')}: {what}; leave the column Item as it was written"
    if twice:
        return f"{sheet.place(row, 'item')}: {item} has a category in a row above; keep one of them"
    if "text" in sheet.columns and text.split() != coding.items[item].text.split():
        what = f"this is not the text of {item}, so that codes may stand beside other words than they are of"
        return f"{sheet.place(row, 'text')}: {what}; write the sheet anew, or take out the whole column Text"
    if category and category.casefold() not in coding.book.ids:
        known = ", ".join(coding.book.ids)
        return f"{sheet.place(row, 'category')}: {category[:40]!r} is no category; accepted are {known}"
    if remark and not category:
        what = f"a remark without a category; give {item} a category in {sheet.columns['category']}{row}"
        return f"{sheet.place(row, 'remark')}: {what}, or empty this cell"
    if len(remark) > LONGEST_REMARK:
        return f"{sheet.place(row, 'remark')}: {len(remark)} characters; at most {LONGEST_REMARK} are kept"
    return ""
