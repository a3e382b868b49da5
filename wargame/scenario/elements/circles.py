"""Circles: an institution that is a member of itself by detours, a champion anchored to what is anchored to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wargame.scenario.dossier import Dossier
from wargame.scenario.faults import Fault, Key
from wargame.scenario.pack_files import PackReading


def circles(reading: PackReading) -> Iterator[Fault]:
    """Faults of `members` and `anchor` that lead back to where they began."""
    dossiers = reading.dossiers
    for name in dossiers:
        for key, other in _steps(dossiers[name]):
            way = _way(dossiers, other, name)
            if way is not None:
                path = " → ".join((name, *way))
                sentence = f"{other} leads back to {name} ({path}); members and anchors must not form a circle"
                yield reading.actors[name].source.fault(key, sentence)


def _steps(dossier: Dossier) -> Iterator[tuple[Key, str]]:
    for at, member in enumerate(dossier.members):
        yield ("members", at), member
    if dossier.anchor is not None:
        yield ("anchor",), dossier.anchor


def _way(dossiers: Mapping[str, Dossier], start: str, goal: str) -> tuple[str, ...] | None:
    """The actors passed on the way from one to the other, both included."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for way in ways:
        if way[-1] == goal:
            return way
        for _, after in _steps(dossiers[way[-1]]) if way[-1] in dossiers else ():
            if after == goal or after not in seen:
                seen.add(after)
                ways.append((*way, after))
    return None
