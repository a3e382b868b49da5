"""Dates in prose: the month at which each begins, as far as words tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SEASONS: Mapping[str, int] = {"early": 1, "winter": 1, "spring": 3, "mid": 5, "summer": 6, "autumn": 9, "late": 9}
"""The earliest month that a season or part of a year can mean; a winter is that at the year's beginning."""
_YEAR = "20"
"""What every date holds."""
_DATE = re.compile(
    rf"\b(?:(?P<ahead>(?i:by|before|until|till|for))\s+)?"
    rf"(?:(?P<word>{'|'.join(MONTHS)}|(?i:{'|'.join(SEASONS)}))(?:-|\s+)(?:of\s+)?)?"
    rf"(?P<year>20\d\d)(?:-(?P<number>0[1-9]|1[0-2])\b)?(?!\d)",
)


def latest(text: str, start: str) -> tuple[str, str] | None:
    """The latest month after `start` that a text tells of, as `2026-06`, and its words; None where there is none.

    A bare year counts as its January, and what is expected `by`, `before`, `until` or `for` a date is told ahead of it.
    """
    later = [found for found in _dates(text) if found[0] > start] if _YEAR in text else []
    return max(later, default=None)


def _dates(text: str) -> Iterator[tuple[str, str]]:
    for match in _DATE.finditer(text):
        if match["ahead"]:
            continue
        word, number = match["word"], int(match["number"] or 1)
        if word in MONTHS:
            number = MONTHS.index(word) + 1
        elif word:
            number = SEASONS[word.lower()]
        yield f"{match['year']}-{number:02}", " ".join(match[0].split())
