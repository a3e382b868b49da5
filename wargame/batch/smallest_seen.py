"""Whether a plan can see the smallest effects that matter: how far what differs within pairs may spread for that."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.batch.comparisons import effects, smallest_visible
from wargame.batch.planned import ExperimentPlan, outcomes_key
from wargame.batch.run_ledger import LedgerContents


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallestSeen:
    """The smallest effect that matters of one outcome, beside what so many pairs show four times in five."""

    outcome: str
    unit: str
    smallest: float
    """In that unit."""
    most: float
    """The largest standard deviation of a difference within pairs with which the plan shows it, in that unit."""
    spread: float | None = None
    """The largest one of all comparisons in the games that are sealed; None where too few are."""

    @property
    def is_seen(self) -> bool | None:
        """Whether all comparisons show it if they go on to spread as they do; None where that cannot be said yet."""
        return None if self.spread is None else self.spread <= self.most


def smallest_seen(plan: ExperimentPlan, found: LedgerContents | None = None) -> tuple[SmallestSeen, ...]:
    """Every outcome that has a smallest effect that matters; of a plan with at least two seeds.

    Spreads are those of games in `found`, as far as these were read for the outcomes of the plan. MissingLibrary
    without SciPy.
    """
    spreads: dict[str, float] = {}
    key = outcomes_key(plan.outcomes)
    if found is not None and found.sealed and all(each.outcomes == key for each in found.sealed.values()):
        for effect in effects(plan, found):
            if effect.visible is not None:
                spread = effect.visible / smallest_visible(effect.pairs)
                spreads[effect.outcome] = max(spread, spreads.get(effect.outcome, 0.0))
    shown = smallest_visible(len(plan.experiment.numbers))
    return tuple(
        SmallestSeen(
            outcome=each.name,
            unit=each.unit,
            smallest=each.smallest,
            most=each.smallest / shown,
            spread=spreads.get(each.name),
        )
        for each in plan.outcomes
        if each.smallest is not None
    )
