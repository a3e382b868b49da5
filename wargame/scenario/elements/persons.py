"""Persons: a game plays institutions, so no seat is called like somebody, and no text names who may live.

For `check` alone, and from the form of names: there is no list of people, nor one of given names. What is found are two
or more capitalised words in a row of which none is also an ordinary word, and one after a title. A surname by itself is
not seen, nor somebody whose name is made of ordinary words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from wargame.scenario.elements.called import called, listed, strangers, without_sources
from wargame.scenario.elements.dates import MONTHS
from wargame.scenario.faults import Fault
from wargame.scenario.pack_files import PackReading, PackText

_SMALL = r"a-z\u00df-\u00ff\u0100-\u017f"
_PART = rf"[A-Z\u00c0-\u00de\u0100-\u017f][{_SMALL}]+(?:['\u2019-][A-Z]?[{_SMALL}]+)*"
_BETWEEN = r"\s+(?:[A-Z]\.\s+)?(?:(?:van|von|de|der|den|du|di|da|bin|ibn|al|el|la)\s+)*"
_TITLE = (
    r"(?:Mr|Mrs|Ms|Dr|Prof|Sir|Dame|Lord|Lady|King|Queen|Prince|Princess|Pope|Professor|President|Premier|Chancellor|"
    r"Minister|Secretary|Senator|Governor|Ambassador|Commissioner|Judge|Justice|General|Admiral|Colonel|Major|Captain|Chairman|CEO)"
)
_NAME = re.compile(rf"(?<![\w.'\u2019-])(?:{_TITLE}\.?\s+{_PART}|{_PART}(?:{_BETWEEN}{_PART})+)(?![\w-])")
_WORD = re.compile(_PART)
_ORDINARY = re.compile(rf"(?<![\w'\u2019-])[{_SMALL}]+(?!\w)")
_PASSED = re.compile(r"^(?:[ \t]*(?:- )?source|title):.*$", re.MULTILINE)
"""Where a fact comes from may be somebody's name, and the words of a title have capitals anyhow."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What keeps words from being taken for somebody's name."""

    ordinary: Collection[str]
    """Words that stand in small letters somewhere."""
    known: Collection[str]
    """Words in the names of actors, of models, of institutions and of months, as they are written."""

    @staticmethod
    def of(texts: Iterable[str], names: Iterable[str], ids: Collection[str] = ()) -> Vocabulary:
        """Out of texts, and of names that are nobody's; `ids` are words of files, which are no ordinary ones."""
        ordinary = {word for text in texts for word in _ORDINARY.findall(text)}
        known = {word for name in (*names, *MONTHS) for word in _WORD.findall(name)}
        return Vocabulary(ordinary.difference(ids), known)

    def passes(self, name: str) -> bool:
        """Whether one of the words of a name is ordinary or known; of titles the word after it."""
        words = _WORD.findall(name)
        if re.match(rf"{_TITLE}\b", name):
            words = words[-1:]
        return any(word.lower() in self.ordinary or word in self.known for word in words)


def seeming_persons(text: str, vocabulary: Vocabulary) -> Iterator[re.Match[str]]:
    """Where a text seems to name a person; where its facts come from does not count. Linear in the text."""
    plain = _PASSED.sub(lambda line: " " * len(line[0]), without_sources(text))
    for match in _NAME.finditer(plain):
        if not vocabulary.passes(match[0]):
            yield match


def persons(reading: PackReading) -> Iterator[Fault]:
    """Faults of names that look like a person's: of actors, and in all files of a scenario and of its cast."""
    others, pages = strangers(reading), _pages(reading)
    sources = (reading.source, *(actor.source for actor in reading.actors.values()))
    names = called(reading)
    allowed = [name for text in others.values() for name in listed("institutions", text)]
    allowed += reading.pack.institutions if reading.pack else ()
    for dossier in reading.dossiers.values():
        allowed += [*dossier.institutions, *(model.name for model in dossier.models)]
    texts = (*(source.text for source in sources), *(page.text for page in pages), *others.values())
    seats = Vocabulary.of(texts, allowed, ids={*names.names, *reading.actors})
    prose = Vocabulary(seats.ordinary, {*seats.known, *(w for name in names.actors for w in _WORD.findall(name))})
    for actor in reading.actors.values():
        if actor.dossier and any(not seats.passes(found[0]) for found in _NAME.finditer(actor.dossier.name)):
            said = f"{actor.dossier.name!r} looks like the name of a person, and seats are institutions"
            yield actor.source.fault(("name",), f"{said}; {_way_out(actor.dossier.name)}")
    for source in sources:
        yield from _in_text(source.text, prose, source.fault_at_line)
    for page in pages:
        yield from _in_text(page.text, prose, partial(_on_page, page))


def _pages(reading: PackReading) -> tuple[PackText, ...]:
    voices = (actor.voice for actor in reading.actors.values() if actor.voice)
    return (*voices, *reading.briefings.values())


def _on_page(page: PackText, line: int, sentence: str) -> Fault:
    return Fault(page.file, line, "", sentence)


def _in_text(text: str, vocabulary: Vocabulary, fault: Callable[[int, str], Fault]) -> Iterator[Fault]:
    for match in seeming_persons(text, vocabulary):
        name = " ".join(match[0].split())
        line = text.count("\n", 0, match.start()) + 1
        yield fault(line, f"{name!r} looks like the name of a person; {_way_out(name)}")


def _way_out(name: str) -> str:
    return f"name the institution, or list {name} under institutions if it is none"
