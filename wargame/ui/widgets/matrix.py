"""A table of short texts with a cursor over its cells; row names and column names stay in sight."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.color import Color, blend_rgb
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from wargame.present.cells import Cell, CellTable
from wargame.present.meanings import BAD, GOOD
from wargame.ui.widgets.panes import clean, fitted

LABEL = 20
"""Most cells of a row name."""
WIDER = 6
"""Most cells that a column takes beyond what its texts need, where there is room."""
DARK = (18, 18, 18)
FAINTEST, FULLEST = 0.10, 0.55
"""How much of its colour an empty and a full cell are shaded with."""


EMPTY = CellTable("", "", (), ())


class Matrix(Widget, can_focus=True):
    """Shows a table. Arrows move the cursor, Enter chooses a cell; `<` and `>` tell of columns out of sight."""

    DEFAULT_CSS = """
    Matrix { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1, 0)", "up", show=False),
        Binding("down,j", "step(1, 0)", "down", show=False),
        Binding("left,h", "step(0, -1)", "left", show=False),
        Binding("right,l", "step(0, 1)", "right", show=False),
        Binding("pageup", "step(-8, 0)", "up", show=False),
        Binding("pagedown", "step(8, 0)", "down", show=False),
        Binding("home", "step(0, -99)", "first column", show=False),
        Binding("end", "step(0, 99)", "last column", show=False),
        Binding("enter", "choose", "explain", show=False),
    ]
    HELP = "Arrows move over the cells, home and end to the first and last column, enter explains the cell."
    KEYS = (("arrows", "cell"), ("enter", "explain"))

    class Moved(Message):
        """The cursor is on another cell."""

        def __init__(self, row: str, column: str, cell: Cell) -> None:
            """Row name, column name, cell."""
            super().__init__()
            self.row, self.column, self.cell = row, column, cell

    class Chosen(Moved):
        """Enter was pressed on a cell."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.table = EMPTY
        self.at = (0, 0)
        """Row and column of the cursor."""
        self._from = (0, 0)

    def show(self, table: CellTable, *, keep: bool = True) -> None:
        """Show a table; the cursor stays where it is if it can."""
        grown = len(table.rows) != len(self.table.rows)
        self.table = table
        row, column = self.at if keep else _telling(table)
        self.at = (max(0, min(row, len(table.rows) - 1)), max(0, min(column, len(table.columns) - 1)))
        self._from = (0, 0)
        self._in_sight()
        self.refresh(layout=grown)

    @property
    def here(self) -> tuple[str, str, Cell] | None:
        """Row name, column name and cell under the cursor."""
        row, column = self.at
        if row >= len(self.table.rows) or column >= len(self.table.columns):
            return None
        name, cells = self.table.rows[row]
        return name, self.table.columns[column], cells[column]

    def as_text(self) -> str:
        """The whole table as plain text, columns aligned."""
        widths, label = self._needed(), self._label()
        head = set_cell_size(self.table.corner, label) + "".join(map(_right, self.table.columns, widths))
        lines = [head.rstrip()]
        for name, cells in self.table.rows:
            line = set_cell_size(name, label) + "".join(map(_right, [cell.text for cell in cells], widths))
            lines.append(line.rstrip())
        return "\n".join(clean(line) for line in lines)

    # moving

    def action_step(self, down: int, right: int) -> None:
        table, (row, column) = self.table, self.at
        to = (
            max(0, min(len(table.rows) - 1, row + down)),
            max(0, min(len(table.columns) - 1, column + right)),
        )
        if to != self.at:
            window, self.at = self._from, to
            self._in_sight()
            if self._from == window:
                self.refresh(*(Region(0, at - window[0] + 1, self.size.width, 1) for at in {row, to[0]}))
            else:
                self.refresh()
            if self.here:
                self.post_message(self.Moved(*self.here))

    def action_choose(self) -> None:
        if self.here:
            self.post_message(self.Chosen(*self.here))

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there."""
        first_row, first = self._from
        ends = list(accumulate(self._widths()[first:]))
        column = next((first + n for n, end in enumerate(ends) if event.x < self._label() + end), None)
        row = first_row + int(event.y) - 1
        if column is not None and event.x >= self._label() and 0 <= row < len(self.table.rows):
            self.action_step(row - self.at[0], column - self.at[1])
            if event.chain > 1:
                self.action_choose()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._in_sight()

    def on_focus(self) -> None:
        """The cursor looks different where the keys go."""
        self.refresh()

    on_blur = on_focus

    # layout

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for the column names and one for each row, where the box may choose."""
        return len(self.table.rows) + 1

    def _label(self) -> int:
        names = [self.table.corner, *(name for name, _ in self.table.rows)]
        return min(LABEL, max(map(cell_len, names), default=0)) + 1

    def _widths(self) -> list[int]:
        """Cells of each column; where all columns fit, what is left over is shared out among them."""
        needed = self._needed()
        spare = self.size.width - self._label() - 1 - sum(needed)
        more = min(WIDER, spare // len(needed)) if needed and spare > 0 else 0
        return [width + more for width in needed]

    def _needed(self) -> list[int]:
        columns = self.table.columns
        return (
            [
                max(cell_len(name), *(cell_len(cells[at].text) for _, cells in self.table.rows), 3) + 1
                for at, name in enumerate(columns)
            ]
            if self.table.rows
            else [cell_len(name) + 1 for name in columns]
        )

    def _in_sight(self) -> None:
        """Move the window just so far that the cursor is in it."""
        if not self.size.width:
            return
        height, room = max(1, self.size.height - 1), max(1, self.size.width - self._label() - 1)
        (row, column), (top, left) = self.at, self._from
        top = min(top, row) if row < top + height else row - height + 1
        top = max(0, min(top, max(0, len(self.table.rows) - height)))
        widths = self._widths()
        left = min(left, column)
        while left < column and sum(widths[left : column + 1]) > room:
            left += 1
        while left and sum(widths[left - 1 :]) <= room:
            left -= 1
        self._from = (top, left)

    def _columns(self) -> tuple[range, bool]:
        """Columns in sight, and whether more follow."""
        widths, left = self._widths(), self._from[1]
        room, last = self.size.width - self._label() - 1, left
        while last < len(widths) and sum(widths[left : last + 1]) <= room:
            last += 1
        return range(left, last), last < len(widths)

    def render_line(self, y: int) -> Strip:
        """One line on the screen."""
        width, base, table = self.size.width, self.rich_style, self.table
        row, label = self._from[0] + y - 1, self._label()
        if not table.columns or row >= len(table.rows):
            return Strip.blank(width, base)
        widths, (shown, more) = self._widths(), self._columns()
        bold = base + Style(bold=True)
        hint = f"{'<' if shown.start else ' '}"
        if y == 0:
            pieces = [Segment(set_cell_size(fitted(table.corner, label - 1), label - 1) + hint, bold)]
            pieces += [Segment(_right(table.columns[at], widths[at]), bold) for at in shown]
            pieces.append(Segment(" >" if more else "", bold))
            return Strip(pieces).crop_extend(0, width, base)
        name, cells = table.rows[row]
        here = row == self.at[0]
        said, look = set_cell_size(fitted(clean(name), label - 1), label), bold if here else base
        colour = table.colours[row] if table.colours else ""
        pieces = [Segment(said[:1], look + Style(color=colour or None, bold=True)), Segment(said[1:], look)]
        for at in shown:
            cell = cells[at]
            text = _right(cell.text, widths[at])
            style = self._cursor(base) if here and at == self.at[1] else base + _shade(cell)
            pieces += [Segment(text[:1], base), Segment(clean(text[1:]), style)]
        return Strip(pieces).crop_extend(0, width, base)

    def _cursor(self, base: Style) -> Style:
        return base + (Style(reverse=True) if self.has_focus else Style(bold=True, underline=True))


def _telling(table: CellTable) -> tuple[int, int]:
    """The first cell that says something."""
    found = ((r, c) for r, (_, cells) in enumerate(table.rows) for c, cell in enumerate(cells) if cell.text != ".")
    return next(found, (0, 0))


@lru_cache(maxsize=512)
def _shade(cell: Cell) -> Style:
    """How a cell looks apart from its text: fuller is brighter, and what one should beware of has its own colour."""
    if cell.level is None:
        return Style(dim=True) if cell.text.strip() in ("", ".") else Style(bold=cell.bad)
    strength = FAINTEST + (FULLEST - FAINTEST) * max(0.0, min(1.0, cell.level))
    ink = ColorTriplet(*Color.parse(BAD if cell.bad else GOOD).get_truecolor())
    shade = blend_rgb(ColorTriplet(*DARK), ink, strength)
    return Style(bgcolor=Color.from_triplet(shade), bold=cell.bad)


def _right(text: str, width: int) -> str:
    return " " * (width - cell_len(text)) + text
