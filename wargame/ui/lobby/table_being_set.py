"""What stands on the screen while a table is set: rules are read, players seated, models asked whether they answer."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen

from wargame.ui.widgets.panes import Words


class TableBeingSet(Screen[None]):
    """A few words, at once; the first screen of the table takes its place."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "app.leave", "leave", show=False)]

    def compose(self) -> ComposeResult:
        """That something is done, and the way out."""
        with Vertical(id="curtain"):
            yield Words("THE TABLE IS BEING SET", id="cleared")
            yield Words("The scenario is read, players take their seats, models are asked whether they answer.")
            yield Words("q leaves")
