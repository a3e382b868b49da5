"""What the page of an experiment is made of, before it is HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PageFigure:
    """A picture under its title."""

    title: str
    picture: str
    """An `svg` element in which all words of others are escaped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSection:
    """A part of the page: texts, then what columns say, then pictures, then a table, then data."""

    title: str
    texts: Sequence[str] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    """What columns of the table say, by their heads."""
    figures: Sequence[PageFigure] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    data: str = ""
