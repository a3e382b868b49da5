"""What an arm that changes one thing of prompts shows of a model, or one of who rules arguments: what moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wargame.batch.comparisons import FEWEST_DRAWN, PairedEffect
from wargame.batch.experiment_file import PROMPTS, Factor
from wargame.batch.planned import ExperimentPlan
from wargame.batch.variance_split import REST, SEED, VarianceShare
from wargame.core.words import many
from wargame.present.plain_numbers import chance_in_words, in_digits

CERTAIN = 0.05
"""Corrected p below which an effect is taken for one."""
MOST_TOLD = 3
"""Effects that are named one by one."""
RULED = "adjudication"
MOVED: Mapping[str, str] = {
    "persona": "The brief moves what the model does",
    "wording": "The words of prompts move what the model does, and a result holds for the set that it was played in",
    "order": "Order moves what the model does: it goes by where something stands in its lists",
    "labels": "Names move what the model does: it plays what it has read of a name, and not the seat alone",
    RULED: "Who rules arguments moves what comes of games, and a result holds for the umpire that it was played with",
}
"""What is said of an arm, by what it changes, where an outcome moved."""
STILL: Mapping[str, str] = {
    "persona": "Warning: no persona effect. With its brief or without, what the model did cannot be told apart",
    "wording": "No effect of wording was seen",
    "order": "No effect of order was seen",
    "labels": "No effect of names was seen",
    RULED: "No effect of who rules arguments was seen",
}
"""The same where none did."""
UNTOLD: Mapping[str, str] = {
    "persona": "Whether the brief moves what the model does",
    "wording": "Whether the words of prompts move what the model does",
    "order": "Whether order moves what the model does",
    "labels": "Whether names move what the model does",
    RULED: "Whether who rules arguments moves what comes of games",
}
"""The same where nothing can be said yet."""


def arms_in_words(plan: ExperimentPlan, made: Sequence[PairedEffect], spread: Sequence[VarianceShare]) -> list[str]:
    """A sentence or two for each factor whose levels differ in one thing of these; none where there is no such.

    `made` and `spread` are the effects and shares of the same plan.
    """
    lines: list[str] = []
    for factor, what in arms_of(plan):
        mine = [each for each in made if each.factor == factor.name and each.pairs]
        if not mine:
            continue
        moved = [each for each in mine if _is_certain(each, len(made))]
        lines.append(f"{MOVED[what]}: {_told(moved)}." if moved else _not_seen(what, mine))
        if what == "wording":
            lines += _dominated(plan, factor, {each.outcome for each in moved}, spread)
    return lines


def arms_of(plan: ExperimentPlan) -> Iterator[tuple[Factor, str]]:
    """The factors whose levels differ in one thing of prompts alone, or in who rules, each with that thing."""
    for factor in plan.experiment.factors:
        changed = {
            key
            for level in factor.levels
            for key in level.model_dump(exclude_defaults=True, exclude={"name"}, exclude_none=True)
        }
        if len(changed) == 1 and (what := changed.pop()) in (*PROMPTS, RULED):
            yield factor, what


def _is_certain(each: PairedEffect, looked_at: int) -> bool:
    """Whether it is no chance among so many comparisons.

    What is the same difference in every pair has no spread to be tested by: then by the two among all ways of swapping
    the games of pairs that are as far apart.
    """
    if each.corrected is not None:
        return each.corrected < CERTAIN
    return bool(each.mean) and each.low is None and 2.0 ** (1 - each.pairs) * looked_at < CERTAIN


def _told(moved: Sequence[PairedEffect]) -> str:
    first = sorted(moved, key=lambda each: each.corrected or 0.0)[:MOST_TOLD]
    told = ", ".join(
        f"{each.outcome} {in_digits(each.mean or 0.0, 3, '+')} with {each.level}"
        + (" in every pair" if each.corrected is None else f" (P {chance_in_words(each.corrected)})")
        for each in first
    )
    return f"{told} and {len(moved) - len(first)} more" if len(moved) > len(first) else told


def _not_seen(what: str, mine: Sequence[PairedEffect]) -> str:
    pairs = min(each.pairs for each in mine)
    least = {each.outcome: min(other.pairs for other in mine if other.outcome == each.outcome) for each in mine}
    few = {outcome: count for outcome, count in least.items() if count < FEWEST_DRAWN}
    enough = [each for each in mine if each.outcome not in few]
    if all(each.unmoved == 1 for each in mine):
        same = "the two games of the only pair" if pairs == 1 else f"all {pairs} pairs"
        return f"{STILL[what]}: {same} of a comparison were the same game{'s' * (pairs != 1)}."
    if not enough:
        told = _too_few(pairs) if len(set(few.values())) == 1 else _each_too_few(few)
        return f"{UNTOLD[what]}: {told}.{_parted(what, mine)}"
    seen = f"{STILL[what]}: {_unseen(enough, min(each.pairs for each in enough))}.{_parted(what, mine)}"
    return f"{seen} Of some outcomes nothing can be said yet: {_each_too_few(few)}." if few else seen


def _parted(what: str, mine: Sequence[PairedEffect]) -> str:
    """That games went other ways all the same, where none of the outcomes shows it: they may be the wrong ones."""
    if what == RULED or any(each.mean or each.low is not None for each in mine):
        return ""
    apart = 1 - min((each.unmoved for each in mine if each.unmoved is not None), default=1.0)
    if not apart:
        return ""
    return (
        f" But games parted in up to {apart:.0%} of the pairs of a comparison, and no outcome here varied with it: one "
        "that is nearer to what the model does, such as its `orders` of a kind, may show what moves. Where a model "
        "answers the same question otherwise each time, games part by that too; `replicates` tell."
    )


def _too_few(pairs: int) -> str:
    return f"{pairs} pair{'s are' if pairs != 1 else ' is'} too few to tell"


def _each_too_few(few: Mapping[str, int]) -> str:
    """The same of outcomes with the pairs that each has, those with as many pairs together."""
    counts = sorted(set(few.values()), reverse=True)
    named = {count: ", ".join(name for name, pairs in few.items() if pairs == count) for count in counts}
    return "; ".join(f"{_too_few(count)} of {names}" for count, names in named.items())


def _unseen(mine: Sequence[PairedEffect], pairs: int) -> str:
    widest = {each.outcome: each.visible for each in sorted(mine, key=lambda each: each.visible or 0.0)}
    seen = ", ".join(
        f"{in_digits(visible, 2)} of {outcome}" for outcome, visible in widest.items() if visible is not None
    )
    told = many(pairs, "pair")
    return f"{told}; they show four times in five a difference of {seen}" if seen else told


def _dominated(plan: ExperimentPlan, factor: Factor, moved: set[str], spread: Sequence[VarianceShare]) -> Iterator[str]:
    """Outcomes of whose spread the words of prompts make more than any other factor does, or than anything else."""
    factors = {each.name for each in plan.factors if each.name != factor.name}
    for outcome in (each.name for each in plan.outcomes if each.name in moved):
        shares = {each.source: each.share for each in spread if each.outcome == outcome}
        mine = shares.pop(factor.name, None)
        if mine is None:
            continue
        next_, most = max(shares.items(), key=lambda item: item[1])
        others = {name: shares.get(name, 0.0) for name in factors}
        said = f"Wording dominates {outcome}: {mine:.0%} of its spread, more than "
        named = f"the {next_}" if next_ in (SEED, REST) else next_
        if mine > most:
            yield f"{said}{named} with {most:.0%}."
        elif others and mine > max(others.values()):
            ahead = max(others, key=lambda name: others[name])
            yield f"{said}any other factor, as {ahead} with {others[ahead]:.0%}, and less than {named} with {most:.0%}."
