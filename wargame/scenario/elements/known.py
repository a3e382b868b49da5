"""What a pack can refer to: models by owner, and the variables that exist at its table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wargame.core import names
from wargame.core.codebook import FAMILIES, family_of, owner
from wargame.core.ids import AREAS, Variable
from wargame.core.models import home_grown
from wargame.errors import PackError
from wargame.rules.model.derived import OF_GOVERNMENTS
from wargame.scenario.dossier import Dossier
from wargame.scenario.faults import meant, one_of, unknown
from wargame.scenario.pack_files import Actor, PackReading
from wargame.scenario.source import SourceFile
from wargame.scenario.starting_values import changed, starting_values


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model line as a dossier names it."""

    owner: str
    family: str


def models_of(actor: Actor) -> dict[str, KnownModel]:
    """The models that a dossier names, its faulty lines included."""
    return models_within(actor.name, actor.source)


def models_within(owner: str, source: SourceFile) -> dict[str, KnownModel]:
    """The models that a file names which holds a dossier, or that part of one; its faulty lines included."""
    lines = source.written.get("models")
    found: dict[str, KnownModel] = {}
    for line in lines if isinstance(lines, list) else ():
        if isinstance(line, dict) and isinstance(line.get("id"), str):
            found.setdefault(line["id"], KnownModel(owner, _text(line.get("family"))))
    return found


def known_models(reading: PackReading) -> dict[str, KnownModel]:
    """The models of the cast that was read, by id; of two with one id the first stands."""
    found: dict[str, KnownModel] = {}
    for actor in reading.actors.values():
        found = {**models_of(actor), **found}
    return found


def unread(reading: PackReading) -> tuple[str, ...]:
    """Those of the table that are not there to be asked, so that an unknown model may be theirs."""
    return tuple(name for name in reading.table if name not in reading.dossiers)


def variables(reading: PackReading) -> set[Variable]:
    """Every variable, stored or derived, that exists at this table."""
    dossiers = changed_cast(reading)
    exists = set(starting_values(dossiers))
    for name, dossier in dossiers.items():
        exists.add(names.score(name))
        if dossier.kind == "government":
            exists |= {of(name) for of in OF_GOVERNMENTS}
            exists |= {of(name, area) for of in (names.capability, names.usefulness) for area in AREAS}
            exists |= {names.leverage(name, other) for other in dossiers if other != name}
            exists.add(names.vintage(home_grown(name)))
        if dossier.role == "patron":
            exists.add(names.anchor(name))
    return exists | {Variable(family.pattern) for family in FAMILIES if "*" not in family.pattern}


def changed_cast(reading: PackReading) -> dict[str, Dossier]:
    """The cast with the scenario's changes, as far as they can be made."""
    changes = reading.pack.actors if reading.pack else {}
    cast = reading.dossiers
    for name, dossier in cast.items():
        try:
            cast[name] = changed(dossier, changes.get(name))
        except (PackError, ValueError):
            continue
    return cast


def no_variable(reading: PackReading, name: Variable, exists: set[Variable], stored: bool) -> str | None:
    """Why a name is no variable of this table; None where it is, or where that cannot be told.

    `exists` is what `variables` gives; with `stored`, variables that are computed from others are refused too.
    """
    parts, silent = name.split("."), set(reading.table) - set(reading.dossiers)
    family = family_of(name)
    if name in exists:
        if stored and family and family.derived:
            return f"{name} is computed from others and cannot be moved; name a stored variable, such as 'world.chips'"
        return None
    if family and (silent & set(parts) or (silent and (parts[0] == "model" or "I" in parts))):
        return None
    if parts[0] not in (*reading.table, "world", "model"):
        return f"{name} names a seat that is not here: {unknown(parts[0], 'seat of this scenario', reading.table)}"
    near = [other for other in exists if owner(other) == parts[0]]
    return f"{name} is no variable of this table{meant(name, near)} must be one such as {one_of(sorted(near)[:3])}"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
