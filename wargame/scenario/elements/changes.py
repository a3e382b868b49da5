"""What a scenario sets otherwise: actors' starting values, values of the world, parameters of the rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from wargame.core.codebook import FAMILIES
from wargame.errors import PackError
from wargame.rules.base.parameters import Parameters
from wargame.scenario.dossier import DoctrineName, Start
from wargame.scenario.faults import Fault, Key, unknown
from wargame.scenario.pack import Pack
from wargame.scenario.pack_files import PackReading
from wargame.scenario.shape import partly

WORLD = {
    family.pattern.removeprefix("world."): family
    for family in FAMILIES
    if family.pattern.startswith("world.") and not family.derived
}
"""What `world:` may set."""
WAR = {"raiders": 20_000, "winter_raiders": 20_000, "rate": 100}
"""What `war:` may set, from 0 to this: raiders a day, in summer and in winter, and interceptions a day per crew."""


def actor_changes(reading: PackReading) -> Iterator[Fault]:
    """Faults of what `actors` sets."""
    pack, source = reading.pack, reading.source
    for name, change in (pack.actors if pack else {}).items():
        key = ("actors", name, "start")
        yield from partly(source, key, Start, source.at(key) or {})
        trust = change.start.get("trust")
        for other in trust if isinstance(trust, dict) else ():
            if other not in reading.table:
                yield source.fault((*key, "trust", other), unknown(other, "actor of this scenario", reading.table))
        if change.doctrine is not None and change.doctrine not in get_args(DoctrineName):
            sentence = unknown(change.doctrine, "doctrine", get_args(DoctrineName))
            yield source.fault(("actors", name, "doctrine"), sentence)


def numbers(reading: PackReading) -> Iterator[Fault]:
    """Faults of what `world`, `war` and `parameters` set."""
    if reading.pack is not None:
        for key, sentence in number_faults(reading.pack):
            yield reading.source.fault(key, sentence)


def number_faults(pack: Pack) -> Iterator[tuple[Key, str]]:
    """The same of a scenario that stands in no file: the key in it, and a sentence."""
    for name, value in pack.world.items():
        family = WORLD.get(name)
        if family is None:
            yield ("world", name), unknown(name, "variable of the world", WORLD)
        elif not family.low <= value <= family.high:
            wanted = f"it must be a number from {family.low:g} to {family.high:g}"
            yield ("world", name), f"{name} is {value:g}; {wanted}"
    for name, value in pack.war.items():
        if name not in WAR:
            yield ("war", name), unknown(name, "constant of the air war", WAR)
        elif not 0 <= value <= WAR[name]:
            yield ("war", name), f"{name} is {value:g}; it must be a number from 0 to {WAR[name]}"
    for name, value in pack.parameters.items():
        try:
            Parameters().with_overrides({name: value})
        except PackError as error:
            yield ("parameters", name), str(error)
