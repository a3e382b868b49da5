"""A scenario is changed as data: the place is named, and what cannot be is said with it."""

from __future__ import annotations

import pytest

from wargame.errors import PackError
from wargame.paired.arms import Arm
from wargame.paired.edits import Edit, edited
from wargame.scenario.bundle import load
from wargame.table.opening import choose


def test_values_are_set_added_dropped_and_shifted() -> None:
    bundle = load("first-download")
    before = bundle.dossiers["rome"]
    new = edited(
        bundle,
        [
            Edit(at="dossiers.rome.belief", to="high"),
            Edit(at="dossiers.rome.start.A", do="shift", to=5),
            Edit(at="pack.world.g", to=2),
            Edit(at="pack.injects.export-directive", do="drop"),
            Edit(
                at="pack.agreements",
                do="add",
                to={
                    "parties": ["meta", "rome"],
                    "clauses": [{"kind": "support", "giver": "meta", "taker": "rome", "level": 1}],
                    "secret": False,
                    "turns": 3,
                },
            ),
        ],
    )
    assert new.dossiers["rome"].belief == "high"
    assert new.dossiers["rome"].start.A == before.start.A + 5
    assert new.pack.world["g"] == 2
    assert "export-directive" not in [inject.id for inject in new.pack.injects]
    assert len(new.pack.agreements) == len(bundle.pack.agreements) + 1
    assert bundle.dossiers["rome"] == before, "the scenario itself is as it was"


def test_what_is_set_can_be_added_to_again_and_again() -> None:
    """Several arms share an edit: what one of them adds to its value must not show in another."""
    bundle, lines = load("first-download"), Edit(at="pack.injects", to=[])
    more = Edit(at="pack.injects", do="add", to={"id": "one", "kind": "news", "turn": 1, "text": "Something happens."})
    assert [len(edited(bundle, [lines, more]).pack.injects) for _ in range(2)] == [1, 1]
    assert len(edited(bundle, [lines]).pack.injects) == 0


def test_an_arm_with_an_edit_is_another_game_from_its_start() -> None:
    setup = choose("first-download")
    _, start = Arm("fast", edits=(Edit(at="pack.world.g", to=4),)).of(setup).opening()
    assert next(c.after for c in start.changes if c.variable == "world.g") == 4


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (Edit(at="dossiers.atlantis.belief", to="high"), "there is no 'atlantis' here; there is"),
        (Edit(at="pack.injects.no-such", do="drop"), "there is no 'no-such' here"),
        (Edit(at="pack.title", do="shift", to=1), "is no number"),
        (Edit(at="pack.title", do="add", to=1), "this is no list"),
        (Edit(at="dossiers.rome.belief", to="certain"), "dossiers.rome.belief"),
        (Edit(at="pack.title.more.yet", to=1), "there is nothing"),
    ],
)
def test_a_place_or_a_value_that_there_is_not_is_named(edit: Edit, sentence: str) -> None:
    with pytest.raises(PackError, match=sentence):
        edited(load("first-download"), [edit])


NOBODY = {"parties": [], "clauses": [], "secret": False, "turns": 3}


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (Edit(at="pack.world.gx", to=2), "pack.world.gx: 'gx' is no variable of the world; did you mean"),
        (Edit(at="pack.world.g", to=99), "pack.world.g: g is 99; it must be a number from 0.25 to 8"),
        (Edit(at="pack.war.raider", to=9), "pack.war.raider: 'raider' is no constant of the air war; did you mean"),
        (Edit(at="pack.parameters.trust_thret", to=1), "pack.parameters.trust_thret: "),
        (Edit(at="dossiers.rome.start.A", do="shift", to="x"), "it cannot be shifted by 'x'; `to` must be a number"),
        (Edit(at="pack.agreements", do="add", to=NOBODY), "parties: an agreement needs two or more different parties"),
        (Edit(at="dossiers.rome.start.A", do="shift"), "it cannot be shifted by nothing; `to` must be a number"),
    ],
)
def test_a_number_that_no_scenario_may_set_is_refused_with_its_place(edit: Edit, said: str) -> None:
    with pytest.raises(PackError) as fault:
        edited(load("first-download"), [edit])
    assert said in str(fault.value)
