"""Panes, plain words and a line to type into: what every screen is laid out with. Nothing here blinks."""

from __future__ import annotations

from typing import Self

from rich.cells import cell_len
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region
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
    if text.isascii():
        text = text[: max(0, width - 1)]
    while text and cell_len(text) > width - 1:
        text = text[:-1]
    return f"{text}…" if width > 0 else ""


def whole_words(text: str, width: int) -> str:
    """A text cut to a number of cells after a word, with a mark; only a word that is longer than that is cut itself."""
    cut = fitted(text, width)
    if cut == text:
        return text
    kept, rest = cut.rstrip("…"), text[len(cut) - 1 : len(cut)]
    if rest.isalnum() or rest in ("'", "-", "_"):
        last = kept.rfind(" ")
        kept = kept[:last] if last > 0 and kept[:last].strip() else kept
    return f"{kept.rstrip(' ,;:')}…" if width > 0 else ""


class Words(Static):
    """Plain text: what is in square brackets stays in square brackets, and control characters are blanked."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        self._said = Content(clean(text))
        super().__init__(self._said, markup=False, id=id, classes=classes)

    def say(self, text: str | Content) -> None:
        """Show another text: nothing is drawn if it is the same, and nothing laid out anew if it is as high."""
        shown = Content(clean(text)) if isinstance(text, str) else text
        if shown.is_same(self._said):
            return
        self._said = shown
        self.update(shown, layout=False)
        if self._grows():
            self.refresh(layout=True)

    def _grows(self) -> bool:
        """Whether the box does not fit what it says now."""
        width, height, size = self.styles.width, self.styles.height, self.content_size
        if not size or (width is not None and width.is_auto):
            return True
        if height is None or not height.is_auto:
            return False
        return self.get_content_height(self.container_size, self.app.size, size.width) != size.height

    def as_text(self) -> str:
        """What it says."""
        return self._said.plain


class TypedLine(Input):
    """One line to type into; its cursor stands still."""

    cursor_blink = reactive(False, init=False)


class Pane(Vertical):
    """One part of a screen under a title line; a narrow terminal shows one pane at a time.

    A digit in front of the title is the key that goes there.
    """

    def __init__(self, title: str, *children: Widget, id: str, key: str = "", classes: str = "") -> None:
        """A pane of these widgets; subclasses may compose their own instead."""
        self._entitling = False
        super().__init__(*children, id=id, classes=f"pane {classes}")
        self.key = key
        self.heading = self._others = ""
        self.entitle(title)

    def entitle(self, title: str) -> None:
        """Change the title."""
        heading = clean(f"{self.key} {title}" if self.key else title)
        if heading != self.heading:
            self.heading = heading
            self._write_title()

    def point_to(self, others: str) -> None:
        """Name the keys of the panes that stand behind this one, such as `1 3 4`; none are named where it is empty."""
        if others != self._others:
            self._others = others
            self._write_title()

    def _write_title(self) -> None:
        self._entitling = True
        others = f"   keys {self._others}: more" if self._others else ""
        self.border_title = Content(f"{self.heading}{others}").markup
        self._entitling = False

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw it again; of another title only the line in which it stands."""
        if self._entitling and self.size:
            regions = (Region(0, -1, self.size.width, 1),)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

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
