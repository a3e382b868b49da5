"""Every act of control: its letter, the right it takes, its window; and when there is nothing to act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from wargame.table.desk import ControlDesk
from wargame.table.people import Right
from wargame.ui.facilitator.act_window import ActWindow
from wargame.ui.facilitator.ruling_window import RulingWindow
from wargame.ui.facilitator.session_windows import PaperWindow, ReplanWindow, SkipWindow, SwapWindow, WhoWindow
from wargame.ui.facilitator.speaking_windows import InjectWindow, MessageWindow, RetractWindow
from wargame.ui.facilitator.state_windows import EndWindow, OverrideWindow, RevealWindow, UndoWindow

MINUTE = 60.0


class Doing(NamedTuple):
    """An act of control: its letter, its word, the right it takes, its window if it has one."""

    letter: str
    word: str
    right: Right
    window: type[ActWindow] | None = None
    recorded: str = ""
    """What an attempt without the right is called in the record; the act's name if empty."""


ACTS: Mapping[str, Doing] = {
    "pause": Doing("p", "pause", "clock"),
    "longer": Doing("+", "minute", "clock", recorded="extend"),
    "shorter": Doing("-", "less", "clock", recorded="extend"),
    "skip": Doing("k", "skip", "clock", SkipWindow),
    "inject": Doing("i", "inject", "world", InjectWindow),
    "message": Doing("m", "message", "speak", MessageWindow),
    "note": Doing("b", "note", "note"),
    "rule": Doing("a", "rule", "rule", RulingWindow),
    "retract": Doing("r", "retract", "world", RetractWindow),
    "override": Doing("o", "override", "world", OverrideWindow),
    "undo": Doing("u", "undo", "world", UndoWindow),
    "swap": Doing("s", "swap", "seats", SwapWindow),
    "transcribe": Doing("t", "slip", "seats", PaperWindow),
    "replan": Doing("n", "replan", "clock", ReplanWindow, "adopt"),
    "reveal": Doing("v", "reveal", "world", RevealWindow),
    "end": Doing("e", "end", "world", EndWindow),
    "who": Doing("w", "who", "see", WhoWindow),
}
"""Every act by name, weightiest first."""

CURSOR: Mapping[str, tuple[str, str]] = {
    "retract": ("events", "event"),
    "swap": ("seats", "seat"),
    "inject": ("injects", "which"),
    "rule": ("cases", "case"),
}
"""Acts that are about the row under the cursor: the list, and the field of the window that it fills."""
OPENS: Mapping[str | None, str] = {"injects": "inject", "cases": "rule"}
"""The act that Enter opens on a row of a list."""


def there(desk: ControlDesk) -> Mapping[str, Doing]:
    """The acts that there are at a desk: whoever acts at one that came with a code of its own is told by that code."""
    return ACTS if desk.role == "controller" else {name: doing for name, doing in ACTS.items() if name != "who"}


def idle(name: str, control: ControlDesk) -> str:
    """Why there is nothing now that an act could be about; an empty string if there is something."""
    return "no argument waits for a ruling" if name == "rule" and not control.cases() else ""
