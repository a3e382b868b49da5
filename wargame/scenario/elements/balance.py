"""Balance: whoever can be seated must want something, and every aim must count."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.scenario.faults import Fault
from wargame.scenario.pack_files import Actor, PackReading


def balance(reading: PackReading) -> Iterator[Fault]:
    """Faults of seats without aims and of aims without weight."""
    pack = reading.pack
    variants = pack.variants.values() if pack else ()
    seated = {*(pack.seats if pack else ()), *(name for variant in variants for name in variant.seats)}
    for name, actor in reading.actors.items():
        if name in seated and actor.dossier and actor.source.data.get("aims") == []:
            sentence = f"{name} is seated and has no aims; give at least one, with weights that sum to 1"
            yield actor.source.fault(("aims",), sentence)
        yield from weightless(actor)
    for name, change in (pack.actors if pack else {}).items():
        if name in seated and change.aims == ():
            sentence = f"{name} is seated and has no aims here; give at least one, or leave the key out"
            yield reading.source.fault(("actors", name, "aims"), sentence)
        for at, aim in enumerate(change.aims or ()):
            if aim.weight == 0:
                yield reading.source.fault(("actors", name, "aims", at, "weight"), _weightless(aim.measure))


def weightless(actor: Actor) -> Iterator[Fault]:
    """Faults of aims with a weight of 0, which count for nothing."""
    for at, aim in enumerate(actor.dossier.aims if actor.dossier else ()):
        if aim.weight == 0:
            yield actor.source.fault(("aims", at, "weight"), _weightless(aim.measure))


def _weightless(measure: str) -> str:
    return f"the aim {measure} weighs 0 and counts for nothing; give it a weight above 0 or drop it"
