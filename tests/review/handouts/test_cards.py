"""Cards tell a seat what it may know and no more, list what it can do, and take one page by the estimate."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from tests.rules.desk import menu_of
from wargame.core.fold import fold
from wargame.core.state import State
from wargame.errors import SpecError
from wargame.review.handouts.deck import deck
from wargame.review.handouts.paper import as_html
from wargame.review.handouts.role import sources
from wargame.review.handouts.sheet import SCALES, TALLEST, Prose, Sheet, SheetColumn, Title
from wargame.rules.model.variable_words import spoken
from wargame.scenario.dossier import Dossier
from wargame.scenario.elements.dates import latest
from wargame.scenario.find import list_scenarios
from wargame.scenario.seating import texts_of
from wargame.table.opening import choose
from wargame.transcript.setup import GameSetup

WORDS_A_MINUTE = 200
"""What is read aloud in a minute, briskly."""
TABLES = [("first-download", None), ("between-the-giants", None), ("between-the-giants", "core")]


def text_of(sheet: Sheet) -> str:
    return as_html([sheet], sheet.title)


def changed(game: GameSetup, change: Callable[[Dossier], dict[str, Any]]) -> GameSetup:
    """The same game with something changed in dossiers."""
    dossiers = {
        name: Dossier.model_validate({**dossier.model_dump(), **change(dossier)})
        for name, dossier in game.bundle.dossiers.items()
    }
    return replace(game, bundle=game.bundle.model_copy(update={"dossiers": dossiers}))


@pytest.mark.parametrize(("scenario", "variant"), TABLES)
def test_everything_shipped_fits_its_page_by_the_estimate(scenario: str, variant: str | None) -> None:
    sheets = deck(choose(scenario, variant=variant))
    assert {sheet.file: round(sheet.height(sheet.scale)) for sheet in sheets if not sheet.fits} == {}
    assert len({sheet.file for sheet in sheets}) == len(sheets)


def test_every_seat_at_the_table_has_three_cards_and_the_table_has_the_rest() -> None:
    files = [sheet.file for sheet in deck(choose("first-download"))]
    assert files[:12] == [
        f"{seat}-{card}" for seat in ("rome", "anthropic", "meta", "palantir") for card in ("role", "minute", "moves")
    ]
    assert files[12:] == ["briefing", "slip-orders", "slip-talk", "runbook", "injects"]


def test_cards_of_one_seat_come_alone_and_a_stranger_is_named() -> None:
    game = choose("first-download")
    assert [sheet.file for sheet in deck(game, ["rome"])] == ["rome-role", "rome-minute", "rome-moves"]
    with pytest.raises(SpecError, match="seat oslo: there is no such seat; the seats are rome"):
        deck(game, ["oslo"])


def test_nothing_private_of_another_seat_stands_on_a_card() -> None:
    def plant(dossier: Dossier) -> dict[str, Any]:
        cited = [{**source.model_dump(), "source": f"canary-{dossier.id}-source"} for source in dossier.sources]
        return {"brief": f"canary-{dossier.id}-brief\n\n{dossier.brief}", "sources": cited}

    game = changed(choose("between-the-giants"), plant)
    names = set(game.bundle.dossiers)
    sheets = deck(game)
    assert len([sheet for sheet in sheets if sheet.readers == "seat"]) == 42
    for sheet in sheets:
        text, own = text_of(sheet), sheet.file.rpartition("-")[0]
        found = {name for name in names if f"canary-{name}-" in text}
        assert found == ({own} if sheet.file.endswith(("-role", "-minute")) else set()), sheet.file


def test_a_card_is_the_same_whatever_others_have_and_think_in_private() -> None:
    game = choose("between-the-giants", variant="core")

    def stir(dossier: Dossier) -> dict[str, Any]:
        if dossier.id == "paris":
            return {}
        start = dossier.start.model_dump()
        start |= {"A": 11, "income": 77, "dissent": 29, "security": 5, "monitor": 0.9, "integrity": 33, "data": 1.1}
        start["trust"] = dict.fromkeys(start["trust"], 13)
        return {"start": start, "belief": "high", "aims": dossier.aims[::-1], "red_lines": ()}

    before, after = (deck(each, ["paris"]) for each in (game, changed(game, stir)))
    assert before == after
    assert deck(game, ["washington"]) != deck(changed(game, stir), ["washington"])


@pytest.mark.parametrize(("frontier", "told"), [(0, "-2"), (6, "-8")])
def test_a_lab_reads_how_far_it_is_from_the_frontier_in_whatever_month_play_begins(frontier: float, told: str) -> None:
    game = choose("llama-for-allies")
    pack = game.bundle.pack.model_copy(update={"world": {**game.bundle.pack.world, "F": frontier}})
    card = text_of(deck(replace(game, bundle=game.bundle.model_copy(update={"pack": pack})), ["meta"])[0])
    assert "July 2026" not in card
    (number,) = re.findall(r"Best model, months from the frontier\D*?>(-?[\d.]+)<", card)
    assert number == told, "the flagship of Meta stands two months before what the pack counts from"


@pytest.mark.parametrize("scenario", [found.name for found in list_scenarios() if found.source == "shipped"])
def test_a_card_of_a_minute_is_heard_in_one_and_says_what_the_role_card_says(scenario: str) -> None:
    game = choose(scenario)
    setting = game.opening()[0].setting
    for seat in setting.seats:
        texts = texts_of(game.bundle.dossiers[seat.id], setting.ids, setting.start)
        assert len(texts.minute.split()) <= WORDS_A_MINUTE, seat.id
        if seat.seated:
            brief = " ".join(seat.brief.split())
            said = [" ".join(part.removeprefix("Ask first. ").split()) for part in texts.minute.split("\n\n")]
            assert not [part for part in said if part not in brief], seat.id


@pytest.mark.parametrize("scenario", [found.name for found in list_scenarios() if found.source == "shipped"])
def test_no_source_on_a_role_card_is_later_than_the_game(scenario: str) -> None:
    game = choose(scenario)
    setting = game.opening()[0].setting
    seated = [seat.id for seat in setting.seats if seat.seated]
    lines = [
        line
        for seat in seated
        for pair in sources(texts_of(game.bundle.dossiers[seat], setting.ids, setting.start).sources, setting.start)
        for line in pair
    ]
    assert any(re.match(r"F\d+ ", line) for line in lines)
    assert [line for line in lines if latest(line, setting.start) is not None] == []


def test_what_the_world_will_do_is_for_the_facilitator_alone() -> None:
    game = choose("between-the-giants")
    setting = game.opening()[0].setting
    listed: list[str] = []
    for sheet in deck(game):
        text = text_of(sheet)
        told = [inject.id for inject in setting.injects if inject.objective[:40] in text]
        if sheet.file.startswith("injects"):
            assert sheet.readers == "control", sheet.file
            listed += told
        else:
            assert not told, sheet.file
    assert sorted(listed) == sorted(inject.id for inject in setting.injects), "each once, on one sheet or another"
    files = {sheet.file for sheet in deck(game) if sheet.readers == "control"}
    assert files == {"runbook", *(file for file in files if re.fullmatch(r"injects(-\d+)?", file))}
    assert "injects" in files


def test_what_planners_write_stands_on_the_facilitators_pages_alone() -> None:
    game = choose("first-download")
    words = {
        "expected": "Rome asks who holds the key.",
        "sender": "The prime minister",
        "delivery": "letter by courier",
        "controller": "Home cell",
        "notes": "Wait for the second offer.",
    }
    injects = tuple(each.model_copy(update=words) for each in game.bundle.pack.injects)
    pack = game.bundle.pack.model_copy(update={"injects": injects, "objectives": ("Feel what a cut costs.",)})
    sheets = deck(replace(game, bundle=game.bundle.model_copy(update={"pack": pack})))
    found = {text: {sheet.file for sheet in sheets if text in text_of(sheet)} for text in words.values()}
    assert found == {text: {"injects"} for text in words.values()}
    assert {sheet.file for sheet in sheets if "Feel what a cut costs." in text_of(sheet)} == {"runbook"}
    assert all(sheet.fits for sheet in sheets)


def test_the_facilitator_finds_each_text_to_read_aloud_and_a_condition_in_words() -> None:
    game = choose("between-the-giants")
    setting = game.opening()[0].setting
    pages = [(sheet.readers, unescape(text_of(sheet))) for sheet in deck(game) if sheet.file.startswith("injects")]
    for inject in setting.injects:
        first = " ".join(inject.text.partition("\n\n")[0].split())
        names = "all" if inject.audience == "public" else ", ".join(map(setting.name_of, inject.audience))
        lead = "Read aloud:" if names == "all" else f"For {names} alone, not aloud:"
        assert [readers for readers, page in pages if f"<b>{lead}</b> {first}" in page] == ["control"], inject.id
        if inject.when is not None:
            assert not [page for _, page in pages if f"<td>{inject.when.variable}" in page.replace("\u200b", "")]
            assert [page for _, page in pages if f"<td>{spoken(setting, inject.when.variable)} " in page]
    assert any(inject.when for inject in setting.injects)
    assert any(inject.audience != "public" for inject in setting.injects)


@pytest.mark.parametrize(("scenario", "variant"), TABLES)
def test_a_move_card_lists_whatever_the_menu_offers_at_the_start(scenario: str, variant: str | None) -> None:
    game = choose(scenario, variant=variant)
    book, start = game.opening()
    opening = fold(State(), (start,))
    for sheet in deck(game):
        seat, _, card = sheet.file.rpartition("-")
        if card == "moves":
            text = text_of(sheet)
            for kind in menu_of(book, opening, seat).kinds():
                assert f"<td>{kind.replace('_', ' ')}</td>" in text, (seat, kind)


def test_a_move_card_leaves_out_what_can_never_be_one_s_own() -> None:
    cards = {sheet.file: text_of(sheet) for sheet in deck(choose("between-the-giants"))}
    assert "threaten" in cards["washington-moves"]
    assert "threaten" not in cards["paris-moves"]
    assert "steal weights" in cards["beijing-moves"]
    assert "steal weights" not in cards["washington-moves"]
    assert "revoke" in cards["anthropic-moves"]
    assert "revoke" not in cards["tokyo-moves"]
    assert "<td>handle protest*</td>" in cards["anthropic-moves"], "not open while staff are calm"


def test_a_role_card_says_what_it_should() -> None:
    text = text_of(deck(choose("first-download"), ["rome"])[0])
    for words in ("45 of 100: fielded capability", "For Rome only", "10 points each", "F47 March 2026; SIPRI via AFP"):
        assert words in text, words
    assert "<td>Money in hand (1 is about $50m)</td><td>3</td>" in text
    assert "You use Llama by weights, restricted licence, all areas" in text


def test_texts_of_a_pack_are_escaped() -> None:
    game = changed(choose("first-download"), lambda d: {"brief": "<script>alert('x')</script> & " + d.brief})
    text = text_of(deck(game, ["rome"])[0])
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_a_page_loads_nothing_from_anywhere() -> None:
    text = as_html(deck(choose("first-download")), "all")
    assert not [word for word in ("http:", "https:", "<script", "src=", "href=", "url(", "@import") if word in text]


def test_a_longer_text_gets_smaller_type_and_then_does_not_fit() -> None:
    def sheet(words: int) -> Sheet:
        return Sheet("x", "X", "", "", (SheetColumn(1.0, (Title("H"), Prose("lorem ipsum " * words))),))

    assert sheet(100).scale == 1.0
    assert sheet(100).fits
    fitting = [words for words in range(100, 1200, 10) if sheet(words).fits]
    assert sheet(fitting[-1]).scale == SCALES[-1]
    assert sheet(fitting[-1]).height(SCALES[-1]) <= TALLEST
    assert not sheet(fitting[-1] + 10).fits
    assert fitting == list(range(100, fitting[-1] + 1, 10))


def test_a_long_list_of_injects_takes_more_pages() -> None:
    game = choose("between-the-giants")
    many = [line.model_copy(update={"id": f"{line.id}-{n}"}) for n in range(4) for line in game.bundle.pack.injects]
    pack = game.bundle.pack.model_copy(update={"injects": tuple(many)})
    longer = replace(game, bundle=game.bundle.model_copy(update={"pack": pack}))
    pages = [sheet for sheet in deck(longer) if sheet.file.startswith("injects")]
    assert [page.file for page in pages] == [
        f"injects{end}" for end in ("", *(f"-{n}" for n in range(2, len(pages) + 1)))
    ]
    assert len(pages) >= 3
    assert all(page.fits for page in pages)
    assert sum(text_of(page).count("court still silent") for page in pages) == 4
