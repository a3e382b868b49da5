"""A page to read: a transcript's account, or any text that is no seat's secret alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from wargame.present.rows import ListRow
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Pane
from wargame.ui.widgets.screen_frame import FramedScreen


class Reader(FramedScreen):
    """Lines of text under a title."""

    NAME = "reader"
    HELP = "Read, find with /, take out with y and x. Escape goes back."
    KEYS: ClassVar[tuple[KeyHint, ...]] = (("esc", "back"), ("/", "find"), ("y", "copy"), ("x", "export"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "app.pop_screen", "back", show=False)]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, self._text = title, text

    def body(self) -> Iterator[Widget]:
        """One list."""
        yield Pane(self._title, Lines(id="text", wrap=True, empty="there is nothing to read"), id="page")

    def on_mount(self) -> None:
        super().on_mount()
        lines = self.query_one(Lines)
        lines.fill([_row(line, str(at)) for at, line in enumerate(self._text.splitlines())])
        lines.focus()

    def frame(self) -> None:
        """The title, and the keys."""
        self.header().say(f"WARGAME   {self._title}")
        super().frame()


def _row(line: str, key: str) -> ListRow:
    """A line; what is wrapped of it stays indented as far as its beginning."""
    said = line.lstrip()
    return ListRow(((line[: len(line) - len(said)], ""),), said, key)
