"""What a joined desk is told whom its room does not let in, or not any longer."""

from __future__ import annotations

from wargame.errors import WargameError


class PutOff(WargameError):
    """The room does not let this desk in, or not any longer."""

    def __init__(self, why: str, *, for_good: bool = True, again: float | None = None) -> None:
        """In the room's own words; `for_good` if what was brought will open nothing later either.

        `again`: seconds until another code is looked at; None if no other one would help.
        """
        super().__init__(why)
        self.for_good, self.again = for_good, again
