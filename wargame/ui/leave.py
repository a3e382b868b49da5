"""The question before somebody leaves: what becomes of the game, and how it is gone on with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from wargame.shell_words import shell_word
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.panes import Words
from wargame.ui.widgets.window import Window


class Leave(Window[None]):
    """Closes, and says so if somebody leaves."""

    TITLED = "LEAVE THE TABLE?"
    HELP = "Enter leaves the program, l goes back to the lobby, escape stays."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,q", "go('quit')", "leave", show=False),
        Binding("l", "go('lobby')", "to the lobby", show=False),
    ]

    class Chosen(Message):
        """The table is left."""

        def __init__(self, where: str) -> None:
            """For `quit`, or for the `lobby`."""
            super().__init__()
            self.where = where

    def __init__(self, record: Path | None, *, over: bool = False, lobby: bool = False, elsewhere: str = "") -> None:
        """Leave a table whose game is recorded there; nowhere, if it is a rehearsal, or as `elsewhere` says."""
        super().__init__()
        self._elsewhere = elsewhere
        self._record, self._over, self._lobby = record, over, lobby

    @property
    def said(self) -> str:
        """What becomes of the game."""
        if self._elsewhere:
            return "The game is over; its record is with the host." if self._over else self._elsewhere
        if self._record is None:
            return "This rehearsal is recorded nowhere; it ends with you."
        if self._over:
            return f"The game is over, and its record is whole:\n  {self._record}"
        return (
            "Nothing is lost: sealed answers, drafts and the time that is left are kept. To go on later:\n"
            f"  wargame play --resume {shell_word(self._record)}"
        )

    def inside(self) -> Iterator[Widget]:
        """What becomes of the game."""
        yield Words(self.said)

    def begin(self) -> None:
        """The keys."""
        self.set_focus(None)
        keys: list[KeyHint] = [("enter", "leave"), *([("l", "to the lobby")] if self._lobby else []), ("esc", "stay")]
        self.show_keys(keys)

    def action_go(self, where: str) -> None:
        """Close with a place to go to."""
        if where == "lobby" and not self._lobby:
            self.say("this table was opened without a lobby; enter leaves", fault=True)
        else:
            self.dismiss()
            self.app.post_message(self.Chosen(where))


class DeskClosed(Leave):
    """A desk that its room lets in no longer: nothing can be done there but to leave."""

    TITLED = "THIS DESK IS CLOSED"
    HELP = "Enter leaves the program. The room goes on, and what was prepared here lies with it."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "go('quit')", "leave", show=False)]

    def __init__(self, why: str) -> None:
        """For the reason that the room gave."""
        super().__init__(None, elsewhere=why)

    def begin(self) -> None:
        """The one key."""
        super().begin()
        self.show_keys([("enter", "leave")])
