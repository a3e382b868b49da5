"""A window with a question and numbered answers: a digit answers at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from wargame.present.rows import ListRow
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Words
from wargame.ui.widgets.window import Window

PASS = "0"


class NumberedPage(Window[str]):
    """Answers by number; it closes with the number of one, or with 0 for none."""

    KEYS: ClassVar[tuple[KeyHint, ...]] = (("1-9", "answer"), ("enter", "choose"), ("0", "pass over"), ("esc", "stop"))
    HELP = "A digit or enter answers. 0 passes the question over; escape stops, and what was answered is kept."
    NONE: ClassVar[str] = "no answer"
    """What 0 says."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(digit, f"answer('{digit}')", digit, show=False, priority=True) for digit in "0123456789"
    ]

    def __init__(self, title: str, options: Sequence[str]) -> None:
        """Under a title; each of the options begins with its number, from 1."""
        super().__init__()
        self._title, self._options = title, options

    def inside(self) -> Iterator[Widget]:
        """Its options."""
        yield Lines(id="options", wrap=True)

    def begin(self) -> None:
        """Fill it."""
        self.query_one(".title", Words).say(self._title)
        lines = self.query_one(Lines)
        rows = [ListRow((), option, str(number)) for number, option in enumerate(self._options, 1)]
        lines.fill([*rows, ListRow((), f"{PASS} {self.NONE}", PASS, style="dim")])
        lines.focus()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        self.close_with(event.row.key)

    def action_answer(self, digit: str) -> None:
        """Close with a digit that stands there."""
        if int(digit) <= len(self._options):
            self.close_with(digit)
        else:
            self.say(f"{digit}: the answers are 1 to {len(self._options)}; 0 passes over", fault=True)
