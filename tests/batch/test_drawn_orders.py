"""Games whose models read in a shuffled order: drawn anew for each game, and made again from its record alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.batch.minded_stub import serving
from tests.batch.studies import planned
from wargame.batch.means_taken import PLAYING
from wargame.batch.planned import ExperimentPlan, PlannedRun
from wargame.batch.result_tables import prove
from wargame.batch.run_ledger import contents, whole_record
from wargame.batch.runner import run_experiment
from wargame.cli import main
from wargame.players.llm.shown import SHOWN, shown_of
from wargame.review.record_audit import audit_record
from wargame.transcript.reading import read

STUDY = """
name: drawn
game: {scenario: first-download, turns: 1, seats: {rome: "single:stub@URL"}, order: shuffled}
factors:
  - name: threats
    levels: [{name: as usual}, {name: cost no trust, params: {trust_threat: 0}}]
seeds: {first: 1, count: 2}
outcomes:
  - {name: trust, reads: {kind: value, of: [rome.trust.washington]}}
"""
LEFT = """
name: drawn where a record is left
game: {from: {record: game.jsonl, line: LINE}, seats: {rome: "single:stub@URL"}, order: shuffled}
factors:
  - name: threats
    levels: [{name: as usual}, {name: cost no trust, params: {trust_threat: 0}}]
seeds: {first: 1, count: 2}
outcomes:
  - {name: trust, reads: {kind: value, of: [rome.trust.washington]}}
"""
SEAT = re.compile(r"`(rome|washington|anthropic|openai|brussels|beijing|meta|deepseek)` [^(\n]+ \(")
"""A seat in the list of seats with which a prompt begins."""

pytestmark = pytest.mark.usefixtures("no_keys")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(lambda system, user, phase: f"{system}{user}") as url:
        yield url


def records(folder: Path, plan: ExperimentPlan) -> Mapping[PlannedRun, Path]:
    """All games of a plan, each in a file."""
    assert run_experiment(plan, folder / "games").complete
    found = contents(folder / "games")
    assert prove(plan, found) == len(plan.runs)
    made = {run: folder / f"{run.id}.jsonl" for run in plan.runs}
    for run, path in made.items():
        path.write_bytes(b"".join(line + b"\n" for line in whole_record(found, run.id)))
    return made


def order_of(path: Path) -> tuple[str, ...]:
    """The seats in the order in which all prompts of a game list them, every prompt being made again by the audit."""
    record, audited = read(path), audit_record(path)
    calls = [entry for entry in record.entries if entry.kind == "call"]
    assert audited.compared == audited.prompts == len(calls) > 1
    assert audited.leaks == []
    orders = set()
    for call in calls:
        _, (first, *_) = call.data["messages"][0]
        orders.add(tuple(SEAT.findall(str(record.texts[first]))))
    (order,) = orders
    assert len(order) == len(set(order)) > 2
    return order


@pytest.fixture(scope="module")
def games(url: str, tmp_path_factory: pytest.TempPathFactory) -> Mapping[PlannedRun, Path]:
    folder = tmp_path_factory.mktemp("drawn")
    return records(folder, planned(folder, STUDY.replace("URL", url)))


@pytest.mark.slow
def test_each_seed_has_its_order_in_all_cells_and_every_prompt_is_made_again(games: Mapping[PlannedRun, Path]) -> None:
    by_seed: dict[int, set[tuple[str, ...]]] = {}
    for run, path in games.items():
        by_seed.setdefault(run.seed, set()).add(order_of(path))
        assert shown_of(read(path).header.data["prompts"]).draw == run.seed
    assert [len(orders) for orders in by_seed.values()] == [1, 1], "cells of one seed share it"
    assert len(set.union(*by_seed.values())) == 2


@pytest.mark.slow
def test_a_game_that_broke_off_goes_on_in_its_order(games: Mapping[PlannedRun, Path], url: str, tmp_path: Path) -> None:
    run, path = list(games.items())[1]
    lines = path.read_bytes().splitlines()
    called = [number for number, line in enumerate(lines, 1) if b'"kind":"call"' in line[:40]]
    begun = lines[: called[len(called) // 2]]
    (tmp_path / "games" / PLAYING).mkdir(parents=True)
    (tmp_path / "games" / PLAYING / f"{run.id}.jsonl").write_bytes(b"".join(line + b"\n" for line in begun))
    plan = planned(tmp_path, STUDY.replace("URL", url))
    again = records(tmp_path, plan)[run]
    assert prove(plan, contents(tmp_path / "games")) == 4
    assert again.read_bytes().splitlines()[: len(begun)] == begun
    assert order_of(again) == order_of(path)
    out = tmp_path / "expanded.jsonl"
    assert main(["experiment", "expand", str(tmp_path / "games"), run.id, "--out", str(out)]) == 0
    assert order_of(out) == order_of(path)


@pytest.mark.slow
def test_games_that_leave_a_record_have_an_order_each_too(url: str, tmp_path: Path) -> None:
    game = tmp_path / "game.jsonl"
    assert main(["run", "first-download", "--seed", "9", "--turns", "2", "--out", str(game)]) == 0
    line = next(each.n for each in read(game).entries if each.data.get("what") == "turn_end")
    plan = planned(tmp_path, LEFT.replace("URL", url).replace("LINE", str(line)))
    made = records(tmp_path, plan)
    assert prove(plan, contents(tmp_path / "games")) == 4
    orders = {(run.seed, order_of(path)) for run, path in made.items()}
    assert len(orders) == len({order for _, order in orders}) == 2
    assert all("draw=9" not in read(path).header.data["prompts"][SHOWN] for path in made.values())
