"""How far effects differ between levels: paired by seed, and right intervals on games whose truth is known."""

from __future__ import annotations

import random
from pathlib import Path
from statistics import fmean, stdev

import pytest

from tests.batch.studies import SMALL, ledger_of, planned, with_read
from tests.batch.test_comparisons import against
from wargame.batch.effects_within import effects_within
from wargame.batch.interactions import interactions
from wargame.batch.planned import ExperimentPlan
from wargame.errors import SpecError

pytest.importorskip("scipy", reason="SciPy is not installed; nothing but the analysis of experiments needs it")
Values = dict[tuple[str, str, int], float | None]
SEEDS = 20
THREE = SMALL.replace(
    "      - {name: random, seats: {rome: random}}",
    "      - {name: random, seats: {rome: random}}\n      - {name: passing, seats: {rome: passing}}",
).replace("count: 3", f"count: {SEEDS}")


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> ExperimentPlan:
    return planned(tmp_path_factory.mktemp("plan"), THREE)


def _clustered(plan: ExperimentPlan, chance: random.Random, more: float) -> Values:
    """Games clustered by seed and, within it, by who plays Rome; with `random` there the level does `more` than else.

    What the level does differs from seed to seed, and from seed to seed by who plays Rome.
    """
    out: Values = {}
    for seed in plan.experiment.numbers:
        shared, own = chance.gauss(0, 10), chance.gauss(3, 2)
        for rome in dict.fromkeys(cell.levels["rome"] for cell in plan.cells):
            together = shared + chance.gauss(0, 5)
            does = own + chance.gauss(0, 1.5) + (more if rome == "random" else 0.0)
            out["as usual", rome, seed] = together + chance.gauss(0, 1)
            out["cost no trust", rome, seed] = together + does + chance.gauss(0, 1)
    return out


def test_a_difference_of_effects_is_worked_out_within_seeds(plan: ExperimentPlan) -> None:
    values = _clustered(plan, random.Random(3), 4.0)
    found = ledger_of(plan, values)
    made = [each for each in interactions(plan, found, "rome") if each.difference.outcome == "trust"]
    assert [(each.within, each.at, each.less_at) for each in made] == [
        ("rome", "random", "scripted"),
        ("rome", "passing", "scripted"),
    ]

    def did(rome: str, seed: int) -> float:
        after, before = (values[level, rome, seed] for level in ("cost no trust", "as usual"))
        assert after is not None
        assert before is not None
        return after - before

    apart = [did("random", seed) - did("scripted", seed) for seed in plan.experiment.numbers]
    first = made[0].difference
    assert (first.factor, first.level, first.pairs, first.unit) == ("threats", "cost no trust", SEEDS, "0-100")
    assert first.mean == pytest.approx(fmean(apart))
    half = 2.093 * stdev(apart) / SEEDS**0.5
    assert first.low == pytest.approx(fmean(apart) - half, rel=1e-3), "Student's t with 19 degrees of freedom"
    by_level = {each.at: each.effect.mean for each in effects_within(plan, found, "rome")[:3]}
    assert first.mean == pytest.approx((by_level["random"] or 0.0) - (by_level["scripted"] or 0.0))


def test_a_planted_difference_is_told_and_none_where_effects_are_alike(plan: ExperimentPlan) -> None:
    made = interactions(plan, ledger_of(plan, _clustered(plan, random.Random(3), 6.0)), "rome")
    differs, alike = (each.difference for each in made[:2])
    assert differs.low is not None
    assert alike.low is not None
    assert alike.high is not None
    assert differs.low > 0
    assert alike.low < 0 < alike.high
    assert differs.p is not None
    assert differs.corrected is not None
    assert differs.corrected > differs.p, "among two that have a p; agreements never vary"
    assert {each.difference.remark for each in made[2:]} == {"did not vary"}


def test_what_rounding_alone_keeps_apart_is_no_interaction(plan: ExperimentPlan) -> None:
    values: Values = {}
    for seed in plan.experiment.numbers:
        for rome, base in (("scripted", 40 + seed / 7), ("random", 50 + seed / 3), ("passing", 60.1 + seed)):
            values["as usual", rome, seed], values["cost no trust", rome, seed] = base, base + 0.1 * seed
    made = interactions(plan, ledger_of(plan, values), "rome")
    assert {(each.difference.mean, each.difference.p, each.difference.remark) for each in made} == {
        (0.0, None, "did not vary")
    }


def test_a_seed_that_lacks_a_game_at_either_level_gives_none_and_is_counted(plan: ExperimentPlan) -> None:
    values = _clustered(plan, random.Random(5), 0.0)
    values["as usual", "scripted", 1] = values["cost no trust", "random", 2] = None
    by_level = {
        each.at: each.difference
        for each in interactions(plan, ledger_of(plan, values), "rome")
        if each.difference.outcome == "trust"
    }
    assert (by_level["random"].pairs, by_level["random"].left_out) == (SEEDS - 2, 2)
    assert (by_level["passing"].pairs, by_level["passing"].left_out) == (SEEDS - 1, 1)
    assert by_level["random"].remark == "few pairs: fewer than 20"


def test_the_smallest_effect_that_matters_is_none_of_a_difference_of_effects(tmp_path: Path) -> None:
    plan = planned(tmp_path, THREE.replace("at: end}", "at: end, smallest: 2}"))
    found = ledger_of(plan, _clustered(plan, random.Random(5), 0.0))
    assert effects_within(plan, found, "rome")[0].effect.smallest == 2
    assert {each.difference.smallest for each in interactions(plan, found, "rome")} == {None}


def test_it_is_the_same_difference_whichever_factor_is_looked_within(tmp_path: Path) -> None:
    plan = planned(tmp_path, SMALL.replace("count: 3", f"count: {SEEDS}"))
    found = ledger_of(plan, _clustered(plan, random.Random(8), 2.0))
    one, other = (interactions(plan, found, factor)[0].difference for factor in ("rome", "threats"))
    assert one.mean == pytest.approx(other.mean)
    assert one.low == pytest.approx(other.low)
    assert one.p == pytest.approx(other.p)


def test_third_factors_are_averaged_within_seeds(tmp_path: Path) -> None:
    third = "  - name: meta\n    levels: [{name: scripted}, {name: passes, seats: {meta: passing}}]\nseeds:"
    plan = planned(tmp_path, SMALL.replace("seeds:", third))
    pairs = {(cell.levels["threats"], cell.levels["rome"]) for cell in plan.cells}
    found = ledger_of(plan, {(*pair, seed): 10.0 for pair in pairs for seed in plan.experiment.numbers})
    for run in plan.runs:
        at = plan.cells[run.cell].levels
        does = (1.0 if at["meta"] == "scripted" else 3.0) + run.seed
        moved = 10.0 + does * (at["threats"] == "cost no trust" and at["rome"] == "random")
        found.sealed[run.id] = with_read(found.sealed[run.id], series={"trust": (moved,), "agreements": (1.0,)})
    made = interactions(plan, found, "rome")
    (first,) = (
        each.difference for each in made if (each.difference.outcome, each.difference.factor) == ("trust", "threats")
    )
    assert first.mean == pytest.approx(fmean(2.0 + seed for seed in plan.experiment.numbers))
    assert first.pairs == len(plan.experiment.numbers), "a seed is one observation, however many games it has"


@pytest.mark.slow
@pytest.mark.parametrize("more", [0.0, 2.0])
def test_intervals_of_95_percent_hold_the_true_difference_in_93_to_97_of_100_experiments(
    plan: ExperimentPlan, more: float
) -> None:
    """120 games in 20 clusters by seed, and within a seed by who plays Rome."""
    chance, held, drawn, seen, often = random.Random(17), 0, 0, 0, 1000
    for _ in range(often):
        found = interactions(plan, ledger_of(plan, _clustered(plan, chance, more)), "rome")[0].difference
        was_held, was_drawn, was_seen = against(found, more)
        held, drawn, seen = held + was_held, drawn + was_drawn, seen + was_seen
    assert 0.93 <= held / often <= 0.97
    assert 0.93 <= drawn / often <= 0.97, "the bootstrap over seeds"
    assert 0.03 <= seen / often <= 0.07 if more == 0.0 else seen / often > 0.5


def test_a_factor_that_cannot_be_looked_within_is_refused_before_anything_is_read(plan: ExperimentPlan) -> None:
    with pytest.raises(SpecError, match="--within roma: 'roma' is no factor of this experiment"):
        interactions(plan, ledger_of(plan, _clustered(plan, random.Random(1), 0.0)), "roma")
