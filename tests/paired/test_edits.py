"""A scenario is changed as data: the place is named, and what cannot be is said with it."""

from __future__ import annotations

import pytest

from wargame.errors import PackError
from wargame.paired.arms import Arm
from wargame.paired.edits import Edit, edited, edited_and_told
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
        (Edit(at="pack.title.more.yet", to=1), "pack.title is text and has no parts"),
        (Edit(at="pack.world.kappa_us.x", to=1), "pack.world.kappa_us is a number and has no parts"),
        (
            Edit(at="dossiers.rome.acess.llama.licence", to="full"),
            "no 'acess' here; there is id, name,.*; did you mean 'access'",
        ),
        (Edit(at="world.g", to=2), "no 'world' here; there is pack, .*; did you mean 'pack.world'"),
        (Edit(at="rome.belief", to="high"), "no 'rome' here; there is pack, .*; did you mean 'dossiers.rome'"),
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


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (Edit(at="dossiers.rome.acces", to=1), "dossiers.rome.acces is not a key here; did you mean 'access'?"),
        (Edit(at="pack.world.g", to="fast"), "pack.world.g is 'fast'; it must be a number"),
        (Edit(at="pack.injects", to=1), "pack.injects is 1; it must be a list"),
        (
            Edit(at="pack.injects.export-directive.turn", to="soon"),
            "pack.injects.export-directive.turn is 'soon'; it must be a whole number from 1 to 60",
        ),
        (Edit(at="dossiers.rome.brief", do="drop"), "dossiers.rome.brief is missing; it must be text"),
    ],
)
def test_what_does_not_fit_is_told_as_checks_of_scenarios_tell_it_with_the_place_once(edit: Edit, said: str) -> None:
    with pytest.raises(PackError) as fault:
        edited(load("first-download"), [edit])
    assert str(fault.value).startswith(said)
    assert str(fault.value).count(edit.at) == 1


def test_what_was_edited_is_called_as_its_edit_calls_it_after_others_have_moved() -> None:
    edits = [
        Edit(at="pack.injects.export-directive.turn", to="soon"),
        Edit(at="pack.injects.0", do="drop"),
    ]
    bundle = load("first-download")
    assert bundle.pack.injects[0].id != "export-directive"
    with pytest.raises(PackError, match=r"^pack\.injects\.export-directive\.turn is 'soon'"):
        edited(bundle, edits)


def test_a_drop_takes_no_value_so_that_a_whole_list_cannot_go_by_a_slip() -> None:
    with pytest.raises(PackError) as fault:
        edited(load("first-download"), [Edit(at="pack.injects", do="drop", to="export-directive")])
    assert "drop takes no 'to'; it removes all of pack.injects" in str(fault.value)
    assert str(fault.value).endswith("write at: pack.injects.export-directive")


@pytest.mark.parametrize(
    ("edit", "told", "nothing"),
    [
        (Edit(at="pack.world.g", to=2), "pack.world.g 1 -> 2", False),
        (Edit(at="pack.world.g", to=1), "pack.world.g 1 -> 1", True),
        (Edit(at="dossiers.rome.start.A", do="shift", to=5), "dossiers.rome.start.A 35 -> 40", False),
        (Edit(at="dossiers.rome.start.A", do="shift", to=0), "dossiers.rome.start.A 35 -> 35", True),
        (Edit(at="pack.injects.export-directive", do="drop"), "pack.injects.export-directive is dropped", False),
        (Edit(at="pack.injects", do="drop"), "pack.injects, a list of 3, is dropped", False),
        (Edit(at="pack.injects", to=[]), "pack.injects a list of 3 -> an empty list", False),
        (Edit(at="pack.war.raiders", to=9), "pack.war.raiders not set -> 9", False),
        (Edit(at="pack.title", to="Another"), "pack.title 'First Download' -> 'Another'", False),
    ],
)
def test_each_edit_tells_the_value_before_and_after_and_whether_it_changes_nothing(
    edit: Edit, told: str, nothing: bool
) -> None:
    (made,) = edited_and_told(load("first-download"), [edit])[1]
    assert made.told == told
    assert bool(made.nothing) == nothing


def test_a_long_text_is_told_by_its_beginning() -> None:
    (made,) = edited_and_told(load("first-download"), [Edit(at="dossiers.rome.brief", to="long " * 100)])[1]
    assert len(made.told) < 160
