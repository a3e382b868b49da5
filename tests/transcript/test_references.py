"""A score is placed between passing and the best doctrine, under the very rules and the very scenario alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from wargame.core.ids import SeatId
from wargame.errors import PackError
from wargame.paired.edits import Edit, edited
from wargame.scenario.copying import copy_pack
from wargame.scenario.find import find_scenario
from wargame.table.opening import choose
from wargame.transcript import references as module
from wargame.transcript.references import References, SeatReference, key_of, places, references_of, store, stored
from wargame.transcript.setup import GameSetup

ROME, META = SeatId("rome"), SeatId("meta")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GameSetup:
    """A scenario of one's own in the working directory, with references of two seats."""
    monkeypatch.chdir(tmp_path)
    copy_pack("first-download")
    setup = choose("first-download")
    seats = {
        ROME: SeatReference(passing=40.0, best=60.0, player="scripted", apart=True),
        META: SeatReference(passing=50.0, best=50.2, player="scripted", apart=False),
    }
    store("first-download", References(key_of(setup), None, 3, 200, seats))
    return setup


def test_a_score_stands_between_passing_and_the_best(own: GameSetup) -> None:
    assert places(own, {ROME: 40.0}) == {ROME: 0.0}
    assert places(own, {ROME: 60.0}) == {ROME: 100.0}
    assert places(own, {ROME: 70.0}) == {ROME: 150.0}
    assert places(own, {ROME: 35.0}) == {ROME: -25.0}


def test_a_seat_whose_references_do_not_lie_apart_is_not_placed(own: GameSetup) -> None:
    assert places(own, {ROME: 50.0, META: 55.0}) == {ROME: 50.0}


@pytest.mark.parametrize(
    ("passing", "best", "spread", "said"),
    [
        (50.0, 60.0, 7.4, ""),
        (
            50.0,
            60.0,
            7.6,
            "largely chance; passing and the best doctrine lie 10.0 points apart, one game from another 7.6",
        ),
        (
            50.0,
            60.0,
            10.1,
            "mostly chance; passing and the best doctrine lie 10.0 points apart, one game from another 10.1",
        ),
        (50.0, 52.0, 1.0, ""),
        (50.0, 51.6, 1.0, "passing and the best doctrine lie only 1.6 points apart; a point is 62 places"),
        (
            50.0,
            51.6,
            1.7,
            "mostly chance; passing and the best doctrine lie 1.6 points apart, one game from another 1.7",
        ),
        (50.0, 60.0, None, ""),
    ],
)
def test_a_place_is_doubted_where_chance_moves_it_further_than_play_or_a_point_is_many_places(
    passing: float, best: float, spread: float | None, said: str
) -> None:
    assert SeatReference(passing, best, "scripted", apart=True, spread=spread).doubt == said


def test_a_seat_that_has_no_place_has_none_to_be_doubted() -> None:
    assert SeatReference(50.0, 50.2, "scripted", apart=False, spread=9.0).doubt == ""


def test_every_shipped_seat_has_a_measured_spread_so_that_doubts_can_be_told() -> None:
    for name in (
        "first-download",
        "between-the-giants",
        "any-lawful-use",
        "kyiv-winter",
        "fraction-of-the-cost",
        "llama-for-allies",
    ):
        for table in stored(find_scenario(name) / "references.json"):
            assert all(each.spread is not None and each.spread > 0 for each in table.seats.values())


def test_seed_and_players_do_not_count(own: GameSetup) -> None:
    assert key_of(own.changed(seed=9, seats={ROME: "random"})) == key_of(own)


@pytest.mark.parametrize(
    "other",
    [
        lambda setup: setup.changed(parameters={"trust_kept": 2.0}),
        lambda setup: setup.changed(turns=2),
        lambda setup: replace(setup, bundle=edited(setup.bundle, [Edit(at="dossiers.rome.start.A", do="shift", to=1)])),
    ],
    ids=["parameter", "length", "scenario"],
)
def test_under_anything_else_a_score_stands_alone(own: GameSetup, other: object) -> None:
    changed = other(own)  # type: ignore[operator]
    assert key_of(changed) != key_of(own)
    assert references_of(changed) is None
    assert places(changed, {ROME: 50.0}) is None


def test_other_rules_have_other_references(own: GameSetup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RULES", 999)
    assert references_of(own) is None


def test_a_corrected_sentence_keeps_them(own: GameSetup) -> None:
    edits = [Edit(at="pack.title", to="Another Title"), Edit(at="dossiers.rome.brief", to="b" * 90)]
    assert key_of(replace(own, bundle=edited(own.bundle, edits))) == key_of(own)


def test_what_planners_write_beside_injects_keeps_them(own: GameSetup) -> None:
    pack = own.bundle.pack
    words = {
        "objective": "Another.",
        "expected": "They ask.",
        "sender": "A minister",
        "notes": "None.",
        "text": "t" * 9,
    }
    injects = tuple(each.model_copy(update=words) for each in pack.injects)
    session = {"objectives": ("See what a cut costs.",), "preset": "half-day", "adjudication": "umpire"}
    bundle = own.bundle.model_copy(update={"pack": pack.model_copy(update={"injects": injects, **session})})
    assert key_of(replace(own, bundle=bundle)) == key_of(own)
    moved = pack.model_copy(update={"injects": (pack.injects[0].model_copy(update={"turn": 2}), *pack.injects[1:])})
    assert key_of(replace(own, bundle=own.bundle.model_copy(update={"pack": moved}))) != key_of(own)


def test_new_references_take_the_place_of_older_ones_of_the_same_table(own: GameSetup) -> None:
    found = references_of(own)
    assert found is not None
    path = store("first-download", replace(found, key="other"))
    assert [each.key for each in module.stored(path)] == ["other"]
    store("first-download", replace(found, variant="small"))
    assert [each.variant for each in module.stored(path)] == [None, "small"]


def test_a_file_that_cannot_be_read_is_named(own: GameSetup) -> None:
    path = Path("scenarios/first-download/references.json")
    path.write_text("{")
    with pytest.raises(PackError, match=r"references.json: these references cannot be read"):
        references_of(own)
