"""What may be said of a claim once it was tried, in one word of six, and why that word."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from wargame.balance.claim_arms import ZERO, UnderKind, kind_of_under
from wargame.balance.claim_results import ClaimFound, EffectFound
from wargame.paired.smallest_effects import Mattering, mattering

ClaimVerdict: TypeAlias = Literal[
    "fails", "open", "by increments only", "holds under a condition", "holds", "not testable here"
]
WORST_FIRST: tuple[ClaimVerdict, ...] = (
    *("fails", "open", "not testable here"),
    *("by increments only", "holds under a condition", "holds"),
)
"""A claim is worth what the worst of its measures is: with one that nothing could try it is not tested as it stands."""
ROBUSTNESS: tuple[UnderKind, ...] = ("condition", "players", "parameter")


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A verdict with its reasons."""

    verdict: ClaimVerdict
    why: tuple[str, ...]
    """A sentence without its stop each, of the measures that decide; of measures that nothing could try, too."""


def judged(found: ClaimFound, unsure: Collection[tuple[str, object]] = ()) -> JudgedClaim:
    """The verdict of a claim from all that was measured of it.

    A measure *holds* if its interval is clear of what is claimed, and of the smallest effect that matters where one is
    named; *by increments only* if that is gone once what puts the effect in directly is at zero; *under a condition* if
    the effect turns in something else that was tried, or holds under a condition that was named in advance alone; it
    *fails* if it is clear on the other side or the lever moves it in no pair, wherever else it may hold, and is *open*
    if games are too few to tell. What was the same in all games, with the lever and without, is *not testable here*.
    """
    if found.untestable:
        return JudgedClaim("not testable here", (found.untestable,))
    plain = [effect for effect in found.effects if not effect.under]
    each = [
        JudgedClaim("open", (f"{effect.measure}: within chance among so many measures",))
        if (effect.measure, effect.at) in unsure
        else _measure(effect, found.effects)
        for effect in plain
    ]
    verdict = min((one.verdict for one in each), key=WORST_FIRST.index)
    deciding = [one for one in each if one.verdict in (verdict, "not testable here")]
    return JudgedClaim(verdict, tuple(why for one in deciding for why in one.why))


def _measure(plain: EffectFound, every: Sequence[EffectFound]) -> JudgedClaim:
    same = [each for each in every if (each.measure, each.at) == (plain.measure, plain.at) and each.under]
    if plain.mean is None:
        return JudgedClaim("not testable here", (f"{plain.measure}: no pair of games gave a number",))
    if not plain.varied:
        return JudgedClaim("not testable here", (f"{plain.measure}: the same in every game, lever or not",))
    beside = [each for each in same if kind_of_under(each.under) in ROBUSTNESS]
    if plain.verdict == "holds":
        if any(each.under == ZERO and each.verdict != "holds" for each in same):
            return JudgedClaim("by increments only", (f"{plain.measure}: gone with direct increments at zero",))
        turned = [each.under for each in beside if turns(each)]
        if turned:
            return JudgedClaim("holds under a condition", (f"{plain.measure}: turns with {_listed(turned)}",))
        return JudgedClaim("holds", ())
    holding = [each.under for each in beside if each.verdict == "holds"]
    named = [under for under in holding if kind_of_under(under) == "condition"]
    if named:
        return JudgedClaim("holds under a condition", (f"{plain.measure}: only with {_listed(named)}",))
    if plain.verdict == "fails":
        same_number = plain.low == plain.high == plain.than
        said = "the lever does not move it" if same_number else _short_of(plain)
        if _matters(plain) == "no effect that matters" and not same_number:
            said = f"no effect that matters, which is one of {plain.smallest:g} at least"
        also = f"; it holds with {_listed(holding)}" if holding else ""
        return JudgedClaim("fails", (f"{plain.measure}: {said}{also}",))
    if _matters(plain) == "open" and _is_clear(plain):
        said = f"too few games to tell it from less than {plain.smallest:g}, which does not matter"
        return JudgedClaim("open", (f"{plain.measure}: {said}",))
    return JudgedClaim("open", (f"{plain.measure}: too few games to tell",))


def _short_of(effect: EffectFound) -> str:
    """How an effect misses what is claimed, all of whose interval does: by its way, or by how far it goes."""
    way = 1 if effect.sign == "+" else -1
    if effect.low is None or effect.high is None:
        return "it is not what is claimed"
    least, most = sorted((way * effect.low, way * effect.high))
    if way * effect.than < 0:
        return f"it moves the other way, further than {effect.than:g}"
    if most < 0:
        return "it moves the other way, clear of zero"
    if least > 0:
        return f"it moves the claimed way, but less far than {effect.than:g}"
    return f"it goes less far than {effect.than:g}, and is not told from zero"


def _matters(effect: EffectFound) -> Mattering | None:
    """What its interval says beside the smallest effect that matters; None where either is not known."""
    if effect.smallest is None or effect.low is None or effect.high is None:
        return None
    return mattering(effect.low, effect.high, effect.smallest)


def _is_clear(effect: EffectFound) -> bool:
    """Whether it is clear of what is claimed, on that side."""
    if effect.low is None or effect.high is None:
        return False
    return effect.low > effect.than if effect.sign == "+" else effect.high < effect.than


def turns(effect: EffectFound) -> bool:
    """Whether an effect is clear on the side that is not claimed; one of nothing at all is on neither."""
    if effect.low is None or effect.high is None:
        return False
    return effect.high < effect.than if effect.sign == "+" else effect.low > effect.than


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)


def signs(plain: EffectFound, every: Sequence[EffectFound]) -> Mapping[str, tuple[int, int]]:
    """Under how many of the other players, and of the moved parameters, an effect stays on its side of what is claimed.

    By what was tried: (how many, of how many). What was not is left out.
    """
    found = {}
    for what, kind in (("players", "players"), ("parameters", "parameter")):
        means = [
            each.mean
            for each in every
            if (each.measure, each.at) == (plain.measure, plain.at) and kind_of_under(each.under) == kind
        ]
        if means and plain.mean is not None:
            same = sum(mean is not None and (mean - plain.than) * (plain.mean - plain.than) > 0 for mean in means)
            found[what] = (same, len(means))
    return found


def signs_in_words(plain: EffectFound, every: Sequence[EffectFound]) -> str:
    """The same in words; an effect that is just what is claimed, such as exactly nothing, is on no side to be kept."""
    found = signs(plain, every)
    if found and plain.mean == plain.than:
        return "no effect to keep"
    return ", ".join(f"{same} of {of} {what}" for what, (same, of) in found.items())
