"""Reserved words: no seat is called as those who have authority are, nor as parts of names that the rules make."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from wargame.core.ids import RESERVED, ModelId
from wargame.core.models import HOME_GROWN, unlisted
from wargame.scenario.faults import Fault, one_of, shown
from wargame.scenario.pack_files import Actor, PackReading

ALIKE = str.maketrans(
    "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456\u0455\u0458\u0501\u04cf\u03b1\u03bf\u03c1\u03bd\u03b9\u03c4\u0442\u043c",
    "aceopxyisjdlaopvittm",
)
"""Small Cyrillic and Greek letters that look like Latin ones."""


def reserved(reading: PackReading) -> Iterator[Fault]:
    """Faults of seats, and of the actors on them, whose names are taken by the program."""
    for part in ("seats", "present"):
        names = reading.source.at((part,))
        for at, name in enumerate(names if isinstance(names, list) else ()):
            if name in RESERVED:
                yield reading.source.fault((part, at), _taken(name))
    for name, actor in reading.actors.items():
        yield from reserved_within(actor, told=name in RESERVED)


def reserved_within(actor: Actor, told: bool = False) -> Iterator[Fault]:
    """Faults of one actor's names; `told` if its id was found where it is seated."""
    dossier, source = actor.dossier, actor.source
    if dossier is None:
        return
    if dossier.id in RESERVED and not told:
        yield source.fault(("id",), _taken(dossier.id))
    if _looks(dossier.name) in RESERVED - {dossier.id}:
        yield source.fault(("name",), _taken(dossier.name))
    for at, line in enumerate(dossier.models):
        if unlisted(ModelId(line.id)):
            sentence = f"{line.id!r} begins as models do that are made in the game; choose an id without {HOME_GROWN!r}"
            yield source.fault(("models", at, "id"), sentence)


def _looks(name: str) -> str:
    """A name as it looks like: without wide letters, letters of other alphabets that look alike, dots and blanks."""
    plain = unicodedata.normalize("NFKC", name).casefold().translate(ALIKE)
    return re.sub(r"[\W_]+", "_", plain).strip("_")


def _taken(name: str) -> str:
    words = "a word that the program keeps for itself; choose a name other than"
    return f"{shown(name)} is {words} {one_of(sorted(RESERVED))}"
