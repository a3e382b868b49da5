"""The first page after the curtain: what this seat may know of what happened since it last answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from wargame.present.local_table import LocalTable
from wargame.present.marks import Marks
from wargame.present.opening_page import opening_rows
from wargame.present.rows import ListRow, event_rows
from wargame.table.chair import Chair
from wargame.ui.seat.screen import SeatScreen
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Pane


class Since(SeatScreen):
    """News for one seat, its brief in the first turn, and Enter to the desk."""

    NAME = "since your last turn"
    HELP = "What you may know of what happened since you last answered. Enter goes to your desk."
    KEYS: ClassVar[tuple[KeyHint, ...]] = (("enter", "to the desk"),)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,escape", "app.show('desk')", "desk", show=False)]

    def __init__(self, chair: Chair, local_table: LocalTable) -> None:
        """For whoever sits on this chair."""
        super().__init__(chair, local_table)
        self._rows: list[ListRow] = []

    def body(self) -> Iterator[Widget]:
        """One list."""
        yield Pane(
            "SINCE YOUR LAST TURN",
            Lines(id="since-lines", wrap=True, empty="Nothing that you may know of has happened."),
            id="since",
        )

    def show_hint(self) -> None:
        """The page itself says what may be tried."""

    def on_mount(self) -> None:
        """Give the list the keys."""
        super().on_mount()
        self.query_one(Lines).focus()

    def show_seat(self) -> None:
        """Events since the last answer; in a first turn the brief comes first."""
        seen = Marks.of(self.draft).answered
        rows = event_rows(self.ask, seen)
        if seen == 0:
            rows = [*opening_rows(self.ask, self.draft), *rows]
        self.query_one(Lines).fill(rows)

    def on_lines_chosen(self) -> None:
        """Enter on a row also goes on."""
        self.go_to("desk")
