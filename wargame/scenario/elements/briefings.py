"""Briefings: each must be for everyone or for an actor of this scenario."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.scenario.faults import Fault, unknown
from wargame.scenario.pack_files import PackReading


def briefings(reading: PackReading) -> Iterator[Fault]:
    """Faults of briefings that nobody would read."""
    for stem, text in reading.briefings.items() if reading.source.readable else ():
        if stem not in ("public", *reading.table):
            sentence = unknown(stem, "actor of this scenario", ("public", *reading.table))
            yield Fault(text.file, 1, "", f"a briefing is named after its reader, and {sentence}")
