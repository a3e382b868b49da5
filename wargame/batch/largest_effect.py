"""How large an effect on an outcome can be at all: what is counted between two bounds differs by no more than these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wargame.batch.conduct import RateOf
from wargame.batch.experiment_file import OutcomeLine
from wargame.core.codebook import family_of
from wargame.core.ids import Variable
from wargame.paired.readings import MeasureOf, ValueOf, spelt_out
from wargame.rules.base.rulebook import Rulebook

MEASURE, SHARE = 100.0, 1.0
"""The widths of what is counted 0-100 and 0-1."""


def largest_effect(outcome: OutcomeLine, books: Sequence[Rulebook]) -> float | None:
    """The largest difference that two games of these rulebooks can have in an outcome, in its unit.

    None of what has no bounds, such as a number of events. Ranges of variables are those of the codebook.
    """
    reads, width = outcome.reads, None
    if isinstance(reads, RateOf):
        width = SHARE
    elif isinstance(reads, MeasureOf):
        width = MEASURE
    elif isinstance(reads, ValueOf):
        width = max(_of_values(reads, book) for book in books)
    if width is None or outcome.at != "area":
        return width
    return width * max(book.setting.turns for book in books)


def _of_values(reads: ValueOf, book: Rulebook) -> float:
    """Of several, a mean moves as far as the widest, a sum as far as all of them, and a spread no further than that."""
    each = list(_widths(reads.of, book))
    off = max(_widths(reads.less, book), default=0.0)
    return (sum(each) if reads.how == "sum" else max(each, default=0.0)) + off


def _widths(names: Iterable[Variable], book: Rulebook) -> Iterable[float]:
    for name in names:
        family = family_of(name)
        if family is not None:
            yield from (family.high - family.low for _ in spelt_out(name, book))
