"""Designs of Morris and Saltelli find what was planted, and say where they can say nothing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from tests.batch.studies import never_played, planned
from wargame.batch.game_played import GameRead
from wargame.batch.planned import ExperimentPlan, outcomes_key
from wargame.batch.run_ledger import LedgerContents
from wargame.batch.sensitivity import sensitivities
from wargame.commands.experiment_plan import plan_in_words
from wargame.errors import FaultyPack

pytest.importorskip("SALib", reason="SALib is not installed; nothing but designs of Morris and Saltelli needs it")
MORRIS = """
name: walks
game: {scenario: first-download, turns: 1}
design:
  kind: morris
  points: 4
  over: [{param: trust_threat}, {param: trust_data, low: 1, high: 3}, {param: trust_kept, low: 0, high: 2}]
seeds: {first: 1, count: 2}
outcomes:
  - {name: trust, reads: {kind: value, of: [rome.trust.washington]}}
"""
SALTELLI = MORRIS.replace("kind: morris", "kind: saltelli").replace("points: 4", "points: 8")
Planted = Callable[[float, float, float, int], float | None]
"""What a game comes to by where each parameter stands in its range, 0 to 1, and its seed."""


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> ExperimentPlan:
    """A design of Saltelli with points enough."""
    text = SALTELLI.replace("points: 8", "points: 128").replace("count: 2", "count: 1")
    return planned(tmp_path_factory.mktemp("mixed"), text)


def _sealed(plan: ExperimentPlan, value: Planted) -> LedgerContents:
    """A ledger of games that were never played."""
    found, key = LedgerContents(), outcomes_key(plan.outcomes)
    for run in plan.runs:
        cell = plan.cells[run.cell]
        at = [
            (float(getattr(cell.setup.opening()[0].parameters, name)) - low) / (high - low)
            for name, (low, high) in plan.varied.items()
        ]
        read = GameRead(
            turns=1,
            scores={},
            origins={},
            orders={},
            hashes=(run.id,),
            series={"trust": (value(at[0], at[1], at[2], run.seed),)},
        )
        found.sealed[run.id] = never_played(run.id, cell.name, run.seed, read, key)
    return found


def test_check_says_what_it_costs_in_games(tmp_path: Path) -> None:
    walks = plan_in_words(planned(tmp_path, MORRIS))
    assert walks[0] == "walks: 34 games, 17 cells of 2 seeds each"
    assert "design: morris, 4 starts and 3 steps from each: 16 points over trust_threat 0 to 40," in "\n".join(walks)
    mixes = plan_in_words(planned(tmp_path, SALTELLI))
    assert mixes[0] == "walks: 82 games, 41 cells of 2 seeds each"
    assert "design: saltelli, 8 points mixed in 5 ways: 40 points over" in "\n".join(mixes)


@pytest.mark.parametrize(
    ("kind", "points", "said"),
    [
        ("morris", 3, "3 points do not show how far off they are; at least 4"),
        ("saltelli", 12, "a Saltelli design is even for powers of two, such as 8 or 16"),
        ("saltelli", 2048, "2048 of saltelli over 3 parameters are 10240 points; fewer than 10000"),
    ],
)
def test_a_design_that_cannot_be_is_told_with_its_line(tmp_path: Path, kind: str, points: int, said: str) -> None:
    text = MORRIS.replace("kind: morris", f"kind: {kind}").replace("points: 4", f"points: {points}")
    with pytest.raises(FaultyPack) as fault:
        planned(tmp_path, text)
    assert "study.yaml:6: " in str(fault.value)
    assert said in str(fault.value)


@pytest.mark.parametrize(("text", "more"), [(MORRIS, 8), (SALTELLI.replace("points: 8", "points: 4"), 8)])
def test_more_points_keep_the_games_that_there_are(tmp_path: Path, text: str, more: int) -> None:
    few, many = planned(tmp_path, text), planned(tmp_path, text.replace("points: 4", f"points: {more}"))
    assert [cell.settings for cell in few.cells] == [cell.settings for cell in many.cells[: len(few.cells)]]
    assert {run.id for run in few.runs} < {run.id for run in many.runs}


def test_each_step_of_a_walk_moves_one_parameter_alone(tmp_path: Path) -> None:
    cells = planned(tmp_path, MORRIS).cells[1:]
    for place, (before, after) in enumerate(pairwise(cells), 1):
        moved = [name for name, value in before.setup.overrides.items() if after.setup.overrides[name] != value]
        assert len(moved) == 1 or place % 4 == 0, "a new start moves as it likes"


def test_walks_find_planted_moves_over_whole_ranges_and_what_bends(tmp_path: Path) -> None:
    plan = planned(tmp_path, MORRIS.replace("points: 4", "points: 12"))
    found = {
        each.parameter: each
        for each in sensitivities(plan, _sealed(plan, lambda a, b, c, seed: 100.0 * seed + 12 * a - 5 * b + 9 * a * c))
    }
    data = found["trust_data"]
    assert data.strength is not None
    assert (data.strength.value, data.way, data.spread) == pytest.approx((5, -5, 0), abs=1e-4)
    assert data.games == 12 * 4 * 2
    kept, threat = found["trust_kept"], found["trust_threat"]
    assert kept.strength is not None
    assert threat.strength is not None
    assert 12 < threat.strength.value < 21, "12 and what stands in its way of 9"
    assert threat.spread is not None
    assert threat.spread > 1
    assert kept.strength.within is not None
    assert kept.strength.value - kept.strength.within > 0


@pytest.mark.slow
def test_mixed_points_find_the_planted_shares_of_the_variance(mixed: ExperimentPlan) -> None:
    found = {each.parameter: each for each in sensitivities(mixed, _sealed(mixed, lambda a, b, c, seed: 8 * a + 6 * b))}
    for name, share in (("trust_threat", 0.64), ("trust_data", 0.36), ("trust_kept", 0.0)):
        each = found[name]
        assert each.alone is not None
        assert each.total is not None
        assert each.alone.within is not None
        assert each.alone.value == pytest.approx(share, abs=max(0.03, each.alone.within))
        assert each.total.value == pytest.approx(share, abs=0.06), "nothing hangs on two together"


def test_what_two_do_only_together_is_in_the_totals_alone(mixed: ExperimentPlan) -> None:
    ledger = _sealed(mixed, lambda a, b, c, seed: (a - 0.5) * (b - 0.5))
    found = {each.parameter: each for each in sensitivities(mixed, ledger)}
    for name in ("trust_threat", "trust_data"):
        each = found[name]
        assert each.alone is not None
        assert each.total is not None
        assert abs(each.alone.value) < 0.2
        assert each.total.value == pytest.approx(1.0, abs=0.25)


@pytest.mark.parametrize("text", [MORRIS, SALTELLI])
def test_a_game_without_a_value_is_named_and_nothing_is_said(tmp_path: Path, text: str) -> None:
    plan = planned(tmp_path, text)
    found = _sealed(plan, lambda a, b, c, seed: a)
    lost = plan.runs[7]
    del found.sealed[lost.id]
    for each in sensitivities(plan, found):
        assert each.refused.startswith(f"nothing is there to be read of {lost.id} (design=point 7, seed {lost.seed})")
        assert each.strength is each.alone is each.total is None


@pytest.mark.parametrize("text", [MORRIS, SALTELLI])
def test_an_outcome_that_never_moves_is_told_so_and_is_no_zero(tmp_path: Path, text: str) -> None:
    plan = planned(tmp_path, text)
    for each in sensitivities(plan, _sealed(plan, lambda a, b, c, seed: 3.0 + seed)):
        assert each.refused == "it is 4.5 at every point: none of these parameters moves it there"
        assert each.strength is each.alone is each.total is None


@pytest.mark.parametrize("text", [MORRIS, SALTELLI])
def test_the_same_games_give_the_same_intervals_for_any_seed_of_the_design(tmp_path: Path, text: str) -> None:
    plan = planned(tmp_path, text.replace("  over:", "  seed: 0\n  over:"))
    found = _sealed(plan, lambda a, b, c, seed: a * seed + b * c)
    assert sensitivities(plan, found) == sensitivities(plan, found)


def test_a_design_of_another_kind_gives_none(tmp_path: Path) -> None:
    plan = planned(tmp_path, MORRIS.replace("kind: morris", "kind: sobol").replace("points: 4", "points: 8"))
    assert sensitivities(plan, _sealed(plan, lambda a, b, c, seed: a)) == ()
