"""Building: the opening sets every variable of everyone present, names nobody who is absent, and never varies."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from wargame.core import names
from wargame.core.agreements import Agreement
from wargame.core.clauses import AccessClause, ForbearanceClause
from wargame.core.codebook import FAMILIES, bounds, family_of
from wargame.core.events import TABLE_OF
from wargame.core.fold import fold
from wargame.core.ids import AREAS, AgreementId, ModelId
from wargame.core.setting import MISSIONS
from wargame.core.state import State
from wargame.errors import PackError
from wargame.scenario.assembly import Opening, build
from wargame.scenario.bundle import Bundle, load
from wargame.scenario.find import list_scenarios
from wargame.scenario.starting_values import vintage


@pytest.fixture
def bundle(tiny: Path) -> Bundle:
    return load(tiny)


@pytest.fixture
def opening(bundle: Bundle) -> Opening:
    return build(bundle)


@pytest.fixture
def state(opening: Opening) -> State:
    return fold(State(), [opening.start])


def words(value: Any) -> set[str]:
    """Every text inside an entity."""
    if isinstance(value, str):
        return {value}
    if is_dataclass(value):
        return {word for field in fields(value) for word in words(getattr(value, field.name))}
    return {word for item in value for word in words(item)} if isinstance(value, tuple) else set()


def test_the_start_is_one_event_for_control_alone(opening: Opening) -> None:
    start = opening.start
    assert (start.id, start.turn, start.phase, start.kind) == ("0.1", 0, "start", "game_started")
    assert (start.rule, start.causes, start.audience) == ("starting positions", ("scenario",), ())
    names = [change.variable for change in start.changes]
    assert names == sorted(names)
    assert len(names) == len(set(names))
    assert all(change.before == 0.0 and isinstance(change.after, float) for change in start.changes)
    assert all(put.table == TABLE_OF[type(put.entity)] for put in start.puts)


def test_every_value_is_a_stored_variable_within_its_range(state: State) -> None:
    for name, value in state.values.items():
        low, high = bounds(name)
        assert low <= value <= high, name


def test_every_stored_family_of_the_codebook_is_set(state: State) -> None:
    held = {family.pattern for name in state.values if (family := family_of(name))}
    made_in_play = {"*.tuned.*"}
    assert held == {family.pattern for family in FAMILIES if not family.derived} - made_in_play


def test_a_government_starts_as_its_dossier_and_the_scenario_say(state: State) -> None:
    values = state.values
    assert values[names.adoption("alba")] == 61  # the scenario changes it
    assert values[names.adoption("eagle")] == 65
    assert [values[names.narrow("alba", area)] for area in AREAS] == [0.4, 0.4, 0.4, 0.4, 0.4, 0.5]
    assert [values[names.narrow("eagle", area)] for area in AREAS] == [0.5, 0.35, 0.35, 0.35, 0.35, 0.6]
    assert values[names.trust("alba", "eagle")] == 30  # the scenario changes it
    assert values[names.trust("alba", "boreas")] == 55
    assert values[names.trust("alba", "cedar")] == 50
    assert (values[names.integration("alba", "gale")], values[names.integration("eagle", "gale")]) == (0.2, 0)
    assert (values[names.home_share("alba", "cloud")], values[names.home_share("alba", "chips")]) == (0.5, 0.2)
    assert "alba.home.model" not in values
    assert (values[names.budget("alba")], values[names.income("alba")], values[names.points("alba")]) == (6, 6, 5)
    assert (
        values[names.arms("alba")],
        values[names.bundled("alba", "cedar")],
    ) == (50, 0)
    assert (values[names.grid("alba")], values[names.operators("alba")], values[names.interceptors("alba")]) == (
        80,
        50,
        200,
    )
    assert not any(name.startswith("eagle.") and name.endswith(("grid", "operators")) for name in values)


def test_fielded_capability_follows_from_access_and_narrow_systems(state: State) -> None:
    assert all(0 <= state.values[names.capability("alba", area)] <= 100 for area in AREAS)
    assert state.values[names.capability("alba", "autonomy")] == pytest.approx(100 * 0.85 * 0.5, abs=15)
    assert state.values[names.capability("alba", "cyber")] > 100 * 0.15 * 0.4  # more than narrow systems alone
    assert state.values[names.capability("eagle", "logistics")] == pytest.approx(100 * 0.5 * 0.35)  # no access at all
    assert "delta.C.cyber" not in state.values


def test_other_kinds_start_with_their_own_variables(state: State) -> None:
    values = state.values
    assert values[names.vintage_inside("boreas")] == 0.5
    assert (values[names.policy("boreas")], values[names.staff_line("boreas")]) == (5, 5)
    assert (values[names.dissent("boreas")], values[names.talent("boreas")], values[names.revenue("boreas")]) == (
        15,
        100,
        0,
    )
    assert (values[names.norms("delta")], values[names.budget("delta")]) == (0.3, 8)
    assert (values[names.reputation("cedar")], values[names.norm_pull("cedar")]) == (44, 0)
    assert "cedar.dissent" not in values
    assert "delta.A" not in values


def test_the_world_starts_at_the_best_vintage_and_what_the_scenario_sets(state: State) -> None:
    world = {name: value for name, value in state.values.items() if name.startswith("world.")}
    assert world == {
        "world.F": 0.5,
        "world.par": 0.5,
        "world.standard": 0.5,
        "world.g": 1,
        "world.kappa_us": 0.3,
        "world.kappa_cn": 0.1,
        "world.consent_rule": 1,
        "world.data_pressure": 1,
        "world.top_model_cut": 0,
        "world.chip_control_cn": 0.5,
        "world.chips": 0.9,
    }
    assert (state.values[names.vintage(ModelId("wind"))], state.values[names.vintage(ModelId("breeze"))]) == (-1, -9.5)


def test_a_lab_that_names_no_vintage_has_its_best_model(bundle: Bundle) -> None:
    boreas = bundle.dossiers["boreas"]
    silent = boreas.model_copy(update={"start": boreas.start.model_copy(update={"vintage": None})})
    assert vintage(silent) == -1


def test_models_and_lines_of_access_enter(state: State) -> None:
    assert set(state.models) == {"wind", "breeze"}
    lines = {(line.model, line.channel): line for line in state.access.values()}
    copy = lines[ModelId("breeze"), "weights"]
    assert (copy.holder, copy.supplier, copy.frozen_K, copy.agreement) == ("alba", "alba", -9.5, None)
    assert (copy.source, copy.audience, copy.cause, copy.since) == ("start", "public", "0.1", 0)
    bought = lines[ModelId("wind"), "enclave"]
    assert (bought.supplier, bought.frozen_K, bought.support, bought.areas) == ("boreas", None, 1, AREAS)
    terms = state.agreements[bought.agreement or AgreementId("")].terms
    assert terms.parties == ("boreas", "alba")
    assert terms.turns == 3
    assert isinstance(terms.clauses[0], AccessClause)
    assert terms.clauses[0].price == 2
    granted = lines[ModelId("wind"), "api"]
    assert granted.source == "agreement"
    assert granted.agreement in state.agreements


def agreement_of(state: State, *parties: str) -> Agreement:
    return next(item for item in state.agreements.values() if item.parties == parties)


def test_standing_agreements_are_signed_as_the_rules_would(state: State) -> None:
    supply = agreement_of(state, "alba", "boreas")
    assert supply.consenters == ("alba", "boreas", "eagle")  # Eagle's consent rule: a closed US model goes abroad
    assert (supply.signed, supply.expires, supply.status, supply.audience) == (0, 3, "in_force", "public")
    secret = agreement_of(state, "eagle", "alba")
    assert secret.audience == ("alba", "eagle")
    assert secret.expires == 2
    (support,) = state.conditions.values()
    assert (support.kind, support.seat, support.amount, support.until) == ("support", "alba", 2, 3)


def test_ids_tell_nothing_about_their_number(state: State) -> None:
    for name in (*state.access, *state.agreements):
        assert len(name) == 5
        assert name.isalnum()


def test_seats_stand_in_table_order_with_their_briefs(opening: Opening) -> None:
    setting = opening.setting
    assert setting.ids == ("alba", "boreas", "eagle", "cedar", "delta")
    assert [seat.seated for seat in setting.seats] == [True, True, True, False, False]
    alba = setting.by_id["alba"]
    assert alba.brief.startswith("You want capability")
    assert alba.brief.endswith("access that nobody can cut.")
    assert (alba.belief, alba.missions) == ("high", MISSIONS["border"])
    assert setting.by_id["delta"].members == ("alba",)
    assert "minister" not in "".join(seat.brief for seat in setting.seats if seat.id != "alba")
    assert setting.war == {"raiders": 100, "rate": 1.5}


def test_parameters_of_the_caller_go_before_those_of_the_scenario(bundle: Bundle) -> None:
    assert build(bundle).parameters.leak == 0.2
    assert build(bundle, parameters={"leak": 0.4}).parameters.leak == 0.4
    with pytest.raises(PackError, match="no parameter is called 'leek'"):
        build(bundle, parameters={"leek": 0.4})


def test_the_number_of_turns_can_be_chosen(bundle: Bundle) -> None:
    shorter = build(bundle, turns=2)
    assert shorter.setting.turns == 2
    supply = agreement_of(fold(State(), [shorter.start]), "boreas", "alba")
    assert supply.expires == 2
    for turns in (0, -1, 61):
        with pytest.raises(PackError, match="from 1 to 60"):
            build(bundle, turns=turns)


def test_a_variant_names_nobody_who_is_absent(bundle: Bundle, tiny: Path) -> None:
    opening = build(bundle, "pair")
    state = fold(State(), [opening.start])
    absent = {"cedar", "delta", "eagle"}
    assert opening.setting.ids == ("alba", "boreas")
    assert not any(absent & set(name.split(".")) for name in state.values)
    assert not absent & {word for put in opening.start.puts for word in words(put.entity)}
    assert [item.parties for item in state.agreements.values()] == [("boreas", "alba"), ("alba", "boreas")]
    assert [inject.id for inject in opening.setting.injects] == ["a-storm", "a-letter", "a-rumour"]
    assert opening.setting.injects[2].audience == ("alba",)
    assert set(opening.setting.injects[1].changes) == {
        "boreas.dissent",
        "alba.trust.boreas",
        "alba.C.cyber",
        "alba.I.gale",
    }
    assert build(load(tiny, "pair"), "pair") == opening


def test_what_names_an_absent_maker_is_left_out(bundle: Bundle) -> None:
    pack = bundle.pack.model_copy(update={"seats": ("alba", "eagle"), "present": ()})
    opening = build(bundle.model_copy(update={"pack": pack}))
    state = fold(State(), [opening.start])
    assert not state.models
    assert not state.access
    assert [item.parties for item in state.agreements.values()] == [("eagle", "alba")]
    assert not any(isinstance(c, ForbearanceClause) for item in state.agreements.values() for c in item.terms.clauses)
    assert [inject.id for inject in opening.setting.injects] == ["a-rumour"]
    assert state.values[names.FRONTIER] == 0


def test_a_bundle_without_a_seats_dossier_is_refused(bundle: Bundle) -> None:
    thin = bundle.model_copy(update={"dossiers": {"alba": bundle.dossiers["alba"]}})
    with pytest.raises(PackError, match="no dossier of boreas, eagle, cedar and delta"):
        build(thin)


def test_the_opening_is_the_same_after_a_round_through_json(bundle: Bundle, state: State) -> None:
    again = build(Bundle.model_validate_json(bundle.model_dump_json()))
    assert fold(State(), [again.start]).hash() == state.hash()


def test_the_opening_is_the_same_in_another_process(tiny: Path, state: State) -> None:
    code = (
        "import sys; from wargame.scenario.bundle import load; from wargame.scenario.assembly import build;"
        "from wargame.core.fold import fold; from wargame.core.state import State;"
        "print(fold(State(), [build(load(sys.argv[1])).start]).hash())"
    )
    root = str(Path(__file__).parents[2])
    for seed in ("1", "2"):
        command = [sys.executable, "-c", code, str(tiny)]
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": root}
        result = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert result.stdout.strip() == state.hash(), result.stderr


@pytest.mark.parametrize("name", [found.name for found in list_scenarios()])
def test_every_shipped_scenario_builds_in_every_variant(name: str) -> None:
    bundle = load(name)
    for variant in (None, *bundle.pack.variants):
        opening = build(bundle, variant)
        state = fold(State(), [opening.start])
        assert state.values[names.FRONTIER] >= 0
        assert set(opening.setting.governments) == {n.split(".")[0] for n in state.values if n.endswith(".C.cyber")}
