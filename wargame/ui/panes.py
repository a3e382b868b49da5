"""Panes, plain words and a line to type into: what every screen is laid out with. Nothing here blinks."""

from __future__ import annotations

from rich.cells import cell_len
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static


def clean(text: str) -> str:
    """A text without control characters, so that nothing a player writes can steer the terminal."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text)


def fitted(text: str, width: int) -> str:
    """A text cut to a number of cells, with a mark where something was left out."""
    if cell_len(text) <= width:
        return text
    while text and cell_len(text) > width - 1:
        text = text[:-1]
    return f"{text}…" if width > 0 else ""


class Words(Static):
    """Plain text: what is in square brackets stays in square brackets, and control characters are blanked."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        """Show a text."""
        super().__init__(Content(clean(text)), markup=False, id=id, classes=classes)
        self._said = clean(text)

    def say(self, text: str | Content) -> None:
        """Show another text; nothing is drawn again if it is the same."""
        shown = Content(clean(text)) if isinstance(text, str) else text
        if shown.plain != self._said or not isinstance(text, str):
            self._said = shown.plain
            self.update(shown)

    def as_text(self) -> str:
        """What it says."""
        return self._said


class TypedLine(Input):
    """One line to type into; its cursor stands still."""

    cursor_blink = reactive(False, init=False)


class Pane(Vertical):
    """One part of a screen under a title line; a narrow terminal shows one pane at a time.

    A digit in front of the title is the key that goes there.
    """

    def __init__(self, title: str, *children: Widget, id: str, key: str = "", classes: str = "") -> None:
        """A pane of these widgets; subclasses may compose their own instead."""
        super().__init__(*children, id=id, classes=f"pane {classes}")
        self.key = key
        self.heading = ""
        self.entitle(title)

    def entitle(self, title: str) -> None:
        """Change the title."""
        heading = clean(f"{self.key} {title}" if self.key else title)
        if heading != self.heading:
            self.heading = heading
            self.border_title = Content(heading).markup

    def as_text(self) -> str:
        """What the pane shows, as plain text."""
        return f"{self.heading}\n{text_of(self)}"


def text_of(widget: Widget) -> str:
    """The text of a widget and of everything in it, as far as it is shown."""
    own = getattr(widget, "as_text", None)
    if own and not isinstance(widget, Pane):
        return str(own())
    parts = [
        child.as_text() if isinstance(child, Pane) else text_of(child) for child in widget.children if child.display
    ]
    return "\n".join(part for part in parts if part)
