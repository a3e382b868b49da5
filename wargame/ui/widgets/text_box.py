"""A box for the words of a field."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import TextArea


class TextBox(TextArea):
    """Words of a field: Enter keeps them, escape leaves them as they are, ctrl+n starts a new line."""

    HELP = (
        "Type. Enter keeps the words and goes on in the form, escape goes back, ctrl+n starts a new line, ctrl+u "
        "empties the box."
    )
    KEYS = (("enter", "keep"), ("esc", "back"), ("ctrl+n", "new line"))
    cursor_blink = reactive(False, init=False)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+u", "clear_all", "empty the box", show=False),
        Binding("f6", "screen.readers", "who reads this", show=False),
        Binding("f7", "screen.statement", "public statement", show=False),
    ]

    class Left(Message):
        """The words are done: `kept` by Enter, or just left."""

        def __init__(self, *, kept: bool = False) -> None:
            super().__init__()
            self.kept = kept

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, soft_wrap=True, show_line_numbers=False, compact=True)

    def action_clear_all(self) -> None:
        """Empty the box; ctrl+z brings the words back."""
        self.action_select_all()
        self.action_delete_left()

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "escape", "ctrl+n"):
            event.stop()
            event.prevent_default()
            if event.key == "ctrl+n":
                self.insert("\n")
            else:
                self.post_message(self.Left(kept=event.key == "enter"))
            return
        await super()._on_key(event)
