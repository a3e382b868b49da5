"""A small window with the command that opens the table as a room: to be changed, and then run or left."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from textual.widget import Widget
from textual.widgets import Input

from wargame.ui.widgets.panes import TypedLine, Words
from wargame.ui.widgets.window import Window


class RoomWindow(Window[tuple[str, ...]]):
    """Closes with the words of a command, or with nothing."""

    TITLED = "OPEN IT AS A ROOM"
    HELP = (
        "People join from terminals or browsers of their own, each by a code that the host is told. Enter leaves the "
        "lobby and runs the command at this terminal; it can be changed before. --web 8430 lets browsers in, "
        "--ssh 8422 any terminal. For other machines add --bind 0.0.0.0 with --certificate FILE and --key FILE."
    )
    KEYS = (("enter", "leave the lobby and run it"), ("esc", "back to the lobby"))

    def __init__(self, command: Sequence[str], said: str = "") -> None:
        """For a command by its words after `wargame`; `said` is what the room will not have."""
        super().__init__()
        self._command, self._said = shlex.join(command), said

    def inside(self) -> Iterator[Widget]:
        """The command, and what may be added."""
        yield Words(
            "People join from machines of their own. This is run when the lobby is left; change it if you like:"
        )
        yield TypedLine(f"wargame {self._command}", compact=True, select_on_focus=False, id="command")
        yield Words(
            "Browsers come in with --web 8430. For other machines: --bind 0.0.0.0 --certificate FILE --key FILE."
        )
        if self._said:
            yield Words(self._said)

    def begin(self) -> None:
        """The cursor at the end, where more is added."""
        super().begin()
        line = self.query_one("#command", Input)
        line.cursor_position = len(line.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Run it, if it is a command of this program that hosts."""
        try:
            words = shlex.split(event.value)
        except ValueError:
            self.say("a quotation mark is open; close it", fault=True)
            return
        if words[:2] != ["wargame", "host"]:
            self.say("this must begin with `wargame host`", fault=True)
            return
        self.dismiss(tuple(words[1:]))
