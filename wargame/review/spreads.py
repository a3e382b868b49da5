"""How far a number usually moves in one turn: the unit in which the story of a game weighs what happened.

What was measured over the games among scripts counts where it holds for a game, else round values by family. Only
numbers that stand for how a game goes have a spread: scores, measures of the world, capability, trust, support.
Means that come in and are spent have none, and weigh nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from wargame.core.codebook import family_of
from wargame.core.ids import Variable
from wargame.errors import PackError
from wargame.transcript.references import references_of
from wargame.transcript.setup import GameSetup

Spread = Callable[[Variable], float]
"""From a variable, stored or derived, to the standard deviation of its change in one turn, in its own unit."""

USUAL: Mapping[str, float] = {
    "*.score": 4.0,
    "world.us_share": 0.08,
    "world.cn_share": 0.08,
    "world.home_share": 0.08,
    "world.open_lag": 1.5,
    "world.joint_C": 3.0,
    "world.cohesion": 5.0,
    "world.top_model_cut": 0.5,
    "world.consent_rule": 0.5,
    "world.chip_control_cn": 0.2,
    "world.chips": 0.1,
    "world.kappa_us": 0.1,
    "world.kappa_cn": 0.1,
    "*.C": 4.0,
    "*.C.*": 8.0,
    "*.H": 0.1,
    "*.leverage.max": 0.1,
    "*.trust.*": 8.0,
    "*.cutoff.*": 0.2,
    "*.DS": 4.0,
    "*.Leg": 4.0,
    "*.grid": 8.0,
    "*.arms": 10.0,
    "*.dissent": 6.0,
    "*.integrity": 6.0,
    "*.reputation": 4.0,
    "*.talent": 3.0,
    "*.stake": 0.2,
    "*.risk_label": 0.5,
    "*.compelled": 0.5,
    "*.sanctions": 1.0,
}
"""Round values by family, for games of which nobody has measured any."""


LEAST = 1 / 3
"""A measured spread counts as at least this part of the round one: what hardly ever moves would drown all else."""


def spread_of(setup: GameSetup) -> Spread:
    """The spread of every variable of a game, measured where it is known.

    Numbers by which nothing is weighed stay without one. References that cannot be read count as none.
    """
    try:
        found = references_of(setup)
    except PackError:
        found = None
    measured: Mapping[Variable, float] = {} if found is None else found.spreads

    def spread(variable: Variable) -> float:
        usual, known = usual_spread(variable), measured.get(variable)
        return usual if known is None or usual == math.inf else max(known, usual * LEAST)

    return spread


def usual_spread(variable: Variable) -> float:
    """The round value of a variable's family; infinite for numbers by which nothing is weighed."""
    family = family_of(variable)
    return math.inf if family is None else USUAL.get(family.pattern, math.inf)
