"""Arguments may be ruled by dice in games without people: recorded as acts, proved, refused where people must judge."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.batch.studies import planned
from wargame.batch.planned import ExperimentPlan
from wargame.batch.result_tables import prove, tables_of
from wargame.batch.run_ledger import LedgerContents, contents, whole_record
from wargame.batch.runner import run_experiment
from wargame.core.arguments import MODES
from wargame.core.control_acts import RuleArgument
from wargame.errors import FaultyPack, SpecError
from wargame.table.opening import choose, new_game, resumed_game
from wargame.table.unattended import NEEDS_NOBODY, REASON, WHO
from wargame.table.waiting import run_through
from wargame.transcript.reading import read
from wargame.transcript.verify import Replayed, verify

RULED = """
name: ruled
game: {scenario: first-download, turns: 1}
factors:
  - name: ruled
    levels: [{name: by the rules}, {name: by dice, adjudication: dice}]
seeds: {first: 1, count: 2}
outcomes:
  - {name: trust, reads: {kind: value, of: [rome.trust.washington]}}
"""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[ExperimentPlan, LedgerContents]:
    folder = tmp_path_factory.mktemp("ruled")
    plan = planned(folder, RULED)
    assert run_experiment(plan, folder / "games").all_ok
    return plan, contents(folder / "games")


def game_of(played: tuple[ExperimentPlan, LedgerContents], place: int, folder: Path) -> Replayed:
    plan, found = played
    path = folder / f"{place}.jsonl"
    path.write_bytes(b"".join(line + b"\n" for line in whole_record(found, plan.runs[place].id)))
    return verify(path)


def test_each_argument_is_ruled_by_all_reasons_that_were_given_and_the_record_proves_it(
    played: tuple[ExperimentPlan, LedgerContents], tmp_path: Path
) -> None:
    plan, found = played
    game = game_of(played, 1, tmp_path)
    put = [event for event in game.events if event.kind == "argument_put"]
    acts = list(game.acts.values())
    assert acts
    for act in acts:
        assert isinstance(act.move, RuleArgument)
        assert (act.who, act.role, str(act.reason), act.move.mode) == (WHO, "controller", REASON, "dice")
        assert act.move.pros, "an argument gives a reason at least"
    assert len({act.move.case for act in acts if isinstance(act.move, RuleArgument)}) == len(acts), "each once"
    assert len(put) == len(acts), "and none was passed over"
    settled = [event for event in game.events if event.kind == "odds_set"]
    assert all(event.text.startswith("Control accepts") for event in settled)
    assert prove(plan, found) == 4


def test_by_the_rules_nobody_acts_and_settings_are_what_they_were(
    played: tuple[ExperimentPlan, LedgerContents], tmp_path: Path
) -> None:
    plan, found = played
    assert game_of(played, 0, tmp_path).acts == {}
    assert "adjudication" not in plan.cells[0].settings
    assert plan.cells[1].settings == {**plan.cells[0].settings, "adjudication": "dice"}
    alone = planned(
        tmp_path, RULED.replace(", {name: by dice, adjudication: dice}", ", {name: b, params: {trust_threat: 0}}")
    )
    assert alone.cells[0].settings == plan.cells[0].settings
    assert list(tables_of(plan, found)["runs"]["factor.ruled"]) == ["by the rules", "by dice"] * 2


@pytest.mark.parametrize("mode", [mode for mode in MODES if mode not in NEEDS_NOBODY])
def test_a_way_that_needs_people_is_refused_by_its_name(tmp_path: Path, mode: str) -> None:
    with pytest.raises(FaultyPack) as fault:
        planned(tmp_path, RULED.replace("adjudication: dice", f"adjudication: {mode}"))
    assert f"study.yaml:6: factors[0].levels[1]: ruled=by dice: adjudication: {mode} needs people" in str(fault.value)
    with pytest.raises(SpecError, match="without them it is rules or dice"):
        new_game(choose("first-download"), None, adjudication=mode)  # type: ignore[arg-type]


def test_a_word_that_is_no_way_of_ruling_is_told_with_those_that_are(tmp_path: Path) -> None:
    accepted = "one of rules or dice or a set of keys and values"
    with pytest.raises(FaultyPack, match=f"adjudication is 'coin'; it must be {accepted}$"):
        planned(tmp_path, RULED.replace("adjudication: dice", "adjudication: coin"))


def test_a_game_that_goes_on_rules_no_argument_twice(tmp_path: Path) -> None:
    path, setup = tmp_path / "game.jsonl", choose("first-download", seed=1, turns=1)
    whole = run_through(new_game(setup, path, adjudication="dice").play(), waits=False)
    lines = path.read_bytes().splitlines(keepends=True)
    first = next(each.n for each in read(path).entries if each.kind == "override")
    for last in (first - 1, first, first + 1):
        path.write_bytes(b"".join(lines[:last]))
        again = run_through(resumed_game(path, adjudication="dice")[0].play(), waits=False)
        assert again.state_hash == whole.state_hash
        assert verify(path).turns == 1
