"""What levels of factors do at each level of one other factor, and at which of them an effect keeps its sign.

An effect over all levels of the others is an average: it may be there with one kind of players, and turn with another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from wargame.batch.comparisons import PairedEffect, compared_levels, corrected, outcome_effect, within_seed
from wargame.batch.experiment_file import OutcomeLine
from wargame.batch.outcome_values import size_of, values_of
from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import LedgerContents
from wargame.errors import SpecError
from wargame.paired.unvaried import FEWEST_ALIKE
from wargame.scenario.faults import unknown

KeptSign: TypeAlias = Literal["first", "kept", "turned", "gone", "not told", "no sign to keep"]
"""first: it is the one that others are held against; kept, turned: it is clear of zero on the same side, or on the
other; gone: zero in every pair; not told: its interval holds zero; no sign to keep: that of the first level does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectWithin:
    """What a level of a factor did to an outcome at one level of another factor."""

    within: str
    """The other factor."""
    at: str
    """The level of it."""
    effect: PairedEffect
    sign: KeptSign
    """Beside the effect at the first level of the other factor."""


def effects_within(
    plan: ExperimentPlan, found: LedgerContents, factor: str, *, without_fallbacks: bool = False
) -> tuple[EffectWithin, ...]:
    """Every outcome, every level of every other factor but its first, at each level of this one, which stand together.

    Means, intervals and p-values are those of `effects`; the correction is for all comparisons that are given here.
    SpecError for a factor that there is not, for one that no other stands beside, and where factors are not crossed
    in full. MissingLibrary and ExperimentError as `effects` raises them.
    """
    check_within(plan, factor)
    made, places = list[PairedEffect](), list[str]()
    for each in differences_within(plan, found, factor, without_fallbacks=without_fallbacks):
        for at, of_seeds in each.by_level.items():
            made.append(outcome_effect(of_seeds, each.outcome, each.factor, each.level, None, each.size))
            places.append(at)
    told = list[EffectWithin]()
    for at, effect in zip(places, corrected(made), strict=True):
        place = len(told) % len(dict.fromkeys(places))
        sign: KeptSign = kept_sign(told[-place].effect, effect) if place else "first"
        told.append(EffectWithin(within=factor, at=at, effect=effect, sign=sign))
    return tuple(told)


@dataclass(frozen=True, slots=True)
class DifferencesWithin:
    """What a level of a factor did to an outcome in each seed, at each level of another factor."""

    outcome: OutcomeLine
    factor: str
    level: str
    by_level: Mapping[str, Sequence[float | None]]
    """By level of the other factor, in the order of the file, one for each seed; None of a seed that gives nothing."""
    size: float
    """The largest number that was read of the outcome."""


def differences_within(
    plan: ExperimentPlan, found: LedgerContents, factor: str, *, without_fallbacks: bool
) -> Iterator[DifferencesWithin]:
    """Every level of every other factor but its first, with every outcome; within a seed the mean over third factors.

    ExperimentError where games were read for other outcomes than the plan's.
    """
    values = values_of(plan, found, without_fallbacks=without_fallbacks)
    levels = next(each.levels for each in plan.experiment.factors if each.name == factor)
    at_of = {cell.name: cell.levels[factor] for cell in plan.cells}
    for name, level, twins in compared_levels(plan):
        some = {each.name: [pair for pair in twins if at_of[pair[0]] == each.name] for each in levels}
        for outcome in plan.outcomes if name != factor else ():
            read = values[outcome.name]
            by_level = {
                at: [within_seed(seed, pairs, read) for seed in plan.experiment.numbers] for at, pairs in some.items()
            }
            yield DifferencesWithin(outcome, name, level, by_level, size_of(read))


def check_within(plan: ExperimentPlan, factor: str) -> None:
    """SpecError as `effects_within` raises it."""
    names = [each.name for each in plan.experiment.factors]
    if factor not in names:
        raise SpecError(f"--within {factor}: {unknown(factor, 'factor of this experiment', names)}")
    if plan.experiment.cross != "full":
        why = (
            "what a level does at one level of another factor is mixed up there with what others do, alone or together"
            if plan.experiment.cross == "fractional"
            else "not every level meets each of its levels"
        )
        raise SpecError(
            f"--within {factor}: games are crossed {plan.experiment.cross!r}, so that {why}; leave `cross` out of the "
            "file, and play what is then missing"
        )
    if len(names) < 2:
        raise SpecError(f"--within {factor}: no other factor stands beside it, of which an effect could be told")


def kept_sign(first: PairedEffect, other: PairedEffect) -> KeptSign:
    """Whether another effect has the sign of the first; of each only where it is told."""
    before, after = clear_sign(first), clear_sign(other)
    if not before:
        return "no sign to keep"
    if after is None:
        return "not told"
    return "kept" if after == before else "turned" if after else "gone"


def clear_sign(effect: PairedEffect) -> int | None:
    """1 or -1 where an interval is clear of zero, 0 where every pair has zero; None where it is not told.

    Pairs that all came out alike have no interval: they tell a sign from `FEWEST_ALIKE` of them on.
    """
    if effect.low is not None and effect.high is not None:
        return 1 if effect.low > 0 else -1 if effect.high < 0 else None
    if effect.mean is None or effect.pairs < FEWEST_ALIKE:
        return None
    return (effect.mean > 0) - (effect.mean < 0)
