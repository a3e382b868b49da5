"""What has no effect: parameters whose change moves nothing in any game, and variables that nothing depends on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from wargame.core.codebook import FAMILIES, Family, bounds, family_of
from wargame.core.ids import Variable
from wargame.paired.arms import Arm
from wargame.paired.rows import GameRow, differences
from wargame.paired.run import RowListener, play_paired
from wargame.rules.base.parameters import Parameters
from wargame.rules.model.derived import derived_names
from wargame.transcript.setup import GameSetup

SHIFT = 0.25
"""By how much of its range a starting value is shifted, to see whether anything depends on it."""


@dataclass(frozen=True, slots=True)
class Idle:
    """What moved nothing."""

    parameters: tuple[str, ...]
    """Without effect on any stored or derived value, at half as much again and at both bounds, in any seed."""
    only_at_bounds: tuple[str, ...]
    """Without effect at half as much again, with one at a bound."""
    unread: tuple[str, ...]
    """Families of variables of which another start moves nothing but themselves."""
    seeds: int


def idle(setup: GameSetup, seeds: Sequence[int], *, workers: int = 1, progress: RowListener | None = None) -> Idle:
    """Try each parameter and each family of variables in games of these seeds.

    A parameter that had an effect is not tried again, so most cost one game; one without costs up to three for each
    seed. Variables are tried with the first seed alone. SpecError or PackError as `play_paired` raises them.
    """
    book, start = setup.opening()
    ranges = {each.name: (each.metadata["low"], each.metadata["high"]) for each in fields(Parameters)}
    now: dict[str, float] = {name: float(getattr(book.parameters, name)) for name in ranges}
    half = {name: min(high, now[name] * 1.5 or high / 2) for name, (_, high) in ranges.items()}
    lows = {name: low for name, (low, _) in ranges.items()}
    highs = {name: high for name, (_, high) in ranges.items()}
    read = derived_names(book)
    left, moved_at_bounds = set(ranges), set[str]()
    for tried, at_bound in ((half, False), (highs, True), (lows, True)):
        for seed in seeds:
            arms = [Arm(name, params={name: tried[name]}) for name in sorted(left) if tried[name] != now[name]]
            rows = play_paired(setup, arms, [seed], variables=read, workers=workers, progress=progress) if arms else ()
            moved = set(_moved(rows))
            left -= moved
            if at_bound:
                moved_at_bounds |= moved
    values = {change.variable: change.after for change in start.changes}
    unread = _unread(setup, values, seeds[0], read, workers, progress)
    return Idle(tuple(sorted(left)), tuple(sorted(moved_at_bounds)), unread, len(seeds))


def _moved(rows: Sequence[GameRow]) -> Iterator[str]:
    for each in differences(rows):
        if each.fault or each.parted is not None or any(each.values.values()):
            yield each.arm


def _unread(
    setup: GameSetup,
    values: Mapping[Variable, float],
    seed: int,
    derived: Sequence[Variable],
    workers: int,
    progress: RowListener | None,
) -> tuple[str, ...]:
    of_family = {family.pattern: _of(family, values) for family in FAMILIES if not family.derived}
    arms = [
        Arm(pattern, start={name: _other(name, values[name]) for name in found})
        for pattern, found in of_family.items()
        if found
    ]
    read = (*values, *derived)
    rows = play_paired(setup, arms, [seed], variables=read, workers=workers, progress=progress)
    base = {row.seed: row for row in rows if row.arm == "base"}
    found = []
    for row in rows:
        if row.arm in of_family and row.played:
            own = set(of_family[row.arm])
            before = base[row.seed]
            same = all(row.values.get(name) == value for name, value in before.values.items() if name not in own)
            if same and row.tally.events == before.tally.events:
                found.append(row.arm)
    return tuple(found)


def _of(family: Family, values: Mapping[Variable, float]) -> tuple[Variable, ...]:
    return tuple(name for name in values if family_of(name) == family)


def _other(name: Variable, value: float) -> float:
    (low, high), family = bounds(name), family_of(name)
    step = (high - low) * (1.0 if family and family.unit == "flag" else SHIFT)
    return value + step if value + step <= high else value - step
