"""What one of several people on a seat is told of the others: who hands in, and who reads what is not sealed yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wargame.table.chair import Chair
    from wargame.table.team import Team


def team_stands(chair: Chair) -> tuple[str, bool, bool]:
    """By whose handle a chair's seat hands in, whether it owes an answer, and whether that person's desk is closed."""
    return chair.team.led_by, chair.owes, chair.team.lead_away


def team_told(chair: Chair, stood: tuple[str, bool, bool], wanted: str) -> str:
    """What another of the team has done since it stood so, to whoever sits on this chair; empty if nothing.

    That somebody else hands in from now on (and then, what is `wanted` of whoever sits here), that somebody has, or
    that whoever does has left.
    """
    team, (led_by, owed, away) = chair.team, stood
    if team.led_by != led_by:
        if team.handle is not None and team.leads:
            return f"you hand in from now on: {wanted}"
        objects = "; F9 says what you would do otherwise" if chair.owes and team.handle is not None else ""
        return f"{team.lead} hands in for your seat from now on{objects}"
    if team.handle is not None and not team.leads and owed and not chair.owes:
        return f"{team.lead} has handed in for your seat"
    if team.lead_away and not away:
        return f"{team.lead}, who hands in for your seat, has no desk open; the host can let another do so"
    return ""


def sealed_by(team: Team, what: str) -> str:
    """How what is prepared gets handed in: with a key by whoever sits here, or by another of the seat."""
    return f"F9 seals {what}" if team.leads else f"{team.lead} hands {what} in"


def draft_readers(team: Team) -> str:
    """Who reads what is drafted at a seat before it is sealed."""
    if not team.shared:
        return "what you draft here is read by you alone until you seal it; control reads it then"
    half = "" if team.handle is None else ", what is half written by you alone"
    return f"what is drafted here is read by your team at once{half}; control reads what is sealed"
