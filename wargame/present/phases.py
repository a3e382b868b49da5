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
