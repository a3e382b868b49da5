"""Shape: what does not fit a model is told in English, with what would, and the rest is saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from wargame.batch.experiment_file import Experiment
from wargame.scenario.dossier import Dossier
from wargame.scenario.faults import Fault
from wargame.scenario.pack import Pack
from wargame.scenario.shape import Shaped, shaped
from wargame.scenario.source import read

HERE = Path(__file__).parent / "tiny"


def with_pack(folder: Path, **changes: Any) -> Shaped[Pack]:
    data = YAML(typ="safe").load(HERE / "scenario.yaml")
    YAML(typ="safe", pure=True).dump({**data, **changes}, folder / "scenario.yaml")
    return shaped(read(folder / "scenario.yaml"), Pack)


def with_dossier(folder: Path, **changes: Any) -> Shaped[Dossier]:
    data = YAML(typ="safe").load(HERE / "actors" / "alba" / "dossier.yaml")
    YAML(typ="safe", pure=True).dump({**data, **changes}, folder / "dossier.yaml")
    return shaped(read(folder / "dossier.yaml"), Dossier)


def only(faults: tuple[Fault, ...]) -> tuple[str, str]:
    assert len(faults) == 1, faults
    return faults[0].key, faults[0].sentence


@pytest.mark.parametrize(
    ("changes", "key", "sentence"),
    [
        ({"start": {"A": "many"}}, "start.A", "A is 'many'; it must be a number from 0 to 100"),
        ({"start": {"A": True}}, "start.A", "A is true; it must be a number from 0 to 100"),
        ({"start": {"A": None}}, "start.A", "A is empty; it must be a number from 0 to 100"),
        ({"start": {"security": 9}}, "start.security", "security is 9; it must be a number from 1 to 5"),
        (
            {"start": {"N": "much"}},
            "start.N",
            "N is 'much'; it must be a set of keys and values or a number from 0 to 1",
        ),
        ({"start": {"N": {"cyber": 2}}}, "start.N.cyber", "cyber is 2; it must be a number from 0 to 1"),
        ({"staff": 1.5}, "staff", "staff is 1.5; it must be a whole number from 1 to 10000000"),
        (
            {"bloc": "alied"},
            "bloc",
            "bloc is 'alied'; did you mean 'allied'? It must be one of us, allied, cn or other",
        ),
        ({"as_of": "2026-13"}, "as_of", "as_of is '2026-13'; it must be a month such as '2026-07'"),
        ({"name": "x"}, "name", "name is 'x'; it must be text of 2 to 40 characters"),
        ({"sources": []}, "sources", "sources is an empty list; it must be a list of at least one item"),
    ],
)
def test_a_value_that_does_not_fit_is_told_with_what_would(
    tmp_path: Path, changes: dict[str, Any], key: str, sentence: str
) -> None:
    assert only(with_dossier(tmp_path, **changes).faults) == (key, sentence)


def test_an_unknown_key_is_met_with_the_nearest_one(tmp_path: Path) -> None:
    key, sentence = only(with_pack(tmp_path, talk_round=3).faults)
    assert key == "talk_round"
    assert "did you mean 'talk_rounds'" in sentence


def test_an_unknown_key_of_an_area_is_met_with_the_areas(tmp_path: Path) -> None:
    key, sentence = only(with_dossier(tmp_path, start={"N": {"cybre": 0.5}}).faults)
    assert key == "start.N.cybre"
    assert "one of cyber, intelligence, command, logistics, targeting or autonomy" in sentence


def test_weights_that_do_not_sum_to_one_are_placed_at_the_aims(tmp_path: Path) -> None:
    aims = [{"measure": "capability", "weight": 0.5}]
    assert only(with_dossier(tmp_path, aims=aims).faults) == (
        "aims",
        "the weights of aims sum to 0.5; they must sum to 1",
    )


def test_an_inject_with_two_triggers_is_placed_at_the_first(tmp_path: Path) -> None:
    inject = {"id": "x-x", "kind": "news", "text": "Something happens.", "turn": 1, "probability": 0.5}
    key, sentence = only(with_pack(tmp_path, injects=[inject]).faults)
    assert key in ("injects[0].turn", "injects[0].probability")
    assert "exactly one of turn, when or probability" in sentence


CLAUSE = {"kind": "payment", "giver": "alba", "taker": "boreas", "amount": 1}


def with_clause(folder: Path, **changes: Any) -> tuple[str, str]:
    clause = {key: value for key, value in {**CLAUSE, **changes}.items() if value != "gone"}
    terms = {"parties": ["alba", "boreas"], "clauses": [clause], "secret": False, "turns": 1}
    return only(with_pack(folder, agreements=[terms]).faults)


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        ({"kind": "gift"}, "kind", "one of access, guarantee, support, payment"),
        ({"kind": "gone", "amount": "lots"}, "kind", "kind is missing; it must be one of access"),
        ({"amount": "gone"}, "amount", "amount is missing; it must be a whole number"),
        ({"amount": "lots"}, "amount", "amount is 'lots'"),
        ({"price": 3}, "price", "price is not a key here"),
    ],
)
def test_a_clause_is_judged_by_its_own_kind_alone(
    tmp_path: Path, changes: dict[str, Any], key: str, words: str
) -> None:
    found, sentence = with_clause(tmp_path, **changes)
    assert found == f"agreements[0].clauses[0].{key}"
    assert words in sentence


def test_what_is_not_faulty_is_still_read(tmp_path: Path) -> None:
    result = with_dossier(tmp_path, belief="maybe", red_lines=["leverage_above_60", "nonsense"], staff=-1)
    assert {fault.key for fault in result.faults} == {"belief", "red_lines[1]", "staff"}
    assert result.value is not None
    assert result.value.red_lines == ("leverage_above_60",)
    assert result.value.belief == "medium"


def test_places_follow_what_is_still_read(tmp_path: Path) -> None:
    result = with_pack(tmp_path, seats=["BAD", "alba", "boreas"])
    assert result.value is not None
    assert result.value.seats == ("alba", "boreas")
    whole = read(tmp_path / "scenario.yaml")
    assert result.source.place(("seats", 0)) == whole.place(("seats", 1))


def test_a_list_that_is_too_short_is_told_with_how_many_it_has(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text(
        "name: a\ngame: {scenario: first-download}\nseeds: [1]\nfactors: [{name: f, levels: [{name: one}]}]\n"
        "outcomes: [{name: o, reads: {kind: signed}}]\n"
    )
    found = shaped(read(tmp_path / "study.yaml"), Experiment).faults
    assert only(found) == ("factors[0].levels", "levels has 1 item; it must be a list of at least 2 items")


def test_a_misspelt_key_is_told_once_and_not_as_missing_too(tmp_path: Path) -> None:
    data = YAML(typ="safe").load(HERE / "scenario.yaml")
    data["titel"] = data.pop("title")
    YAML(typ="safe", pure=True).dump(data, tmp_path / "scenario.yaml")
    key, said = only(shaped(read(tmp_path / "scenario.yaml"), Pack).faults)
    assert (key, said.split("?")[0]) == ("titel", "titel is not a key here; did you mean 'title'")
