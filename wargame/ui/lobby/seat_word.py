"""A small window in which a seat word is set: shown as dots, asked twice."""

from __future__ import annotations

from collections.abc import Iterator

from textual.widget import Widget
from textual.widgets import Input

from wargame.ui.widgets.panes import TypedLine, Words
from wargame.ui.widgets.window import Window


class SeatWord(Window[str]):
    """Closes with the word, with an empty one to have none, or with nothing."""

    TITLED = "SEAT WORD"
    HELP = (
        "Whoever sits down on this seat is asked for the word. Leave both lines empty to have none. Control's desk "
        "shows every seat's secrets; without a word anybody at this terminal can open it."
    )
    KEYS = (("enter", "next, then set"), ("esc", "leave as it is"))

    def __init__(self, seat: str) -> None:
        """For a seat by its name."""
        super().__init__()
        self._seat = seat

    def inside(self) -> Iterator[Widget]:
        """Two lines."""
        yield Words(f"{self._seat}: type a word, then the same again. Empty means that none is asked.")
        yield TypedLine(password=True, compact=True, placeholder="seat word", id="once")
        yield TypedLine(password=True, compact=True, placeholder="once more", id="again")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """On to the second line, or done."""
        once, again = self.query_one("#once", Input), self.query_one("#again", Input)
        if event.input is once and not again.value:
            again.focus()
        elif once.value != again.value:
            self.say("the two are not the same; type them again", fault=True)
            again.value = ""
            once.focus()
        else:
            self.dismiss(once.value)
