"""A seed may be played several times where models play: one observation still, with what its games have apart."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.batch.studies import SMALL, never_played, planned, with_read
from tests.cli import stubs
from wargame.batch.comparisons import by_fallbacks, effects
from wargame.batch.game_played import GameRead
from wargame.batch.planned import ExperimentPlan, outcomes_key, run_id
from wargame.batch.result_tables import prove, tables_of
from wargame.batch.run_ledger import LedgerContents, contents
from wargame.batch.runner import run_experiment
from wargame.batch.variance_split import variance_shares
from wargame.errors import FaultyPack
from wargame.present.experiment_rows import replicates_in_words

MODELS = """
name: small
game: {scenario: first-download, turns: 1, seats: {rome: "llm:small@http://127.0.0.1:9/v1"}}
factors:
  - name: threats
    levels:
      - {name: as usual}
      - {name: cost no trust, params: {trust_threat: 0}}
seeds: {first: 1, count: 40}
replicates: 3
outcomes:
  - {name: trust, reads: {kind: value, of: [rome.trust.washington]}, at: end}
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> ExperimentPlan:
    return planned(tmp_path_factory.mktemp("plan"), MODELS)


def sealed(plan: ExperimentPlan, threats: float, seed: float, noise: float) -> LedgerContents:
    """Games never played, whose outcome is moved by the level, by what a seed has, and by what each game draws."""
    chance, found, key = random.Random(5), LedgerContents(), outcomes_key(plan.outcomes)
    of_seeds = {number: chance.gauss(0, seed) if seed else 0.0 for number in plan.experiment.numbers}
    for run in plan.runs:
        value = threats * run.cell + of_seeds[run.seed] + (chance.gauss(0, noise) if noise else 0.0)
        read = GameRead(turns=1, scores={}, origins={}, orders={}, hashes=(f"{value}",), series={"trust": (value,)})
        found.sealed[run.id] = never_played(run.id, plan.cells[run.cell].name, run.seed, read, key)
    return found


def test_every_cell_has_each_seed_as_often_and_ids_of_before_stay(plan: ExperimentPlan, tmp_path: Path) -> None:
    once = planned(tmp_path, MODELS.replace("replicates: 3\n", ""))
    assert len(plan.runs) == len({run.id for run in plan.runs}) == 3 * len(once.runs)
    assert {run.id for run in once.runs} == {run.id for run in plan.runs if run.replicate == 1}
    pairs = [plan.runs[at : at + 2] for at in range(0, len(plan.runs), 2)]
    assert all({run.cell for run in pair} == {0, 1} for pair in pairs), "what is broken off holds whole pairs"
    assert all(len({(run.seed, run.replicate) for run in pair}) == 1 for pair in pairs)


def test_each_game_is_held_against_the_game_of_the_first_cell_that_was_played_as_often(plan: ExperimentPlan) -> None:
    ids = {run.id for run in plan.runs}
    for run in plan.runs:
        base = plan.base_of(run)
        assert (base.cell, base.seed, base.replicate) == (0, run.seed, run.replicate)
        assert base.id in ids


def test_games_of_scripts_are_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(FaultyPack) as fault:
        planned(tmp_path, SMALL.replace("outcomes:", "replicates: 2\noutcomes:"))
    assert "so that 2 of its games are one" in str(fault.value)
    line = 1 + (tmp_path / "study.yaml").read_text().splitlines().index("replicates: 2")
    assert f":{line}:" in str(fault.value)


@pytest.mark.parametrize("wrong", ["0", "101", "two"])
def test_a_number_that_cannot_be_is_refused_with_its_line(wrong: str, tmp_path: Path) -> None:
    with pytest.raises(FaultyPack, match="replicates"):
        planned(tmp_path, MODELS.replace("replicates: 3", f"replicates: {wrong}"))


def test_a_seed_is_one_observation_however_often_it_is_played(plan: ExperimentPlan) -> None:
    (effect,) = effects(plan, sealed(plan, threats=2, seed=5, noise=1))
    assert effect.pairs == 40
    assert effect.mean == pytest.approx(2, abs=0.5)
    assert effect.unmoved == 0


def test_playing_a_seed_more_often_narrows_what_its_games_have_apart(tmp_path: Path) -> None:
    def width(times: int) -> float:
        made = planned(tmp_path, MODELS.replace("replicates: 3", f"replicates: {times}"))
        (effect,) = effects(made, sealed(made, threats=2, seed=5, noise=4))
        assert effect.low is not None
        assert effect.high is not None
        return effect.high - effect.low

    assert width(16) == pytest.approx(width(1) / 4, rel=0.35), "as the root of the number, where nothing else differs"


def test_a_seed_that_lacks_one_of_its_games_is_left_out(plan: ExperimentPlan) -> None:
    found = sealed(plan, threats=2, seed=5, noise=1)
    del found.sealed[run_id(plan.cells[1].name, 7, 3)]
    (effect,) = effects(plan, found)
    assert (effect.pairs, effect.left_out) == (39, 1)


def test_scripts_that_played_in_any_game_of_a_seed_put_it_among_those_that_were_helped(plan: ExperimentPlan) -> None:
    found = sealed(plan, threats=2, seed=5, noise=1)
    run = run_id(plan.cells[0].name, 3, 2)
    found.sealed[run] = with_read(found.sealed[run], fallbacks=1)
    (strata,) = by_fallbacks(plan, found)
    assert (strata.alone.pairs, strata.helped.pairs) == (39, 1)


def test_what_games_of_one_seed_have_apart_is_a_source_of_its_own(plan: ExperimentPlan) -> None:
    shares = {each.source: each for each in variance_shares(plan, sealed(plan, threats=2, seed=2, noise=2))}
    assert sum(each.share for each in shares.values()) == pytest.approx(1)
    squares = 1 + 4 + 4  # of the level, the seed and the games; a mean of three games keeps a third of the last
    assert shares["replicates"].share == pytest.approx(4 * 2 / 3 / squares, abs=0.05)
    assert shares["threats"].share == pytest.approx(1 / 9, abs=0.05)
    chance = shares["rest"].chance
    assert chance is not None
    assert shares["rest"].share == pytest.approx(chance, rel=0.6), "a level does the same in all seeds"


def test_games_that_never_differed_are_told_since_they_show_no_chance_of_a_model(plan: ExperimentPlan) -> None:
    assert replicates_in_words(plan, sealed(plan, threats=2, seed=2, noise=2)) == []
    (told,) = replicates_in_words(plan, sealed(plan, threats=2, seed=2, noise=0))
    assert told.startswith("Replicates: with 80 of 80 seeds of cells all games were the same to their end")


def test_without_replicates_games_have_nothing_apart(tmp_path: Path) -> None:
    made = planned(tmp_path, MODELS.replace("replicates: 3\n", ""))
    assert "replicates" not in {each.source for each in variance_shares(made, sealed(made, 2, 2, 2))}
    assert replicates_in_words(made, sealed(made, 2, 2, 0)) == []


@pytest.mark.slow
@pytest.mark.usefixtures("no_keys")
def test_a_model_is_asked_anew_in_each_of_them_and_tables_tell_them_apart(tmp_path: Path) -> None:
    with stubs.process("--seed", 3) as url:
        text = MODELS.replace("http://127.0.0.1:9/v1", url).replace("small@", "stub@")
        made, folder = planned(tmp_path, text.replace("count: 40", "count: 1")), tmp_path / "games"
        stubs.told(url, "tally", "DELETE")
        assert run_experiment(made, folder).complete
    found = contents(folder)
    assert prove(made, found) == 6
    tables = tables_of(made, found)
    assert list(tables["runs"]["replicate"]) == [1, 1, 2, 2, 3, 3]
    assert len(set(tables["seats"]["replicate"])) == 3
    asked = [sealed.read.asked for sealed in found.sealed.values()]
    assert min(asked) > 0
