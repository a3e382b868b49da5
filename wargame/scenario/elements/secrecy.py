"""Secrecy: no passage of a private brief may stand in a text that everyone reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wargame.scenario.faults import Fault, Key
from wargame.scenario.pack_files import PackReading
from wargame.scenario.source import SourceFile

PASSAGE = 12
"""Words in a row that two texts do not share by accident; of a shorter brief, all of it."""

_WORD = re.compile(r"[\w'’-]+")


def secrecy(reading: PackReading) -> Iterator[Fault]:
    """Faults of public texts that give a private one away."""
    public = [(place, [word.casefold() for word in _WORD.findall(text)]) for place, text in _public(reading)]
    for seat, text in _private(reading):
        secret = [word.casefold() for word in _WORD.findall(text)]
        size = min(PASSAGE, len(secret))
        passages = set(_runs(secret, size))
        for place, words in public:
            told = next((run for run in _runs(words, size) if run in passages), None)
            if told:
                words_told = f"repeats the private brief of {seat}: '{' '.join(told)}'"
                yield Fault(place.file, place.line, place.key, f"this public text {words_told}; reword one of them")


def _runs(words: list[str], size: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + size]) for at in range(len(words) - size + 1) if size)


def _private(reading: PackReading) -> Iterator[tuple[str, str]]:
    for name, actor in reading.actors.items():
        if isinstance(brief := actor.source.data.get("brief"), str):
            yield name, brief
        dossier = actor.dossier
        if told := " ".join(each.says for each in (*dossier.bargains, *dossier.knows)) if dossier else "":
            yield name, told
    for stem, text in reading.briefings.items():
        if stem != "public":
            yield stem, text.text


def _public(reading: PackReading) -> Iterator[tuple[Fault, str]]:
    for actor in reading.actors.values():
        yield from _at(actor.source, ("public",))
        for at in range(len(actor.dossier.news) if actor.dossier else 0):
            yield from _at(actor.source, ("news", at, "says"))
    yield from _at(reading.source, ("summary",))
    for at, inject in enumerate(reading.pack.injects if reading.pack else ()):
        if inject.audience == "public":
            yield from _at(reading.source, ("injects", at, "text"))
    if text := reading.briefings.get("public"):
        yield Fault(text.file, 1, "", ""), text.text


def _at(source: SourceFile, key: Key) -> Iterator[tuple[Fault, str]]:
    if isinstance(text := source.at(key), str):
        yield source.fault(key, ""), text
