"""What an arm says of a model: which source dominates, and that games parted though no outcome shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.batch.studies import never_played, planned
from wargame.batch.comparisons import effects
from wargame.batch.game_played import GameRead
from wargame.batch.planned import ExperimentPlan, outcomes_key
from wargame.batch.run_ledger import LedgerContents
from wargame.batch.variance_split import variance_shares
from wargame.present.experiment_arms import arms_in_words

pytest.importorskip("scipy", reason="SciPy is not installed; nothing but designs and the analysis needs it")
ALONE = """
name: arms
game: {scenario: first-download, turns: 1, seats: {rome: "llm:stub@http://localhost:9/v1"}}
factors:
  - {name: asked, levels: [{name: in use}, {name: otherwise, HOW}]}
seeds: {first: 1, count: SEEDS}
outcomes: [{name: score, reads: {kind: value, of: [rome.score]}}]
"""
BESIDE = "factors:\n  - {name: threats, levels: [{name: usual}, {name: free, params: {trust_threat: 0}}]}"


def _told(plan: ExperimentPlan, weights: dict[str, float], *, parted: bool = True) -> list[str]:
    """What is said of games whose score is the seed's share, and more in a level other than the first of a factor."""
    found, key = LedgerContents(), outcomes_key(plan.outcomes)
    for run in plan.runs:
        cell = plan.cells[run.cell]
        firsts = {factor.name: factor.levels[0].name for factor in plan.factors}
        score = weights.get("seed", 0.0) * run.seed + 0.001 * ((run.seed * (run.cell + 3)) % 7) * bool(weights)
        score += sum(weights.get(name, 0.0) for name, level in cell.levels.items() if level != firsts[name])
        end = run.id if parted else "the same"
        read = GameRead(turns=1, scores={}, origins={}, orders={}, hashes=(end,), series={"score": (score,)})
        found.sealed[run.id] = never_played(run.id, cell.name, run.seed, read, key)
    return arms_in_words(plan, effects(plan, found), variance_shares(plan, found))


def _plan(tmp_path: Path, how: str, seeds: int = 12, factors: str = "factors:") -> ExperimentPlan:
    return planned(tmp_path, ALONE.replace("HOW", how).replace("SEEDS", str(seeds)).replace("factors:", factors))


def test_wording_alone_in_an_experiment_dominates_where_it_makes_more_than_the_seed(tmp_path: Path) -> None:
    plan = _plan(tmp_path, "wording: formal")
    moves, dominates = _told(plan, {"asked": 9.0, "seed": 0.1})
    assert moves.startswith("The words of prompts move what the model does")
    assert dominates.startswith("Wording dominates score: ")
    assert "more than the seed with " in dominates
    (moves,) = _told(plan, {"asked": 1.0, "seed": 9.0})
    assert moves.startswith("The words of prompts move what the model does"), "and most of the spread is the seed's"


def test_of_wording_that_dominates_other_factors_and_not_the_seed_both_are_said(tmp_path: Path) -> None:
    plan = _plan(tmp_path, "wording: formal", factors=BESIDE)
    _, ahead = _told(plan, {"asked": 5.0, "threats": 1.0, "seed": 9.0})
    assert ahead.startswith("Wording dominates score: ")
    assert "more than any other factor, as threats with " in ahead
    assert ", and less than the seed with " in ahead
    _, dominates = _told(plan, {"asked": 9.0, "threats": 5.0, "seed": 0.1})
    assert dominates.startswith("Wording dominates score: ")
    assert "more than threats with " in dominates
    assert len(_told(plan, {"asked": 1.0, "threats": 5.0, "seed": 0.1})) == 1


@pytest.mark.parametrize("seeds", [8, 12])
@pytest.mark.parametrize("how", ["order: reversed", "labels: neutral", "persona: 0", "wording: formal"])
def test_that_games_parted_is_said_where_no_outcome_shows_what_moved(tmp_path: Path, how: str, seeds: int) -> None:
    plan = _plan(tmp_path, how, seeds)
    (told,) = _told(plan, {})
    assert "games parted in up to 100% of the pairs of a comparison, and no outcome here varied with it" in told
    (same,) = _told(plan, {}, parted=False)
    assert same.endswith(f"all {seeds} pairs of a comparison were the same games.")
    (varied,) = _told(plan, {"seed": 1.0})
    assert "games parted" not in varied
