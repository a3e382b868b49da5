"""What is wanted of whoever sits at a seat at this moment, in a few words, and whether it is the seat's last word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wargame.core.ids import CONTROL
from wargame.present.final_argument import WANTED, argued_by, may_conclude
from wargame.present.phases import ASKED, WAITING
from wargame.present.reading_together import reading_said

if TYPE_CHECKING:
    from collections.abc import Callable

    from wargame.present.local_table import LocalTable
    from wargame.table.chair import Chair


def concludes(chair: Chair) -> bool:
    """Whether the seat's last word is wanted now, while the table still stands."""
    return not chair.owes and chair.clock().phase == "news" and may_conclude(chair.look())


def wanted_of(chair: Chair, local_table: LocalTable, called: Callable[[str], str]) -> str:
    """What is wanted of a seat now, told to whoever sits on this chair; `called` names a seat."""
    clock, team = chair.clock(), chair.team
    if not chair.owes:
        if clock.phase == "end":
            return local_table.ending
        if concludes(chair):
            return WANTED if team.leads else f"{argued_by(team)} = tells your team your words"
        if said := reading_said(local_table, chair, called):
            return said
        if clock.phase == "brief" and not local_table.own_pace:
            return f"{WAITING['brief']}, or when control says so"
        where = "; F10 goes to its desk" if clock.phase == "adjudication" and CONTROL in local_table.desks else ""
        return f"{WAITING.get(clock.phase, 'nobody reads your answer before all have given theirs')}{where}"
    cases = chair.look().view.arguments.values() if clock.phase == "weigh" else ()
    if clock.phase == "weigh" and team.leads and not any(case.by != chair.seat for case in cases):
        return "no other seat argues a case, there is nothing to weigh; F9 goes on"
    asked = f"round {clock.round} of talk" if clock.phase == "talk" else ASKED.get(clock.phase, clock.phase)
    if not team.leads:
        return f"{asked}; {team.lead} hands in for your seat, F9 says what you would do otherwise"
    return f"{asked}; your answer is wanted, F9 seals it"
