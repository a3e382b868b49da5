"""What a game tells of its actors: nothing names somebody who is not there, and nothing is later than the start.

For `check` alone: a text that was written as one piece goes on being played.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from wargame.scenario.dossier import FACT_REFERENCE, Dossier, Passage
from wargame.scenario.elements.dates import latest
from wargame.scenario.faults import Fault, Key
from wargame.scenario.find import DOSSIER_FILE, list_actors
from wargame.scenario.pack import Pack
from wargame.scenario.pack_files import PackReading, PackText
from wargame.scenario.seating import is_told
from wargame.scenario.source import SourceFile

EVERYONES = "public"
"""Stem of the briefing that everyone reads."""
_CITED = re.compile(rf"\([^()]*{FACT_REFERENCE.pattern}[^()]*\)")
_NAME = re.compile(r"""^name:\s*["']?(.+?)["']?\s*(?:#.*)?$""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Company:
    """Who is there in one variant."""

    where: str
    """Where somebody is missing, in words."""
    month: str
    seats: Collection[str]
    cast: Collection[str]
    absent: Mapping[str, str]
    """Actors who are not there, by display name."""
    named: re.Pattern[str]
    """What finds one of their names in a text."""


def told(reading: PackReading) -> Iterator[Fault]:
    """Faults of texts that name an absent actor by its display name, or tell of a month after the scenario's start.

    The name of each actor there is is looked up in its file, which is not parsed for it.
    """
    if reading.pack is None:
        return
    for company in _companies(reading.pack, _display_names(reading)):
        for name in company.cast:
            actor = reading.actors.get(name)
            for key, text in _texts(actor.dossier, name in company.seats, company) if actor and actor.dossier else ():
                yield from _in_dossier(actor.source, key, text, company) if actor else ()
        for stem, page in reading.briefings.items():
            if stem == EVERYONES or stem in company.seats:
                yield from _in_page(page, company)


def _display_names(reading: PackReading) -> dict[str, str]:
    """How each actor that can be found is called, by its folder; of those that were read as they were read."""
    known = {name: dossier.name for name, dossier in reading.dossiers.items()}
    for found in list_actors(reading.folder):
        if found.name not in known:
            text = (found.path / DOSSIER_FILE).read_bytes().decode("utf-8", "replace")
            if match := _NAME.search(text):
                known[found.name] = match[1]
    return known


def _companies(pack: Pack, names: Mapping[str, str]) -> Iterator[_Company]:
    tables = [("this game", pack.seats, pack.present)]
    tables += [(f"the variant {name}", each.seats, each.present) for name, each in pack.variants.items()]
    for where, seats, present in tables:
        cast = (*seats, *present)
        absent = {name: actor for actor, name in names.items() if actor not in cast}
        longest_first = sorted(map(re.escape, absent), key=len, reverse=True)
        yield _Company(where, pack.start, seats, cast, absent, re.compile(rf"\b(?:{'|'.join(longest_first)})\b"))


def _texts(dossier: Dossier, seated: bool, company: _Company) -> Iterator[tuple[Key, str]]:
    """The texts of a dossier that a game shows, each with its key; nobody reads the brief of who has no seat."""
    parts: dict[str, str | tuple[Passage, ...]] = {"public": dossier.public, "news": dossier.news}
    if seated:
        parts |= {"brief": dossier.brief, "bargains": dossier.bargains, "knows": dossier.knows}
        parts |= {"decides": dossier.decides}
    for part, value in parts.items():
        if isinstance(value, str):
            yield (part,), value
            continue
        for at, passage in enumerate(value):
            if is_told(passage, company.cast, company.month):
                yield (part, at, "says"), passage.says


def _in_dossier(source: SourceFile, key: Key, text: str, company: _Company) -> Iterator[Fault]:
    whole = len(key) == 1
    passage = f"a passage of {'news' if key[0] == 'public' else 'bargains or knows'}"
    for name in _named(text, company):
        actor = company.absent[name]
        advice = (
            f"put it into {passage} with names: [{actor}]" if whole else f"add {actor} to the names of this passage"
        )
        yield source.fault_at_word(key, name, f"this names {name}, who is not in {company.where}; {advice}")
    if late := latest(text, company.month):
        month, words = late
        advice = f"put it into {passage} with since: {month}" if whole else f"give this passage since: {month}"
        yield source.fault_at_word(key, words, f"this tells of {words}, after {company.month}, the start; {advice}")


def _in_page(page: PackText, company: _Company) -> Iterator[Fault]:
    for number, line in enumerate(page.text.split("\n"), 1):
        for name in _named(line, company):
            sentence = (
                f"this names {name}, who is not in {company.where}; leave it out, or say what kind of actor it is"
            )
            yield Fault(page.file, number, "", sentence)
        if late := latest(line, company.month):
            sentence = f"this tells of {late[1]}, after {company.month}, the start; leave it out"
            yield Fault(page.file, number, "", sentence)


def _named(text: str, company: _Company) -> list[str]:
    """The absent who are named; where a fact comes from does not count."""
    return list(dict.fromkeys(company.named.findall(_CITED.sub("", text)))) if company.absent else []
