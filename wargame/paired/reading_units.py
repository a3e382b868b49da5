"""In which unit a reading of a game is: that of the variables that it reads, or what it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from wargame.core.codebook import family_of
from wargame.core.ids import Variable
from wargame.paired.readings import (
    BetsOf,
    EventsOf,
    LinesOf,
    MeasureOf,
    OrdersOf,
    Reading,
    RisesOf,
    SignedOf,
    StandingOf,
    ValueOf,
    WorthOf,
)

UNKNOWN = "unknown"
"""The unit of names that are no variables."""


def no_variables(reading: object) -> tuple[Variable, ...]:
    """The names in a reading of variables that no variable can have; none of a reading of anything else."""
    names = (*reading.of, *reading.less) if isinstance(reading, ValueOf) else ()
    names = reading.of if isinstance(reading, RisesOf) else names
    return tuple(name for name in names if family_of(name) is None)


def unit_of(reading: Reading) -> str:
    """The unit of what a reading gives; that of variables is the one of the codebook."""
    return _UNITS[type(reading)](reading)


def _of_variables(names: Iterable[Variable]) -> str:
    """Variables of several units are named with all of them: a mean of such is in none."""
    found = dict.fromkeys(family.unit for name in names if (family := family_of(name)) is not None)
    return " and ".join(found) or UNKNOWN


_UNITS: Mapping[type, Callable[[Any], str]] = {
    ValueOf: lambda reading: _of_variables((*reading.of, *reading.less)),
    WorthOf: lambda reading: "points of capability",
    EventsOf: lambda reading: "events",
    OrdersOf: lambda reading: "orders",
    SignedOf: lambda reading: "agreements",
    LinesOf: lambda reading: "lines of access",
    MeasureOf: lambda reading: "0-100",
    BetsOf: lambda reading: "middle powers",
    RisesOf: lambda reading: _of_variables(reading.of),
    StandingOf: lambda reading: "agreements",
}
