"""What passes through another outcome: as planted, in parts that add up, nothing where nothing can be said."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.batch.studies import SMALL, ledger_of, planned, with_read
from wargame.batch.mediation import MediatedEffect, mediated, passing
from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import LedgerContents
from wargame.errors import SpecError

pytest.importorskip("scipy", reason="SciPy is not installed; nothing but the analysis of experiments needs it")
Game = Callable[[float, random.Random], tuple[float, float]]
"""From whether the level is on, 0 or 1, to `trust` and `agreements`."""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> ExperimentPlan:
    text = SMALL.replace("count: 3", "count: 60").replace("at: area", "at: end")
    return planned(tmp_path_factory.mktemp("plan"), text)


def _played(plan: ExperimentPlan, game: Game, seed: int = 1) -> LedgerContents:
    chance, cells = random.Random(seed), {cell.name: cell for cell in plan.cells}
    found = ledger_of(
        plan, {(c.levels["threats"], c.levels["rome"], n): 0.0 for c in plan.cells for n in plan.experiment.numbers}
    )
    for run, sealed in found.sealed.items():
        trust, agreements = game(float(cells[sealed.cell].levels["threats"] != "as usual"), chance)
        series = {"trust": (trust,), "agreements": (agreements,)}
        found.sealed[run] = with_read(sealed, series=series)
    return found


def _through_agreements(plan: ExperimentPlan, game: Game, seed: int = 1) -> MediatedEffect:
    found = next(each for each in mediated(plan, _played(plan, game, seed), ["agreements"]) if each.factor == "threats")
    assert (found.outcome, found.through) == ("trust", "agreements")
    return found


def test_an_effect_that_passes_wholly_through_another_is_told_as_such(plan: ExperimentPlan) -> None:
    def game(on: float, chance: random.Random) -> tuple[float, float]:
        signed = 5 + 2 * on + chance.gauss(0, 1)
        return 3 * signed + chance.gauss(0, 0.1), signed

    found = _through_agreements(plan, game)
    assert found.share == pytest.approx(1, abs=0.05)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 6 < found.high


def test_direct_and_passing_parts_are_told_apart(plan: ExperimentPlan) -> None:
    """Planted: 3 × 2 pass through, 4 do not."""

    def game(on: float, chance: random.Random) -> tuple[float, float]:
        signed = 5 + 2 * on + chance.gauss(0, 1)
        return 3 * signed + 4 * on + chance.gauss(0, 0.3), signed

    found = _through_agreements(plan, game)
    assert found.total is not None
    assert found.passed == pytest.approx(6, abs=0.9)
    assert found.total - (found.passed or 0.0) == pytest.approx(4, abs=0.4)
    assert found.share == pytest.approx(0.6, abs=0.06)


def test_what_moves_alone_passes_nothing_on(plan: ExperimentPlan) -> None:
    found = _through_agreements(plan, lambda on, chance: (10 * on + chance.gauss(0, 1), 5 * on + chance.gauss(0, 1)))
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0 < found.high


def test_of_an_effect_that_is_not_told_from_zero_there_is_no_share(plan: ExperimentPlan) -> None:
    found = _through_agreements(plan, lambda on, chance: (chance.gauss(0, 1), on + chance.gauss(0, 1)))
    assert found.passed is not None
    assert found.share is None


@pytest.mark.parametrize(
    ("game", "remark"),
    [
        (lambda on, chance: (on, chance.gauss(0, 1)), "did not vary"),
        (lambda on, chance: (chance.gauss(0, 1), on), "what it passes through did not vary from seed to seed"),
    ],
)
def test_what_did_not_vary_is_told_first(plan: ExperimentPlan, game: Game, remark: str) -> None:
    found = _through_agreements(plan, game)
    assert (found.passed, found.share, found.remark) == (None, None, remark)


def test_it_is_the_line_that_least_squares_draw(plan: ExperimentPlan) -> None:
    numpy = pytest.importorskip("numpy")

    def game(on: float, chance: random.Random) -> tuple[float, float]:
        signed = 5 + 2 * on + chance.gauss(0, 1)
        return 3 * signed + 0.2 * signed**2 + chance.gauss(0, 1), signed

    found, ledger = _through_agreements(plan, game), _played(plan, game)
    rows = []
    for seed in plan.experiment.numbers:
        games = {
            (cell.levels["threats"], cell.levels["rome"]): ledger.sealed[run.id].read.series
            for run in plan.runs
            for cell in [plan.cells[run.cell]]
            if run.seed == seed
        }
        before, after = (
            [games[threats, rome] for rome in ("scripted", "random")] for threats in ("as usual", "cost no trust")
        )
        means = [
            [sum(game[name][0] or 0.0 for game in side) / 2 for side in (before, after)]
            for name in games["as usual", "random"]
        ]
        trust, agreements = means
        rows.append((trust[1] - trust[0], agreements[1] - agreements[0], sum(agreements) / 2))
    y, m, level = map(numpy.array, zip(*rows, strict=True))
    columns = numpy.column_stack([numpy.ones(len(y)), m, level - level.mean()])
    direct, slope, _ = numpy.linalg.lstsq(columns, y, rcond=None)[0]
    assert found.passed == pytest.approx(slope * m.mean())
    assert found.total == pytest.approx(direct + slope * m.mean()), "the parts are the whole"


def test_an_outcome_that_is_not_read_is_refused(plan: ExperimentPlan) -> None:
    with pytest.raises(SpecError, match="--through nothing: this must be an outcome of the experiment: trust, agreeme"):
        mediated(plan, LedgerContents(), ["nothing"])


def test_few_pairs_are_not_drawn(tmp_path: Path) -> None:
    few = planned(tmp_path, SMALL.replace("at: area", "at: end"))
    found = _through_agreements(few, lambda on, chance: (on + chance.gauss(0, 1), on + chance.gauss(0, 1)))
    assert (found.pairs, found.passed, found.remark) == (3, None, "few pairs: fewer than 10")


@pytest.mark.slow
def test_intervals_of_what_passes_hold_the_truth_in_93_to_97_of_100_experiments(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("wargame.batch.comparisons.RESAMPLES", 999)
    chance, often, held = random.Random(8), 400, 0
    for _ in range(often):
        rows = []
        for _ in range(40):
            before, after = chance.gauss(5, 2), chance.gauss(7, 2)
            rows.append((3 * (after - before) + 4 + chance.gauss(0, 3), after - before, (before + after) / 2))
        found = passing(rows, outcome="o", through="m", factor="f", level="l")
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 6 <= found.high
    assert 0.93 <= held / often <= 0.97


def test_an_outcome_that_stands_alone_is_refused_and_not_passed_over(plan: ExperimentPlan) -> None:
    alone = replace(plan, experiment=plan.experiment.model_copy(update={"outcomes": plan.outcomes[:1]}))
    with pytest.raises(SpecError, match="--through trust: no other outcome stands beside it"):
        mediated(alone, LedgerContents(), ["trust"])
