"""Designs over ranges and parts of crossings: even, the same each time, and told apart by what they can tell."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from tests.batch.studies import never_played, planned
from wargame.batch.comparisons import effects
from wargame.batch.crossed_in_part import fraction
from wargame.batch.crossing import mixed_up
from wargame.batch.effects_within import check_within
from wargame.batch.game_played import GameRead
from wargame.batch.planned import ExperimentPlan, outcomes_key
from wargame.batch.result_tables import tables_of
from wargame.batch.run_ledger import LedgerContents
from wargame.batch.runner import run_experiment
from wargame.errors import FaultyPack, SpecError

pytest.importorskip("scipy", reason="SciPy is not installed; nothing but designs and the analysis needs it")
pytest.importorskip("pyDOE3", reason="pyDOE3 is not installed; nothing but parts of crossings needs it")
DESIGN = """
name: small
game: {scenario: first-download, turns: 1}
design: {kind: sobol, points: 8, over: [{param: trust_threat}, {param: trust_data, low: 1, high: 3}]}
seeds: {first: 1, count: 3}
outcomes:
  - {name: trust, reads: {kind: value, of: [rome.trust.washington]}}
"""
MORRIS = DESIGN.replace("sobol, points: 8", "morris, points: 4").replace(", {param: trust_data, low: 1, high: 3}", "")
LATIN = DESIGN.replace("sobol, points: 8", "latin hypercube, points: 10")
PART = """
name: small
game: {scenario: first-download, turns: 1}
cross: fractional
resolution: 3
factors:
  - {name: a, levels: [{name: low}, {name: high, params: {trust_threat: 0}}]}
  - {name: b, levels: [{name: low}, {name: high, params: {trust_data: 0}}]}
  - {name: c, levels: [{name: low}, {name: high, params: {trust_kept: 0}}]}
  - {name: d, levels: [{name: low}, {name: high, params: {trust_broken: 0}}]}
  - {name: e, levels: [{name: low}, {name: high, seats: {rome: random}}]}
seeds: {first: 1, count: 3}
outcomes:
  - {name: trust, reads: {kind: value, of: [rome.trust.washington]}}
"""


def _sealed(plan: ExperimentPlan, values: dict[str, float]) -> LedgerContents:
    """A ledger of games that were never played, with a value of the outcome by run."""
    found, key = LedgerContents(), outcomes_key(plan.outcomes)
    for run in plan.runs:
        read = GameRead(
            turns=1, scores={}, origins={}, orders={}, hashes=(run.id,), series={"trust": (values[run.id],)}
        )
        cell = plan.cells[run.cell].name
        found.sealed[run.id] = never_played(run.id, cell, run.seed, read, key)
    return found


def test_a_design_is_one_factor_whose_first_level_leaves_all_as_it_is(tmp_path: Path) -> None:
    plan = planned(tmp_path, DESIGN)
    assert [cell.name for cell in plan.cells[:3]] == ["design=as it is", "design=point 1", "design=point 2"]
    assert len(plan.runs) == 9 * 3
    assert plan.cells[0].setup.overrides == {}
    assert all(set(cell.setup.overrides) == {"trust_threat", "trust_data"} for cell in plan.cells[1:])


@pytest.mark.parametrize(("text", "points"), [(DESIGN, 8), (LATIN, 10)])
def test_every_slice_of_a_range_holds_one_point(tmp_path: Path, text: str, points: int) -> None:
    cells = planned(tmp_path, text).cells[1:]
    for name, low, high in (("trust_threat", 0.0, 40.0), ("trust_data", 1.0, 3.0)):
        shares = [(cell.setup.overrides[name] - low) / (high - low) for cell in cells]
        assert sorted(int(share * points) for share in shares) == list(range(points))


def test_the_points_stay_and_those_of_a_doubled_sobol_design_too(tmp_path: Path) -> None:
    plan, again = planned(tmp_path, DESIGN), planned(tmp_path, DESIGN)
    doubled = planned(tmp_path, DESIGN.replace("points: 8", "points: 16"))
    settings = [cell.settings for cell in plan.cells]
    assert settings == [cell.settings for cell in again.cells]
    assert settings == [cell.settings for cell in doubled.cells[:9]]
    assert {run.id for run in plan.runs} < {run.id for run in doubled.runs}
    other = planned(tmp_path, DESIGN.replace("points: 8", "points: 8, seed: 2"))
    assert other.cells[1].settings != settings[1]


def test_tables_have_a_column_for_each_varied_parameter(tmp_path: Path) -> None:
    plan = planned(tmp_path, DESIGN.replace("count: 3", "count: 1").replace("points: 8", "points: 4"))
    run_experiment(plan, tmp_path / "games")
    table = tables_of(plan, LedgerContents())["runs"]
    assert table["param.trust_threat"][0] == 8.0, "as the rules have it"
    assert list(table["param.trust_data"])[1:] == [cell.setup.overrides["trust_data"] for cell in plan.cells[1:]]


def test_a_planted_slope_is_found_over_the_whole_range_and_what_does_not_count_is_none(tmp_path: Path) -> None:
    plan = planned(tmp_path, DESIGN)
    values = {
        run.id: 10.0 * run.seed + 0.5 * (1 + run.seed) * plan.cells[run.cell].setup.overrides.get("trust_threat", 8.0)
        for run in plan.runs
    }
    threat, data = effects(plan, _sealed(plan, values))
    assert (threat.factor, threat.level, threat.pairs) == ("trust_threat", "0 to 40", 3)
    assert threat.mean == pytest.approx((40 + 60 + 80) / 3)
    assert data.level == "1 to 3"
    assert data.mean == pytest.approx(0.0, abs=1e-9)
    same = effects(plan, _sealed(plan, dict.fromkeys(values, 3.0)))
    assert [(each.mean, each.remark) for each in same] == [(0.0, "did not vary")] * 2


def test_a_seed_of_which_a_point_is_missing_gives_no_slope(tmp_path: Path) -> None:
    plan = planned(tmp_path, DESIGN)
    found = _sealed(plan, {run.id: float(run.cell) for run in plan.runs})
    del found.sealed[plan.runs[5].id]
    assert [(each.pairs, each.left_out) for each in effects(plan, found)] == [(2, 1), (2, 1)]


def test_in_a_part_of_a_crossing_every_two_levels_meet_equally_often(tmp_path: Path) -> None:
    plan = planned(tmp_path, PART)
    assert len(plan.cells) == 8, "a quarter of 32"
    assert set(plan.cells[0].levels.values()) == {"low"}
    for one, other in combinations("abcde", 2):
        met = Counter((cell.levels[one], cell.levels[other]) for cell in plan.cells)
        assert set(met.values()) == {2}
        assert len(met) == 4


def test_a_planted_effect_is_found_from_a_part_and_its_doubles_are_named(tmp_path: Path) -> None:
    plan = planned(tmp_path, PART)
    values = {run.id: run.seed + 7.0 * (plan.cells[run.cell].levels["b"] == "high") for run in plan.runs}
    found = {each.factor: each.mean for each in effects(plan, _sealed(plan, values))}
    assert found == {"a": 0, "b": 7, "c": 0, "d": 0, "e": 0}
    told = mixed_up(plan.experiment)
    assert len(told) == 5
    for line in told:
        name, pairs = line.split(" is not told apart from ")
        for pair in pairs.split(", "):
            one, other = pair.split(" with ")
            signs = {
                tuple(cell.levels[each] == "high" for each in (name, one, other)).count(True) % 2 for cell in plan.cells
            }
            assert len(signs) == 1
    assert mixed_up(planned(tmp_path, PART.replace("resolution: 3", "resolution: 4")).experiment) == ()


@pytest.mark.parametrize(
    ("factors", "resolution", "rows"),
    [
        (3, 3, 4),
        (4, 4, 8),
        (5, 3, 8),
        (5, 4, 16),
        (5, 5, 16),
        (6, 5, 32),
        (7, 4, 16),
        (7, 5, 64),
        (8, 5, 64),
        (9, 5, 128),
    ],
)
def test_a_part_is_known_wherever_textbooks_have_one(factors: int, resolution: int, rows: int) -> None:
    part = fraction(factors, resolution)
    assert len(set(part)) == len(part) == rows, "as in the table of two-level designs of Box, Hunter and Hunter"
    assert not any(part[0])
    for chosen in combinations(range(factors), resolution - 1):
        met = Counter(tuple(row[place] for place in chosen) for row in part)
        assert len(met) == 2 ** len(chosen)
        assert len(set(met.values())) == 1


@pytest.mark.parametrize(
    ("text", "old", "new", "said"),
    [
        (DESIGN, "trust_threat", "trust_thraet", "did you mean trust_threat"),
        (DESIGN, "low: 1, high: 3", "low: 3, high: 1", "trust_data from 3 to 1: the first must be less"),
        (DESIGN, "high: 3", "high: 300", "parameter trust_data is 300; it must be from 0 to 20"),
        (DESIGN, "points: 8", "points: 10", "powers of two, such as 8 or 16"),
        (DESIGN, "points: 8", "points: 2", "2 points do not tell 2 parameters apart; at least 4"),
        (
            DESIGN,
            "points: 8",
            "points: 0",
            "0 points do not tell 2 parameters apart; at least 4 and at most 4096, a power",
        ),
        (LATIN, "points: 10", "points: 4097", "4097 points are too many; at least 4 and at most 4096 are accepted"),
        (
            MORRIS,
            "points: 4",
            "points: 0",
            "0 points do not show how far off they are; at least 4 and at most 4096 are",
        ),
        (MORRIS, "[{param: trust_threat}]", "[]", "over is an empty list; it must be a list of at least one item"),
        (DESIGN, "trust_threat", "threat_of_trust", "`wargame params` lists all with their ranges"),
        (DESIGN, "{param: trust_data, low: 1, high: 3}", "{param: trust_threat}", "trust_threat is varied already"),
        (
            DESIGN,
            "seeds:",
            "factors: [{name: x, levels: [{name: u}, {name: v, params: {trust_data: 1}}]}]\nseeds:",
            "factor 'x' sets params.trust_data, which factor 'design' sets too",
        ),
        (
            DESIGN,
            "seeds:",
            "factors: [{name: design, levels: [{name: u}, {name: v}]}]\nseeds:",
            "give the factor another name",
        ),
        (PART, "resolution: 3\n", "", "needs a resolution"),
        (
            PART.replace("resolution: 3", "resolution: 5"),
            "  - {name: e, levels: [{name: low}, {name: high, seats: {rome: random}}]}\n",
            "",
            "4 factors have no part with resolution 5, which takes 5 factors or more; ask for a lower one",
        ),
        (PART, "cross: fractional\n", "", "a resolution is one of `cross: fractional`"),
        (PART, "[{name: low}, {name: high, params: {trust_kept: 0}}]", "[{name: low}, {name: mid}, {name: high}]", "3"),
    ],
)
def test_a_design_that_cannot_be_is_told_with_its_line(
    tmp_path: Path, text: str, old: str, new: str, said: str
) -> None:
    assert old in text
    with pytest.raises(FaultyPack) as fault:
        planned(tmp_path, text.replace(old, new))
    assert "study.yaml:" in str(fault.value)
    assert said in str(fault.value)


SWAP = """
name: small
game: {scenario: first-download, turns: 1, seats: {rome: random}}
factors:
  - name: chairs
    levels: [{name: as they sit}, {name: swapped, swap: [rome, washington]}]
seeds: {first: 1, count: 1}
outcomes:
  - {name: trust, reads: {kind: value, of: [rome.trust.washington]}}
"""


def test_a_swap_exchanges_the_players_of_two_seats_and_nothing_else(tmp_path: Path) -> None:
    first, second = planned(tmp_path, SWAP).cells
    assert (first.setup.seats["rome"], first.setup.seats["washington"]) == ("random", "scripted")
    assert (second.setup.seats["rome"], second.setup.seats["washington"]) == ("scripted", "random")
    assert {**first.settings, "seats": 0} == {**second.settings, "seats": 0}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[rome, washington]", "[rome, atlantis]", "swap: atlantis: there is no such seat"),
        ("seats: {rome: random}", "seats: {}", "both played by scripted, so that it changes nothing"),
        ("swap: [rome, washington]", "persona: 1.5", "persona is 1.5; it must be from 0"),
        ("swap: [rome, washington]", "labels: short", "labels"),
    ],
)
def test_a_swap_that_cannot_be_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in SWAP
    with pytest.raises(FaultyPack) as fault:
        planned(tmp_path, SWAP.replace(old, new))
    assert said in str(fault.value)


@pytest.mark.slow
@pytest.mark.parametrize("change", ["persona: 0.5", "order: reversed", "labels: neutral", "wording: b56192e"])
def test_how_models_are_asked_is_a_level_where_one_sits_at_the_table(tmp_path: Path, change: str) -> None:
    text = SWAP.replace("swap: [rome, washington]", change)
    with pytest.raises(FaultyPack, match="this is how models are asked, and none sits at this table"):
        planned(tmp_path, text)
    first, second = planned(tmp_path, text.replace("rome: random", 'rome: "llm:stub@http://localhost:9/v1"')).cells
    assert first.settings["prompts"] != second.settings["prompts"]
    assert {**first.settings, "prompts": 0} == {**second.settings, "prompts": 0}
    named = text.replace("seats: {rome: random}", "seats: {}").replace(
        "factors:",
        'factors:\n  - {name: who, levels: [{name: m, seats: {rome: "llm:m@http://h/v1"}}, {name: n, seats: '
        '{rome: "llm:n@http://h/v1"}}]}',
    )
    assert len(planned(tmp_path, named).cells) == 4, "a model that another factor seats is there"


def test_a_wording_set_is_a_level_and_stands_in_the_settings(tmp_path: Path) -> None:
    text = SWAP.replace("rome: random", 'rome: "llm:stub@http://localhost:9/v1"')
    now, before = planned(tmp_path, text.replace("swap: [rome, washington]", "wording: b56192e")).cells
    assert now.settings["prompts"] != before.settings["prompts"]
    with pytest.raises(FaultyPack, match="wording 'c1': there is no such set; the sets are b56192e"):
        planned(tmp_path, text.replace("swap: [rome, washington]", "wording: c1"))


def test_no_effect_is_told_within_a_factor_of_a_part_and_the_reason_is_true(tmp_path: Path) -> None:
    plan = planned(tmp_path, PART)
    factors = [factor.name for factor in plan.factors]
    met = {(cell.levels[factors[0]], cell.levels[factors[1]]) for cell in plan.cells}
    assert len(met) == 4, "all levels of two factors meet, and that they do not is no reason"
    with pytest.raises(SpecError, match="is mixed up there with what others do, alone or together; leave `cross` out"):
        check_within(plan, factors[0])
