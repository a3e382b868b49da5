"""Names of levels that readers of CSV take for something else: for a gap, a number, a truth or a date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wargame.batch.experiment_file import Factor

GAPS = frozenset(
    {"#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA"}
    | {"NULL", "NaN", "None", "n/a", "nan", "null"}
)
"""What pandas takes for nothing unless it is told otherwise; R takes one of them so."""
TRUTHS = frozenset({"t", "f", "true", "false"})
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?(?:inf|infinity)|0[xX][0-9a-fA-F]+", re.ASCII)
_AS_WRITTEN = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{0,14}[1-9])?", re.ASCII)
"""A number that has one spelling: no zeros before or behind it, no exponent."""
_DATE = re.compile(r"\d{4}[-/]\d\d?[-/]\d\d?(?:[ T].*)?|\d\d?:\d\d(?::\d\d)?", re.ASCII)
INSTEAD = "call it otherwise, or write tables with `--form parquet`, which has types"


def misread(factors: Sequence[Factor]) -> Iterator[str]:
    """A sentence for each factor whose column does not come back from CSV as it was written.

    A gap is one wherever it stands; the others are taken so where the names of all levels are of one sort.
    """
    for factor in factors:
        names = [level.name for level in factor.levels]
        gaps = [name for name in names if name in GAPS]
        if gaps:
            yield f"{factor.name}: readers of CSV take {_quoted(gaps)} for a gap (pandas, R): {INSTEAD}"
        others = [name for name in names if name not in GAPS]
        if others and (what := _all_read_as(others)):
            yield f"{factor.name}: readers of CSV take {_quoted(others)} for {what}: {INSTEAD}"


def _all_read_as(names: Sequence[str]) -> str | None:
    """For what a column of these names is taken, if they do not come back the same; None if they do."""
    if all(_NUMBER.fullmatch(name.lower()) for name in names):
        return None if all(_AS_WRITTEN.fullmatch(name) for name in names) else "numbers, which are spelled otherwise"
    if all(name.lower() in TRUTHS for name in names):
        return "true and false"
    return "dates or times" if all(_DATE.fullmatch(name) for name in names) else None


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(map(repr, names[:3])) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
