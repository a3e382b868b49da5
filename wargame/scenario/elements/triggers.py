"""Triggers that can never fire: a turn after the last, a bar outside the range of its variable."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core.codebook import family_of
from wargame.core.ids import Variable
from wargame.scenario.elements.known import no_variable, variables
from wargame.scenario.faults import Fault, Key
from wargame.scenario.pack import ConditionLine
from wargame.scenario.pack_files import PackReading


def triggers(reading: PackReading) -> Iterator[Fault]:
    """Faults of `turn` and `when` of the injects."""
    pack, source = reading.pack, reading.source
    exists = variables(reading)
    for at, inject in enumerate(pack.injects if pack else ()):
        if pack and inject.turn is not None and inject.turn > pack.turns:
            sentence = (
                f"turn is {inject.turn}, after the last turn, so it never fires; it must be from 1 to {pack.turns}"
            )
            yield source.fault(("injects", at, "turn"), sentence)
        if inject.when is not None:
            yield from _condition(reading, inject.when, exists, ("injects", at, "when"))


def _condition(reading: PackReading, when: ConditionLine, exists: set[Variable], key: Key) -> Iterator[Fault]:
    source = reading.source
    if complaint := no_variable(reading, when.variable, exists, stored=False):
        yield source.fault((*key, "variable"), complaint)
        return
    family = family_of(when.variable)
    if when.above is None and when.below is None:
        yield source.fault(key, "when has no bar, so it never fires; give above, below or both")
    elif when.above is not None and when.below is not None and when.above >= when.below:
        sentence = f"above is {when.above:g} and below {when.below:g}, so it never fires; above must be the smaller"
        yield source.fault((*key, "above"), sentence)
    elif family is not None and when.above is not None and when.above >= family.high:
        sentence = f"above is {when.above:g}, but {when.variable} never exceeds {family.high:g}, so it never fires"
        yield source.fault((*key, "above"), f"{sentence}; it must be below {family.high:g}")
    elif family is not None and when.below is not None and when.below <= family.low:
        sentence = f"below is {when.below:g}, but {when.variable} never falls under {family.low:g}, so it never fires"
        yield source.fault((*key, "below"), f"{sentence}; it must be above {family.low:g}")
