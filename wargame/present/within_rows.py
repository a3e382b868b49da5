"""Effects at each level of another factor as rows and sentences: where they keep their sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from wargame.batch.effects_within import EffectWithin, KeptSign, clear_sign
from wargame.present.experiment_rows import interval_in_words
from wargame.present.plain_numbers import chance_in_words, in_digits

WITHIN_HEAD = ("OUTCOME", "EFFECT OF", "AT", "PAIRS", "EFFECT", "95 %", "DRAWN", "P", "SIGN")
HELD_AGAINST = "first"
_SAID: tuple[tuple[KeptSign, str], ...] = (
    ("kept", "keeps its sign"),
    ("turned", "turns"),
    ("gone", "is zero in every pair"),
    ("not told", "is not told from zero"),
)


def within_meaning(made: Sequence[EffectWithin]) -> str:
    """What the table of these effects says."""
    return (
        f"Effects at each level of {made[0].within}, each in the games of that level alone. SIGN: beside the effect at "
        f"the first level, {made[0].at}: kept, turned, gone (zero in every pair), or not told, because the interval by "
        f"Student's t holds zero: then so many pairs may be too few. P: corrected for {len(made)} comparisons."
    )


def within_rows(made: Sequence[EffectWithin]) -> list[tuple[str, ...]]:
    """A row for each effect, under `WITHIN_HEAD`."""
    return [
        (
            each.effect.outcome,
            f"{each.effect.factor}: {each.effect.level}",
            each.at,
            str(each.effect.pairs),
            "" if each.effect.mean is None else in_digits(each.effect.mean, 3, "+"),
            interval_in_words(each.effect.low, each.effect.high),
            interval_in_words(each.effect.drawn_low, each.effect.drawn_high),
            "" if each.effect.corrected is None else chance_in_words(each.effect.corrected),
            _first_sign(each) if each.sign == HELD_AGAINST else each.sign,
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
            yield f"{whose}: no sign to keep, since at {first.at} it is {_first_sign(first)}"
            continue
        found = [(said, [each.at for each in others if each.sign == sign]) for sign, said in _SAID]
        told = [f"{said} at {len(at)} of {len(others)} ({', '.join(at)})" for said, at in found if at]
        yield f"{whose}: {_first_sign(first)} at {first.at}; of the other levels of {first.within} it {', '.join(told)}"


def _first_sign(each: EffectWithin) -> str:
    sign = clear_sign(each.effect)
    return "not told from zero" if sign is None else "zero in every pair" if not sign else "+" if sign > 0 else "-"
