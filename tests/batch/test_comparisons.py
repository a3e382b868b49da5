"""What is said of differences: right intervals on games whose truth is known, and nothing where nothing can be said."""

from __future__ import annotations

import random
from dataclasses import asdict, replace
from pathlib import Path
from statistics import fmean, stdev

import pytest

from tests.batch.studies import SMALL, ledger_of, planned, with_read
from wargame.batch.comparisons import PairedEffect, by_fallbacks, corrected, effect_of, effects, smallest_visible
from wargame.batch.experiment_file import OutcomeLine
from wargame.batch.planned import ExperimentPlan
from wargame.errors import ExperimentError

pytest.importorskip("scipy", reason="SciPy is not installed; nothing but the analysis of experiments needs it")
SEEDS = 20
SCENARIOS = SMALL.replace("name: rome\n", "name: scenario\n").replace(
    """      - {name: scripted}
      - {name: random, seats: {rome: random}}""",
    """      - {name: tutorial}
      - {name: long, scenario: between-the-giants}""",
)


def _effect(differences: list[float]) -> PairedEffect:
    return effect_of(differences, outcome="o", factor="f", level="l", left_out=0, unmoved=0.0)


def _values(plan: ExperimentPlan, chance: random.Random, effect: float) -> dict[tuple[str, str, int], float | None]:
    """Games clustered by seed: what seeds share is large, and a level's effect differs from seed to seed."""
    out: dict[tuple[str, str, int], float | None] = {}
    for seed in plan.experiment.numbers:
        shared, own = chance.gauss(0, 10), chance.gauss(effect, 2)
        for cell in plan.cells:
            threats, rome = cell.levels["threats"], cell.levels["rome"]
            out[threats, rome, seed] = shared + (own if threats != "as usual" else 0.0) + chance.gauss(0, 1)
    return out


def _clustered(plan: ExperimentPlan, chance: random.Random, effect: float) -> dict[tuple[str, str, int], float | None]:
    """Games clustered by seed and, within a seed, by scenario; in the one the level does 1.5 more than in the other."""
    out: dict[tuple[str, str, int], float | None] = {}
    for seed in plan.experiment.numbers:
        shared, own = chance.gauss(0, 10), chance.gauss(effect, 1)
        for scenario, more in (("tutorial", -0.75), ("long", 0.75)):
            together, does = shared + chance.gauss(0, 5), own + more + chance.gauss(0, 2)
            out["as usual", scenario, seed] = together + chance.gauss(0, 1)
            out["cost no trust", scenario, seed] = together + does + chance.gauss(0, 1)
    return out


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> ExperimentPlan:
    return planned(tmp_path_factory.mktemp("plan"), SMALL.replace("count: 3", f"count: {SEEDS}"))


def test_an_effect_is_averaged_within_seeds_over_the_other_factors(plan: ExperimentPlan) -> None:
    values: dict[tuple[str, str, int], float | None] = {}
    for seed in plan.experiment.numbers:
        values["as usual", "scripted", seed], values["as usual", "random", seed] = 10.0, 20.0
        values["cost no trust", "scripted", seed], values["cost no trust", "random", seed] = 11.0 + seed, 23.0
    first = effects(plan, ledger_of(plan, values))[0]
    differences = [((1.0 + seed) + 3.0) / 2 for seed in plan.experiment.numbers]
    assert (first.outcome, first.factor, first.level, first.pairs) == ("trust", "threats", "cost no trust", SEEDS)
    assert first.mean == pytest.approx(fmean(differences))
    half = 2.093 * stdev(differences) / SEEDS**0.5
    assert first.low == pytest.approx(fmean(differences) - half, rel=1e-3), "Student's t with 19 degrees of freedom"
    assert first.high == pytest.approx(fmean(differences) + half, rel=1e-3)


def against(found: PairedEffect, effect: float) -> tuple[bool, bool, bool]:
    """Whether Student's interval and the bootstrap's hold the true effect, and whether one is seen at 5 %."""
    assert found.low is not None
    assert found.high is not None
    assert found.p is not None
    assert found.drawn_low is not None
    assert found.drawn_high is not None
    return found.low <= effect <= found.high, found.drawn_low <= effect <= found.drawn_high, found.p < 0.05


@pytest.mark.slow
@pytest.mark.parametrize("effect", [0.0, 3.0])
def test_intervals_of_95_percent_hold_the_truth_in_93_to_97_of_100_experiments(
    plan: ExperimentPlan, effect: float
) -> None:
    chance, held, drawn, seen, often = random.Random(11), 0, 0, 0, 1000
    for _ in range(often):
        found = effects(plan, ledger_of(plan, _values(plan, chance, effect)))[0]
        was_held, was_drawn, was_seen = against(found, effect)
        held, drawn, seen = held + was_held, drawn + was_drawn, seen + was_seen
    assert 0.93 <= held / often <= 0.97
    assert 0.93 <= drawn / often <= 0.97, "the bootstrap over seeds"
    assert 0.03 <= seen / often <= 0.07 if effect == 0.0 else seen / often > 0.95


@pytest.mark.slow
@pytest.mark.parametrize(("seeds", "effect"), [(10, 0.0), (20, 3.0)])
def test_intervals_hold_the_truth_as_often_where_games_are_clustered_by_seed_and_scenario(
    tmp_path: Path, seeds: int, effect: float
) -> None:
    """20 and 40 clusters: games of a seed have much in common, and those of a seed in one scenario have more.

    The level's effect differs from seed to seed, between the scenarios, and from seed to seed within each of them. The
    truth is its mean over the scenarios that are played.
    """
    plan = planned(tmp_path, SCENARIOS.replace("count: 3", f"count: {seeds}"))
    chance, held, drawn, seen, often = random.Random(23), 0, 0, 0, 1000
    for _ in range(often):
        found = effects(plan, ledger_of(plan, _clustered(plan, chance, effect), ("threats", "scenario")))[0]
        assert (found.factor, found.pairs) == ("threats", seeds)
        was_held, was_drawn, was_seen = against(found, effect)
        held, drawn, seen = held + was_held, drawn + was_drawn, seen + was_seen
    assert 0.93 <= held / often <= 0.97
    assert 0.93 <= drawn / often <= 0.97, "the bootstrap over seeds"
    assert effect or seen / often <= 0.07


@pytest.mark.slow
def test_a_planted_effect_of_the_smallest_visible_size_is_seen_four_times_in_five() -> None:
    chance, often = random.Random(5), 1500
    size = smallest_visible(SEEDS)
    seen = 0
    for _ in range(often):
        found = _effect([chance.gauss(size, 1) for _ in range(SEEDS)])
        assert found.p is not None
        seen += found.p < 0.05
    assert 0.77 <= seen / often <= 0.83


@pytest.mark.parametrize(("pairs", "visible"), [(10, 0.996), (20, 0.660), (50, 0.404), (200, 0.199)])
def test_the_smallest_visible_difference_is_that_of_published_tables(pairs: int, visible: float) -> None:
    """The sizes that G*Power gives for a paired t test, two-sided 5 %, power 80 %."""
    assert smallest_visible(pairs) == pytest.approx(visible, abs=0.002)
    assert smallest_visible(pairs, 10) > smallest_visible(pairs)


def test_two_pairs_among_many_comparisons_see_what_is_huge_and_nothing_else() -> None:
    alone, among = smallest_visible(2), smallest_visible(2, 40)
    assert 11 < alone < 12
    assert 39 < among / alone < 41, "with one degree of freedom the bound grows as the number of comparisons"


def test_what_never_varied_has_no_interval_and_says_so() -> None:
    same = _effect([2.0] * 30)
    assert (same.mean, same.low, same.p, same.remark) == (2.0, None, None, "did not vary")
    assert _effect([1.0]).remark == "one pair alone"
    assert _effect([]).remark == "no pair"
    assert _effect([]).mean is None


def test_what_rounding_alone_keeps_apart_never_varied_and_has_no_p() -> None:
    left = [46.46416 - 48.42416, 45.48416 - 47.44416]
    same = _effect(left)
    assert (same.mean, same.low, same.p, same.visible, same.remark) == (-1.96, None, None, None, "did not vary")


def test_an_effect_is_held_against_the_size_of_what_was_read(plan: ExperimentPlan) -> None:
    values: dict[tuple[str, str, int], float | None] = {}
    for seed in plan.experiment.numbers:
        for cell in plan.cells:
            threats, rome = cell.levels["threats"], cell.levels["rome"]
            base = 40 + seed / 7
            values[threats, rome, seed] = base if threats == "as usual" else (base + 0.1) - 0.1
    found = ledger_of(plan, values)
    assert {each.remark for each in effects(plan, found) if each.factor == "threats"} == {"did not vary"}
    assert {each.mean for each in effects(plan, found) if each.factor == "threats"} == {0.0}


def test_few_pairs_are_marked() -> None:
    assert _effect([1.0, 2.0, 4.0]).remark == "few pairs: fewer than 20"
    assert _effect([1.0, 2.0, 4.0] * 7).remark == ""


@pytest.mark.parametrize(
    ("moved", "remark"), [(1, "not zero in 1 of 30 pairs alone"), (5, "not zero in 5 of 30 pairs alone"), (6, "")]
)
def test_an_effect_of_so_few_pairs_among_many_is_marked(moved: int, remark: str) -> None:
    assert _effect([2.0 + pair for pair in range(moved)] + [0.0] * (30 - moved)).remark == remark


def test_what_rounding_leaves_of_zero_is_no_difference_of_a_pair() -> None:
    differences = [2.0, *[0.0] * 24, *[(0.1 + 0.2) - 0.3] * 5]
    made = effect_of(differences, outcome="o", factor="f", level="l", left_out=0, unmoved=0.0, size=0.3)
    assert made.remark == "not zero in 1 of 30 pairs alone"


def test_the_bootstrap_draws_seeds_again_the_same_way_each_time_and_says_nothing_of_a_handful() -> None:
    chance = random.Random(9)
    differences = [chance.expovariate(0.1) for _ in range(30)]
    first, again = _effect(differences), _effect(differences)
    assert (first.drawn_low, first.drawn_high) == (again.drawn_low, again.drawn_high)
    assert first.low is not None
    assert first.high is not None
    assert first.drawn_low is not None
    assert first.drawn_high is not None
    assert first.drawn_low > first.low, "skewed to the right: the bootstrap follows, Student's t is symmetric"
    assert first.drawn_high > first.high
    assert _effect(differences[:9]).drawn_low is None
    assert _effect(differences[:10]).drawn_low is not None


@pytest.mark.parametrize(("pairs", "least"), [(3, 0.25), (8, 0.0078125), (13, 2**-12)])
def test_few_pairs_say_how_small_an_exact_p_can_be_and_all_of_one_sign_reach_it(pairs: int, least: float) -> None:
    found = _effect([1.0 + pair for pair in range(pairs)])
    assert found.least == least
    assert found.exact == pytest.approx(least)
    mixed = _effect([1.0 + pair for pair in range(pairs - 1)] + [-9.0])
    assert mixed.exact is not None
    assert mixed.exact > least


def test_many_pairs_have_no_exact_p() -> None:
    found = _effect([1.0, 2.0, 4.0] * 7)
    assert (found.exact, found.least) == (None, None)


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        _effect([1.0, float("nan")])


def test_correction_counts_all_comparisons_and_leaves_out_those_without_a_p() -> None:
    made = [replace(_effect([1.0] * 3), p=p) for p in (0.01, None, 0.02, 0.5)]
    found = [each.corrected for each in corrected(made)]
    harmonic = 1 + 1 / 2 + 1 / 3
    assert found[1] is None
    assert [found[0], found[2], found[3]] == pytest.approx([0.03 * harmonic, 0.03 * harmonic, 0.5 * harmonic])


def test_a_seed_with_a_game_that_is_missing_is_left_out_and_counted(plan: ExperimentPlan) -> None:
    values = _values(plan, random.Random(3), 1.0)
    values["cost no trust", "random", 4] = None
    found = effects(plan, ledger_of(plan, values))
    assert (found[0].pairs, found[0].left_out) == (SEEDS - 1, 1)
    assert found[0].unmoved == 0.0


def test_games_in_which_scripts_played_for_models_can_be_left_out_with_their_seeds(plan: ExperimentPlan) -> None:
    found = ledger_of(plan, _values(plan, random.Random(3), 1.0))
    run = plan.runs[9].id
    found.sealed[run] = with_read(found.sealed[run], asked=3, fallbacks=1)
    assert effects(plan, found)[0].pairs == SEEDS
    strict = effects(plan, found, without_fallbacks=True)[0]
    assert (strict.pairs, strict.left_out) == (SEEDS - 1, 1)


def test_effects_are_told_apart_by_whether_scripts_played_for_models(plan: ExperimentPlan) -> None:
    """Planted: the level does 1 where models played alone and 5 where scripts helped, which is in seeds 1 to 6."""
    values = {
        (threats, rome, seed): (5.0 if seed <= 6 else 1.0) * (threats != "as usual") + seed * 0.01 * (rome == "random")
        for threats in ("as usual", "cost no trust")
        for rome in ("scripted", "random")
        for seed in plan.experiment.numbers
    }
    found = ledger_of(plan, dict(values))
    assert by_fallbacks(plan, found) == ()
    for run in plan.runs:
        if run.seed <= 6 and plan.cells[run.cell].levels["rome"] == "random":
            found.sealed[run.id] = with_read(found.sealed[run.id], asked=3, fallbacks=1)
    first = by_fallbacks(plan, found)[0]
    assert (first.alone.factor, first.alone.level) == ("threats", "cost no trust")
    assert (first.alone.pairs, first.helped.pairs) == (SEEDS - 6, 6)
    assert first.alone.mean == pytest.approx(1.0)
    assert first.helped.mean == pytest.approx(5.0)


def test_games_that_were_read_for_other_outcomes_are_not_mixed_in(plan: ExperimentPlan) -> None:
    found = ledger_of(plan, _values(plan, random.Random(3), 1.0))
    other = plan.experiment.model_copy(
        update={"outcomes": (OutcomeLine.model_validate({**asdict_of(plan.outcomes[0]), "at": "mean"}),)}
    )
    with pytest.raises(ExperimentError, match="read for other outcomes"):
        effects(ExperimentPlan(other, plan.cells), found)


def asdict_of(outcome: OutcomeLine) -> dict[str, object]:
    return {"name": outcome.name, "reads": asdict(outcome.reads)}
