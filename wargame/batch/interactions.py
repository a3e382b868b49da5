"""How far what a level does differs between the levels of another factor: differences of differences within seeds.

That an effect is told from zero at one level and not at another says nothing of whether the two differ: this does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wargame.batch.comparisons import PairedEffect, corrected, outcome_effect
from wargame.batch.effects_within import check_within, differences_within
from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import LedgerContents


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """How far what a level did to an outcome at one level of another factor is from what it did at the first."""

    within: str
    """The other factor."""
    at: str
    """The level of it."""
    less_at: str
    """The first level of it."""
    difference: PairedEffect
    """The effect at the level less that at the first level, in the outcome's unit. It has no smallest that matters."""


def interactions(
    plan: ExperimentPlan, found: LedgerContents, factor: str, *, without_fallbacks: bool = False
) -> tuple[Interaction, ...]:
    """Every outcome, every level of every other factor but its first, at each level of this one but its first.

    A seed is one observation: it gives one where all games of both levels are there. Means, intervals and p-values are
    those of `effects`; the correction is for all differences that are given here. SpecError, MissingLibrary and
    ExperimentError as `effects_within` raises them.
    """
    check_within(plan, factor)
    made, places = list[PairedEffect](), list[tuple[str, str]]()
    for each in differences_within(plan, found, factor, without_fallbacks=without_fallbacks):
        first, *others = each.by_level
        for at in others:
            of_seeds = _less(each.by_level[at], each.by_level[first])
            effect = outcome_effect(of_seeds, each.outcome, each.factor, each.level, None, each.size)
            made.append(replace(effect, smallest=None))
            places.append((at, first))
    return tuple(
        Interaction(within=factor, at=at, less_at=first, difference=difference)
        for (at, first), difference in zip(places, corrected(made), strict=True)
    )


def _less(at: Sequence[float | None], first: Sequence[float | None]) -> list[float | None]:
    """Seed by seed what is more at the one level than at the other; None where either has nothing."""
    pairs = zip(at, first, strict=True)
    return [None if here is None or there is None else here - there for here, there in pairs]
