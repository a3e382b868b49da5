"""A bench: judges who rule arguments where nobody is there to confirm what they propose.

At a table with people judges advise. Here what they say is followed, within what the way of ruling allows: the median
of their odds, or the reasons that more than half of them find credible. Where none of them says anything, the rules
count. Each ruling is an act in their names, with what each of them said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from wargame.core import spec_words
from wargame.core.arguments import CaseUnderArgument
from wargame.core.control_acts import Estimate, RuleArgument
from wargame.core.prose import TEXT_LIMIT
from wargame.core.views import View
from wargame.errors import BudgetSpent, ModelGone, SpecError, WargameError
from wargame.players import specs
from wargame.rules.control.rulings import MOST_SIDED
from wargame.table.judges import Judge

BenchMode: TypeAlias = Literal["proposed", "dice"]
"""`proposed` draws once by the median of what the judges give for odds; `dice` throws two dice by the reasons that more
than half of them find credible."""
BENCH_MODES: tuple[BenchMode, ...] = get_args(BenchMode)
MOST_JUDGES = 9
_NAMES = re.compile(r", (?=\d+ )")


@dataclass(frozen=True, slots=True)
class Bench:
    """The judges of a game, by the names under which they rule: `1 MODEL`, `2 MODEL`, in their order."""

    mode: BenchMode
    judges: Mapping[str, Judge]

    @property
    def name(self) -> str:
        """Who rules, as acts have it; `names_on` takes it apart again."""
        return ", ".join(self.judges)

    async def rulings(self, cases: Sequence[CaseUnderArgument], view: View) -> Sequence[tuple[RuleArgument, str]]:
        """How each of these arguments is ruled, and why, in their order; all judges are asked at once.

        BudgetSpent or ModelGone if what a judge needs is spent, or its model gone: then nothing is ruled. Whatever else
        keeps a judge from an opinion is told in the reason. Waits for the slowest.
        """
        import asyncio

        asked = [judge(case, view) for case in cases for judge in self.judges.values()]
        answers = iter(await asyncio.gather(*asked, return_exceptions=True))
        found = [(case, [next(answers) for _ in self.judges]) for case in cases]
        return [self._ruling(case, said) for case, said in found]

    def _ruling(self, case: CaseUnderArgument, answers: Sequence[Estimate | BaseException]) -> tuple[RuleArgument, str]:
        estimates: list[Estimate] = []
        faults: list[str] = []
        for answer in answers:
            if isinstance(answer, Estimate):
                estimates.append(answer)
            elif isinstance(answer, WargameError) and not isinstance(answer, BudgetSpent | ModelGone | SpecError):
                faults.append(f"judge {answer}")
            else:
                raise answer
        if not estimates:
            return RuleArgument(case=case.id, mode="rules"), _within(
                ("no judge says anything: the rules count", *faults)
            )
        ruled = self._by_odds(case, estimates) if self.mode == "proposed" else self._by_reasons(case, estimates)
        chances = sorted(round(100 * each.chance) for each in estimates)
        of = f"{len(estimates)} of {len(answers)} judges" if len(answers) > 1 else "the judge"
        how = f"by odds that {of} proposed" if self.mode == "proposed" else f"by reasons that {of} weighed, with odds"
        spread = f"{chances[0]} to {chances[-1]}" if len(estimates) > 1 else f"{chances[0]}"
        return ruled, _within((f"{how}: {spread} percent", *faults))

    def _by_odds(self, case: CaseUnderArgument, estimates: Sequence[Estimate]) -> RuleArgument:
        from statistics import median

        chance = round(median(each.chance for each in estimates), 6)
        return RuleArgument(case=case.id, mode="proposed", chance=chance, estimates=tuple(estimates))

    def _by_reasons(self, case: CaseUnderArgument, estimates: Sequence[Estimate]) -> RuleArgument:
        given = [reason.text for reason in (*case.argument.reasons, *case.pros)]
        pros = _credible(given, [each.pros for each in estimates])
        cons = _credible([reason.text for reason in case.cons], [each.cons for each in estimates])
        return RuleArgument(case=case.id, mode="dice", pros=pros, cons=cons, estimates=tuple(estimates))


def _credible(given: Sequence[str], found: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Those reasons that more than half of the judges find credible, each once, as many as a ruling weighs."""
    credible = (text for text in dict.fromkeys(given) if 2 * sum(text in each for each in found) > len(found))
    return tuple(credible)[:MOST_SIDED]


def _within(parts: Sequence[str]) -> str:
    return "; ".join(parts)[:TEXT_LIMIT]


def names_on(who: str) -> tuple[str, ...]:
    """The judges in whose names an act was done; empty for an act of anybody else."""
    return tuple(_NAMES.split(who)) if re.match(r"\d+ ", who) else ()


def check_bench(mode: str, judges: int) -> None:
    """SpecError for a way of ruling that judges cannot rule in, or a number of them that cannot be."""
    if mode not in BENCH_MODES:
        raise SpecError(f"adjudication: judges do not rule by {mode}; with them it is {' or '.join(BENCH_MODES)}")
    if not 1 <= judges <= MOST_JUDGES:
        raise SpecError(f"adjudication: {judges} judges; there may be 1 to {MOST_JUDGES}")


def check_judge(spec: str) -> None:
    """SpecError if a player spec names no model that can judge; whether it can be reached is not asked here."""
    if specs.parse(spec).kind != "model" or spec_words.is_single(spec):
        raise SpecError(f"adjudication: {spec!r} is no judge; a judge is llm:MODEL or llm:MODEL@URL")
    if _NAMES.search(specs.parse(spec).model):
        raise SpecError(
            f"adjudication: {spec!r}: a judge whose model has a comma, a blank and a number in its name would count as "
            "two; give it another name at its endpoint"
        )
