"""Every act of control: its letter, the right it takes, its window; and how a desk refuses one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from wargame.core.ids import Variable
from wargame.core.moves import silence
from wargame.players.base import Answer
from wargame.table.control import Control
from wargame.table.people import Right
from wargame.ui.facilitator.act_window import ActWindow
from wargame.ui.facilitator.inject import InjectWindow, MessageWindow, RetractWindow
from wargame.ui.facilitator.override import EndWindow, OverrideWindow, RevealWindow, UndoWindow
from wargame.ui.facilitator.pacing import PaperWindow, ReplanWindow, SkipWindow, SwapWindow
from wargame.ui.facilitator.ruling import VerdictWindow

MINUTE = 60.0
PASSED = Answer(silence("talk"), "human")


class Doing(NamedTuple):
    """An act of control: its letter, its word, the right it takes, its window if it has one."""

    letter: str
    word: str
    right: Right
    window: type[ActWindow] | None = None


ACTS: Mapping[str, Doing] = {
    "pause": Doing("p", "pause", "clock"),
    "longer": Doing("+", "minute more", "clock"),
    "shorter": Doing("-", "less", "clock"),
    "skip": Doing("k", "skip", "clock", SkipWindow),
    "inject": Doing("i", "inject", "world", InjectWindow),
    "message": Doing("m", "message", "speak", MessageWindow),
    "rule": Doing("a", "rule", "rule", VerdictWindow),
    "retract": Doing("r", "retract", "world", RetractWindow),
    "override": Doing("o", "override", "world", OverrideWindow),
    "undo": Doing("u", "undo", "world", UndoWindow),
    "swap": Doing("s", "swap", "seats", SwapWindow),
    "transcribe": Doing("t", "slip", "seats", PaperWindow),
    "replan": Doing("n", "replan", "clock", ReplanWindow),
    "reveal": Doing("v", "reveal", "world", RevealWindow),
    "end": Doing("e", "end", "world", EndWindow),
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


def idle(name: str, control: Control) -> str:
    """Why there is nothing now that an act could be about; an empty string if there is something."""
    return "no argument waits for a ruling" if name == "rule" and not control.cases() else ""


def attempt(control: Control, name: str) -> None:
    """Try an act without what it needs: whoever lacks the right is refused, and the attempt is recorded."""
    attempts: Mapping[str, Callable[[], object]] = {
        "pause": control.pause,
        "longer": lambda: control.extend(0),
        "shorter": lambda: control.extend(0),
        "skip": control.skip,
        "inject": lambda: control.inject(""),
        "message": lambda: control.message((), ""),
        "rule": lambda: control.roll(""),
        "retract": lambda: control.retract("", ""),
        "override": lambda: control.override(Variable(""), 0, ""),
        "undo": lambda: control.undo(""),
        "swap": lambda: control.swap("", "", ""),
        "transcribe": lambda: control.transcribe("", PASSED),
        "replan": lambda: control.adopt(control.replan(0), ""),
        "reveal": control.reveal,
        "end": lambda: control.end_game(""),
    }
    attempts[name]()
