"""What one of several people on a seat is told of the others: who hands in, and who reads what is not sealed yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wargame.table.chair import Chair
    from wargame.table.team import Team


def lead_told(chair: Chair, wanted: str) -> str:
    """That somebody else than before hands in, to whoever sits on this chair, of whom this is `wanted` now."""
    team = chair.team
    if team.handle is not None and team.leads:
        return f"you hand in from now on: {wanted}"
    objects = "; F9 says what you would do otherwise" if chair.owes and team.handle is not None else ""
    return f"{team.lead} hands in for your seat from now on{objects}"


def draft_readers(team: Team) -> str:
    """Who reads what is drafted at a seat before it is sealed."""
    if not team.shared:
        return "what you draft here is read by you alone until you seal it; control reads it then"
    half = "" if team.handle is None else ", what is half written by you alone"
    return f"what is drafted here is read by your team at once{half}; control reads what is sealed"
