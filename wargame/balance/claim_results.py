"""How claims came out, as data in a file: what was tried stays there until it is tried again.

A result says under which hash of its games it was found, so that one of older rules is told from one that still holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from math import inf, isfinite
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from wargame.balance.claim_arms import ZERO
from wargame.balance.claim_trial import Effect, TriedClaim, Verdict
from wargame.balance.claims import Claim
from wargame.errors import PackError
from wargame.scenario.dossier import Plain
from wargame.transcript.foreign import ordinary_bytes
from wargame.transcript.private import write_shared
from wargame.transcript.references import key_of


class EffectFound(Plain):
    """What a lever did to one measure."""

    measure: str
    at: int | Literal["end", "mean"]
    sign: Literal["+", "-"]
    than: float
    smallest: float | None = None
    """The smallest effect that matters, in the unit of what is read; None if the claim names none."""
    under: str
    """Under which parameters: empty for those of the scenario."""
    mean: float | None
    """Lever less base; None if no pair gave a number, as `low` and `high`, the ends of its 95 % interval.

    The ends are None too where one pair alone gave a number.
    """
    low: float | None
    high: float | None
    verdict: Verdict
    varied: bool = True
    """Whether what is read was not the same in all games, with the lever and without."""
    pairs: int = 0
    """Pairs of games that gave a number; 0 in results that were written before this was kept."""
    t: float | None = None
    """How far the mean lies from `than`, in standard errors of itself; None where all pairs gave the same number."""


class Flip(Plain):
    """Where a measure of a claim turns, when a parameter that it leans on is moved."""

    parameter: str
    measure: str
    holds: float
    """The value nearest to the turn at which it was seen to hold."""
    fails: float
    """The value nearest to the turn at which it was seen not to."""


class ClaimFound(Plain):
    """How one claim came out."""

    claim: str
    says: str
    key: str
    """Hash of the game that its base is, as references have it; other rules or another scenario give another."""
    data: str
    """Hash of the claim itself: its lever, what is read, and all else that its file says."""
    seeds: int
    """Pairs of games."""
    first: int
    """The first seed."""
    parted: float
    """Share of pairs in which the lever changed anything, 0-1."""
    verdict: Verdict
    failed: tuple[str, ...]
    effects: tuple[EffectFound, ...]
    beside: int = 0
    """Pairs of games over other players and moved parameters; 0 if there are none."""
    leans: tuple[str, ...] = ()
    """Parameters that were found to move what it reads, the strongest first."""
    flips: tuple[Flip, ...] = ()
    """Where it turns, for parameters between whose halves it does."""
    untestable: str = ""
    """Why no game can try it, if none can."""

    def without_increments(self) -> Verdict | None:
        """The worst verdict of its measures with all that puts the effect in directly at zero; None if nothing does."""
        found = [each.verdict for each in self.effects if each.under == ZERO]
        if not found:
            return None
        return "fails" if "fails" in found else "open" if "open" in found else "holds"


def found_of(tried: TriedClaim, seeds: range) -> ClaimFound:
    """A tried claim as data; `seeds` are those that it was tried with."""
    return ClaimFound(
        claim=tried.claim.id,
        says=tried.claim.says,
        key=key_of(tried.claim.setup()),
        data=hash_of(tried.claim),
        seeds=len(seeds),
        first=seeds.start,
        parted=tried.parted,
        verdict=tried.verdict,
        failed=tried.failed,
        effects=tuple(effect_found(each) for each in tried.effects),
    )


def effect_found(effect: Effect) -> EffectFound:
    """An effect as data, rounded to four places."""
    measure, found = effect.measure, effect.interval
    numbers = (found.mean, found.low, found.high) if found else ()
    mean, low, high = (round(n, 4) if isfinite(n) else None for n in numbers or (inf, inf, inf))
    return EffectFound(
        measure=measure.name,
        at=measure.at,
        sign=measure.sign,
        than=measure.than,
        smallest=measure.smallest,
        under=effect.under,
        mean=mean,
        low=low,
        high=high,
        verdict=effect.verdict,
        varied=effect.varied,
        pairs=found.games if found else 0,
        t=None if effect.t is None else round(effect.t, 4),
    )


def holds_still(found: ClaimFound, claim: Claim) -> bool:
    """Whether a result was found in the games that this claim would be tried in today. Opens one game."""
    return found.data == hash_of(claim) and found.key == key_of(claim.setup())


def hash_of(claim: Claim) -> str:
    """SHA-256 of what its file says; parts that a claim may do without count only where they say something."""
    silent: dict[str, Any] = {name: True for name in ("conditions", "untestable") if not getattr(claim, name)}
    silent["measures"] = {place: {"smallest"} for place, each in enumerate(claim.measures) if each.smallest is None}
    return hashlib.sha256(claim.model_dump_json(exclude=silent).encode()).hexdigest()


_FILE = TypeAdapter(dict[str, ClaimFound])


def stored(path: Path) -> Mapping[str, ClaimFound]:
    """The results in a file by claim, none if it is not there; PackError if it cannot be read."""
    try:
        return _FILE.validate_json(ordinary_bytes(path))
    except FileNotFoundError:
        return {}
    except OSError as fault:
        raise PackError(f"{path}: cannot be read ({fault.strerror}); name another file") from None
    except ValidationError:
        what = f"{path}: these results of claims cannot be read (not as `wargame claim --write` keeps them)"
        raise PackError(f"{what}; take the file away, or name another") from None


def store(path: Path, found: ClaimFound) -> None:
    """Put a result among those of a file, in place of an older one of the same claim.

    OSError if it cannot be written; PackError if what lies there cannot be read.
    """
    every = dict(sorted({**stored(path), found.claim: found}.items(), key=lambda item: item[0]))
    write_shared(path, _FILE.dump_json(every, indent=1) + b"\n")
