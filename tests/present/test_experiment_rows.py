"""What an experiment allows one to say, in words: limits first, and nothing that the numbers do not bear."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.batch.studies import ledger_of, planned, with_read
from wargame.batch.comparisons import FEWEST_DRAWN, PairedEffect
from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import LedgerContents
from wargame.batch.runner import state_of
from wargame.present import experiment_rows as rows


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> tuple[ExperimentPlan, LedgerContents]:
    plan = planned(tmp_path_factory.mktemp("plan"))
    values: dict[tuple[str, str, int], float | None] = {
        (cell.levels["threats"], cell.levels["rome"], seed): float(seed)
        for cell in plan.cells
        for seed in plan.experiment.numbers
    }
    values["as usual", "scripted", 2] = None
    return plan, ledger_of(plan, values)


def test_limits_say_what_the_games_are_that_seeds_are_few_and_what_is_missing(
    study: tuple[ExperimentPlan, LedgerContents],
) -> None:
    said = rows.limits_in_words(study[0], state_of(*study))
    assert said[0].startswith("Simulation: every seat is played by a script or a model. 11 of 12 games, 3 seeds")
    assert said[1].startswith("Few seeds: below 20")
    assert said[2] == "Not complete: 0 failed, 1 not started."


def test_games_without_models_say_nothing_of_fallbacks(study: tuple[ExperimentPlan, LedgerContents]) -> None:
    assert rows.fallbacks_in_words(*study, without=False) == []


def test_fallbacks_are_told_by_cell_where_cells_differ(study: tuple[ExperimentPlan, LedgerContents]) -> None:
    plan, found = study
    sealed = {
        run: with_read(each, asked=10, fallbacks=4 if "random" in each.cell else 1)
        for run, each in found.sealed.items()
    }
    said = rows.fallbacks_in_words(plan, replace(found, sealed=sealed), without=False)
    assert said[0].startswith("Models were asked for 110 decisions; scripts made 29 of them, in 11 games")
    assert said[1].startswith("Decisions made by scripts, by cell: from 10% (threats=")
    assert "to 40% (threats=" in said[1]


def test_a_small_design_says_how_small_its_p_can_be(tmp_path: Path) -> None:
    pytest.importorskip("scipy", reason="SciPy is not installed; nothing but the analysis of experiments needs it")
    from wargame.batch.comparisons import effect_of

    made = effect_of([1.0, 2.0, 4.0], outcome="o", factor="f", level="l", left_out=2, unmoved=0.5)
    row = rows.effect_rows([replace(made, unit="points")])[0]
    assert row[:5] == ("o", "points", "f: l", "3", "+2.33")
    assert row[6] == "", "three pairs are too few to be drawn again"
    exact = "exact p 0.250, not corrected; with 3 pairs it cannot be below 0.25"
    assert row[-1] == f"few pairs: fewer than 20; {exact}; 2 seeds left out"


def test_an_empty_column_of_drawn_intervals_is_explained_before_the_table() -> None:
    assert FEWEST_DRAWN == 10
    assert rows.columns_in_words([])["DRAWN"] == "interval by the bootstrap over seeds, from ten on."


def test_whether_an_effect_matters_has_a_column_only_where_the_file_says_what_does() -> None:
    effect = PairedEffect(
        outcome="o", factor="f", level="l", pairs=20, left_out=0, unmoved=0.0, mean=2.0, low=1.0, high=3.0
    )
    assert "MATTERS" not in rows.effect_head([effect])
    assert "MATTERS" not in rows.columns_in_words([effect])
    both = [effect, replace(effect, outcome="p", smallest=0.5)]
    head, table = rows.effect_head(both), rows.effect_rows(both)
    assert [row[head.index("MATTERS")] for row in table] == ["", "effect that matters (±0.5)"]
    assert {len(row) for row in table} == {len(head)}
    assert rows.columns_in_words(both)["MATTERS"].startswith("95 % beside the smallest effect that matters")


TESTED = PairedEffect(outcome="o", factor="f", level="l", pairs=20, left_out=0, unmoved=0.0, mean=2.0, p=1e-9)


def test_no_p_is_written_as_nothing_and_none_with_more_than_three_decimals() -> None:
    table = rows.effect_rows([replace(TESTED, corrected=p) for p in (0.0, 4e-9, 0.00099, 0.001, 0.0494, None)])
    at = rows.effect_head([TESTED]).index("P")
    assert [row[at] for row in table] == ["< 0.001", "< 0.001", "< 0.001", "0.001", "0.049", ""]
    exact = rows.remark_in_words(replace(TESTED, pairs=13, exact=2**-12, least=2**-12))
    assert exact == "exact p < 0.001, not corrected; with 13 pairs it cannot be below 0.000244"


def test_a_difference_of_nothing_has_no_sign() -> None:
    assert [rows.signed_in_words(value) for value in (0.0, -0.0, 0.25, -0.25, None)] == ["0", "0", "+0.25", "-0.25", ""]


@pytest.mark.parametrize(
    ("tested", "others", "said"),
    [
        (2, 0, "corrected for 2 comparisons"),
        (1, 0, "corrected for 1 comparison"),
        (3, 7, "corrected for the 3 of 10 comparisons that have one"),
        (0, 2, "none of 2 comparisons has one"),
    ],
)
def test_p_is_said_to_be_corrected_for_the_comparisons_that_have_one(tested: int, others: int, said: str) -> None:
    made = [TESTED] * tested + [replace(TESTED, p=None)] * others
    assert rows.corrected_for(made) == said
    assert said in rows.columns_in_words(made)["P"]


def test_rows_stand_outcome_by_outcome_as_pictures_do() -> None:
    made = [replace(TESTED, outcome=outcome, level=level) for level in "xy" for outcome in "ba"]
    table = rows.effect_rows(made)
    assert [(row[0], row[2]) for row in table] == [("b", "f: x"), ("b", "f: y"), ("a", "f: x"), ("a", "f: y")]


def test_every_column_that_is_explained_is_there() -> None:
    for made in ([TESTED], [replace(TESTED, smallest=1.0)]):
        assert set(rows.columns_in_words(made)) <= set(rows.effect_head(made))
