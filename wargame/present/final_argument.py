"""The final argument of a seat: whether it may be made now, as far as the seat knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wargame.players.base import Ask
    from wargame.table.team import Team

TITLE = "YOUR FINAL ARGUMENT: read by everyone, once, before control reveals anything"
WANTED = "the play is over: F9 writes your final argument, before anything is revealed"


def argued_by(team: Team) -> str:
    """Who of several people on a seat writes its final argument, told to another of them."""
    return f"{team.lead} writes your seat's final argument, before anything is revealed."


def may_conclude(ask: Ask) -> bool:
    """Whether the play is over, nothing is revealed, and this seat has not had its last word."""
    kinds = {seen.kind for seen in ask.view.events}
    said = any(seen.kind == "final_argument" and ask.seat in seen.about for seen in ask.view.events)
    return "score_given" in kinds and "secrets_revealed" not in kinds and not said
