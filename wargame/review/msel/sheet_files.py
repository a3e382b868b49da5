"""Sheets as files, XLSX and CSV: rows of cells with their places, and nothing in them that a sheet would run.

What the cells mean is not decided here. openpyxl is loaded by whoever reads or writes a workbook, and never before.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeAlias

from wargame.core.plain_text import plain_line
from wargame.errors import SpecError
from wargame.review.msel.headings import INJECTS, SheetForm, plain_heading
from wargame.transcript.columns import BLANKS, FORMULA, write_csv
from wargame.transcript.foreign import ordinary_bytes
from wargame.transcript.private import write_private

CellValue: TypeAlias = str | int | float | date
LARGEST = 16 * 1024 * 1024
"""Bytes of a file, and of what a workbook unfolds to eight times as many."""
MOST_ROWS = 5_000
LONGEST_CELL = 32_767
"""Characters in one cell of a workbook; openpyxl cuts off the rest without a word."""
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_GUARDED = re.compile(f"'+[{BLANKS}]*[{re.escape(''.join(FORMULA))}]")


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell that is not empty."""

    at: str
    """Its place in letters and digits, such as `B7`."""
    value: CellValue
    formula: str = ""
    """The formula or the error that stands in place of a value, as it is written."""


@dataclass(frozen=True, slots=True)
class PlannedSheet:
    """A sheet as read: under each row its cells by the keys of columns."""

    named: str
    """File and sheet, as faults name them."""
    columns: dict[str, str]
    """Letters of the columns that are there, by key."""
    rows: tuple[tuple[int, dict[str, SheetCell]], ...]
    """Rows that hold anything, by number from 1."""
    left_out: tuple[str, ...]
    """Headings of columns that no sheet of the form has."""

    def place(self, row: int, key: str) -> str:
        """Where a cell stands or would stand; the row alone where its column is missing."""
        return f"{self.named}, cell {self.columns[key]}{row}" if key in self.columns else f"{self.named}, row {row}"


def write_sheet_file(rows: Sequence[Sequence[str | int]], path: Path, form: SheetForm = INJECTS) -> None:
    """Write rows, headings first, into a new file: a workbook for `.xlsx`, CSV for `.csv`; its owner's alone.

    No text becomes a formula. SpecError for another ending, for a text that no cell holds, and for what is there or
    cannot be written.
    """
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise SpecError(f"{path}: {form.what} is written as .xlsx or .csv; name a file that ends so")
    if longest := max((len(str(cell)) for row in rows for cell in row), default=0):
        if longest > LONGEST_CELL:
            raise SpecError(f"{path}: a text of {longest} characters fits no cell, which holds {LONGEST_CELL}")
    content = _workbook(rows, form) if path.suffix.lower() == ".xlsx" else csv_of(rows).encode("utf-8-sig")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_private(path, content, new=True)
    except FileExistsError:
        raise SpecError(f"{path}: something is there; name a file that does not exist yet") from None
    except OSError as fault:
        raise SpecError(f"{path}: cannot be written ({fault.strerror})") from None


def csv_of(rows: Iterable[Sequence[str | int]]) -> str:
    """Rows as CSV; an apostrophe goes before what a sheet would take for a formula, and reading takes it away."""
    target = io.StringIO()
    write_csv(([_guarded(cell) for cell in row] for row in rows), target, "\r\n")
    return target.getvalue()


def _guarded(cell: str | int) -> str | int:
    if isinstance(cell, str) and (cell.lstrip(BLANKS).startswith(FORMULA) or _GUARDED.match(cell)):
        return f"'{cell}"
    return cell


def _workbook(rows: Sequence[Sequence[str | int]], form: SheetForm) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = form.title
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row, 1):
            cell: Any = sheet.cell(number, place)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(value, str):
                cell.value = _ESCAPED.sub("_x005F_", value)
                cell.data_type = "s"  # openpyxl takes a text that begins with = for a formula
                cell.number_format = "@"
                cell.quotePrefix = value.startswith((*FORMULA, "'"))
            else:
                cell.value = value
            if number == 1:
                cell.font = Font(bold=True)
    for column, letters in zip(form.columns, _letters(), strict=False):
        sheet.column_dimensions[letters].width = column.width
    sheet.freeze_panes = form.held
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read_sheet_file(path: Path, form: SheetForm = INJECTS) -> PlannedSheet:
    """Read a list of injects, or a sheet of another form, out of a workbook or out of CSV.

    The first row with three known headings or more begins it; what stands above is passed over, and so are empty rows.
    SpecError for what is no such file, is too large, or has no such row or a heading twice.
    """
    try:
        raw = ordinary_bytes(path, LARGEST + 1)
    except OSError as fault:
        raise SpecError(f"{path}: cannot be read ({fault.strerror})") from None
    if len(raw) > LARGEST:
        raise SpecError(f"{path}: the file has more than {LARGEST} bytes; {form.what} never needs so many")
    if path.suffix.lower() == ".csv":
        return _planned(path.name, _csv_rows(path, raw, form), form)
    if path.suffix.lower() != ".xlsx":
        raise SpecError(f"{path}: {form.what} is read from .xlsx or .csv; save the sheet as one of them")
    title, rows = _workbook_rows(path, raw, form)
    return _planned(f"{path.name}, sheet {plain_line(title)}", rows, form)


SheetRows: TypeAlias = list[tuple[int, dict[str, SheetCell]]]
"""Rows that hold anything by number, each with its cells by letters of columns."""


def _planned(named: str, rows: SheetRows, form: SheetForm) -> PlannedSheet:
    known = form.known
    for at, (_, row) in enumerate(rows):
        found = {letters: known.get(plain_heading(str(cell.value))) for letters, cell in row.items()}
        keys = [key for key in found.values() if key is not None]
        if len(set(keys)) < 3:
            continue
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            places = [cell.at for letters, cell in row.items() if found[letters] == twice]
            said = " and ".join(f"{row[_column(place)].value!r} in {place}" for place in places)
            raise SpecError(f"{named}: {said} are headings of one column; keep one of them")
        columns = {key: letters for letters, key in found.items() if key is not None}
        kept = [
            (number, {key: each[letters] for key, letters in columns.items() if letters in each})
            for number, each in rows[at + 1 :]
        ]
        left_out = tuple(
            str(cell.value)
            for letters, cell in row.items()
            if found[letters] is None and any(letters in each for _, each in rows[at + 1 :])
        )
        return PlannedSheet(named, columns, tuple((number, each) for number, each in kept if each), left_out)
    wanted = ", ".join(column.heading for column in form.columns[: form.wanted])
    raise SpecError(f"{named}: no row holds the headings of {form.what}, which are {wanted}")


def _column(place: str) -> str:
    return place.rstrip("0123456789")


def _letters() -> Iterator[str]:
    """CastNames of columns: A to Z, then AA and on."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    yield from alphabet
    for first in alphabet:
        for second in alphabet:
            yield first + second


def _headings(rows: SheetRows, known: Mapping[str, str]) -> int:
    """The most known headings in one of the first rows."""
    counts = (len({known.get(plain_heading(str(c.value))) for c in row.values()} - {None}) for _, row in rows[:30])
    return max(counts, default=0)


def _csv_rows(path: Path, raw: bytes, form: SheetForm) -> SheetRows:
    """Of readings with different signs between cells the one with most known headings in a row."""
    try:
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as fault:
        sentence = f"byte 0x{raw[fault.start]:02x} at offset {fault.start} is not UTF-8"
        raise SpecError(f"{path}: {sentence}; save the sheet as CSV in UTF-8, or as .xlsx") from None
    known = form.known
    readings = [_parted(path, text, sign, form) for sign in (",", ";", "\t")]
    rows, said = max(readings, key=lambda reading: _headings(reading[0], known))
    if _headings(rows, known) < 3:
        said = next((each for _, each in readings if each), "")
    if said:
        raise SpecError(f"{path}, {said}; save the sheet as CSV in UTF-8, or as .xlsx")
    return rows


def _parted(path: Path, text: str, sign: str, form: SheetForm) -> tuple[SheetRows, str]:
    """The rows of a CSV with this sign between cells, and what is wrong with the row at which reading ended."""
    rows: SheetRows = []
    number = 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True), 1):
            cells = {
                letters: SheetCell(f"{letters}{number}", cell[1:] if _GUARDED.match(cell) else cell)
                for letters, cell in zip(_letters(), row, strict=False)
                if cell.strip()
            }
            if cells:
                rows.append((number, cells))
    except csv.Error as fault:
        unclosed = "a quotation mark is opened and never closed"
        what = unclosed if "unexpected end" in str(fault) else f"this is no CSV ({fault})"
        return rows, f"row {number + 1}: {what}"
    if len(rows) > MOST_ROWS:
        raise SpecError(f"{path}: {len(rows)} rows are more than the {MOST_ROWS} that {form.what} may have")
    return rows, ""


def _workbook_rows(path: Path, raw: bytes, form: SheetForm) -> tuple[str, SheetRows]:
    with _workbook_faults(path):
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            unfolded = sum(each.file_size for each in packed.infolist())
        if unfolded > 8 * LARGEST:
            raise SpecError(f"{path}: the workbook unfolds to {unfolded} bytes; {form.what} never needs so many")
        from openpyxl import load_workbook

        book: Any = load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)
        named = {title.casefold(): title for title in book.sheetnames}
        if form.title.casefold() not in named and len(book.sheetnames) != 1:
            titles = ", ".join(map(plain_line, book.sheetnames)) or "none"
            raise SpecError(f"{path}: no sheet is called {form.title}; its sheets are {titles}")
        sheet = book[named.get(form.title.casefold(), book.sheetnames[0])]
        if not hasattr(sheet, "iter_rows"):
            said = f"{plain_line(sheet.title)} holds no cells; put the list on a sheet called {form.title}"
            raise SpecError(f"{path}: {said}")
        return str(sheet.title), _cells(path, sheet, form)


def _cells(path: Path, sheet: Any, form: SheetForm) -> SheetRows:
    rows: SheetRows = []
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = {}
        for letters, cell in zip(_letters(), row, strict=False):
            if (found := _sheet_cell(f"{letters}{number}", cell)) is not None:
                cells[letters] = found
        if cells:
            rows.append((number, cells))
        if len(rows) > MOST_ROWS:
            raise SpecError(f"{path}: there are more than the {MOST_ROWS} rows that {form.what} may have")
    return rows


def _sheet_cell(at: str, cell: Any) -> SheetCell | None:
    """A cell of a workbook; None where nothing is written in it."""
    value, kind = cell.value, cell.data_type
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if kind == "f":
        written = str(getattr(value, "text", value))
        truth = {"=TRUE()": "TRUE", "=FALSE()": "FALSE"}.get(written.upper())  # as LibreOffice keeps them
        return SheetCell(at, truth or "", "" if truth else written)
    if kind == "e":
        return SheetCell(at, "", str(value))
    if isinstance(value, bool):
        return SheetCell(at, "TRUE" if value else "FALSE")
    if isinstance(value, datetime):
        return SheetCell(at, value.date() if value.time() == time() else value.isoformat(" "))
    if isinstance(value, int | float | date):
        return SheetCell(at, int(value) if isinstance(value, float) and value.is_integer() else value)
    return SheetCell(at, str(value).replace("_x005F_x", "_x"))


@contextmanager
def _workbook_faults(path: Path) -> Iterator[None]:
    """What openpyxl raises for files that are no workbooks has many types; it also warns of what it passes over."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except SpecError:
        raise
    except Exception as fault:
        said = plain_line(str(fault))[:120] or type(fault).__name__
        raise SpecError(f"{path}: this cannot be read as a workbook ({said}); save the sheet as .xlsx") from None


def text_of_cell(cell: SheetCell | None) -> str:
    """What stands in a cell as text, line breaks as one kind of break and nothing around it; empty for none."""
    if cell is None:
        return ""
    value = cell.value
    said = value.isoformat() if isinstance(value, date) else value if isinstance(value, str) else repr(value)
    return said.replace("\r\n", "\n").replace("\r", "\n").strip()
