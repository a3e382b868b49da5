"""Texts of a seat: what a game shows of a dossier names nobody absent and is no later than the game."""

from __future__ import annotations

from pathlib import Path

import pytest

from wargame.scenario.assembly import build
from wargame.scenario.bundle import Bundle, load
from wargame.scenario.dossier import Passage
from wargame.scenario.seating import texts_of

EVERYBODY = ("alba", "boreas", "cedar", "delta", "eagle")


@pytest.fixture
def bundle(tiny: Path) -> Bundle:
    return load(tiny)


def test_a_bargain_is_told_only_if_everybody_in_it_is_there(bundle: Bundle) -> None:
    alba = bundle.dossiers["alba"]
    range_for_tests = "Eagle and Cedar: a range"
    assert range_for_tests in texts_of(alba, EVERYBODY, "2026-07").private
    short = texts_of(alba, ("alba", "boreas", "eagle"), "2026-07").private
    assert range_for_tests not in short
    assert "Bargains. Boreas: its wind" in short


def test_without_bargains_left_no_heading_stands_alone(bundle: Bundle) -> None:
    alone = texts_of(bundle.dossiers["alba"], ("alba",), "2026-01").private
    assert "Bargains" not in alone
    assert "What you know" not in alone


@pytest.mark.parametrize(
    ("month", "told"), [("2026-04", False), ("2026-05", True), ("2026-12", True), ("2027-01", False)]
)
def test_a_dated_sentence_is_told_from_its_first_month_to_its_last(bundle: Bundle, month: str, told: bool) -> None:
    public = texts_of(bundle.dossiers["alba"], EVERYBODY, month).public
    assert ("put off the treaty" in public) == told


def test_what_a_seat_knows_waits_for_its_month(bundle: Bundle) -> None:
    alba = bundle.dossiers["alba"]
    assert "found a fault" not in texts_of(alba, EVERYBODY, "2026-08").private
    assert "found a fault" in texts_of(alba, EVERYBODY, "2026-09").private


def test_a_source_goes_with_the_only_sentence_that_cites_it(bundle: Bundle) -> None:
    alba = bundle.dossiers["alba"]
    cited = [line.fact for line in alba.sources]
    assert "F8" in cited
    assert [line.fact for line in texts_of(alba, EVERYBODY, "2026-07").sources] == cited
    assert "F8" not in [line.fact for line in texts_of(alba, EVERYBODY, "2026-01").sources]


def test_a_dossier_of_one_text_is_told_as_it_is(bundle: Bundle) -> None:
    boreas = bundle.dossiers["boreas"]
    texts = texts_of(boreas, ("boreas",), "2020-01", "Once more, from the scenario.\n")
    assert texts.public == boreas.public
    assert texts.private == f"{boreas.brief.strip()}\n\nOnce more, from the scenario."
    assert texts.sources == boreas.sources


def test_a_minute_holds_the_first_and_last_paragraph_two_bargains_and_how_it_decides(bundle: Bundle) -> None:
    brief = (
        "You want much, and say so, whoever asks you and wherever it is that you are asked.\n\nMore.\n\nYou never sign."
    )
    alba = bundle.dossiers["alba"].model_copy(update={"brief": brief})
    minute = texts_of(alba, EVERYBODY, "2026-07").minute.split("\n\n")
    assert minute[0] == brief.split("\n\n")[0]
    assert minute[1].startswith("Ask first. Boreas: its wind")
    assert minute[1].endswith("if both pay.")
    assert minute[2:] == ["You never sign.", f"How you decide. {alba.decides}"]


def test_a_minute_ends_with_a_whole_sentence_however_long_the_brief_is(bundle: Bundle) -> None:
    brief = "You want one thing more. " * 100
    minute = texts_of(bundle.dossiers["alba"].model_copy(update={"brief": brief}), EVERYBODY, "2026-07").minute
    first = minute.split("\n\n")[0]
    assert first == "You want one thing more. " * 16 + "You want one thing more."


def test_the_seat_at_the_table_has_these_texts(bundle: Bundle) -> None:
    setting = build(bundle, "pair").setting
    alba = setting.by_id["alba"]
    texts = texts_of(bundle.dossiers["alba"], setting.ids, "2026-07", bundle.briefings["alba"])
    assert (alba.public, alba.brief) == (texts.public, texts.private)
    assert "Eagle" not in alba.public
    assert "Eagle" not in alba.brief


def test_a_passage_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="until is 2026-01; it must not be before since, which is 2026-02"):
        Passage(says="Something happened.", since="2026-02", until="2026-01")
