"""Things named twice where a name must mean one thing: injects, facts, models, display names, access lines, aims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wargame.scenario.faults import Fault, Key
from wargame.scenario.pack_files import Actor, PackReading
from wargame.scenario.source import SourceFile

NamedThing = tuple[str, SourceFile, Key]
"""A name and where it stands."""


def duplicates(reading: PackReading) -> Iterator[Fault]:
    """Faults of names that stand twice."""
    injects = reading.pack.injects if reading.pack else ()
    source = reading.source
    yield from _twice("inject", ((inject.id, source, ("injects", at, "id")) for at, inject in enumerate(injects)))
    entries = reading.pack.ledger if reading.pack else ()
    yield from _twice("fact", ((line.id, source, ("ledger", at, "id")) for at, line in enumerate(entries)))
    for name, change in (reading.pack.actors if reading.pack else {}).items():
        aims = enumerate(change.aims or ())
        yield from _twice("aim", ((aim.measure, source, ("actors", name, "aims", at)) for at, aim in aims))
    yield from _twice("model", _models(reading))
    yield from _twice("actor with the name", _names(reading))
    for actor in reading.actors.values():
        yield from within(actor)


def within(actor: Actor) -> Iterator[Fault]:
    """Faults of names that stand twice in one dossier."""
    dossier, source = actor.dossier, actor.source
    if dossier is None:
        return
    lines = ((f"{line.model} by {line.channel}", source, ("access", at)) for at, line in enumerate(dossier.access))
    yield from _twice("line of access to", lines)
    yield from _twice("aim", ((aim.measure, source, ("aims", at)) for at, aim in enumerate(dossier.aims)))
    yield from _twice("red line", ((line, source, ("red_lines", at)) for at, line in enumerate(dossier.red_lines)))
    yield from _twice("member", ((name, source, ("members", at)) for at, name in enumerate(dossier.members)))


def _twice(what: str, entries: Iterable[NamedThing]) -> Iterator[Fault]:
    first: dict[str, Fault] = {}
    for name, source, key in entries:
        here = source.fault(key, "")
        if name in first:
            before = f"{first[name].file}:{first[name].line}"
            yield source.fault(key, f"a second {what} {name!r}, after that at {before}; each must have its own")
        else:
            first[name] = here


def _models(reading: PackReading) -> Iterator[NamedThing]:
    for actor in reading.actors.values():
        lines = actor.source.data.get("models")
        for at, line in enumerate(lines if isinstance(lines, list) else ()):
            if isinstance(line, dict) and isinstance(line.get("id"), str):
                yield line["id"], actor.source, ("models", at, "id")


def _names(reading: PackReading) -> Iterator[NamedThing]:
    for name, dossier in reading.dossiers.items():
        if "name" in reading.actors[name].source.data:
            yield dossier.name, reading.actors[name].source, ("name",)
