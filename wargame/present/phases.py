"""What the phases of a turn are called before readers."""

from __future__ import annotations

from collections.abc import Mapping

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
ASKED: Mapping[str, str] = {"orders": "statement and orders (F3)", "weigh": "pros and cons (F3)"}
"""What a phase wants of a seat that owes an answer, with the screen that takes it."""
WAITING: Mapping[str, str] = {
    "brief": "time to read; the talk begins when the time is up",
    "adjudication": "control is ruling",
    "news": "time to read what came of it",
}
"""What a seat that owes nothing waits for, by phase."""
