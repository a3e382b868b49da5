"""The smallest effect that matters: named in the file, no part of any game, and held against what a plan can see."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from tests.batch.studies import SMALL, ledger_of, planned, written
from wargame.batch.comparisons import FEW, UNVARIED, PairedEffect, effects, smallest_visible
from wargame.batch.experiment_file import read_experiment
from wargame.batch.planned import ExperimentPlan, outcomes_key
from wargame.batch.registration import deviations, register
from wargame.batch.run_ledger import LedgerContents
from wargame.batch.smallest_seen import smallest_seen
from wargame.errors import FaultyPack
from wargame.paired.unvaried import FEWEST_ALIKE

pytest.importorskip("scipy", reason="SciPy is not installed; nothing but the analysis of experiments needs it")

LARGE = 2.0
MATTERS = SMALL.replace("at: end}", f"at: end, smallest: {LARGE}}}").replace("count: 3", "count: 9")
EFFECT = PairedEffect(
    outcome="o", factor="f", level="l", pairs=FEW, left_out=0, unmoved=0.0, mean=2.0, low=1.0, high=3.0, smallest=0.5
)


def _played(plan: ExperimentPlan, effect: float, spread: float) -> LedgerContents:
    chance, values = random.Random(7), dict[tuple[str, str, int], float | None]()
    for seed in plan.experiment.numbers:
        own = chance.gauss(effect, spread)
        for cell in plan.cells:
            treated = cell.levels["threats"] != "as usual"
            values[cell.levels["threats"], cell.levels["rome"], seed] = own if treated else 0.0
    return ledger_of(plan, values)


@pytest.mark.parametrize(
    ("effect", "spread", "said"),
    [(0.3, 0.5, "no effect that matters"), (6.0, 0.5, "effect that matters"), (2.0, 4.0, "open")],
)
def test_planted_effects_are_told_from_ones_that_do_not_matter(
    tmp_path: Path, effect: float, spread: float, said: str
) -> None:
    plan = planned(tmp_path, MATTERS)
    made = {(each.outcome, each.factor): each for each in effects(plan, _played(plan, effect, spread))}
    assert made["trust", "threats"].matters == said
    assert made["agreements", "threats"].matters is None, "the file names none for it"


def test_games_that_are_there_need_not_be_read_again_when_it_is_named_later(tmp_path: Path) -> None:
    before, after = planned(tmp_path, MATTERS.replace(f", smallest: {LARGE}", "")), planned(tmp_path, MATTERS)
    assert outcomes_key(before.outcomes) == outcomes_key(after.outcomes)
    assert [run.id for run in before.runs] == [run.id for run in after.runs]
    assert [cell.settings for cell in before.cells] == [cell.settings for cell in after.cells]
    assert effects(after, _played(before, 6.0, 0.5))[0].matters == "effect that matters"


def test_without_an_interval_it_is_open_and_one_that_never_varied_counts_from_six_pairs_on() -> None:
    still = replace(EFFECT, low=None, high=None, remark=UNVARIED)
    assert still.matters == "effect that matters"
    assert replace(still, mean=0.0).matters == "no effect that matters"
    assert replace(still, mean=0.0, pairs=FEWEST_ALIKE).matters == "no effect that matters"
    assert replace(still, mean=0.0, pairs=FEWEST_ALIKE - 1).matters == "open"
    assert replace(EFFECT, low=None, high=None, pairs=1, remark="one pair").matters == "open"


def test_a_plan_sees_it_where_differences_spread_little_enough(tmp_path: Path) -> None:
    plan = planned(tmp_path, MATTERS)
    (bare,) = smallest_seen(plan)
    assert bare.most == pytest.approx(LARGE / smallest_visible(9))
    assert bare.is_seen is None
    (narrow,), (wide,) = (smallest_seen(plan, _played(plan, 0.0, spread)) for spread in (bare.most / 2, bare.most * 2))
    assert narrow.is_seen is True
    assert wide.is_seen is False


@pytest.mark.parametrize("number", ["0", "-1", ".inf", ".nan", "large"])
def test_one_that_is_no_positive_number_is_refused_with_its_line(tmp_path: Path, number: str) -> None:
    text = MATTERS.replace(f"smallest: {LARGE}", f"smallest: {number}")
    line = next(place for place, each in enumerate(text.splitlines(), 1) if "smallest" in each)
    with pytest.raises(FaultyPack, match=rf"(?s)study\.yaml.*{line}.*smallest"):
        read_experiment(written(tmp_path, text))


def test_naming_it_after_a_plan_was_registered_deviates_from_it_and_an_older_registration_does_not(
    tmp_path: Path,
) -> None:
    before = planned(tmp_path, MATTERS.replace(f", smallest: {LARGE}", ""))
    made = register(before, 0, tmp_path / "study.lock.json")
    assert deviations(before, made) == ()
    (said,) = deviations(planned(tmp_path, MATTERS), made)
    assert said.startswith("outcome 'trust': smallest")
    for outcome in made.experiment["outcomes"]:
        del outcome["smallest"]
    assert [each for each in deviations(before, made) if "outcome" in each] == []
