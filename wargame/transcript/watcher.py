"""Who is told of a game while it is played, or played again from its record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from wargame.core.events import Event


class Watcher(Protocol):
    """Who is told of a game as it goes on."""

    def happened(self, events: Sequence[Event]) -> None:
        """These events stand in the record now."""
        ...

    def turned(self, turn: int) -> None:
        """A turn, from 1, is over."""
        ...

    def noted(self, kind: str, data: dict[str, Any]) -> None:
        """A record holds this clock or override entry, which has no effect in the game."""
        ...

    def rewound(self) -> None:
        """Turns were undone: what was read of them does not stand."""
        ...


class Nobody:
    """A watcher that does not look."""

    def happened(self, events: Sequence[Event]) -> None:
        """Not looked at."""

    def turned(self, turn: int) -> None:
        """Not looked at."""

    def noted(self, kind: str, data: dict[str, Any]) -> None:
        """Not looked at."""

    def rewound(self) -> None:
        """Not looked at."""
