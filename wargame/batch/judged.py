"""What models that ruled the arguments of a game came to, from the acts in which they did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

from wargame.core.control_acts import Act, RuleArgument
from wargame.table.bench import names_on


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of the arguments of one game that came before judges."""

    rulings: int = 0
    asked: int = 0
    """Opinions that were asked for: of each judge one an argument."""
    silent: int = 0
    """How many of them did not come."""
    odds: float | None = None
    """Mean chance of success that was proposed, 0-1, first over the judges of an argument; None without any."""
    spread: float | None = None
    """Mean of the highest less the lowest chance of an argument, 0-1; None where no two judges spoke on one."""
    heard: int = 0
    """Rulings for which any judge gave an opinion; the rules made the others."""
    compared: int = 0
    """Rulings for which at least two did."""


def judged_in(acts: Iterable[Act]) -> Judged:
    """What judges ruled among these acts of control; acts of anybody else are passed over."""
    ruled = [(names, act.move) for act in acts if (names := names_on(act.who)) and isinstance(act.move, RuleArgument)]
    chances = [[each.chance for each in move.estimates] for _, move in ruled if move.estimates]
    apart = [max(each) - min(each) for each in chances if len(each) > 1]
    asked = sum(len(names) for names, _ in ruled)
    return Judged(
        len(ruled),
        asked,
        asked - sum(map(len, chances)),
        fmean(map(fmean, chances)) if chances else None,
        fmean(apart) if apart else None,
        len(chances),
        len(apart),
    )
