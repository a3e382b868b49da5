"""Claims held against how many measures were looked at: which of their verdicts are clear of chance all the same.

Verdicts stay as intervals give them, and those that allow for the number stand beside them. The family is every
measure of every claim that is held together, as it is; what was tried besides (zeros, conditions, other players, moved
parameters) is no part of it, and words that rest on such games are not corrected. Statistics are SciPy's and
statsmodels'.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wargame.balance.claim_results import ClaimFound, EffectFound
from wargame.balance.claim_trial import Verdict
from wargame.balance.claim_verdicts import ClaimVerdict, judged
from wargame.libraries import library

LEVEL = 0.05
"""Chance, at most, that any verdict at all stands clear by chance alone."""


@dataclass(frozen=True, slots=True)
class CorrectedMeasure:
    """One measure of a claim, as it is."""

    p: float | None
    """That its pairs lie so far from what is claimed, on either side, by chance: Student's, 0-1.

    None where the difference was the same in all of them, or nothing could be read: then it is what it is."""
    corrected: float | None
    """The same after Holm, over all measures that have one."""
    verdict: Verdict
    """As its interval gives it, but open where the corrected p is above .05."""


@dataclass(frozen=True, slots=True)
class CorrectedClaim:
    """A claim beside how many measures were looked at."""

    verdict: ClaimVerdict
    measures: tuple[CorrectedMeasure, ...]
    """Its measures as they are, in their order."""


def corrected(found: Sequence[ClaimFound]) -> Mapping[str, CorrectedClaim]:
    """The claims among these that have what a correction needs, over all their measures together.

    Results that were written before t was kept are left out: tried again with the games of their folder they have it,
    and nothing is played. MissingLibrary without SciPy and statsmodels.
    """
    claims = [each for each in found if all(map(_is_counted, _plain(each)))]
    plain = [effect for claim in claims for effect in _plain(claim)]
    values = {id(effect): _p(effect, effect.t) for effect in plain if effect.t is not None}
    after = dict(zip(values, _holm(list(values.values())), strict=True))
    return {claim.claim: _corrected(claim, values, after) for claim in claims}


def _plain(found: ClaimFound) -> Iterator[EffectFound]:
    yield from (effect for effect in found.effects if not effect.under)


def _is_counted(effect: EffectFound) -> bool:
    return effect.mean is None or effect.pairs > 0


def _p(effect: EffectFound, t: float) -> float:
    needed = "how likely an effect is by chance needs it"
    return float(2 * library("scipy.stats", "SciPy", needed).t.sf(abs(t), effect.pairs - 1))


def _holm(values: Sequence[float]) -> Sequence[float]:
    if not values:
        return ()
    tests: Any = library("statsmodels.stats.multitest", "statsmodels", "a correction for many measures needs it")
    return [float(each) for each in tests.multipletests(values, method="holm")[1]]


def _corrected(claim: ClaimFound, values: Mapping[int, float], after: Mapping[int, float]) -> CorrectedClaim:
    made, unsure = list[CorrectedMeasure](), set[tuple[str, object]]()
    for effect in _plain(claim):
        p, held = values.get(id(effect)), after.get(id(effect))
        is_clear = held is None or held <= LEVEL
        made.append(CorrectedMeasure(p, held, effect.verdict if is_clear else "open"))
        if not is_clear and effect.verdict != "open":
            unsure.add((effect.measure, effect.at))
    return CorrectedClaim(judged(claim, unsure).verdict, tuple(made))
