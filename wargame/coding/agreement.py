"""How far coders agree: percent, Cohen's kappa of two, Krippendorff's alpha of all, with intervals over games.

Coefficients are statsmodels' and krippendorff's, intervals SciPy's; they are loaded when agreement is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import combinations
from math import isfinite
from typing import Any, TypeAlias

from wargame.batch.comparisons import FEWEST_DRAWN, drawn_interval
from wargame.libraries import library

Codes: TypeAlias = Mapping[str, str]
"""Category by item; items that a coder left out are not there."""
DRAWS = 999
"""Games are drawn so often for an interval at most."""
ALL = "all"
"""What stands in place of a category where all of them are told apart."""


@dataclass(frozen=True, slots=True)
class AgreementFound:
    """How far some coders agree, on all categories or on whether something is of one of them."""

    coders: tuple[str, ...]
    category: str
    """`all`, or the one that is told from all others."""
    items: int
    """Items that two of these coders or more have coded."""
    used: int
    """How often the category was given to them; of `all` how many codes there are."""
    percent: float | None
    """Of pairs of codes of one item, the share that are equal, 0 to 1; None without such a pair."""
    kappa: float | None
    """Cohen's, of two coders; None where there are more, or where chance alone would have made them agree."""
    kappa_low: float | None
    kappa_high: float | None
    alpha: float | None
    """Krippendorff's, of categories without order; None where everything coded is one category."""
    alpha_low: float | None
    alpha_high: float | None
    """The 95 % interval by the bootstrap over games; None for fewer than ten games, or without the key."""


def agreement(
    given: Mapping[str, Codes], categories: Sequence[str], games: Mapping[str, str]
) -> tuple[AgreementFound, ...]:
    """All coders together, then each of the categories, then all pairs of them where there are more than two.

    `given` are codes by coder, `games` the game of each item; without games there are no intervals. The same codes give
    the same intervals. MissingLibrary without statsmodels, krippendorff and SciPy.
    """
    for name in ("statsmodels", "krippendorff", "scipy"):
        _library(name)
    coders = tuple(given)
    rows = [_found(given, coders, categories, games, ALL)]
    rows += [_found(given, coders, categories, games, each) for each in categories]
    if len(coders) > 2:
        rows += [_found(given, pair, categories, games, ALL) for pair in combinations(coders, 2)]
    return tuple(rows)


def _found(
    given: Mapping[str, Codes], coders: tuple[str, ...], categories: Sequence[str], games: Mapping[str, str], one: str
) -> AgreementFound:
    known = list(categories) if one == ALL else [one, ""]
    coded: dict[str, list[int | None]] = {}
    for at, coder in enumerate(coders):
        for item, category in given[coder].items():
            place = known.index(category) if one == ALL else int(category != one)
            coded.setdefault(item, [None] * len(coders))[at] = place
    both = {item: row for item, row in sorted(coded.items()) if sum(each is not None for each in row) > 1}
    counts = {item: [row.count(place) for place in range(len(known))] for item, row in both.items()}
    pairs = sum(sum(row) * (sum(row) - 1) for row in counts.values())
    same = sum(count * (count - 1) for row in counts.values() for count in row)
    used = sum(sum(row) if one == ALL else row[0] for row in counts.values())
    alpha = statistic(alpha_of, list(counts.values()), list(counts), games)
    kappa: CodingInterval = (None, None, None)
    if len(coders) == 2:
        kappa = statistic(_kappa(len(known)), [list(row) for row in both.values()], list(both), games)
    return AgreementFound(coders, one, len(both), used, same / pairs if pairs else None, *kappa, *alpha)


CodingInterval: TypeAlias = tuple[float | None, float | None, float | None]
"""A coefficient and its 95 % interval; None for what cannot be said."""
StatisticRows: TypeAlias = Sequence[Sequence[Any]]


def statistic(
    of: Callable[[StatisticRows], float | None], rows: StatisticRows, items: Sequence[str], games: Mapping[str, str]
) -> CodingInterval:
    """A coefficient of rows, each of one item, and its interval over the games that the items are from.

    `of` gives the coefficient of some of the rows, None where there is none. MissingLibrary without SciPy.
    """
    found = of(rows)
    by_game: dict[str, list[Sequence[Any]]] = {}
    for item, row in zip(items, rows, strict=True):
        by_game.setdefault(games.get(item, ""), []).append(row)
    if found is None or "" in by_game or len(by_game) < FEWEST_DRAWN:
        return found, None, None
    clusters = list(by_game.values())

    def drawn(sample: Any, axis: int = -1) -> Any:
        def of_games(places: Any) -> float:
            value = of([row for place in places for row in clusters[int(place)]])
            return float("nan") if value is None else value

        return import_module("numpy").apply_along_axis(of_games, axis, sample)

    low, high = drawn_interval([list(range(len(clusters)))], drawn, most=DRAWS)
    return (found, low, high) if isfinite(low) and isfinite(high) else (found, None, None)


def alpha_of(counts: StatisticRows) -> float | None:
    """Krippendorff's alpha of counts of categories by item; None where all codes are one category.

    MissingLibrary without krippendorff.
    """
    if sum(any(column) for column in zip(*counts, strict=True)) < 2:
        return None
    return float(_library("krippendorff").alpha(value_counts=counts, level_of_measurement="nominal"))


def _kappa(categories: int) -> Callable[[StatisticRows], float | None]:
    """Cohen's kappa of pairs of codes; None where both coders gave one category alone, and the same one."""

    def of(pairs: StatisticRows) -> float | None:
        table = [[0] * categories for _ in range(categories)]
        for first, second in pairs:
            table[first][second] += 1
        return kappa_of_table(table)

    return of


def kappa_of_table(table: StatisticRows) -> float | None:
    """Cohen's kappa of counts: rows are one coder's categories, columns the other's.

    None for a table of nothing, and where both gave one category alone, and the same one. MissingLibrary without
    statsmodels.
    """
    of_all = sum(map(sum, table))
    if not of_all or any(row[at] == of_all for at, row in enumerate(table)):
        return None
    numbers = import_module("numpy").array(table)
    return float(_library("statsmodels.stats.inter_rater").cohens_kappa(numbers, return_results=False))


def _library(name: str) -> Any:
    called = name.partition(".")[0]
    return library(name, called, "agreement of coders needs it", "scipy statsmodels krippendorff")


def disagreements(given: Mapping[str, Codes], items: Sequence[str]) -> tuple[str, ...]:
    """Of some items those that two coders coded otherwise, in their order."""
    return tuple(item for item in items if len({codes[item] for codes in given.values() if item in codes}) > 1)
