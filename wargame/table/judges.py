"""Judges: minds that say what they make of an argument. They are shown side by side and decide nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from wargame.core.arguments import CaseUnderArgument
from wargame.core.control_acts import Estimate
from wargame.core.views import View
from wargame.errors import WargameError

Judge: TypeAlias = Callable[[CaseUnderArgument, View], Awaitable[Estimate]]
"""(an argument, the view of control) to an estimate."""
APART = 0.1
"""Chances further apart than this are a disagreement."""


@dataclass(frozen=True, slots=True)
class Opinions:
    """What judges made of an argument; shown, never followed by itself."""

    estimates: tuple[Estimate, ...]
    faults: tuple[str, ...] = ()
    """Judges that failed, and how."""

    @property
    def contested(self) -> bool:
        """Whether they disagree: on the pros and cons, or on the chance by more than ten points."""
        if len(self.estimates) < 2:
            return False
        chances = [each.chance for each in self.estimates]
        sides = {(frozenset(each.pros), frozenset(each.cons)) for each in self.estimates}
        return len(sides) > 1 or max(chances) - min(chances) > APART


async def consult(judges: Sequence[Judge], case: CaseUnderArgument, view: View) -> Opinions:
    """Every judge's estimate, in the order of the judges and all asked at once; one that fails is named and left out.

    Any error of a judge becomes a fault; only being cancelled, or an interrupt, is raised. Waits for the slowest.
    """
    import asyncio

    answers = await asyncio.gather(*(judge(case, view) for judge in judges), return_exceptions=True)
    estimates, faults = [], []
    for number, answer in enumerate(answers, 1):
        if isinstance(answer, Estimate):
            estimates.append(answer)
        elif isinstance(answer, WargameError):
            faults.append(f"judge {answer}")
        elif isinstance(answer, Exception):
            faults.append(f"judge {number} failed ({type(answer).__name__}: {answer})")
        else:
            raise answer
    return Opinions(tuple(estimates), tuple(faults))
