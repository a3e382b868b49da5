"""Because, in shares: how much of a number's change each decision, inject, act of control and stroke of luck carries.

The turns are ruled again from the record without some of them, and what each adds is averaged over all orders in which
they could have come in (Shapley values). What nothing of it carries is what goes on by itself.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count

from wargame.core.ids import Variable
from wargame.errors import SpecError, TranscriptError
from wargame.gc_tuning import seldom_collecting
from wargame.paired.roots import GameWithout, Root, number_in, roots_between
from wargame.paired.shapley import FEWEST_PAIRS, Orders, ShapleySplit, apportioned, exact
from wargame.transcript.verify import Replayed

RERUNS = 2000
"""How often the turns are ruled again at most, unless said."""
SCREENED = 2
"""Pairs of orders after which a root that has moved nothing counts among the others."""
LOOKED = 16
"""Sets of those that move it to which the others are added together, to see whether they are as still as they seem."""
CLOSE = 0.01
"""Orders are drawn until every error is below this part of the largest share."""
PARTNERS = 6
"""The largest shares, which are held against each other two by two."""
DECIMALS = 6
TELLING = 0.1
"""Two roots are told as bound to each other where what only both bring is at least this part of the larger share."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RootShare:
    """What one root carries."""

    root: Root
    share: float
    """Of the change, in the unit of the number: what it adds on average over all orders of adding."""
    error: float
    """Half the width of the 95 % interval of the share; 0 where all sets were counted."""
    alone: float
    """What it adds to nothing: it alone happens, beside what goes on by itself."""
    last: float
    """What is lost if it alone is left out."""
    partner: Root | None = None
    """The root with which it is bound up the most; None where it stands for itself."""
    bound: float = 0.0
    """Above 0: what only both together bring. Below 0: what either would have brought without the other."""


@dataclass(frozen=True, slots=True)
class ChangeInShares:
    """The change of a number in shares; they and the remainder add up to it, to the sixth decimal."""

    variable: Variable
    since: int
    """The first turn that counts."""
    until: int
    """The last, at whose end the number is read."""
    before: float
    """At the end of the turn before the first."""
    after: float
    shares: tuple[RootShare, ...]
    """The largest first; of roots that move it."""
    others: tuple[Root, ...]
    """Roots that moved nothing wherever they were looked at by themselves; they come and go together."""
    others_share: float
    """What all of these carry together."""
    others_error: float
    remainder: float
    """What no root carries: what the rules do by themselves, terms that were agreed before among it."""
    exact: bool
    """Whether all sets were counted, or orders were drawn."""
    reruns: int
    """How often the turns were ruled again."""

    @property
    def change(self) -> float:
        """After less before."""
        return round(self.after - self.before, DECIMALS)


def because(
    game: Replayed,
    variable: Variable,
    until: int | None = None,
    *,
    since: int | None = None,
    apart: bool = False,
    reruns: int = RERUNS,
    progress: Progress | None = None,
) -> ChangeInShares:
    """What the change of a number in some turns came of, in shares.

    Args:
        game: a game that was played again from its record.
        variable: a stored or derived number by its dotted name; a score is one.
        until: the turn at whose end it is read; the last complete one unless said.
        since: the first turn that counts; `until` itself unless said.
        apart: each order and each move of talk is a root of its own, and not only each decision.
        reruns: how often the turns are ruled again at most. Where so few roots move the number that all sets of them
            can be ruled on (ten at 2000), shares are exact; else orders are drawn by chance, and shares have an error.
        progress: is told (reruns done, reruns at most).

    What others decided counts for them, also where they would have decided otherwise: nobody is asked again. A draw
    that is left out falls in the middle, on its likelier side.
    SpecError for turns or a number that the game does not have, or too few reruns; TranscriptError if the record does
    not come out as it stands. Costs ruling on the turns up to `reruns` times, and a few.
    """
    last = game.turns if until is None else until
    first = last if since is None else since
    if not 1 <= last <= game.turns:
        there = f"has complete turns 1 to {game.turns}" if game.turns else "is read up to no complete turn"
        raise SpecError(f"turn {last}: this game {there}, and nothing changed before the first")
    if not 1 <= first <= last:
        raise SpecError(f"since {first}: this must be from 1 to {last}, the turn at whose end the number is read")
    book = game.sequence.book
    before = number_in(book, game.states[first - 1], variable)
    after = number_in(book, game.states[last], variable)
    roots = roots_between(game, first, last, apart=apart)
    fewest = 4 * len(roots) * (SCREENED + 1) + 4 * LOOKED
    if reruns < fewest:
        raise SpecError(f"reruns={reruns}: {len(roots)} decisions, injects, acts and draws need at least {fewest}")
    with seldom_collecting():
        worth = _Worth(game, roots, GameWithout(game, first, last, variable), reruns, progress)
        if not math.isclose(worth.of_all(), after, abs_tol=1e-9):
            raise TranscriptError(f"{variable}: turns {first} to {last} come out otherwise than the record has them")
        return _shared(worth, variable, (first, last), (before, after))


@dataclass(slots=True)
class _Worth:
    """What sets of roots bring the number to; each set is ruled on once."""

    game: Replayed
    roots: Sequence[Root]
    ruled: GameWithout
    most: int
    progress: Progress | None
    known: dict[int, Fraction] = field(default_factory=dict)

    def __call__(self, chosen: int) -> Fraction:
        """The number with these roots and no others."""
        found = self.known.get(chosen)
        if found is None:
            left_out = [root for place, root in enumerate(self.roots) if not chosen >> place & 1]
            found = self.known[chosen] = Fraction(self.ruled.value(left_out))
            if self.progress is not None:
                self.progress(len(self.known), self.most)
        return found

    @property
    def whole(self) -> int:
        """The set of all."""
        return (1 << len(self.roots)) - 1

    def of_all(self) -> float:
        """The number as it is on record, if the rules are those of the record."""
        return float(self(self.whole))


def _shared(worth: _Worth, variable: Variable, turns: tuple[int, int], ends: tuple[float, float]) -> ChangeInShares:
    moving, still = _moving(worth)
    groups = [1 << place for place in moving] + ([_set_of(still)] if still else [])
    countable = (1 << len(groups)) + len(worth.known) <= worth.most
    shared = exact(groups, worth) if countable else _drawn(groups, worth)
    own, none = worth(worth.whole), worth(0)
    remainder = Fraction(own) - Fraction(ends[0]) - sum(shared.shares, Fraction(0))
    assert remainder == none - Fraction(ends[0])
    total = Fraction(round((ends[1] - ends[0]) * 10**DECIMALS), 10**DECIMALS)
    *parts, rest = map(float, apportioned([*shared.shares, remainder], DECIMALS, total))
    ranked = sorted(range(len(moving)), key=lambda at: (-abs(shared.shares[at]), moving[at]))
    partners = _partners(worth, [moving[at] for at in ranked[:PARTNERS]], moving)
    shares = tuple(_root_share(worth, moving[at], parts[at], shared.errors[at], partners) for at in ranked)
    return ChangeInShares(
        variable=variable,
        since=turns[0],
        until=turns[1],
        before=ends[0],
        after=ends[1],
        shares=shares,
        others=tuple(worth.roots[place] for place in still),
        others_share=parts[-1] if still else 0.0,
        others_error=shared.errors[-1] if still else 0.0,
        remainder=rest,
        exact=shared.exact,
        reruns=len(worth.known),
    )


def _moving(worth: _Worth) -> tuple[list[int], list[int]]:
    """The places of the roots that move the number and of those that were never seen to, each in their order.

    Where all sets can be ruled on, none is overlooked. Else each root is looked at alone, as the only one left out and
    in some orders of adding; then those that moved nothing are put in together, and where that moves something those
    that did are found.
    """
    places = range(len(worth.roots))
    if (1 << len(places)) + len(worth.known) <= worth.most:
        sets = range(1 << len(places))
        moves = {place for place in places if any(worth(each | 1 << place) != worth(each) for each in sets)}
        return sorted(moves), [place for place in places if place not in moves]
    orders = Orders([1 << place for place in places], worth)
    moves = {place for place in places if any(_at_the_ends(worth, place))}
    for _ in range(SCREENED):
        moves |= {place for place, added in enumerate(orders.draw()) if added}
    while found := _restless(worth, sorted(moves), [place for place in places if place not in moves]):
        moves |= found
    return sorted(moves), [place for place in places if place not in moves]


def _restless(worth: _Worth, moving: Sequence[int], still: Sequence[int]) -> set[int]:
    """Those of the still ones that do move the number beside some of the moving ones; empty where none was found."""
    if not still or 2 * len(worth.known) > worth.most:
        return set()
    chance, together = random.Random(0), _set_of(still)
    for _ in range(LOOKED):
        beside = _set_of([place for place in moving if chance.random() < 0.5])
        if worth(beside | together) != worth(beside):
            return {place for place in still if _adds(worth, beside, still, place)}
    return set()


def _adds(worth: _Worth, beside: int, still: Sequence[int], place: int) -> bool:
    """Whether one of the still ones adds something to a set and the still ones before it."""
    before = beside | _set_of([each for each in still if each < place])
    return worth(before | 1 << place) != worth(before)


def _set_of(places: Sequence[int]) -> int:
    return sum(1 << place for place in places)


def _at_the_ends(worth: _Worth, place: int) -> tuple[Fraction, Fraction]:
    """What a root adds to nothing, and what is lost without it alone."""
    return worth(1 << place) - worth(0), worth(worth.whole) - worth(worth.whole & ~(1 << place))


def _drawn(groups: Sequence[int], worth: _Worth) -> ShapleySplit:
    """Shares over orders that are drawn until errors are small, or no further pair of orders may be paid."""
    orders = Orders(groups, worth, seed=1)
    costs = (2 + PARTNERS) * len(groups)
    for pairs in count(1):
        orders.draw()
        if pairs < FEWEST_PAIRS:
            continue
        found = orders.shared()
        largest = max(abs(float(share)) for share in found.shares)
        if max(found.errors) <= CLOSE * largest or len(worth.known) + costs > worth.most:
            return found
    raise AssertionError("never comes to here")


def _partners(worth: _Worth, leading: Sequence[int], moving: Sequence[int]) -> dict[int, tuple[int, Fraction]]:
    """For each of the leading roots the other with which it is bound up the most, and by how much."""
    found: dict[int, tuple[int, Fraction]] = {}
    for place in leading:
        bonds = [(other, _bond(worth, place, other)) for other in moving if other != place]
        if bonds:
            found[place] = max(bonds, key=lambda bond: abs(bond[1]))
    return found


def _bond(worth: _Worth, one: int, other: int) -> Fraction:
    """What two roots bring only together, all else as it was."""
    whole, first, second = worth.whole, 1 << one, 1 << other
    return worth(whole) - worth(whole & ~first) - worth(whole & ~second) + worth(whole & ~first & ~second)


def _root_share(
    worth: _Worth, place: int, share: float, error: float, partners: dict[int, tuple[int, Fraction]]
) -> RootShare:
    alone, last = (round(float(each), DECIMALS) for each in _at_the_ends(worth, place))
    partner, bound = None, 0.0
    if place in partners:
        other, bond = partners[place]
        if abs(bond) >= TELLING * max(abs(share), 10**-DECIMALS):
            partner, bound = worth.roots[other], round(float(bond), DECIMALS)
    return RootShare(worth.roots[place], share, round(error, DECIMALS), alone, last, partner, bound)
