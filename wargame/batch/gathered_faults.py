"""Faults of several steps of a check, so that whoever wrote a file is told all of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from wargame.errors import FaultyPack
from wargame.scenario.faults import Key


class GatheredFaults:
    """What steps could not do, each thing once for each place where it stands."""

    def __init__(self) -> None:
        """None so far."""
        self._told: dict[tuple[Key, str], str] = {}

    @contextmanager
    def holding(self, key: Key) -> Iterator[None]:
        """Keep the fault in which a step ends that is about this place.

        The same cause at the same place, as in many cells of a crossing, is told of the first alone.
        """
        try:
            yield
        except FaultyPack as fault:
            self.keep(key, fault)

    def at(self, key: Key) -> bool:
        """Whether a fault is kept that is about this place."""
        return any(place == key for place, _ in self._told)

    def keep(self, key: Key, fault: FaultyPack) -> None:
        """Keep a fault that was found at this place."""
        self._told.setdefault((key, str(fault.__cause__ or fault)), str(fault))

    def check(self) -> None:
        """FaultyPack with all that was kept, in the order of steps."""
        if self._told:
            raise FaultyPack("\n".join(self._told.values()))
