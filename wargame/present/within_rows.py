"""Effects at each level of another factor as rows and sentences: where signs are kept, and how far effects differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from wargame.batch.effects_within import EffectWithin, KeptSign, clear_sign
from wargame.batch.interactions import Interaction
from wargame.present.experiment_rows import (
    corrected_for,
    corrected_in_words,
    interval_in_words,
    remark_in_words,
    signed_in_words,
    visible_in_words,
)

WITHIN_HEAD = ("OUTCOME", "UNIT", "EFFECT OF", "AT", "PAIRS", "EFFECT", "95 %", "DRAWN", "P", "SIGN", "REMARK")
INTERACTION_HEAD = (
    *(
        "OUTCOME",
        "UNIT",
        "EFFECT OF",
        "AT",
        "LESS AT",
        "PAIRS",
        "DIFFERENCE",
        "95 %",
        "DRAWN",
        "P",
        "VISIBLE",
        "REMARK",
    ),
)
UNCORRECTED = "not corrected, nor is DRAWN; P is: an interval clear of zero may stand beside a P that is not small."
OWN: tuple[KeptSign, ...] = ("first", "no sign to keep")
"""Of these the table has the sign of the effect itself."""
_SAID: tuple[tuple[KeptSign, str], ...] = (
    ("kept", "keeps its sign"),
    ("turned", "turns"),
    ("gone", "is zero in every pair"),
    ("not told", "is not told from zero"),
)


def within_meaning(made: Sequence[EffectWithin]) -> str:
    """What the table of these effects says."""
    return (
        f"Effects at each level of {made[0].within}, each in the games of that level alone. That one is told at one "
        "level and not at another says nothing of whether the two differ."
    )


def within_columns(made: Sequence[EffectWithin]) -> Mapping[str, str]:
    """What the columns of that table say that others have not."""
    return {
        "SIGN": (
            f"beside the effect at the first level, {made[0].at}: kept, turned, gone (zero in every pair), or not "
            "told, because the interval by Student's t, which is not corrected, holds zero: then so many pairs may be "
            "too few. At the first level, and where that has no sign to keep, its own."
        ),
        "95 %": UNCORRECTED,
        "P": f"{corrected_for([each.effect for each in made], 'of this table')}.",
    }


def within_rows(made: Sequence[EffectWithin]) -> list[tuple[str, ...]]:
    """A row for each effect, under `WITHIN_HEAD`."""
    return [
        (
            each.effect.outcome,
            each.effect.unit,
            f"{each.effect.factor}: {each.effect.level}",
            each.at,
            str(each.effect.pairs),
            signed_in_words(each.effect.mean),
            interval_in_words(each.effect.low, each.effect.high),
            interval_in_words(each.effect.drawn_low, each.effect.drawn_high),
            corrected_in_words(each.effect),
            _own_sign(each) if each.sign in OWN else each.sign,
            remark_in_words(each.effect),
        )
        for each in made
    ]


def within_in_words(made: Sequence[EffectWithin]) -> Iterator[str]:
    """For each outcome and level a sentence: at which levels of the other factor its effect keeps its sign."""
    for (outcome, factor, level), some in groupby(
        made, lambda each: (each.effect.outcome, each.effect.factor, each.effect.level)
    ):
        first, *others = some
        whose = f"{outcome}, {factor}: {level}"
        if not clear_sign(first.effect):
            there = [f"{_own_sign(each)} at {each.at}" for each in others if clear_sign(each.effect)]
            own = f"; it is {', '.join(there)}" if there else ""
            yield f"{whose}: no sign to keep, since at {first.at} it is {_own_sign(first)}{own}"
            continue
        found = [(said, [each.at for each in others if each.sign == sign]) for sign, said in _SAID]
        told = [f"{said} at {len(at)} of {len(others)} ({', '.join(at)})" for said, at in found if at]
        yield f"{whose}: {_own_sign(first)} at {first.at}; of the other levels of {first.within} it {', '.join(told)}"


def _own_sign(each: EffectWithin) -> str:
    sign = clear_sign(each.effect)
    return "not told from zero" if sign is None else "zero in every pair" if not sign else "+" if sign > 0 else "-"


def interaction_meaning(made: Sequence[Interaction]) -> str:
    """What the table of these differences of effects says."""
    return f"How far effects differ between the levels of {made[0].within} (interactions)."


def interaction_columns(made: Sequence[Interaction]) -> Mapping[str, str]:
    """What the columns of that table say that others have not."""
    return {
        "DIFFERENCE": (
            f"the effect at a level less that at the first, {made[0].less_at}, within each seed, averaged over third "
            "factors, with the intervals that effects have."
        ),
        "95 %": UNCORRECTED,
        "P": f"{corrected_for([each.difference for each in made], 'of this table')}.",
        "VISIBLE": (
            "the smallest difference that these pairs show four times in five, were it the only one; one near zero "
            "does not rule it out."
        ),
    }


def interaction_rows(made: Sequence[Interaction]) -> list[tuple[str, ...]]:
    """A row for each difference of effects, under `INTERACTION_HEAD`."""
    return [
        (
            each.difference.outcome,
            each.difference.unit,
            f"{each.difference.factor}: {each.difference.level}",
            each.at,
            each.less_at,
            str(each.difference.pairs),
            signed_in_words(each.difference.mean),
            interval_in_words(each.difference.low, each.difference.high),
            interval_in_words(each.difference.drawn_low, each.difference.drawn_high),
            corrected_in_words(each.difference),
            visible_in_words(each.difference),
            remark_in_words(each.difference),
        )
        for each in made
    ]
