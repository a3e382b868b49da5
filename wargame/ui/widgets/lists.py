"""One list of lines for everything long: the record, conversations, news.

It knows nothing of what its rows mean; whoever fills it gives each row a key and reads the messages.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import ClassVar, cast

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.message import Message

from wargame.present.rows import ListRow
from wargame.ui.widgets.drawn_rows import DrawnLines

MOVES = {
    "up": ("step", -1),
    "down": ("step", 1),
    "pageup": ("page", -1),
    "pagedown": ("page", 1),
    "home": ("end", -1),
    "end": ("end", 1),
}
"""What the keys of the cursor do."""
LETTERS_OF_A_FILTER = 60
"""A filter is a word or two."""


def place_of(rows: Sequence[ListRow], key: str) -> int | None:
    """The number of the row of this key, from 0, or None; rows that know it are asked, others looked through."""
    known = getattr(rows, "place_of", None)
    if known is not None:
        return cast("int | None", known(key))
    return next((at for at, row in enumerate(rows) if row.key == key), None)


class Lines(DrawnLines, can_focus=True):
    """Rows with a cursor. `/` filters, `n` and `N` go to the next and last match, `y` copies, Enter chooses."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "step(-1)", "up", show=False),
        Binding("j", "step(1)", "down", show=False),
        Binding("space", "page(1)", "page down", show=False),
        Binding("enter", "choose", "choose", show=False),
        Binding("n", "find(1)", "next match", show=False),
        Binding("N", "find(-1)", "last match", show=False),
    ]
    AROUND: ClassVar[int] = 0
    """Lines before and after the cursor that are kept in sight where there is room."""
    AT_ONCE: ClassVar[frozenset[str]] = frozenset(MOVES)
    """Keys that are done as soon as the list has them; nothing has to wait for what they do."""
    HELP = "up/down and page keys move, home/end go to the ends, enter chooses, / filters, n and N step, y copies."

    class Moved(Message):
        """The cursor is on another row."""

        def __init__(self, lines: Lines, row: ListRow) -> None:
            super().__init__()
            self.lines, self.row = lines, row

        @property
        def control(self) -> Lines:
            """The list."""
            return self.lines

    class Chosen(Moved):
        """Enter was pressed on a row."""

    def __init__(
        self,
        *,
        id: str | None = None,
        wrap: bool = False,
        cursor: bool = True,
        follow: bool = False,
        empty: str = "",
        mark: str = "",
    ) -> None:
        """An empty list.

        Args:
            id: Its name.
            wrap: Break long bodies instead of cutting them.
            cursor: Show where the cursor is.
            follow: Stay at the end while rows are added, unless the reader has moved up.
            empty: What to say when there are no rows.
            mark: What stands in the first cells of the cursor's row, in place of what the row has there.
        """
        super().__init__(id=id, wrap=wrap, cursor=cursor, empty=empty, mark=mark)
        self._all: Sequence[ListRow] = ()
        self._follow = follow
        self._wanted: Callable[[ListRow], bool] | None = None

    # rows

    def fill(self, rows: Sequence[ListRow]) -> None:
        """Show these rows; the cursor stays on the row with the same key, the focus where it is."""
        if rows == self._all and self.rows:
            return
        at_end = self._follow and self._cursor >= len(self.rows) - 1
        key = self.chosen.key if self.chosen else ""
        self._all = rows
        self._apply(key, at_end)

    def _apply(self, key: str, at_end: bool = False) -> None:
        self.rows = rows = self._passing()
        self._measure()
        if at_end:
            self._cursor = max(0, len(rows) - 1)
        elif key:
            found = place_of(rows, key)
            self._cursor = min(self._cursor, max(0, len(rows) - 1)) if found is None else found
        else:
            self._cursor = min(self._cursor, max(0, len(rows) - 1))
        self._off_headings(1)
        self.show_cursor()
        self.redraw_changed()

    def _passing(self) -> Sequence[ListRow]:
        """Those of all rows that are shown."""
        wanted, needle = self._wanted, self.filter.casefold()
        rows = self._all
        if wanted:
            rows = [row for row in rows if row.marked or wanted(row)]
        return [row for row in rows if needle in row.text.casefold()] if needle else rows

    def narrow_to(self, wanted: Callable[[ListRow], bool] | None = None, text: str | None = None) -> None:
        """Show only some rows: those that pass, those that hold a text; None leaves that part as it is."""
        if wanted is not None:
            self._wanted = wanted
        if text is not None:
            self.filter = text[:LETTERS_OF_A_FILTER]
        before = self.chosen
        self._apply(before.key if before else "")
        if self.chosen is not None and self.chosen is not before:
            self.post_message(self.Moved(self, self.chosen))

    @property
    def counted(self) -> str:
        """`n/N of M`: the cursor's row, the rows shown, all rows."""
        shown = len(self.rows)
        place = f"{min(self._cursor + 1, shown)}/{shown}"
        return place if shown == len(self._all) else f"{place} of {len(self._all)}"

    @property
    def chosen(self) -> ListRow | None:
        """The row under the cursor."""
        return self.rows[self._cursor] if self._cursor < len(self.rows) else None

    @property
    def cursor(self) -> int:
        """Number of the row under the cursor, from 0."""
        return self._cursor

    def as_text(self) -> str:
        """All rows shown, as plain text."""
        return "\n".join(row.text for row in self.rows)

    def copied(self) -> str:
        """What `y` copies: the row under the cursor."""
        return self.chosen.text.strip() if self.chosen else ""

    # moving

    def on_key(self, event: events.Key) -> None:
        """Keys of the cursor work at once, without the way through everything that stands around the list."""
        if event.key in self.AT_ONCE:
            event.stop()
            name, way = MOVES[event.key]
            getattr(self, f"action_{name}")(way)

    def go_to(self, at: int) -> None:
        """Put the cursor on a row."""
        at = max(0, min(at, len(self.rows) - 1))
        before, self._cursor = self._cursor, at
        if before != at and self.rows:
            self._redraw(before)
            self._redraw(at)
            self.post_message(self.Moved(self, self.rows[at]))
        self.show_cursor()

    def go_to_key(self, key: str) -> bool:
        """Put the cursor on the row of this key; false if it is not there."""
        found = place_of(self.rows, key)
        if found is not None:
            self.go_to(found)
        return found is not None

    def show_cursor(self) -> None:
        """Scroll just so far that the cursor can be seen, with `AROUND` lines beyond it, at once."""
        top, bottom = self._starts[self._cursor], self._starts[min(self._cursor + 1, len(self._starts) - 1)]
        height, y = self.scrollable_content_region.height, self.scroll_offset.y
        if height <= 0:
            return
        around = min(self.AROUND, max(0, height - (bottom - top)) // 3)
        top, bottom = max(0, top - around), min(self._starts[-1], bottom + around)
        if top < y:
            y = top
        elif bottom > y + height:
            y = min(top, bottom - height) if bottom - top > height else bottom - height
        if y != self.scroll_offset.y:
            self.scroll_to(y=y, animate=False, force=True)

    def _off_headings(self, way: int) -> None:
        self._cursor = self._past_headings(self._cursor, way)

    def _past_headings(self, start: int, way: int) -> int:
        at = start
        while 0 <= at < len(self.rows) and self.rows[at].marked:
            at += way
        return at if 0 <= at < len(self.rows) else start

    def action_step(self, way: int) -> None:
        """One row up or down, past headings."""
        at = self._cursor + way
        while 0 < at < len(self.rows) - 1 and self.rows[at].marked:
            at += way
        if 0 <= at < len(self.rows) and not self.rows[at].marked:
            self.go_to(at)
        else:
            self.scroll_relative(y=way, animate=False, force=True)

    def action_page(self, way: int) -> None:
        """A screenful up or down: what is seen moves by it, and the cursor with it."""
        height = max(1, self.scrollable_content_region.height - 1)
        line = self._starts[self._cursor] + way * height
        seen_from = max(0, min(int(self.scroll_offset.y) + way * height, self.max_scroll_y))
        at = max(0, min(bisect_right(self._starts, max(0, line)) - 1, len(self.rows) - 1))
        if self._starts[at] < seen_from and at + 1 < len(self.rows) and self._starts[at + 1] <= seen_from + height:
            at += 1
        self.go_to(self._past_headings(self._past_headings(at, way), -way))
        if seen_from <= self._starts[self._cursor] <= seen_from + height:
            self.scroll_to(y=seen_from, animate=False, force=True)

    def action_end(self, way: int) -> None:
        """The first or the last row."""
        self.go_to(self._past_headings(len(self.rows) - 1, -1) if way > 0 else self._past_headings(0, 1))
        if way < 0:
            self.scroll_to(y=0, animate=False, force=True)

    def action_find(self, way: int) -> None:
        """The next or the last row that is no heading: with a filter, the next match."""
        self.action_step(way)

    def action_choose(self) -> None:
        """Choose the row under the cursor; where there is none, the key is for what stands around the list."""
        if self.chosen is None or self.chosen.marked:
            raise SkipAction
        self.post_message(self.Chosen(self, self.chosen))

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there."""
        line = int(event.y) + self.scroll_offset.y
        at = bisect_right(self._starts, line) - 1
        if 0 <= at < len(self.rows) and not self.rows[at].marked:
            again = at == self._cursor
            self.go_to(at)
            if again and event.chain > 1 and not self.rows[at].marked:
                self.action_choose()

    # what the size and the focus change

    def on_resize(self) -> None:
        """Break lines anew for the new width."""
        self._measure()
        self.show_cursor()

    def on_focus(self) -> None:
        """The cursor looks different in the list that keys go to."""
        self._redraw(self._cursor)

    on_blur = on_focus
