"""Who sits where: seats named twice, variants that seat strangers, changes to actors who are not there."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.scenario.faults import Fault, unknown
from wargame.scenario.pack_files import PackReading


def table(reading: PackReading) -> Iterator[Fault]:
    """Faults of `seats`, `present`, `variants` and the names under `actors`."""
    pack, source = reading.pack, reading.source
    if pack is None:
        return
    here = reading.table
    yield from _twice(reading, ())
    for variant in pack.variants:
        yield from _twice(reading, ("variants", variant))
        for part in ("seats", "present"):
            for at, name in enumerate(getattr(pack.variants[variant], part)):
                if name not in here:
                    sentence = unknown(name, "actor of this scenario", here)
                    yield source.fault(("variants", variant, part, at), sentence)
    for name in pack.actors:
        if name not in here:
            yield source.fault(("actors", name), unknown(name, "actor of this scenario", here))


def _twice(reading: PackReading, above: tuple[str, ...]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for part in ("seats", "present"):
        names = reading.source.at((*above, part))
        for at, name in enumerate(names if isinstance(names, list) else ()):
            if isinstance(name, str) and name in first:
                sentence = f"{name} stands twice, first under {first[name]}; name each actor once"
                yield reading.source.fault((*above, part, at), sentence)
            elif isinstance(name, str):
                first[name] = part
