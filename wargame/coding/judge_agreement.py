"""How far models as judges agree: with people, with each other, with themselves; and whether they take what is first.

A judge answers for an item in each order of the categories and several times. All of its answers count, each against
each code of the other: what comes out is of one answer of the judge, taken at random, and no item on which it wavers is
left out, which would flatter it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from typing import Literal, TypeAlias

from wargame.batch.comparisons import scipy_part
from wargame.coding.agreement import (
    ALL,
    Codes,
    CodingInterval,
    StatisticRows,
    agreement,
    alpha_of,
    kappa_of_table,
    statistic,
)
from wargame.coding.judge_files import JudgeFile
from wargame.coding.judge_questions import ORDERS

Way: TypeAlias = tuple[int, int]
"""An order of the categories and a replicate, both from 1."""
JudgeRuns: TypeAlias = Mapping[Way, Codes]
"""What a judge coded in each way of asking."""
ComparedWith = Literal["person", "majority", "judge", "orders", "replicates", "panel"]
"""A person; what most people said; another judge; the judge itself in the other order, or asked again; and all judges
together, each by its first answer."""
EVEN = 0.5
"""Of items whose code moves with the order, the share that moves to what is first where order does not matter."""


@dataclass(frozen=True, slots=True)
class JudgedAgreement:
    """How far a judge agrees with somebody, on all categories or on whether something is of one of them."""

    judge: str
    """Its spec; empty for all judges together."""
    kind: ComparedWith
    other: str
    """The pseudonym of a person, or the spec of another judge; else empty."""
    category: str
    """`all`, or the one that is told from all others."""
    items: int
    pairs: int
    """Pairs of codes of one item."""
    percent: float | None
    """The share of pairs that are equal, 0 to 1; None without a pair."""
    kappa: float | None
    """Cohen's, of all pairs; None where chance alone would have made them agree, and for all judges together."""
    kappa_low: float | None
    kappa_high: float | None
    alpha: float | None
    """Krippendorff's, of all pairs as items of two codes, or of all judges together; None where all is one category."""
    alpha_low: float | None = None
    alpha_high: float | None = None
    """Intervals as those of coders: over games, from ten on, with the key; of alpha for all judges together alone."""


@dataclass(frozen=True, slots=True)
class OrderBias:
    """Whether a judge takes a category because of where it stands."""

    judge: str
    """Its spec."""
    items: int
    """Items that it coded in both orders."""
    changed: float
    """Share of pairs of answers in both orders that are not equal, 0 to 1."""
    changed_again: float | None
    """The same of answers in one order, which is its noise; None if it was asked once."""
    first: float
    """Share of answers that take the category that stands first."""
    expected: float
    """What it would be if the two categories that stand first in an order were taken in both orders alike."""
    moved: int
    """Items at which such a category is taken otherwise in one order than in the other."""
    to_first: int
    """Those of them at which it is taken more often where it stands first than where it stands last."""
    low: float
    high: float
    """The exact 95 % interval of `to_first` of `moved`, 0 to 1; all of it where nothing moved."""

    @property
    def leans(self) -> Literal["first", "last", ""]:
        """What it leans to beyond chance: the category that stands first, the one that stands last, or neither."""
        return "first" if self.low > EVEN else "last" if self.high < EVEN else ""


def runs_of(judge: JudgeFile) -> JudgeRuns:
    """What a judge coded in each way in which it was asked."""
    found: dict[Way, dict[str, str]] = defaultdict(dict)
    for question, answer in judge.answers.items():
        if answer.outcome == "coded":
            found[question.order, question.replicate][question.item] = answer.category
    return dict(sorted(found.items()))


def most_people(given: Mapping[str, Codes]) -> Codes:
    """The category that most people gave, of items that two or more have coded; none where two are level."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for codes in given.values():
        for item, category in codes.items():
            votes[item][category] += 1
    found = {item: counts.most_common(2) for item, counts in votes.items() if counts.total() > 1}
    return {item: top[0][0] for item, top in found.items() if len(top) == 1 or top[0][1] > top[1][1]}


def judged_agreement(
    given: Mapping[str, Codes],
    judged: Mapping[str, JudgeRuns],
    categories: Sequence[str],
    games: Mapping[str, str],
) -> tuple[JudgedAgreement, ...]:
    """Of each judge: with each person and with most people, all categories and each; with itself; with other judges.

    `given` are codes of people by pseudonym, `judged` those of judges by spec, `games` the game of each item. With two
    judges or more the last row is of all together. MissingLibrary without statsmodels, krippendorff and SciPy.
    """
    people: list[tuple[ComparedWith, str, Codes]] = [("person", who, codes) for who, codes in given.items()]
    if len(given) > 1:
        people.append(("majority", "", most_people(given)))
    rows = []
    for spec, runs in judged.items():
        for kind, who, codes in people:
            pairs = list(_pairs([codes], runs.values()))
            rows += [
                _row((spec, kind, who), one, pairs, categories, games) for one in (ALL, *(categories if pairs else ()))
            ]
        first, second = ([codes for (order, _), codes in runs.items() if order == each] for each in ORDERS)
        if first and second:
            rows.append(_row((spec, "orders", ""), ALL, list(_pairs(first, second)), categories, games))
        if again := list(_again(runs)):
            rows.append(_row((spec, "replicates", ""), ALL, again, categories, games))
    for (spec, runs), (other, others) in combinations(judged.items(), 2):
        pairs = list(_pairs(runs.values(), others.values()))
        rows.append(_row((spec, "judge", other), ALL, pairs, categories, games))
    if len(judged) > 1:
        rows.append(_panel(judged, categories, games))
    return tuple(rows)


_Pair: TypeAlias = tuple[str, str, str]
"""An item and two codes of it."""


def _pairs(some: Iterable[Codes], others: Iterable[Codes]) -> Iterator[_Pair]:
    for codes, other in product(list(some), list(others)):
        yield from ((item, category, other[item]) for item, category in codes.items() if item in other)


def _again(runs: JudgeRuns) -> Iterator[_Pair]:
    for (way, codes), (other_way, other) in combinations(runs.items(), 2):
        if way[0] == other_way[0]:
            yield from _pairs([codes], [other])


def _row(
    whose: tuple[str, ComparedWith, str],
    one: str,
    pairs: Sequence[_Pair],
    categories: Sequence[str],
    games: Mapping[str, str],
) -> JudgedAgreement:
    known = list(categories) if one == ALL else [one, ""]
    size = len(known)
    tables: dict[str, list[int]] = {}
    stands_for: dict[str, str] = {}
    counts = []
    same = 0
    for item, *both in pairs:
        first, second = (known.index(each) if one == ALL else int(each != one) for each in both)
        where = games.get(item) or f"item {item}"
        stands_for.setdefault(where, item)
        tables.setdefault(where, [0] * size**2)[first * size + second] += 1
        counts.append([(first == at) + (second == at) for at in range(size)])
        same += first == second

    def kappa(rows: StatisticRows) -> float | None:
        summed = [sum(column) for column in zip(*rows, strict=True)]
        return kappa_of_table([summed[at : at + size] for at in range(0, size**2, size)]) if rows else None

    found = statistic(kappa, list(tables.values()), list(stands_for.values()), games)
    items = len({item for item, *_ in pairs})
    return JudgedAgreement(
        *whose, one, items, len(pairs), same / len(pairs) if pairs else None, *found, alpha_of(counts)
    )


def _panel(judged: Mapping[str, JudgeRuns], categories: Sequence[str], games: Mapping[str, str]) -> JudgedAgreement:
    first = {spec: runs.get((ORDERS[0], 1), {}) for spec, runs in judged.items()}
    row = agreement(first, categories, games)[0]
    alpha: CodingInterval = (row.alpha, row.alpha_low, row.alpha_high)
    pairs = sum(len(list(_pairs([one], [other]))) for one, other in combinations(first.values(), 2))
    return JudgedAgreement("", "panel", "", ALL, row.items, pairs, row.percent, None, None, None, *alpha)


def order_bias(spec: str, runs: JudgeRuns, categories: Sequence[str]) -> OrderBias | None:
    """Whether a judge takes what stands first; None if no item was coded in both orders.

    `categories` are those of the codebook, in its order. The interval is SciPy's, of the sign of each item.
    MissingLibrary without it.
    """
    first, second = ([codes for (order, _), codes in runs.items() if order == each] for each in ORDERS)
    pairs, again = list(_pairs(first, second)), list(_again(runs))
    if not pairs:
        return None
    ends = categories[0], categories[-1]
    items = sorted({item for item, *_ in pairs})
    taken_first = taken_last = Fraction(0)
    moved = to_first = 0
    for item in items:
        ahead = _share(first, item, ends[0]) + _share(second, item, ends[1])
        behind = _share(first, item, ends[1]) + _share(second, item, ends[0])
        taken_first, taken_last = taken_first + ahead / 2, taken_last + behind / 2
        moved += ahead != behind
        to_first += ahead > behind
    low, high = 0.0, 1.0
    if moved:
        interval = scipy_part("stats").binomtest(to_first, moved).proportion_ci(method="exact")
        low, high = float(interval.low), float(interval.high)
    return OrderBias(
        spec,
        len(items),
        _unequal(pairs) or 0.0,
        _unequal(again),
        float(taken_first / len(items)),
        float((taken_first + taken_last) / 2 / len(items)),
        moved,
        to_first,
        low,
        high,
    )


def _share(runs: Sequence[Codes], item: str, category: str) -> Fraction:
    """How often an item was coded as this, of the times that it was coded; exact, since shares are compared."""
    said = [codes[item] for codes in runs if item in codes]
    return Fraction(said.count(category), len(said))


def _unequal(pairs: Sequence[_Pair]) -> float | None:
    return sum(one != other for _, one, other in pairs) / len(pairs) if pairs else None
