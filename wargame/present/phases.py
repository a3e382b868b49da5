"""What the phases of a turn are called before readers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wargame.table.chair import Clock

PHASES: Mapping[str, str] = {
    "start": "before the first turn",
    "brief": "briefing",
    "inject": "the world acts",
    "talk": "talk",
    "orders": "statements and orders",
    "weigh": "weighing",
    "adjudication": "ruling",
    "spillover": "spillover",
    "news": "news",
    "end": "the end",
}
BEFORE_TALK = ("start", "brief", "inject")
"""Phases of a turn after which its talk comes."""
ASKED: Mapping[str, str] = {"orders": "statement and orders (F3)", "weigh": "pros and cons (F3)"}
"""What a phase wants of a seat that owes an answer, with the screen that takes it."""
WAITING: Mapping[str, str] = {
    "brief": "time to read; the talk begins when the time is up",
    "adjudication": "control is ruling",
    "news": "time to read what came of it",
}
"""What a seat that owes nothing waits for, by phase."""


def talk_comes(clock: Clock, rounds: int, *, owes: bool) -> bool:
    """Whether a message drafted now would still be sent: in the last turn none is once its talk is sealed.

    `rounds` is how many rounds of talk a turn has, `owes` whether the seat has yet to answer.
    """
    if clock.phase == "end":
        return False
    if clock.turn < clock.turns or clock.phase in BEFORE_TALK:
        return True
    return clock.phase == "talk" and (owes or clock.round < rounds)
