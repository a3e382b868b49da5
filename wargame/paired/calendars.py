"""The same scenario on another calendar: turns of another length, and whether the same time brings the same.

A scenario that is told in quarters can be played in months. What it counts in turns keeps its date, so that nothing
but the length of a turn is different.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Literal

from wargame.core import names
from wargame.core.ids import SeatId, Variable
from wargame.errors import PackError
from wargame.paired.intervals import Interval, interval
from wargame.paired.readings import Reading, RisesOf, StandingOf, ValueOf
from wargame.paired.rows import GameRow
from wargame.paired.run import RowListener, play_paired
from wargame.scenario.assembly import LONGEST_GAME
from wargame.scenario.bundle import Bundle
from wargame.transcript.setup import GameSetup

CalendarVerdict = Literal["agrees", "open", "differs"]
"""agrees: the whole interval lies within what is allowed; differs: none of it does; open: too few games to say."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """One number that is compared, and by how much it may differ."""

    name: str
    reading: Reading
    within: float
    """In the unit of the reading, or as a share of what it is on the scenario's own calendar."""
    share: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One number on both calendars, after the same time."""

    name: str
    own: float
    """Mean on the scenario's own calendar."""
    other: float
    """Mean on the other calendar."""
    difference: Interval
    """The other less its own."""
    within: float
    """By how much it may differ, in the unit of the reading."""

    @property
    def verdict(self) -> CalendarVerdict:
        """Whether the two agree."""
        low, high = self.difference.low, self.difference.high
        if -self.within <= low and high <= self.within:
            return "agrees"
        return "differs" if low > self.within or high < -self.within else "open"


def on_calendar(bundle: Bundle, months: float) -> Bundle:
    """The same scenario in turns of so many months: as long as it was, each inject and each term at its date.

    PackError if a game on this calendar would have more turns than a game may have, or months do not divide its time.
    """
    pack = bundle.pack
    times = pack.months / months

    def turns(old: int) -> int:
        return max(1, round(old * times))

    length = pack.turns * times
    if abs(length - round(length)) > 1e-6 or not 1 <= round(length) <= LONGEST_GAME:
        raise PackError(
            f"{pack.turns} turns of {pack.months:g} months are {length:g} turns of {months:g}; "
            f"it must be a whole number from 1 to {LONGEST_GAME}"
        )
    injects = tuple(
        line if line.turn is None else line.model_copy(update={"turn": 1 + round((line.turn - 1) * times)})
        for line in pack.injects
    )
    agreements = tuple(replace(terms, turns=turns(terms.turns)) for terms in pack.agreements)
    changes = {"months": months, "turns": turns(pack.turns), "injects": injects, "agreements": agreements}
    return bundle.model_copy(update={"pack": pack.model_copy(update=changes)})


def allowed_differences(setup: GameSetup) -> tuple[Allowed, ...]:
    """What is compared of a scenario: what allies think and run, what governments field and have, what is in force."""
    book, start = setup.opening()
    setting, known = book.setting, {change.variable for change in start.changes}
    found: list[Allowed] = []

    def add(name: str, of: Iterable[Variable], within: float, *, share: bool = False) -> None:
        found.append(Allowed(name, ValueOf(of=tuple(of)), within, share))

    def add_money(name: str, seats: Iterable[SeatId]) -> None:
        found.append(Allowed(name, RisesOf(of=tuple(map(names.budget, seats))), 0.15, share=True))

    if book.patron:
        add("trust of allies in the patron", [names.trust(ally, book.patron) for ally in setting.allies], 5)
    for law in ("us", "cn", "home"):
        add(f"share of allied stacks: {law}", [names.stack_share(law)], 0.05)
    add("gap of open weights", [names.OPEN_LAG], 1)
    for seat in setting.governments:
        add(f"capability of {setting.name_of(seat)}", [names.fielded(seat)], 3)
    for seat in setting.governments:
        if names.operators(seat) in known:
            add(f"crews of {setting.name_of(seat)}", [names.operators(seat)], 0.15, share=True)
    for seat in setting.governments:
        add_money(f"money that came in: {setting.name_of(seat)}", [seat])
    add_money("money that came in: firms", setting.labs)
    found.append(Allowed("agreements in force", StandingOf(), 0.25, share=True))
    return tuple(found)


def on_both_calendars(
    setup: GameSetup,
    months: float,
    seeds: Iterable[int],
    *,
    readings: Mapping[str, Reading],
    workers: int = 1,
    progress: RowListener | None = None,
) -> tuple[tuple[GameRow, ...], tuple[GameRow, ...]]:
    """Games on the scenario's own calendar, and the same seeds in turns of so many months; see `play_paired`.

    PackError if the scenario cannot be told in such turns. The cost is that of one game on each calendar a seed.
    """
    numbers = tuple(seeds)
    other = replace(setup, bundle=on_calendar(setup.bundle, months), turns=None)
    own_rows, other_rows = (
        play_paired(each, (), numbers, readings=readings, workers=workers, progress=progress) for each in (setup, other)
    )
    return own_rows, other_rows


def compare_calendars(
    setup: GameSetup,
    months: float,
    seeds: Iterable[int],
    *,
    allowed: Iterable[Allowed] = (),
    workers: int = 1,
    progress: RowListener | None = None,
) -> tuple[Compared, ...]:
    """Whether a scenario brings the same in turns of so many months, read when all but its own last turn is over.

    `allowed` is `allowed_differences` unless given. Games that failed are left out; ValueError if all of them did.
    """
    asked = tuple(allowed) or allowed_differences(setup)
    readings = {each.name: each.reading for each in asked}
    both = on_both_calendars(setup, months, seeds, readings=readings, workers=workers, progress=progress)
    pack = setup.bundle.pack
    at = (pack.turns - 2, round((pack.turns - 1) * pack.months / months) - 1)
    return tuple(_compared(each, both, at) for each in asked)


def _compared(each: Allowed, both: tuple[tuple[GameRow, ...], tuple[GameRow, ...]], at: tuple[int, int]) -> Compared:
    pairs = [
        (one, two)
        for own, other in zip(*both, strict=True)
        if own.played and other.played
        if (one := own.series[each.name][at[0]]) is not None and (two := other.series[each.name][at[1]]) is not None
    ]
    own = fmean(one for one, _ in pairs)
    return Compared(
        name=each.name,
        own=own,
        other=fmean(two for _, two in pairs),
        difference=interval([two - one for one, two in pairs]),
        within=each.within * abs(own) if each.share else each.within,
    )
