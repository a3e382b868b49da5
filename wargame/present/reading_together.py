"""What whoever sits at a seat is told while there is time to read, alone or with others who read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wargame.present.local_table import LocalTable
    from wargame.table.chair import Chair


def reading_said(local_table: LocalTable, chair: Chair, called: Callable[[str], str]) -> str:
    """What F9 does now, or for whom it is waited; empty where nobody reads or control says when it is over."""
    if chair.clock().phase not in ("brief", "news") or not local_table.own_pace:
        return ""
    if not (team := chair.team).leads:
        return f"time to read; {team.lead} says for your seat when it is over"
    unread = local_table.reading()
    if local_table.others_read is not None:
        names = ", ".join(map(called, local_table.others_read()))
        if chair.seat in unread:
            return f"time to read; F9 says that you have read{f', as {names} must too' if names else ''}"
        return f"you have read; {names or 'the others'} may still be reading"
    if chair.seat not in unread:
        return ""
    others = [seat for seat in unread if seat != chair.seat]
    return f"time to read; F9 {f'lets {called(others[0])} read' if others else 'goes on at once'}"
