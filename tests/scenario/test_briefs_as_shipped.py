"""The shipped briefs, put together for every table: nobody absent, nothing later, and a source for each fact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from wargame.core.fold import fold
from wargame.core.setting import Seat, Setting
from wargame.core.state import State
from wargame.scenario.assembly import Opening, build
from wargame.scenario.bundle import load
from wargame.scenario.dossier import Dossier
from wargame.scenario.elements.dates import latest
from wargame.scenario.find import content_root, list_actors, list_scenarios
from wargame.scenario.pack_files import read_actor
from wargame.scenario.seating import passages, texts_of

CITATION = re.compile(r"\(([^()]*\bF\d{1,3}\b[^()]*)\)")
SOURCED = re.compile(r"F\d{1,3}, [^,;]*\b(?:19|20)\d\d\b[^;]*, [^;]*\w")
"""A fact with a date and a source after it."""
EARLIEST = "2025-09"
"""The month of the earliest shipped calendar: what holds at all times tells of nothing later."""


@dataclass(frozen=True)
class Table:
    """One scenario with one choice of seats."""

    name: str
    setting: Setting
    facts: Mapping[str, str]
    """The ledger at the start, by the ids of facts."""


@pytest.fixture(scope="module")
def tables() -> list[Table]:
    found: list[Table] = []
    for each in list_scenarios():
        if each.source == "shipped":
            bundle = load(each.path)
            variants = (None, *bundle.pack.variants)
            openings = {f"{each.name} {which or ''}".strip(): build(bundle, which) for which in variants}
            found += [Table(name, each.setting, facts_of(each)) for name, each in openings.items()]
    return found


def facts_of(opening: Opening) -> dict[str, str]:
    return {fact.id: fact.text for fact in fold(State(), [opening.start]).facts.values()}


@pytest.fixture(scope="module")
def dossiers() -> dict[Path, Dossier]:
    """Every dossier that is shipped, by its folder: the shared ones, and those of scenarios."""
    folders = {found.path for found in list_actors()}
    folders |= {path.parent for path in (content_root() / "scenarios").glob("*/actors/*/dossier.yaml")}
    return {folder: dossier for folder in sorted(folders) if (dossier := read_actor(folder).dossier)}


def read_by(seat: Seat) -> str:
    """All that is written of a seat; what is private only where somebody sits."""
    steps = "\n".join(step.says for step in seat.first_steps)
    return f"{seat.public}\n{seat.brief}\n{seat.voice}\n{steps}" if seat.seated else seat.public


def texts(table: Table) -> Iterator[tuple[str, str]]:
    yield f"{table.name}: the public briefing", table.setting.briefing
    yield from ((f"{table.name}: {seat.id}", read_by(seat)) for seat in table.setting.seats)


def news(table: Table) -> Iterator[tuple[str, str]]:
    """What comes up in play: the injects, and the facts that are known when it begins."""
    yield from ((f"{table.name}: {inject.id}", inject.text) for inject in table.setting.injects)
    yield from ((f"{table.name}: {fact}", text) for fact, text in table.facts.items())


def shared(dossiers: dict[Path, Dossier]) -> dict[Path, Dossier]:
    return {folder: dossier for folder, dossier in dossiers.items() if folder.parent == content_root() / "actors"}


def test_no_brief_names_an_actor_who_is_not_at_its_table(tables: list[Table], dossiers: dict[Path, Dossier]) -> None:
    names = {(folder.name, name) for folder, dossier in dossiers.items() for name in (dossier.name, *dossier.also)}
    named = []
    for table in tables:
        absent = {name for actor, name in names if actor not in table.setting.ids}
        for where, text in (*texts(table), *news(table)):
            plain = " ".join(CITATION.sub("", text).split())
            named += [(where, name) for name in absent if name in plain and re.search(rf"\b{name}\b", plain)]
    assert not named


def test_every_actor_that_is_shipped_says_by_which_words_its_country_is_known(dossiers: dict[Path, Dossier]) -> None:
    """Governments, and the two unions of states; a scenario's own dossier knows the same words as the shared one."""
    words = {folder.name: dossier.also for folder, dossier in shared(dossiers).items()}
    assert not [
        name for folder, d in shared(dossiers).items() if d.kind == "government" and not words[(name := folder.name)]
    ]
    assert {"Germany", "Germans", "German"} <= set(words["berlin"])
    assert {"EU", "Brussels"} <= set(words["eu"])
    assert not [folder for folder, dossier in dossiers.items() if dossier.also != words.get(folder.name, dossier.also)]


def test_no_brief_tells_of_a_month_after_the_start(tables: list[Table]) -> None:
    late = [(where, found) for t in tables for where, text in texts(t) if (found := latest(text, t.setting.start))]
    assert not late


def test_every_fact_in_a_brief_stands_with_its_date_and_its_source(tables: list[Table]) -> None:
    bare = []
    for table in tables:
        for where, text in texts(table):
            cited = [part.strip() for found in CITATION.findall(text) for part in found.split(";")]
            bare += [(where, part) for part in cited if re.match(r"F\d", part) and not SOURCED.match(part)]
            bare += [(where, fact) for fact in re.findall(r"\bF\d{1,3}\b", CITATION.sub("", text))]
    assert not bare


def test_every_seat_has_bargains_with_somebody_who_is_there(tables: list[Table]) -> None:
    alone = [
        (t.name, seat.id) for t in tables for seat in t.setting.seats if seat.seated and "Bargains. " not in seat.brief
    ]
    assert not alone


def test_a_passage_that_holds_at_all_times_tells_of_nothing_later(dossiers: dict[Path, Dossier]) -> None:
    early = []
    for folder, dossier in shared(dossiers).items():
        early += [(folder.name, found) for text in (dossier.public, dossier.brief) if (found := latest(text, EARLIEST))]
        for each in passages(dossier):
            if found := latest(each.says, each.since or EARLIEST):
                early.append((folder.name, found))
    assert not early


def test_every_shared_dossier_tells_all_that_a_player_needs(dossiers: dict[Path, Dossier]) -> None:
    for folder, dossier in shared(dossiers).items():
        voice = (folder / "voice.md").read_text(encoding="utf-8")
        assert dossier.aims, folder
        assert dossier.red_lines, folder
        assert dossier.bargains, folder
        assert dossier.knows, folder
        assert dossier.decides, folder
        assert "You never sign" in dossier.brief, folder
        assert voice.count('\n- "') >= 3, folder
        assert dossier.start.trust, folder


def test_no_source_is_listed_that_no_text_cites(dossiers: dict[Path, Dossier]) -> None:
    briefings = dict.fromkeys(dossiers, "")
    for folder in dossiers:
        if folder.parent.parent.parent.name == "scenarios":
            pages = (folder.parent.parent / "briefings").glob("*.md")
            briefings[folder] = "\n".join(path.read_text(encoding="utf-8") for path in pages)
    idle = []
    for folder, dossier in dossiers.items():
        text = "\n".join((dossier.public, dossier.brief, briefings[folder], *(each.says for each in passages(dossier))))
        idle += [(folder.name, line.fact) for line in dossier.sources if not re.search(rf"\b{line.fact}\b", text)]
    assert not idle


def test_all_shared_actors_can_sit_at_one_table_and_are_told_of_each_other(dossiers: dict[Path, Dossier]) -> None:
    cast = {folder.name: dossier for folder, dossier in shared(dossiers).items()}
    bundle = load("first-download")
    pack = bundle.pack.model_copy(update={"seats": tuple(cast), "present": (), "start": "2026-07"})
    setting = build(bundle.model_copy(update={"pack": pack, "dossiers": cast})).setting
    assert set(setting.ids) == set(cast)
    for name, dossier in cast.items():
        told = texts_of(dossier, setting.ids, setting.start)
        assert setting.by_id[name].brief == told.private
        assert all(" ".join(each.says.split()) in " ".join(told.private.split()) for each in dossier.bargains)
