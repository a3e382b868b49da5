"""Whether the game waits for control, and what happens when the time of a phase is up, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wargame.table.chair import Clock
    from wargame.table.watching import TableView

RULING = "control is ruling"


def minutes_said(minutes: float) -> str:
    """Minutes as a clock shows them where they are no whole number: 10, 7:20."""
    seconds = round(minutes * 60)
    return f"{seconds // 60}:{seconds % 60:02}" if seconds % 60 else f"{seconds // 60}"


def over(title: str) -> str:
    """What is said when the game of this title has ended: practice is not taken for a game."""
    from wargame.core.setting import REHEARSAL

    return "THE REHEARSAL IS OVER" if title.startswith(REHEARSAL) else "THE GAME IS OVER"


def control_owes(table: TableView) -> str:
    """What this room waits for its facilitator to do: `rule`, `close`, or nothing."""
    clock = table.clock()
    if table.over or not table.facilitated:
        return ""
    if clock.phase == "adjudication":
        return "rule"
    last = table.ended or clock.turn >= clock.turns
    return "close" if clock.phase == "news" and last else ""


def stood_still(clock: Clock) -> str:
    """What to say of a phase during which the program did not run for a while; empty if it always ran."""
    if not clock.stood:
        return ""
    minutes, seconds = divmod(round(clock.stood), 60)
    lasted = f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"
    return f"the machine slept or the program was stopped for {lasted}; the clock of this phase stood still meanwhile"


def expiry(table: TableView) -> str:
    """What happens when the time is up."""
    clock, setting = table.clock(), table.setting
    if table.over:
        return "the game is over"
    if control_owes(table) == "rule":
        return "a rules; k leaves the rest to the rules"
    if control_owes(table) == "close":
        return "the play is over: review, v reveals secrets; k closes the record"
    late = [status for status in table.statuses() if status.standing == "owes"]
    if not late:
        return "then the game goes on"
    said = []
    for status in late:
        declared = table.fallback(status.seat)
        said.append(f"{setting.name_of(status.seat)} {'passes' if declared == 'pass' else f'is played by {declared}'}")
    when = "if you skip:" if clock.left is None else "at 00:00"
    return f"{when} {', '.join(said)}"
