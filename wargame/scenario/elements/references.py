"""What a dossier refers to: other actors, models and families anywhere in the cast, and what its kind can have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from wargame.scenario.dossier import Dossier
from wargame.scenario.elements.known import KnownModel, models_of, models_within
from wargame.scenario.faults import Fault, unknown
from wargame.scenario.find import DOSSIER_FILE, list_actors
from wargame.scenario.pack_files import Actor, read_actor
from wargame.scenario.source import SourceFile, read_as

_MODELS = re.compile(r"^models:.*?(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
"""The models in the text of a dossier."""


@dataclass(frozen=True)
class Acquaintances:
    """All actors that can be found from a folder; the others are read only if somebody refers to them."""

    folder: Path | None
    """The scenario's folder, whose own actors come first."""
    read: tuple[Actor, ...] = field(default=())
    """Those that were read already."""
    unread: tuple[str, ...] = ()
    """Those of the table that could not be read, and may own what nobody else does."""

    @cached_property
    def folders(self) -> dict[str, Path]:
        """Where each actor lies."""
        found = {found.name: found.path for found in list_actors(self.folder)}
        return {**found, **{actor.name: actor.folder for actor in self.read}}

    @cached_property
    def actors(self) -> dict[str, Actor]:
        """All of them, each read from its folder unless it was read before."""
        return {name: self.actor(name) for name in self.folders}

    def actor(self, name: str) -> Actor:
        """One of them, read from its folder unless it was read before; KeyError if there is none such."""
        known = next((actor for actor in self.read if actor.name == name), None)
        return known or read_actor(self.folders[name], name, self.folder)

    @cached_property
    def near(self) -> dict[str, KnownModel]:
        """The models of those that were read already."""
        return {name: model for actor in self.read for name, model in models_of(actor).items()}

    def has_model(self, name: str) -> bool:
        """Whether somebody has a model of this id; of those not read yet first whose files seem to have it."""
        return name in self.near or any(name in models for models in self._likely("id", name)) or (name in self.models)

    def has_family(self, name: str) -> bool:
        """Whether somebody has a model of this family; the same."""
        found = (self.near, *self._likely("family", name))
        return any(model.family == name for models in found for model in models.values()) or any(
            model.family == name for model in self.models.values()
        )

    @cached_property
    def _far(self) -> dict[str, str]:
        """What stands under `models` in the dossiers of actors not read yet, where anything does: a tenth of a file."""
        known, found = {actor.name for actor in self.read}, dict[str, str]()
        for name, folder in self.folders.items():
            with suppress(OSError, UnicodeDecodeError):
                if name not in known and (part := _MODELS.search((folder / DOSSIER_FILE).read_text("utf-8"))):
                    found[name] = part[0]
        return found

    def _likely(self, key: str, word: str) -> Iterator[dict[str, KnownModel]]:
        """The models of actors not read yet in whose dossier a line seems to give a key this word."""
        written = re.compile(rf"\b{key}:\s*['\"]?{re.escape(word)}\b")
        for name, part in self._far.items():
            if written.search(part) and (source := read_as(str(self.folders[name] / DOSSIER_FILE), part)).readable:
                yield models_within(name, source)

    @cached_property
    def models(self) -> dict[str, KnownModel]:
        """All models, by id; every actor there is must be read for it."""
        return {name: model for actor in self.actors.values() for name, model in models_of(actor).items()}


def references(actors: Iterable[Actor], cast: Acquaintances) -> Iterator[Fault]:
    """Faults of what dossiers refer to; others than `actors` are read only if something is not found without them."""
    for actor in actors:
        if isinstance(name := actor.source.data.get("id"), str) and name != actor.name:
            sentence = f"id is {name!r}, but the folder is called {actor.name!r}; the two must be the same"
            yield actor.source.fault(("id",), sentence)
        if actor.dossier:
            yield from _people(actor.name, actor.dossier, actor.source, cast)
            yield from _things(actor.dossier, actor.source, cast)
            yield from _layers(actor.dossier, actor.source)


def _people(name: str, dossier: Dossier, source: SourceFile, cast: Acquaintances) -> Iterator[Fault]:
    for other in dossier.start.trust:
        if other == name:
            yield source.fault(("start", "trust", other), f"{name} is said to trust itself; name other actors only")
        elif other not in cast.folders and other not in cast.unread:
            yield source.fault(("start", "trust", other), unknown(other, "actor", cast.folders))
    for part, passages in (("news", dossier.news), ("bargains", dossier.bargains), ("knows", dossier.knows)):
        for at, passage in enumerate(passages):
            for number, other in enumerate(passage.names):
                if other not in cast.folders and other not in cast.unread:
                    yield source.fault((part, at, "names", number), unknown(other, "actor", cast.folders))
    named = [(("members", at), member) for at, member in enumerate(dossier.members)]
    for key, other in [*named, *([(("anchor",), dossier.anchor)] if dossier.anchor else [])]:
        if other in cast.unread:
            continue
        if other not in cast.folders:
            yield source.fault(key, unknown(other, "actor", cast.folders))
        elif (found := cast.actor(other).dossier) and found.kind != "government":
            yield source.fault(key, f"{other} is a {found.kind}; this must be a government")


def _things(dossier: Dossier, source: SourceFile, cast: Acquaintances) -> Iterator[Fault]:
    for at, line in enumerate(dossier.access):
        if dossier.kind != "government":
            yield source.fault(
                ("access", at), f"{dossier.id} is a {dossier.kind}; only governments have lines of access"
            )
        if not cast.unread and not cast.has_model(line.model):
            yield source.fault(("access", at, "model"), unknown(line.model, "model of any actor", cast.models))
        if line.price > 0 and line.licence == "none":
            sentence = "licence is none at a price; it must be one of civil, restricted or full where price is above 0"
            yield source.fault(("access", at, "licence"), sentence)
    for family in dossier.start.I if not cast.unread else ():
        if not cast.has_family(family):
            known = {model.family for model in cast.models.values()}
            yield source.fault(("start", "I", family), unknown(family, "family of models", known))
    if dossier.kind in ("lab", "champion") and not dossier.models and dossier.start.vintage is None:
        sentence = f"{dossier.id} is a {dossier.kind} without models and without start.vintage; give one of the two"
        yield source.fault(("models",), sentence)


def _layers(dossier: Dossier, source: SourceFile) -> Iterator[Fault]:
    for layer, shares in dossier.layers.items():
        if sum(shares.values()) > 1.001:
            sentence = f"the shares of {layer} sum to {sum(shares.values()):g}; they must sum to 1 at most"
            yield source.fault(("layers", layer), sentence)
    for part in (("layers", "model"), ("start", "home", "model")):
        if source.at(part) is not None:
            sentence = (
                "the model layer follows from lines of access and is never set; use chips, cloud, integration or data"
            )
            yield source.fault(part, sentence)
