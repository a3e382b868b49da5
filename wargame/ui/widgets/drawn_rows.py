"""Drawing rows as lines: only lines in sight are drawn, once for the same look, and again only if they changed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from wargame.present.rows import ListRow
from wargame.ui.widgets.panes import clean

MOST_BROKEN = 4000
"""Broken rows that are kept of one list."""


class DrawnLines(ScrollView):
    """Rows on the screen, wrapped or cut, one of them marked as the cursor's."""

    WAY_BACK: ClassVar[str] = "/ then escape shows all"
    """How to see all rows again where none holds the text looked for."""

    DEFAULT_CSS = """
    DrawnLines { height: 1fr; scrollbar-size-vertical: 1; scrollbar-gutter: stable; overflow-x: hidden; }
    """

    def __init__(self, *, id: str | None, wrap: bool, cursor: bool, empty: str, mark: str) -> None:
        """No rows yet; `empty` is what to say then, `mark` what stands first in the cursor's row."""
        super().__init__(id=id)
        self.rows: Sequence[ListRow] = ()
        """Rows as shown: after the filter."""
        self.filter = ""
        """The text that rows must hold, or an empty string."""
        self._wrap, self._shows_cursor, self._empty, self._mark = wrap, cursor, empty, mark
        self._starts: Sequence[int] = (0,)
        self._wrapped: dict[int, list[tuple[list[tuple[str, str]], bool]]] = {}
        self._broken_before: dict[ListRow, list[tuple[list[tuple[str, str]], bool]]] = {}
        """Rows as they were broken for the width that there is: most stand in the next list, too."""
        self._strips: dict[tuple[int, bool, bool], Strip] = {}
        self._styles: dict[str, Style] = {}
        self._base: Style | None = None
        """The widget's own style while many lines are made at once; None at other times."""
        self._cursor = 0
        self._drawn: dict[int, Strip] = {}
        """What stands in each line of the screen."""
        self._measured = 0
        """Cells that a line had when the rows were broken."""

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        super().notify_style_update()
        self._strips.clear()
        self._styles.clear()

    def _redraw(self, at: int) -> None:
        if at < len(self.rows):
            top, bottom = self._starts[at], self._starts[at + 1]
            self.refresh(Region(0, top - self.scroll_offset.y, self.size.width, bottom - top))

    def _measure(self) -> None:
        self._break_rows()
        self._take_room(Size(0, self._starts[-1]))

    def _break_rows(self) -> None:
        """Break the rows for the width that there is; how much room they take stays as it was."""
        self._strips.clear()
        self._wrapped.clear()
        if self._measured != self.scrollable_content_region.width or len(self._broken_before) > MOST_BROKEN:
            self._broken_before.clear()
        self._measured = self.scrollable_content_region.width
        count = len(self.rows)
        if self._wrap:
            self._starts = [0, *accumulate(len(self._broken(at)) for at in range(count))]
        else:
            self._starts = range(count + 1)

    def _take_room(self, room: Size) -> None:
        """Be as long as the rows; the screen is laid out anew only if a scrollbar comes or goes or the box grows."""
        height = self.size.height
        bars = (room.height > height) != (self.virtual_size.height > height)
        if height == 0 or bars or (self.styles.height is not None and self.styles.height.is_auto):
            self.virtual_size = room
        elif room != self.virtual_size:
            self.set_reactive(DrawnLines.virtual_size, room)
            if self.show_vertical_scrollbar:
                self.vertical_scrollbar.window_virtual_size = room.height
                self.scroll_to(y=self.scroll_offset.y, animate=False, force=True)

    def redraw_changed(self) -> None:
        """Draw those lines again that look different now."""
        width = self.size.width
        with self._one_style():
            for y in range(self.scrollable_content_region.height):
                if self._drawn.get(y) != self._line(y):
                    self.refresh(Region(0, y, width, 1))

    @contextmanager
    def _one_style(self) -> Iterator[None]:
        """Work out the widget's own style once for many lines: it costs more than the line."""
        self._base = self.rich_style
        try:
            yield
        finally:
            self._base = None

    def _broken(self, at: int) -> list[tuple[list[tuple[str, str]], bool]]:
        """The lines of a row: their parts, and whether it is the first."""
        found = self._wrapped.get(at)
        if found is None:
            row = self.rows[at]
            if (before := self._broken_before.get(row)) is not None:
                self._wrapped[at] = before
                return before
            indent = sum(cell_len(part) for part, _ in row.head)
            width = self.scrollable_content_region.width or self.size.width or 80
            room = max(8, width - indent)
            lines = Text(clean(row.body)).wrap(self.app.console, room) if row.body else [Text("")]
            found = [
                ([*(row.head if n == 0 else ((" " * indent, ""),)), (line.plain.rstrip(), row.style)], n == 0)
                for n, line in enumerate(lines)
            ]
            self._wrapped[at] = found
            if self.scrollable_content_region.width == self._measured:
                self._broken_before[row] = found
        return found

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines on the screen; rows that were broken for another width are broken anew, their room follows."""
        if self._wrap and self._measured != self.scrollable_content_region.width:
            self._break_rows()
            self.call_later(self.measure_again)
        with self._one_style():
            return super().render_lines(crop)

    def measure_again(self) -> None:
        """Break the rows for the width that there is."""
        self._measure()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line on the screen."""
        strip = self._drawn[y] = self._line(y)
        return strip

    def _line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        line = y + self.scroll_offset.y
        if not self.rows:
            said = (
                self._empty
                if y == 0 and not self.filter
                else f"nothing holds {self.filter!r}; {self.WAY_BACK}"
                if y == 0
                else ""
            )
            return self._strip([(said, "dim")], width, False, False)
        at = bisect_right(self._starts, line) - 1
        if at >= len(self.rows):
            return Strip.blank(width, self._base or self.rich_style)
        here, focused = self._shows_cursor and at == self._cursor, self.has_focus
        key = (line, here, focused)
        strip = self._strips.get(key)
        if strip is None:
            row = self.rows[at]
            parts = (
                self._broken(at)[line - self._starts[at]][0]
                if self._wrap
                else [*row.head, (row.body.replace("\n", " "), row.style)]
            )
            if here and self._mark and line == self._starts[at]:
                parts = [(self._mark + parts[0][0][len(self._mark) :], parts[0][1]), *parts[1:]]
            strip = self._strips[key] = self._strip(parts, width, here, focused)
        return strip

    def _strip(self, parts: Sequence[tuple[str, str]], width: int, here: bool, focused: bool) -> Strip:
        base = self._base or self.rich_style
        if here:
            base += Style(reverse=True) if focused else Style(bold=True, underline=True)
        pieces = [Segment(clean(text), base + self._style(style)) for text, style in parts if text]
        return Strip(pieces).crop_extend(0, width, base).simplify()

    def _style(self, name: str) -> Style:
        found = self._styles.get(name)
        if found is None:
            found = self._styles[name] = Style.parse(name) if name else Style()
        return found
