"""What a game tells of its actors: nothing names somebody who is not there, and nothing is later than its time.

For `check` alone: a text that was written as one piece goes on being played.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from wargame.core.ids import PUBLIC
from wargame.scenario.dossier import Month, Passage
from wargame.scenario.elements.called import Called, called
from wargame.scenario.elements.dates import latest
from wargame.scenario.faults import Fault, Key
from wargame.scenario.pack import InjectLine, Pack
from wargame.scenario.pack_files import Actor, PackReading, PackText
from wargame.scenario.seating import Here, injects_of, is_told
from wargame.scenario.source import SourceFile

EVERYONES = PUBLIC
"""Stem of the briefing that everyone reads."""


@dataclass(frozen=True, slots=True)
class _Company:
    """Who is there in one variant."""

    where: str
    """Where somebody is missing, in words."""
    seats: Collection[str]
    cast: Collection[str]


@dataclass(frozen=True, slots=True)
class _Text:
    """One text that players see, and how a fault of it is told."""

    text: str
    readers: tuple[_Company, ...]
    """The companies in whose games it is shown."""
    month: Month
    """The latest month that it may tell of."""
    time: str
    """What that month is, in words."""
    fault: Callable[[int, str, str], Fault]
    """Makes a fault of an offset, the words at it, and a sentence."""
    advice_on_names: str
    """What to do about a name; `{actor}` stands for the folder's name."""
    advice_on_months: str
    """What to do about a month; `{month}` stands for it."""


def told(reading: PackReading) -> Iterator[Fault]:
    """Faults of texts that call an absent actor by any of its names, or tell of a month that has not come.

    Read is what players see: summary, ledger, first steps, injects, briefings, and what dossiers and voices say of
    whoever is there. The names of actors who are in no seat are looked up in their files, which are not parsed for it.
    """
    if reading.pack is None:
        return
    names = called(reading)
    for each in _texts(reading, reading.pack):
        yield from _absent(each, names)
        if late := latest(each.text, each.month):
            month, words = late
            advice = each.advice_on_months.format(month=month)
            sentence = f"this tells of {words}, after {each.month}, {each.time}; {advice}"
            yield each.fault(_offset(words, each.text), words, sentence)


def _offset(words: str, prose: str) -> int:
    """Where words stand in a text, whatever blank is between them; its beginning where they do not."""
    found = re.search(r"\s+".join(map(re.escape, words.split())), prose)
    return found.start() if found else 0


def _absent(text: _Text, names: Called) -> Iterator[Fault]:
    found = {" ".join(match[0].split()): match for match in reversed(list(names.found(text.text)))}
    for word, match in found.items():
        for company in text.readers:
            if not names.actors[word].isdisjoint(company.cast):
                continue
            actor = min(names.actors[word])
            known = "" if word == names.names[actor] else f", a word for {names.names[actor]}"
            advice = text.advice_on_names.format(actor=actor)
            sentence = f"this names {word}{known}, who is not in {company.where}; {advice}"
            yield text.fault(match.start(), match[0], sentence)


def _companies(pack: Pack) -> tuple[_Company, ...]:
    tables = [("this game", pack.seats, pack.present)]
    tables += [(f"the variant {name}", each.seats, each.present) for name, each in pack.variants.items()]
    return tuple(_Company(where, seats, (*seats, *present)) for where, seats, present in tables)


def _texts(reading: PackReading, pack: Pack) -> Iterator[_Text]:
    companies = _companies(pack)
    yield from _of_the_scenario(reading, pack, companies)
    for stem, page in reading.briefings.items():
        if readers := tuple(company for company in companies if stem == EVERYONES or stem in company.seats):
            yield _on_page(page, readers, pack.start)
    for name, actor in reading.actors.items():
        if readers := tuple(company for company in companies if name in company.cast):
            yield from _of_an_actor(actor, readers, pack.start)


def _of_the_scenario(reading: PackReading, pack: Pack, companies: tuple[_Company, ...]) -> Iterator[_Text]:
    source, advice = reading.source, "leave it out, or say what kind of actor it is"

    def said(key: Key, text: str, readers: tuple[_Company, ...], month: Month = pack.start) -> _Text:
        time = "the start" if month == pack.start else "the turn in which it comes"
        return _Text(text, readers, month, time, _at_word(source, key), advice, "leave it out")

    yield said(("title",), pack.title, companies[:1])
    yield said(("summary",), pack.summary, companies[:1])
    for at, fact in enumerate(pack.ledger):
        about = set(fact.about)
        readers = tuple(each for each in companies if not about or about.intersection(each.cast))
        yield said(("ledger", at, "text"), fact.text, readers)
    for seat, steps in pack.first_steps.items():
        for at, step in enumerate(steps):
            readers = tuple(e for e in companies if seat in e.seats and (step.to is None or step.to in e.cast))
            yield said(("first_steps", seat, at, "says"), step.says, readers)
    shown = {company: _shown(reading, pack, company) for company in companies}
    for at, inject in enumerate(pack.injects):
        readers = tuple(company for company in companies if inject.id in shown[company])
        yield said(("injects", at, "text"), inject.text, readers, _month_of(inject, pack))


def _shown(reading: PackReading, pack: Pack, company: _Company) -> frozenset[str]:
    """The injects that can come in a company's game and have a reader."""
    cast = {name: reading.dossiers[name] for name in company.cast if name in reading.dossiers}
    return frozenset(line.id for line, audience, _ in injects_of(pack, Here(cast)) if audience)


def _month_of(inject: InjectLine, pack: Pack) -> Month:
    """The last month of an inject's turn; of the first turn where it may come in any."""
    year, month = map(int, pack.start.split("-"))
    ahead = month - 1 + max(math.ceil((inject.turn or 1) * pack.months) - 1, 0)
    return f"{year + ahead // 12}-{ahead % 12 + 1:02}" if inject.turn else pack.start


def _of_an_actor(actor: Actor, readers: tuple[_Company, ...], month: Month) -> Iterator[_Text]:
    """The texts of a dossier and a voice that a game shows; nobody reads the brief of who has no seat."""
    seated = tuple(company for company in readers if actor.name in company.seats)
    dossier = actor.dossier
    if actor.voice and seated:
        yield _on_page(actor.voice, seated, month)
    if dossier is None:
        return
    own = (("public", dossier.public, readers), ("brief", dossier.brief, seated), ("decides", dossier.decides, seated))
    for part, text, those in own:
        if text and those:
            passage = f"a passage of {'news' if part == 'public' else 'bargains or knows'}"
            names, since = (
                f"put it into {passage} with names: [{{actor}}]",
                f"put it into {passage} with since: {{month}}",
            )
            yield _Text(text, those, month, "the start", _at_word(actor.source, (part,)), names, since)
    parts: tuple[tuple[str, tuple[Passage, ...], tuple[_Company, ...]], ...] = (
        ("news", dossier.news, readers),
        ("bargains", dossier.bargains, seated),
        ("knows", dossier.knows, seated),
    )
    for part, passages, those in parts:
        for at, each in enumerate(passages):
            if shown := tuple(company for company in those if is_told(each, company.cast, month)):
                fault = _at_word(actor.source, (part, at, "says"))
                names, since = "add {actor} to the names of this passage", "give this passage since: {month}"
                yield _Text(each.says, shown, month, "the start", fault, names, since)


def _on_page(page: PackText, readers: tuple[_Company, ...], month: Month) -> _Text:
    def fault(offset: int, _: str, sentence: str) -> Fault:
        return Fault(page.file, page.text.count("\n", 0, offset) + 1, "", sentence)

    advice = "leave it out, or say what kind of actor it is"
    return _Text(page.text, readers, month, "the start", fault, advice, "leave it out")


def _at_word(source: SourceFile, key: Key) -> Callable[[int, str, str], Fault]:
    return lambda _, word, sentence: source.fault_at_word(key, word, sentence)
