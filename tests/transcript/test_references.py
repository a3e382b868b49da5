"""A score is placed between passing and the best doctrine, under the very rules and the very scenario alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from wargame.core.ids import SeatId
from wargame.errors import PackError
from wargame.paired.edits import Edit, edited
from wargame.scenario.copying import copy_pack
from wargame.table.opening import choose
from wargame.transcript import references as module
from wargame.transcript.references import References, SeatReference, key_of, places, references_of, store
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
