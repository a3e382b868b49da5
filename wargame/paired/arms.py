"""What is compared: arms, each the same game with something changed from its start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from wargame.core.ids import SeatId
from wargame.errors import PackError, SpecError
from wargame.table.opening import fit_to_run
from wargame.transcript.setup import GameSetup

T = TypeVar("T")

BASE = "base"
"""Name of the arm in which nothing is changed."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One way of playing a game; what is not named stays as in the base."""

    name: str
    params: Mapping[str, float] = field(default_factory=dict)
    """Parameters of the rules set otherwise, by name."""
    seats: Mapping[SeatId, str] = field(default_factory=dict)
    """Player specs of seats that others play."""
    turns: int | None = None
    """Another length."""

    def of(self, setup: GameSetup) -> GameSetup:
        """The game of this arm; SpecError for a seat that there is not."""
        return setup.changed(parameters=self.params, seats=self.seats, turns=self.turns)


def checked(setup: GameSetup, arms: Sequence[Arm]) -> tuple[Arm, ...]:
    """The arms with the base before them; a fault in one is said before anything is played.

    SpecError for a name that is taken, a seat that there is not or a player that cannot sit there, PackError for a
    parameter or a length that cannot be.
    """
    all_arms = (Arm(BASE), *arms)
    names = [arm.name for arm in all_arms]
    if twice := _twice(names):
        raise SpecError(f"arm {twice!r}: two arms have this name; {BASE!r} is the one in which nothing is changed")
    for arm in all_arms:
        try:
            fit_to_run(arm.of(setup))
        except (SpecError, PackError) as fault:
            raise type(fault)(f"arm {arm.name!r}: {fault}") from None
    return all_arms


def seeds_of(seeds: Iterable[int]) -> tuple[int, ...]:
    """The seeds; SpecError if there are none, or one of them twice: a game counted twice is no evidence."""
    found = tuple(seeds)
    if not found:
        raise SpecError("seeds: name at least one, such as range(1, 21)")
    if wrong := [seed for seed in found if type(seed) is not int]:
        raise SpecError(f"seeds: {wrong[0]!r} is no whole number")
    if (twice := _twice(found)) is not None:
        raise SpecError(f"seed {twice} stands there twice; each pair of games needs a seed of its own")
    return found


def _twice(items: Sequence[T]) -> T | None:
    return next((item for place, item in enumerate(items) if item in items[:place]), None)
