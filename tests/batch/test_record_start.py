"""Arms that leave a record share it up to their line, differ behind it, and may not have been at work before."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.batch.studies import planned
from wargame.batch.game_played import read_again
from wargame.batch.planned import ExperimentPlan
from wargame.batch.result_tables import prove, tables_of
from wargame.batch.run_ledger import WHOLE, LedgerContents, contents, whole_record
from wargame.batch.runner import run_experiment
from wargame.core.moves import Sealed
from wargame.core.written import as_data
from wargame.errors import FaultyPack, SpecError
from wargame.table.opening import choose, new_game
from wargame.table.waiting import run_through
from wargame.transcript.branch_parent import shares
from wargame.transcript.chain import unchained
from wargame.transcript.reading import Transcript, read
from wargame.transcript.verify import decisions_of, verify

SEED = 5
FORKS = """
name: forks
game: {from: {record: game.jsonl, line: LINE}, seats: {rome: random}}
factors:
  - name: threats
    levels: [{name: as usual}, {name: cost no trust, params: {trust_threat: 0}}]
  - name: washington
    levels: [{name: scripted}, {name: passing, seats: {washington: passing}}]
seeds: {first: 5, count: 2}
outcomes:
  - {name: trust, reads: {kind: value, of: [rome.trust.washington]}}
  - {name: agreements, reads: {kind: signed}, at: area}
"""


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Transcript:
    path = tmp_path_factory.mktemp("recorded") / "game.jsonl"
    setup = choose("first-download", seed=SEED, turns=2, seats={"rome": "random"})
    run_through(new_game(setup, path).play(), waits=False)
    return read(path)


def end_of_turn(record: Transcript, turn: int = 1) -> int:
    """The line that closes a turn."""
    return next(each.n for each in record.entries if each.turn == turn and each.data.get("what") == "turn_end")


def forks(folder: Path, record: Transcript, text: str = FORKS, line: int | None = None) -> ExperimentPlan:
    """The experiment beside a copy of the record."""
    if not (folder / "game.jsonl").exists():
        shutil.copy(record.path, folder / "game.jsonl")
    return planned(folder, text.replace("LINE", str(line or end_of_turn(record))))


@pytest.fixture(scope="module")
def played(
    recorded: Transcript, tmp_path_factory: pytest.TempPathFactory
) -> tuple[ExperimentPlan, Path, LedgerContents]:
    folder = tmp_path_factory.mktemp("forks")
    plan = forks(folder, recorded)
    assert run_experiment(plan, folder / "games").all_ok
    return plan, folder / "games", contents(folder / "games")


Played = tuple[ExperimentPlan, Path, LedgerContents]


def written_out(place: Path, found: LedgerContents, run: str) -> Path:
    """The whole record of a game, as a file."""
    path = place / f"{run}.jsonl"
    path.write_bytes(b"".join(line + b"\n" for line in whole_record(found, run)))
    return path


def test_every_game_shares_the_record_up_to_the_line_and_proves_itself(
    recorded: Transcript, played: Played, tmp_path: Path
) -> None:
    plan, _, found = played
    line = end_of_turn(recorded)
    for run in plan.runs:
        game = verify(written_out(tmp_path, found, run.id)).record
        shares(game, recorded)
        assert [unchained(each) for each in game.lines[1:line]] == [unchained(each) for each in recorded.lines[1:line]]
        assert found.sealed[run.id].read.hashes[0] == recorded.entries[line - 1].data["state_hash"]
        assert game.header.data["branch"]["line"] == line
    assert prove(plan, found) == len(plan.runs)


def test_with_its_own_seed_and_nothing_changed_it_is_the_game_on_record_and_with_another_it_is_not(
    recorded: Transcript, played: Played
) -> None:
    plan, _, found = played
    own, other = (found.sealed[run.id].read for run in plan.runs if run.cell == 0)
    ends = [each.data["state_hash"] for each in recorded.entries if each.data.get("what") == "turn_end"]
    assert list(own.hashes) == ends
    assert other.hashes[0] == ends[0], "the seed changes only what comes behind the line"
    assert other.hashes[1] != ends[1]


def test_the_record_is_kept_beside_so_that_games_follow_it_when_it_is_gone(
    recorded: Transcript, played: Played
) -> None:
    _, folder, _ = played
    kept = list((folder / WHOLE).glob("from-*.jsonl"))
    assert [path.read_bytes() for path in kept] == [recorded.path.read_bytes()]


def test_tables_say_where_games_come_from_and_what_they_were_played_with(recorded: Transcript, played: Played) -> None:
    plan, _, found = played
    tables = tables_of(plan, found)
    place = f"{recorded.header.data['game']}:{end_of_turn(recorded)}"
    for name in ("runs", "seats", "turns"):
        assert set(tables[name]["from"]) == {place}
    assert plan.cells[2].settings["parameters"]["trust_threat"] == 0
    parted = dict(zip(tables["runs"]["run"], tables["runs"]["parted"], strict=True))
    assert all(parted[run.id] in (None, 2) for run in plan.runs), "no pair parts before its line"


def test_who_plays_on_sits_there_behind_the_line_alone(played: Played, tmp_path: Path) -> None:
    plan, _, found = played
    run = next(run for run in plan.runs if plan.cells[run.cell].levels["washington"] == "passing")
    made = decisions_of(verify(written_out(tmp_path, found, run.id)).record).values()
    players = {(each.turn, each.player) for each in made if each.seat == "washington"}
    assert players == {(1, "scripted"), (2, "passing")}
    sheets = [each.body for each in made if each.seat == "washington" and each.turn == 2 and each.phase == "orders"]
    assert [body.orders for body in sheets if isinstance(body, Sealed)] == [()]


def test_conduct_is_that_of_who_plays_on_and_not_of_who_sat_there_before(
    recorded: Transcript, played: Played, tmp_path: Path
) -> None:
    plan, _, found = played
    run = next(run for run in plan.runs if plan.cells[run.cell].levels["washington"] == "passing")
    kept = found.sealed[run.id].read
    assert kept.conduct["washington"].get("ordered", 0) == 0, "who passes orders nothing, whatever was ordered before"
    game = read(written_out(tmp_path, found, run.id))
    whole = read_again(game, {})
    assert whole.conduct["washington"]["ordered"] > 0
    assert len(kept.draws) <= len(whole.draws)
    assert read_again(game, {}, after=end_of_turn(recorded)).conduct == kept.conduct


def test_somebody_elses_executor_plays_the_same_games(recorded: Transcript, played: Played, tmp_path: Path) -> None:
    _, _, found = played
    plan = forks(tmp_path, recorded)
    with ThreadPoolExecutor(1) as pool:
        assert run_experiment(plan, tmp_path / "games", executor=pool).all_ok
    again = contents(tmp_path / "games")
    assert {run: each.read for run, each in again.sealed.items()} == {
        run: each.read for run, each in found.sealed.items()
    }


def test_a_step_in_the_middle_of_a_turn_is_asked_anew(recorded: Transcript, tmp_path: Path) -> None:
    line = next(each.n for each in recorded.entries if each.kind == "decision" and each.phase == "orders")
    text = FORKS.replace(", params: {trust_threat: 0}", ", seats: {meta: passing}")
    plan = forks(tmp_path, recorded, text, line)
    start = plan.cells[0].start
    assert start is not None
    assert start.step == (1, "orders", 0)
    assert start.in_words.startswith(f"game.jsonl, line {line}: turn 1, orders; lines 1 to {start.left} are shared")
    assert run_experiment(plan, tmp_path / "games").all_ok
    assert prove(plan, contents(tmp_path / "games")) == 8


def test_levels_may_leave_at_different_lines(recorded: Transcript, tmp_path: Path) -> None:
    levels = "".join(
        f"{{name: {name}, from: {{record: game.jsonl, line: {line}}}}}, "
        for name, line in (("early", 1), ("late", end_of_turn(recorded)))
    )
    text = FORKS.replace("game: {from: {record: game.jsonl, line: LINE}, ", "game: {").replace(
        "factors:", f"factors:\n  - name: moment\n    levels: [{levels[:-2]}]"
    )
    plan = forks(tmp_path, recorded, text)
    assert [cell.start.step if cell.start else None for cell in plan.cells[::4]] == [(1, "brief", 0), (2, "brief", 0)]


def test_another_record_under_the_same_names_is_refused_with_what_differs(
    recorded: Transcript, played: Played, tmp_path: Path
) -> None:
    _, folder, _ = played
    shutil.copytree(folder, tmp_path / "games")
    setup = choose("first-download", seed=SEED + 1, turns=2, seats={"rome": "random"})
    run_through(new_game(setup, tmp_path / "game.jsonl").play(), waits=False)
    plan = forks(tmp_path, read(tmp_path / "game.jsonl"))
    with pytest.raises(SpecError, match=r"was begun with other settings: from\.game: "):
        run_experiment(plan, tmp_path / "games")


def order_given(record: Transcript) -> Mapping[str, Any]:
    """An order of the first turn, as a lever that forces it."""
    for made in decisions_of(record).values():
        if made.turn == 1 and isinstance(made.body, Sealed) and made.body.orders:
            return {"seat": made.seat, "orders": [as_data(made.body.orders[0])]}
    raise AssertionError("nobody ordered anything")


def test_an_arm_that_was_at_work_before_the_line_is_refused(recorded: Transcript, tmp_path: Path) -> None:
    forced = json.dumps(order_given(recorded))
    for lever, said in (
        ("params: {trust_threat: 8}", "trust_threat was 8 before line"),
        ("seats: {rome: random}", "rome was played by random before line"),
        (f"forces: [{forced}]", "gave such an order in 1.orders."),
    ):
        text = FORKS.replace("params: {trust_threat: 0}", lever).replace(", seats: {rome: random}}\nf", "}\nf")
        with pytest.raises(FaultyPack) as fault:
            forks(tmp_path, recorded, text)
        assert "study.yaml:6: factors[0].levels[1]: cost no trust: " in str(fault.value)
        assert said in str(fault.value)
        assert "so that no arm begins untouched" in str(fault.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("record: game.jsonl", "record: gone.jsonl", "there is no file"),
        ("line: LINE", "line: 99999", "from.line is 99999; game.jsonl has lines 1 to"),
        ("seats: {rome: random}}", "scenario: first-download}", "scenario: games that leave a record are made of what"),
        ("seats: {rome: random}}", "turns: 3}", "turns: games that leave a record are made of what stands there"),
        ("seats: {rome: random}}", "persona: 0.5}", "persona 0.5: this is how models are asked, and none sits"),
        ("seats: {washington: passing}", "bars: [{seat: rome, turns: [1]}]", "bars: turn 1 is over where the record"),
        ("from: {record: game.jsonl, line: LINE}, ", "", "or `from` names a line of a record"),
    ],
)
def test_what_cannot_be_left_or_changed_is_told(
    recorded: Transcript, tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in FORKS
    with pytest.raises(FaultyPack) as fault:
        forks(tmp_path, recorded, FORKS.replace(old, new))
    assert said in str(fault.value)


def test_a_record_that_is_over_there_and_one_of_other_rules_are_told(recorded: Transcript, tmp_path: Path) -> None:
    with pytest.raises(FaultyPack, match="the game of 2 turns is over there; name an earlier line"):
        forks(tmp_path, recorded, line=len(recorded.lines))
    lines = recorded.path.read_bytes().replace(b'"rules":5', b'"rules":4', 1)
    (tmp_path / "game.jsonl").write_bytes(lines)
    with pytest.raises(FaultyPack, match=r"game\.jsonl"):
        forks(tmp_path, recorded)


def test_parameters_change_at_the_start_of_a_turn_alone(recorded: Transcript, tmp_path: Path) -> None:
    line = next(each.n for each in recorded.entries if each.kind == "decision" and each.phase == "orders")
    with pytest.raises(FaultyPack, match=r"stands in the orders of turn 1, which begins at line \d+"):
        forks(tmp_path, recorded, line=line)


@pytest.mark.slow
def test_two_processes_play_the_same_games_and_a_game_of_them_can_be_left_again(
    recorded: Transcript, played: Played, tmp_path: Path
) -> None:
    _, _, found = played
    plan = forks(tmp_path, recorded)
    assert run_experiment(plan, tmp_path / "games", workers=2).all_ok
    again = contents(tmp_path / "games")
    assert {run: each.read for run, each in again.sealed.items()} == {
        run: each.read for run, each in found.sealed.items()
    }
    other = next(run for run in plan.runs if plan.cells[run.cell].name == "threats=cost no trust, washington=scripted")
    child = read(written_out(tmp_path, again, other.id))
    (tmp_path / "game.jsonl").write_bytes(child.path.read_bytes())
    with pytest.raises(FaultyPack, match="trust_threat was changed in turn 2, before line"):
        forks(tmp_path, child)
    grandchildren = forks(tmp_path, child, FORKS.replace("trust_threat: 0", "trust_data: 1"), end_of_turn(child))
    assert run_experiment(grandchildren, tmp_path / "later").all_ok
    sealed = contents(tmp_path / "later")
    assert prove(grandchildren, sealed) == 8
    assert all(cell.parameters.trust_threat == 0 for cell in grandchildren.cells), "what the parent changed stays"


def test_the_page_of_an_experiment_says_where_its_games_leave_a_record(recorded: Transcript, played: Played) -> None:
    pytest.importorskip("scipy", reason="SciPy is not installed; nothing but the analysis of experiments needs it")
    from wargame.present.experiment_report.page import experiment_page

    plan, _, found = played
    design = next(section for section in experiment_page(plan, found).sections if section.title == "Design")
    line = end_of_turn(recorded)
    assert f"Games leave a record: game.jsonl, line {line}: the start of turn 2; lines 1 to {line} are shared." in (
        design.texts
    )
