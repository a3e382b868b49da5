"""Sources: each F-number in a text must be cited in the `sources` of its file, and each citation must be dated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from wargame.scenario.dossier import FACT_REFERENCE
from wargame.scenario.faults import Fault, Key, shown
from wargame.scenario.pack_files import Actor, PackReading, PackText
from wargame.scenario.source import SourceFile

_YEAR = re.compile(r"\b(19|20)\d\d\b")


def citations(reading: PackReading) -> Iterator[Fault]:
    """Faults of F-numbers without a source."""
    yield from uncited(reading.source)
    by_pack = cited(reading.source)
    for actor in reading.actors.values():
        yield from uncited_of(actor)
    for stem, text in reading.briefings.items() if by_pack is not None else ():
        seat = reading.actors.get(stem)
        own = cited(seat.source) if seat else set()
        if own is not None:
            place = "scenario.yaml" + (" or the seat's dossier" if seat else "")
            yield from _uncited_in(text, (by_pack or set()) | own, place)


def uncited_of(actor: Actor) -> Iterator[Fault]:
    """Faults of F-numbers in the texts of one actor."""
    yield from uncited(actor.source)
    known = cited(actor.source)
    if actor.voice and known is not None:
        yield from _uncited_in(actor.voice, known, "the dossier beside it")


def cited(source: SourceFile) -> set[str] | None:
    """The F-numbers that a file cites; None where its sources are too faulty to tell."""
    lines = source.written.get("sources", [])
    if not source.readable or not isinstance(lines, list):
        return None
    facts = [line.get("fact") for line in lines if isinstance(line, dict)]
    return {fact for fact in facts if isinstance(fact, str)}


def uncited(source: SourceFile) -> Iterator[Fault]:
    """Faults of F-numbers in the texts of a YAML file, and of its citations."""
    known = cited(source)
    yield from _undated(source)
    for key, text in _texts(source.data, ()) if known is not None else ():
        for fact in dict.fromkeys(FACT_REFERENCE.findall(text)):
            if fact not in (known or ()) and key[0] != "sources":
                sentence = f"{fact} is used here and not cited; add it to sources with its date, source and confidence"
                yield source.fault_at_word(key, fact, sentence)


def _undated(source: SourceFile) -> Iterator[Fault]:
    lines = source.data.get("sources")
    for at, line in enumerate(lines if isinstance(lines, list) else ()):
        for part in ("date", "source", "says"):
            text = line.get(part) if isinstance(line, dict) else None
            if isinstance(text, str) and not text.strip():
                yield source.fault(("sources", at, part), f"{part} is empty; a citation says when, who and what")
            elif part == "date" and isinstance(text, str) and not _YEAR.search(text):
                sentence = f"date is {shown(text)}; it must hold a year, such as 'May 2026'"
                yield source.fault(("sources", at, part), sentence)


def _uncited_in(text: PackText, known: set[str], where: str) -> Iterator[Fault]:
    for number, line in enumerate(text.text.split("\n"), 1):
        for fact in dict.fromkeys(FACT_REFERENCE.findall(line)):
            if fact not in known:
                yield Fault(text.file, number, "", f"{fact} is used here and not cited; add it to sources in {where}")


def _texts(value: Any, key: Key) -> Iterator[tuple[Key, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, (*key, name))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _texts(inner, (*key, at))
