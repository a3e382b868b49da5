"""How much a variable moves in a turn as a rule: the unit in which changes of different variables are compared.

Where references hold for a game, the spreads are measured ones, of games among scripts. Elsewhere, and for variables
that never moved there, round ones stand in their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wargame.core.codebook import family_of
from wargame.core.ids import Variable
from wargame.transcript.references import references_of
from wargame.transcript.setup import GameSetup

ROUND_SPREADS: Mapping[str, float] = {
    "*.score": 4.0,
    "*.C": 3.0,
    "*.trust.*": 3.0,
    "*.lag": 1.0,
    "*.D": 0.5,
    "*.H": 0.05,
    "*.leverage.max": 0.08,
    "*.anchor": 3.0,
    "world.us_share": 0.08,
    "world.cn_share": 0.05,
    "world.home_share": 0.08,
    "world.open_lag": 1.0,
    "world.joint_C": 2.0,
    "world.cohesion": 3.0,
    "world.g": 0.25,
}
"""By family, in its unit: what changes in a quarter come to, roughly."""
PART_OF_RANGE = 1 / 25
"""Of families without a round spread: this part of their range."""


@dataclass(frozen=True, slots=True)
class ChangeSpreads:
    """The spread of every variable of a game."""

    measured: Mapping[Variable, float]
    """Standard deviation of the change in a turn, over games among scripts and their turns; empty where unknown."""

    def of(self, variable: Variable) -> float:
        """The spread of a variable in its own unit, above 0; KeyError for a name that the codebook does not know."""
        if found := self.measured.get(variable):
            return found
        family = family_of(variable)
        if family is None:
            raise KeyError(f"no variable is called {variable!r}")
        return ROUND_SPREADS.get(family.pattern, (family.high - family.low) * PART_OF_RANGE)


def spreads_of(setup: GameSetup) -> ChangeSpreads:
    """The spreads that hold for a game; whoever sits at it does not count.

    PackError as for `references_of`, which is asked once: keep the answer rather than ask again for each variable.
    """
    found = references_of(setup)
    return ChangeSpreads({} if found is None else found.spreads)
