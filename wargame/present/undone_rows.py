"""What control took back, told to whom it concerns: which turns, what of theirs is gone, what they may do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wargame.core.event_kinds import weight_of
from wargame.core.ids import SeatId
from wargame.core.telling import Undone
from wargame.present.rows import ListRow, heading

MOST = 8


def undone_rows(undone: Sequence[Undone], seat: SeatId) -> Iterator[ListRow]:
    """For each time, the turns that were taken back and what a seat had a part in that is gone, bonds first."""
    for at, each in enumerate(undone):
        turns = f"turn {each.turn}" if each.turn == each.to_turn else f"turns {each.to_turn} to {each.turn}"
        yield heading(f"CONTROL TOOK {turns.upper()} BACK")
        yield ListRow((("! ", "bold"),), f"The game stands at the start of turn {each.to_turn} again.", f"undone {at}")
        gone = [seen for seen in each.gone if seat in seen.about and weight_of(seen.kind) in ("deal", "blow")]
        orders = sum(seen.kind == "order_opened" and seen.about[:1] == (seat,) for seen in each.gone)
        said = sum(seen.kind == "message_sent" and seen.about[:1] == (seat,) for seen in each.gone)
        for number, seen in enumerate(gone[:MOST]):
            yield ListRow((("- ", "bold"),), f"gone: {seen.text}", f"undone {at} {number}")
        counted = [f"{n} {what}{'s' if n > 1 else ''}" for n, what in ((orders, "order"), (said, "message")) if n]
        if len(gone) > MOST:
            counted.append(f"{len(gone) - MOST} more of such")
        if counted:
            yield ListRow((("- ", "bold"),), f"gone, too: {' and '.join(counted)} of yours", f"undone {at} more")
        yield ListRow((("  ", ""),), "Nothing of it happened; what is on the table now counts.", f"undone {at} end")
