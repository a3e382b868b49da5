"""Everything that a pack's folders hold, as far as it can be read: the scenario, its cast, its texts, and the faults.

Here it is decided which files belong to a pack. Whether they make sense together is for `elements`.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from wargame.errors import PackError
from wargame.scenario.dossier import NAME, Dossier
from wargame.scenario.faults import Fault, Key, unknown
from wargame.scenario.find import BRIEFINGS, DOSSIER_FILE, SCENARIO_FILE, VOICE_FILE, find_actor, list_actors
from wargame.scenario.pack import Pack
from wargame.scenario.shape import shaped
from wargame.scenario.source import SourceFile, read, read_as, read_text

_PACK_FILLERS: Mapping[str, Any] = {
    "id": "nameless",
    "title": "Nameless",
    "summary": "." * 40,
    "months": 3,
    "turns": 60,
    "start": "2026-07",
    "seats": ["nobody"],
}
_DOSSIER_FILLERS: Mapping[str, Any] = {
    "name": "Nameless",
    "role": "middle_power",
    "jurisdiction": "zz",
    "bloc": "other",
    "doctrine": "institution",
    "as_of": "2026-07",
    "public": "." * 40,
    "brief": "." * 80,
    "aims": [],
    "sources": [{"fact": "F0", "date": "", "source": "", "confidence": "L", "says": ""}],
}
"""What stands in for a faulty value of the file's top level, so that the rest can be checked; never played."""

ALIKE = 0.8
"""How much alike two names are, 0-1, for the one to be taken as the other written with a slip."""


@dataclass(frozen=True, slots=True)
class PackText:
    """A file of prose."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor's folder as read."""

    name: str
    """The folder's name, by which scenarios call it."""
    folder: Path
    source: SourceFile
    dossier: Dossier | None
    """None where the dossier is too faulty to be read."""
    voice: PackText | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class PackReading:
    """A pack as read."""

    folder: Path
    source: SourceFile
    pack: Pack | None
    """None where the scenario is too faulty to be read."""
    actors: Mapping[str, Actor]
    """The cast that was asked for and found, by name."""
    briefings: Mapping[str, PackText]
    faults: tuple[Fault, ...] = field(default=())
    """What kept the files from being read as what they should be."""

    @property
    def dossiers(self) -> dict[str, Dossier]:
        """The dossiers that could be read."""
        return {name: actor.dossier for name, actor in self.actors.items() if actor.dossier}

    @property
    def table(self) -> tuple[str, ...]:
        """The names in `seats` and `present`; one that no actor has stands for the actor that it was meant for.

        So a slip in a name is told once, where it stands, and nobody is told to repeat it elsewhere. Where it resembles
        no actor it stands as it is written.
        """
        written = named(self.source, "seats", "present")
        strange = [name for name in written if name not in self.actors]
        known = [found.name for found in list_actors(self.folder)] if strange else []
        meant = {name: next(iter(difflib.get_close_matches(name, known, 1, ALIKE)), name) for name in strange}
        return tuple(dict.fromkeys(meant.get(name, name) for name in written))


def read_pack(folder: Path, variant: str | None = None) -> PackReading:
    """Read a scenario's folder and the actors that a variant needs; None is the full table.

    Faults stand in what it gives; PackError if the scenario has no such variant. Reads two files for each actor.
    """
    scenario = _kept_inside(folder / SCENARIO_FILE, folder) or read(folder / SCENARIO_FILE)
    shape = shaped(scenario, Pack, _PACK_FILLERS) if scenario.readable else None
    faults = [*scenario.faults, *_new(scenario.faults, shape.faults if shape else ())]
    above: Key = ()
    if variant is not None and scenario.readable:
        variants = scenario.data.get("variants")
        known = variants if isinstance(variants, dict) else {}
        if variant not in known:
            raise PackError(f"{unknown(variant, 'variant of this scenario', known)}; leave it out for the full table")
        above = ("variants", variant)
    actors = {} if scenario.readable else _own_actors(folder)
    for key, name in _entries(scenario, above, ("seats", "present")):
        if name not in actors and re.fullmatch(NAME, name):
            try:
                actors[name] = read_actor(find_actor(name, folder), name, folder)
            except PackError as error:
                faults.append(scenario.fault(key, str(error)))
    for actor in actors.values():
        faults += actor.faults
    briefings, more = _briefings(folder)
    pack = shape.value if shape else None
    return PackReading(folder, shape.source if shape else scenario, pack, actors, briefings, (*faults, *more))


def with_scenario_text(reading: PackReading, text: str) -> PackReading:
    """The same pack with another text in its scenario file, the same cast at its table; nothing is read or written."""
    source = read_as(reading.source.file, text)
    shape = shaped(source, Pack, _PACK_FILLERS) if source.readable else None
    others = [fault for fault in reading.faults if fault.file != source.file]
    faults = (*source.faults, *_new(source.faults, shape.faults if shape else ()), *others)
    return replace(
        reading, source=shape.source if shape else source, pack=shape.value if shape else None, faults=faults
    )


def read_actor(folder: Path, name: str | None = None, pack: Path | None = None) -> Actor:
    """Read an actor's folder; if it lies in a `pack`, its files may lie anywhere in there, and else in the folder.

    `name` is the folder's unless given. Faults stand in what it gives; nothing is raised for them.
    """
    name = name or folder.resolve().name
    root = pack if pack is not None and folder.is_relative_to(pack) else folder
    if outside := _kept_inside(folder, root):
        return Actor(name, folder, outside, None, None, outside.faults)
    source = _kept_inside(folder / DOSSIER_FILE, root) or read(folder / DOSSIER_FILE)
    shape = shaped(source, Dossier, {**_DOSSIER_FILLERS, "id": name}) if source.readable else None
    faults = [*source.faults, *_new(source.faults, shape.faults if shape else ())]
    voice = None
    if os.path.lexists(folder / VOICE_FILE):
        voice, more = _prose(folder / VOICE_FILE, root)
        faults += more
    elif source.readable:
        sentence = f"no {VOICE_FILE} lies beside this dossier; it must hold how the institution speaks"
        faults.append(Fault(source.file, 1, "", sentence))
    dossier = shape.value if shape else None
    return Actor(name, folder, shape.source if shape else source, dossier, voice, tuple(faults))


def _own_actors(folder: Path) -> dict[str, Actor]:
    """Whoever lies in the scenario's folder, where the scenario cannot say whom it wants."""
    return {
        found.name: read_actor(found.path, found.name, folder)
        for found in list_actors(folder)
        if found.source == "pack"
    }


def named(source: SourceFile, *lists: str) -> tuple[str, ...]:
    """The words that stand in some lists of a file as it was written, without repeats."""
    names = [name for part in lists for name in _list(source.written.get(part)) if isinstance(name, str)]
    return tuple(dict.fromkeys(names))


def _entries(source: SourceFile, above: Key, lists: Iterable[str]) -> list[tuple[Key, str]]:
    entries = [((*above, part, at), name) for part in lists for at, name in enumerate(_list(source.at((*above, part))))]
    return [(key, name) for key, name in entries if isinstance(name, str)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _briefings(folder: Path) -> tuple[dict[str, PackText], tuple[Fault, ...]]:
    texts: dict[str, PackText] = {}
    faults: list[Fault] = []
    place = folder / BRIEFINGS
    if outside := _kept_inside(place, folder):
        return {}, outside.faults
    for path in sorted(place.iterdir()) if place.is_dir() else ():
        if path.name.startswith("."):
            continue
        if path.suffix != ".md":
            sentence = f"{path.name} is not read; a briefing is called public.md or SEAT.md"
            faults.append(Fault(str(path), 1, "", sentence))
            continue
        text, more = _prose(path, folder)
        faults += more
        if text:
            texts[path.stem] = text
    return texts, tuple(faults)


def _kept_inside(path: Path, root: Path) -> SourceFile | None:
    """None for a path that stays in a folder, links followed; else a file that is not read, with its fault."""
    try:
        target = path.resolve()
        if target.is_relative_to(root.resolve()):
            return None
        said = f"this leads out of {root}, to {target}; put the thing itself here"
    except (OSError, RuntimeError, ValueError) as error:
        said = f"this cannot be followed ({error}); put the thing itself here"
    return SourceFile(str(path), "", {}, {}, (Fault(str(path), 1, "", said),), False)


def _prose(path: Path, root: Path) -> tuple[PackText | None, tuple[Fault, ...]]:
    if outside := _kept_inside(path, root):
        return None, outside.faults
    text, faults = read_text(path)
    if not faults and not text.strip():
        faults = (Fault(str(path), 1, "", "the file is empty; write at least a sentence, or delete the file"),)
    return (None if faults else PackText(str(path), text)), faults


def _new(known: Iterable[Fault], more: Iterable[Fault]) -> list[Fault]:
    """Faults at places where none is known yet."""
    places = {(fault.line, fault.key) for fault in known}
    return [fault for fault in more if (fault.line, fault.key) not in places]
