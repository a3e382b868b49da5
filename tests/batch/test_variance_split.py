"""Where the spread comes from: shares as planted, as least squares give them, and none of nothing."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.batch.studies import SMALL, ledger_of, planned
from wargame.batch.planned import ExperimentPlan
from wargame.batch.variance_split import variance_shares

Planted = dict[tuple[str, str, int], float | None]
SEEDS = 30


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> ExperimentPlan:
    return planned(tmp_path_factory.mktemp("plan"), SMALL.replace("count: 3", f"count: {SEEDS}"))


def _planted(plan: ExperimentPlan, threats: float, rome: float, both: float, seed: float, noise: float) -> Planted:
    """Games whose outcome is moved by each source by so much, up or down."""
    chance, out = random.Random(4), Planted()
    for number in plan.experiment.numbers:
        shared = chance.gauss(0, seed) if seed else 0.0
        for cell in plan.cells:
            a = 1 if cell.levels["threats"] != "as usual" else -1
            b = 1 if cell.levels["rome"] == "random" else -1
            drawn = chance.gauss(0, noise) if noise else 0.0
            key = (cell.levels["threats"], cell.levels["rome"], number)
            out[key] = threats * a + rome * b + both * a * b + shared + drawn
    return out


def _shares(plan: ExperimentPlan, planted: Planted) -> Mapping[str, float]:
    return {each.source: each.share for each in variance_shares(plan, ledger_of(plan, planted))}


def test_factors_split_the_spread_as_the_squares_of_what_they_do(plan: ExperimentPlan) -> None:
    found = _shares(plan, _planted(plan, 3, 4, 0, 0, 0))
    assert found["threats"] == pytest.approx(9 / 25)
    assert found["rome"] == pytest.approx(16 / 25)
    assert found["levels together"] == pytest.approx(0, abs=1e-12)
    assert found["rest"] == pytest.approx(0, abs=1e-12)


def test_what_factors_do_only_in_company_is_told_apart(plan: ExperimentPlan) -> None:
    found = _shares(plan, _planted(plan, 0, 0, 5, 0, 0))
    assert found["levels together"] == pytest.approx(1)
    assert found["threats"] == pytest.approx(0, abs=1e-12)


def test_what_seeds_share_and_what_they_do_not_are_told_apart(plan: ExperimentPlan) -> None:
    found = _shares(plan, _planted(plan, 0, 0, 0, 10, 1))
    assert found["seed"] > 0.95
    other = _shares(plan, _planted(plan, 0, 0, 0, 0, 1))
    assert other["rest"] > 0.6
    assert sum(other.values()) == pytest.approx(1)


def test_a_factor_that_does_nothing_lies_where_chance_alone_puts_it(plan: ExperimentPlan) -> None:
    found = [
        each
        for each in variance_shares(plan, ledger_of(plan, _planted(plan, 0, 6, 0, 2, 3)))
        if each.source == "threats"
    ]
    assert found[0].chance is not None
    assert found[0].share < 5 * found[0].chance


def test_shares_are_those_of_least_squares(plan: ExperimentPlan) -> None:
    """The drop of the sum of squares when a source joins all others, by another way of working it out."""
    numpy = pytest.importorskip("numpy")
    planted = _planted(plan, 1, 2, 0.5, 3, 2)
    keys = list(planted)
    y = numpy.array([planted[key] for key in keys])
    a = numpy.array([1.0 if key[0] != "as usual" else -1.0 for key in keys])
    b = numpy.array([1.0 if key[1] == "random" else -1.0 for key in keys])
    seeds = numpy.array([[float(key[2] == seed) for seed in plan.experiment.numbers] for key in keys])
    sources = {"threats": a[:, None], "rome": b[:, None], "levels together": (a * b)[:, None]}

    def left(without: str = "") -> float:
        columns = numpy.hstack([seeds, *(each for name, each in sources.items() if name != without)])
        fitted = columns @ numpy.linalg.lstsq(columns, y, rcond=None)[0]
        return float(((y - fitted) ** 2).sum())

    total = float(((y - y.mean()) ** 2).sum())
    found = _shares(plan, planted)
    for source in sources:
        assert found[source] == pytest.approx((left(source) - left()) / total)
    assert found["rest"] == pytest.approx(left() / total)


def test_seeds_that_lack_a_game_are_left_out_and_counted(plan: ExperimentPlan) -> None:
    planted = _planted(plan, 3, 4, 0, 0, 0)
    planted["cost no trust", "random", 7] = None
    found = variance_shares(plan, ledger_of(plan, planted))
    assert {(each.seeds, each.left_out) for each in found} == {(SEEDS - 1, 1)}
    assert {each.source: each.share for each in found}["threats"] == pytest.approx(9 / 25)


def test_nothing_is_said_of_what_never_varied(plan: ExperimentPlan) -> None:
    assert variance_shares(plan, ledger_of(plan, _planted(plan, 0, 0, 0, 0, 0))) == ()


def test_factors_that_are_not_crossed_are_told_together(tmp_path: Path) -> None:
    plan = planned(tmp_path, SMALL.replace("seeds:", "cross: one at a time\nseeds:"))
    planted: Planted = {
        (cell.levels["threats"], cell.levels["rome"], seed): float(place)
        for place, cell in enumerate(plan.cells)
        for seed in plan.experiment.numbers
    }
    assert _shares(plan, planted) == {
        "levels together": pytest.approx(1),
        "seed": pytest.approx(0),
        "rest": pytest.approx(0, abs=1e-12),
    }
