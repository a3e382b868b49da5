"""The box for a message: Enter adds it to this round, ctrl+n or a backslash at the end breaks the line."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import TextArea

from wargame.core.prose import TEXT_LIMIT


class Composer(TextArea):
    """A few lines of text with a limit."""

    HELP = (
        "Write here. Enter adds the message to this round; escape leaves the box; end a line with \\ to go on below. "
        "ctrl+u empties it, ctrl+z takes that back."
    )
    EMPTY: ClassVar[str] = "nothing is written yet: write first, or leave with escape"
    """What is said to enter in an empty box."""
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = (("enter", "add"), ("esc", "leave"))
    cursor_blink = reactive(False, init=False)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n,shift+enter,alt+enter", "break_line", "new line", show=False),
        Binding("ctrl+u", "clear_all", "empty the box", show=False),
        Binding("escape", "leave", "leave the box", show=False),
        Binding("f6", "screen.readers", "who reads this", show=False),
        Binding("f7", "screen.statement", "public statement", show=False),
    ]

    class Said(Message):
        """Enter was pressed on a text that is not empty, or on an empty one where that says something too."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Nothing(Message):
        """Enter was pressed on an empty text, where that says nothing."""

    class Left(Message):
        """Escape was pressed: the keys go elsewhere."""

    def __init__(self, *, id: str, placeholder: str = "", limit: int = TEXT_LIMIT, empty_too: bool = False) -> None:
        super().__init__(id=id, compact=True, placeholder=placeholder, highlight_cursor_line=False, soft_wrap=True)
        self.limit, self._empty_too = limit, empty_too

    @property
    def left(self) -> int:
        """How many characters still fit."""
        return self.limit - len(self.text)

    async def _on_key(self, event: events.Key) -> None:
        if event.key != "enter":
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        if self.text.endswith("\\"):
            self.action_delete_left()
            self.insert("\n")
        elif self.text.strip() or self._empty_too:
            self.post_message(self.Said(self.text.strip()))
        else:
            self.post_message(self.Nothing())

    def action_break_line(self) -> None:
        """Go on in a new line."""
        self.insert("\n")

    def action_clear_all(self) -> None:
        """Empty the box; ctrl+z brings the words back."""
        self.action_select_all()
        self.action_delete_left()

    def action_leave(self) -> None:
        self.post_message(self.Left())
