"""The bet of a middle power: what its way into military AI rests on, derived from the stack that it has and uses.

Five kinds, told apart by shares of what it can do. Nothing is stored: a bet is where lines of access, home-grown work
and their use have led.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from wargame.core.ids import SeatId
from wargame.core.models import REVOCABILITY, Access
from wargame.rules.model import capability, uptake
from wargame.rules.model.measures import Picture

BetKind = Literal["frontier_with_strings", "open_or_home_grown", "narrow", "hedged", "illicit"]

BET_MEANING: Mapping[BetKind, str] = {
    "frontier_with_strings": "leans on models that a foreign supplier can take back",
    "open_or_home_grown": "leans on weights and models that nobody else can take back",
    "narrow": "leans on specialised AI of its own and little on general models",
    "hedged": "leans on both, so that neither supplier nor lag decides alone",
    "illicit": "leans on use outside the terms, on copies or on stolen weights",
}
"""Each kind of bet in words."""

ILLICIT_FROM = 0.25
"""Share of general models in use from which use outside the terms makes the bet."""
NARROW_FROM = 0.75
"""Share of all it can do from which its own narrow AI makes the bet."""
HEDGED_FROM = 0.3
"""Share of general models in use that each side has at least where a bet is hedged."""
OUTSIDE = ("illicit", "distilled", "stolen")
"""How a line that runs outside the terms came about."""


@dataclass(frozen=True, slots=True)
class Bet:
    """A bet with the shares that make it."""

    kind: BetKind
    strings: float
    """Share of general models in use that a foreign supplier can take back, 0-1."""
    own: float
    """Share that nobody else can take back, 0-1."""
    outside: float
    """Share used outside the terms, copied or stolen, 0-1."""
    narrow: float
    """Share of what it could do with all it has that its own narrow AI gives, 0-1."""


def bet_of(look: Picture, seat: SeatId) -> Bet:
    """The bet of a government. Lines count by the work that they do (`rules.model.uptake`), narrow AI as in E5.

    A line that a foreign supplier can take back, in part or whole, hangs on strings (E7). KeyError for a seat
    that is no government.
    """
    book, sight = look.book, look.sight
    shares = uptake.work(book, sight, seat, lambda line: _sort(line, seat))
    outside, strings, own = (shares.get(sort, 0.0) for sort in ("outside", "strings", "own"))
    grid = capability.usefulness(book, sight, seat, capability.live_access(sight, seat))
    alone = capability.targets(book, sight, seat, (0.0,) * len(book.areas))
    whole = capability.targets(book, sight, seat, capability.best(grid))
    can = capability.weighted(book, seat, whole)
    narrow = capability.weighted(book, seat, alone) / can if can else 1.0
    return Bet(_kind(strings, own, outside, narrow), strings, own, outside, narrow)


def bets(look: Picture) -> Mapping[SeatId, Bet]:
    """The bets of all middle powers, by seat, in table order. Computes E4 and E5 for each; nothing is kept."""
    return {seat.id: bet_of(look, seat.id) for seat in look.book.setting.seats if seat.role == "middle_power"}


def _sort(access: Access, holder: SeatId) -> Literal["outside", "strings", "own"]:
    if access.source in OUTSIDE:
        return "outside"
    return "strings" if access.supplier != holder and REVOCABILITY[access.channel] > 0 else "own"


def _kind(strings: float, own: float, outside: float, narrow: float) -> BetKind:
    if outside >= ILLICIT_FROM:
        return "illicit"
    if narrow >= NARROW_FROM:
        return "narrow"
    if min(strings, own) >= HEDGED_FROM:
        return "hedged"
    return "frontier_with_strings" if strings > own else "open_or_home_grown"
