"""What a seat sees of an entity, by the table that holds it: all of it, nothing, or what it looks like to others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from wargame.core.ids import PUBLIC, SeatId
from wargame.core.models import Access, hidden_from


def _line(seat: SeatId, line: Access) -> Access | None:
    """Another's copy looks lawful until it is exposed."""
    if line.audience == PUBLIC:
        return line
    if seat not in line.audience:
        return None
    return line if line.source != "illicit" or line.holder == seat else replace(line, source="open", licence="none")


def _open_to(seat: SeatId, entity: Any) -> Any:
    """An entity if this seat may read it, as `may_read` has it."""
    return entity if entity.audience == PUBLIC or seat in entity.audience else None


SIGHT: Mapping[str, Callable[[SeatId, Any], Any]] = {
    "models": lambda seat, model: None if hidden_from(seat, model) else model,
    "access": _line,
    "agreements": _open_to,
    "proposals": lambda seat, proposal: proposal if seat in proposal.needed else None,
    "pledges": _open_to,
    "conditions": _open_to,
}
"""What a seat sees of an entity, by table; None where it sees nothing of it. The other tables are seen by all."""
