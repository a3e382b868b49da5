"""What a scenario was measured to be when its references were made, kept beside it for the tables of documents.

Nothing in play reads it. It is marked by the hash of what was measured, so that a table can say that it is old.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from wargame.balance.plan import PASSING
from wargame.balance.verdict import Balance
from wargame.core.orders import ORDER_TYPES
from wargame.errors import PackError
from wargame.paired.intervals import Interval
from wargame.players.levers import CLAUSE_KINDS
from wargame.scenario.find import find_scenario
from wargame.transcript.private import write_shared

BALANCE_FILE = "balance.json"


@dataclass(frozen=True, slots=True)
class KeptSeat:
    """A seat among scripts."""

    name: str
    score: float
    """Mean raw score."""
    spread: float
    """Standard deviation of it over games."""
    gain: Interval | None
    """What its doctrine scores more than passing."""
    place: float | None
    """Mean place, 0 for passing and 100 for the best doctrine; None where it is not placed, as for all that follows."""
    wins: float | None
    """Share of games with the highest place, 0-1."""
    lasts: float | None
    """Share of games with the lowest place, 0-1."""


@dataclass(frozen=True, slots=True)
class KeptFact:
    """A fact, and what games said to it."""

    fact: str
    says: str
    low: float
    high: float
    share: float
    """Share of turns or games that must lie in the band, 0-1."""
    mean: float | None
    """Mean of what was read; None if nothing could be."""
    inside: float
    """Share of turns or games that lie in the band, 0-1."""


@dataclass(frozen=True, slots=True)
class KeptBalance:
    """What is kept of one table of a scenario."""

    key: str
    """The hash of what was measured, as references have it."""
    variant: str | None
    turns: int
    games: int
    seats: tuple[KeptSeat, ...]
    facts: tuple[KeptFact, ...]
    endings: Mapping[str, float]
    """Share of games by ending; empty at a table that has none."""
    orders: tuple[int, int]
    """Kinds of orders that were used, and that there are."""
    clauses: tuple[int, int]
    """The same for kinds of clauses."""
    unused: tuple[str, ...] | None = None
    """Kinds of orders that nobody gave and of clauses that nobody signed; None in what was kept before they were."""


_FILE = TypeAdapter(tuple[KeptBalance, ...])


def kept_of(found: Balance, key: str) -> KeptBalance:
    """What is kept of measures that hold under this hash."""
    used = found.usage
    return KeptBalance(
        key,
        found.variant,
        found.turns,
        found.games,
        tuple(
            KeptSeat(
                found.names[each.seat],
                round(each.mean, 2),
                round(each.spread, 2),
                _rounded(each.gains.get(PASSING)),
                round(each.places.mean, 1) if each.places else None,
                round(each.places.wins, 4) if each.places else None,
                round(each.places.lasts, 4) if each.places else None,
            )
            for each in found.seats
        ),
        tuple(
            KeptFact(
                each.band.fact,
                each.band.says,
                each.band.low,
                each.band.high,
                each.band.share,
                round(each.mean, 3) if math.isfinite(each.mean) else None,
                round(each.inside, 4),
            )
            for each in found.facts
        ),
        {} if found.ends is None else {name: round(share, 4) for name, share in found.ends.shares.items()},
        (len(used.orders) - len(used.never), len(used.orders)),
        (len(used.clauses) - len(used.never_signed), len(used.clauses)),
        (*used.never, *used.never_signed),
    )


def _rounded(found: Interval | None) -> Interval | None:
    if found is None or not math.isfinite(found.high):
        return None
    return Interval(round(found.mean, 2), round(found.low, 2), round(found.high, 2), found.games)


def kept(scenario: str | Path) -> tuple[KeptBalance, ...]:
    """All that is kept beside a scenario, by its name or path, table by table; empty if nothing is.

    PackError if there is no such scenario, or its file cannot be read.
    """
    path = find_scenario(scenario) / BALANCE_FILE
    if not path.is_file():
        return ()
    try:
        return _FILE.validate_json(path.read_bytes())
    except ValidationError as fault:
        said = "take it away, or measure anew with `wargame balance SCENARIO --write`"
        raise PackError(f"{path}: {fault.error_count()} values are not what is kept of a balance; {said}") from None


def used_nowhere(tables: Iterable[KeptBalance]) -> frozenset[str]:
    """Kinds of orders and clauses that are used in none of these tables, as far as it is kept which those are.

    A table of which only the numbers are kept counts where it uses all there are, and says nothing otherwise. Without a
    table that says something all kinds are named.
    """
    found = frozenset((*ORDER_TYPES, *CLAUSE_KINDS))
    for each in tables:
        if each.unused is not None:
            found &= frozenset(each.unused)
        elif each.orders[0] == each.orders[1] and each.clauses[0] == each.clauses[1]:
            return frozenset()
    return found


def keep(scenario: str | Path, made: KeptBalance) -> Path:
    """Lay measures beside a scenario, in place of older ones of the same table and length, and give the path.

    PackError as for `kept`; OSError if it cannot be written.
    """
    others = (each for each in kept(scenario) if (each.variant, each.turns) != (made.variant, made.turns))
    rows = sorted((*others, made), key=lambda each: (each.variant or "", each.turns))
    file = find_scenario(scenario) / BALANCE_FILE
    text = json.dumps([asdict(each) for each in rows], indent=1, ensure_ascii=False)
    write_shared(file, f"{text}\n".encode())
    return file
