"""A scenario with everything it needs, in one piece: what a transcript embeds and a game is built from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import model_validator

from wargame.core.ids import RESERVED
from wargame.core.plain_text import plain_line
from wargame.errors import FaultyPack, PackError
from wargame.scenario.dossier import Dossier, Plain
from wargame.scenario.faults import listed, unknown
from wargame.scenario.find import find_scenario
from wargame.scenario.kept_bundles import ReadBundle, kept_or_read
from wargame.scenario.pack import Pack

if TYPE_CHECKING:
    from wargame.scenario.pack_files import PackReading

PUBLIC_BRIEFING = "public"
"""Stem of the briefing that everyone reads."""


class Bundle(Plain):
    """A scenario, its dossiers and its texts; JSON and back without loss."""

    pack: Pack
    dossiers: dict[str, Dossier]
    """By name, as `pack.seats` and `pack.present` have them; a variant's bundle holds only its own."""
    voices: dict[str, str]
    """How each actor speaks, by name; for its own model only."""
    briefings: dict[str, str]
    """`public` is for everyone; the others are each for the seat of that name."""

    @model_validator(mode="after")
    def _nobody_has_a_reserved_name(self) -> Bundle:
        for name in (*self.dossiers, *(dossier.id for dossier in self.dossiers.values())):
            if name in RESERVED:
                raise ValueError(f"a seat is called {name!r}, a word that the program keeps for itself")
        return self

    def cast(self, variant: str | None = None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who is seated, and who is present without a seat; None is the full table.

        PackError if there is no such variant.
        """
        if variant is None:
            return self.pack.seats, self.pack.present
        if variant not in self.pack.variants:
            sentence = unknown(variant, f"variant of {self.pack.id}", self.pack.variants)
            raise PackError(f"{sentence}; leave it out for the full table")
        chosen = self.pack.variants[variant]
        return chosen.seats, chosen.present


def load(path: str | Path, variant: str | None = None) -> Bundle:
    """Read a scenario by name or path with the actors that a variant needs (None: the full table).

    PackError says that there is no such scenario or variant; FaultyPack, a PackError too, lists every fault. Reading
    some twenty files takes about a quarter of a second, and a tenth of it once they were read and are as they were.
    """
    folder = find_scenario(path)
    return kept_or_read(folder, variant, lambda: _read(folder, variant), Bundle.model_validate_json)


def _read(folder: Path, variant: str | None) -> ReadBundle:
    """Read and check the files. What parses YAML is loaded only here, so that whoever finds it kept does without."""
    from wargame.scenario.elements import ELEMENTS
    from wargame.scenario.pack_files import read_pack

    reading = read_pack(folder, variant)
    faults = list(reading.faults)
    for element in ELEMENTS:
        faults += element(reading)
    if faults or reading.pack is None:
        raise FaultyPack(f"{plain_line(reading.source.file)} cannot be played:\n{listed(sorted(set(faults)))}")
    actors = reading.actors.values()
    texts = {each.file: each.text for each in (reading.source, *(actor.source for actor in actors))}
    texts |= {each.file: each.text for each in (*reading.briefings.values(), *(a.voice for a in actors if a.voice))}
    return ReadBundle(bundled(reading, reading.pack).model_dump_json(), tuple(reading.actors), texts)


def bundled(reading: PackReading, pack: Pack) -> Bundle:
    """What was read, in one piece: dossiers that could not be read are left out.

    pydantic's ValidationError, a ValueError, if a seat has a reserved name.
    """
    return Bundle(
        pack=pack,
        dossiers=reading.dossiers,
        voices={name: actor.voice.text for name, actor in reading.actors.items() if actor.voice},
        briefings={stem: text.text for stem, text in reading.briefings.items()},
    )
