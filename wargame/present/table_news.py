"""What is said of a table beside its screens, each thing once: that the program stood still, that a line is down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wargame.present.table_facts import stood_still

if TYPE_CHECKING:
    from wargame.present.local_table import LocalTable


class TableNews:
    """What has been told of a table so far."""

    def __init__(self) -> None:
        """Nothing has been told yet."""
        self._stood = 0.0
        """Seconds of this phase in which the program did not run."""
        self._trouble = ""
        """What was amiss between this terminal and a table that stands elsewhere."""

    def of(self, local_table: LocalTable | None) -> Iterator[tuple[str, bool]]:
        """What is new, in sentences, and whether each is a fault."""
        clock = local_table.clock() if local_table is not None else None
        stood = clock.stood if clock is not None else 0.0
        if clock is not None and stood > self._stood:
            yield stood_still(clock), False
        self._stood = stood
        trouble = local_table.trouble() if local_table is not None and local_table.trouble is not None else ""
        if trouble != self._trouble:
            self._trouble = trouble
            yield trouble or "the line to the room is back", bool(trouble)
