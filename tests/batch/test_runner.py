"""Playing an experiment: broken off anywhere and gone on with, it comes to the same games, none lost and none twice."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.batch.studies import SMALL, planned
from wargame.batch.game_played import GameRead
from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import contents, whole_record
from wargame.batch.runner import BatchProgress, run_experiment, state
from wargame.errors import ExperimentError, SpecError
from wargame.transcript.verify import verify


def results(folder: Path) -> Mapping[str, GameRead]:
    return {run: sealed.read for run, sealed in sorted(contents(folder).sealed.items())}


def lines_of(folder: Path, what: str) -> Iterator[dict[str, object]]:
    for path in sorted(folder.glob("ledger-*.jsonl")):
        for line in path.read_bytes().splitlines():
            data = json.loads(line)
            if data["what"] == what:
                yield data


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> tuple[ExperimentPlan, Path]:
    folder = tmp_path_factory.mktemp("unbroken")
    plan = planned(folder)
    assert run_experiment(plan, folder / "games").complete
    return plan, folder / "games"


def _interrupted_at(number: int) -> object:
    def progress(at: BatchProgress) -> None:
        if at.done == number:
            raise KeyboardInterrupt

    return progress


def test_broken_off_again_and_again_it_comes_to_the_same_games(
    unbroken: tuple[ExperimentPlan, Path], tmp_path: Path
) -> None:
    plan, folder = unbroken
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            run_experiment(plan, tmp_path, progress=_interrupted_at(3))  # type: ignore[arg-type]
    assert state(plan, tmp_path).sealed == 9
    assert run_experiment(plan, tmp_path).complete
    assert results(tmp_path) == results(folder)
    assert len(list(lines_of(tmp_path, "sealed"))) == 12, "no game was played twice"


def test_when_all_is_done_the_same_call_changes_no_byte(unbroken: tuple[ExperimentPlan, Path]) -> None:
    plan, folder = unbroken
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert run_experiment(plan, folder).complete
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_sealed_game_gives_its_whole_record_which_proves_itself(
    unbroken: tuple[ExperimentPlan, Path], tmp_path: Path
) -> None:
    plan, folder = unbroken
    run = plan.runs[3]
    path = tmp_path / "game.jsonl"
    path.write_bytes(b"".join(line + b"\n" for line in whole_record(contents(folder), run.id)))
    replayed = verify(path)
    assert replayed.game.seed == run.seed
    assert replayed.game.overrides == {"trust_threat": 0}
    assert tuple(replayed.hashes.values()) == contents(folder).sealed[run.id].read.hashes


def test_it_grows_with_its_file_and_plays_only_what_is_new(
    unbroken: tuple[ExperimentPlan, Path], tmp_path: Path
) -> None:
    first = planned(tmp_path, SMALL.replace("count: 3", "count: 1"))
    folder = tmp_path / "games"
    run_experiment(first, folder)
    told: list[BatchProgress] = []
    run_experiment(unbroken[0], folder, progress=told.append)
    assert told[-1].of == 8
    assert results(folder) == results(unbroken[1])


def test_a_cell_that_was_begun_is_refused_with_other_settings_and_told_the_difference(tmp_path: Path) -> None:
    folder = tmp_path / "games"
    one = SMALL.replace("count: 3", "count: 1")
    run_experiment(planned(tmp_path, one), folder)
    with pytest.raises(SpecError, match=r"parameters\.trust_threat: 0.* before, 0\.1.* now"):
        run_experiment(planned(tmp_path, one.replace("trust_threat: 0}", "trust_threat: 0.1}")), folder)
    edited = one.replace("turns: 1}", "turns: 1, edits: [{at: pack.title, to: Other}]}")
    with pytest.raises(SpecError, match=r"scenario\.pack\.title: \"First Download\" before, \"Other\" now"):
        run_experiment(planned(tmp_path, edited), folder)
    assert state(planned(tmp_path, one), folder).complete, "nothing of it was changed"


def test_an_outcome_that_is_added_is_read_out_of_the_sealed_games(
    unbroken: tuple[ExperimentPlan, Path], tmp_path: Path
) -> None:
    folder = tmp_path / "games"
    fewer = SMALL.replace("  - {name: agreements, reads: {kind: signed}, at: area}\n", "")
    run_experiment(planned(tmp_path, fewer), folder)
    assert all(list(read.series) == ["trust"] for read in results(folder).values())
    archive = (folder / "games-1-of-1.jsonl.gz").read_bytes()
    assert run_experiment(unbroken[0], folder).complete
    assert results(folder) == results(unbroken[1]), "read from the records they are what they were in play"
    assert (folder / "games-1-of-1.jsonl.gz").read_bytes() == archive, "no game was played"


def test_shares_play_every_game_once(unbroken: tuple[ExperimentPlan, Path], tmp_path: Path) -> None:
    plan, folder = unbroken
    for number in (1, 2, 3):
        run_experiment(plan, tmp_path, share=(number, 3))
    assert results(tmp_path) == results(folder)
    assert len(list(lines_of(tmp_path, "sealed"))) == 12
    assert len(list(tmp_path.glob("ledger-?-of-3.jsonl"))) == 3


def test_one_share_is_played_by_one_writer(unbroken: tuple[ExperimentPlan, Path], tmp_path: Path) -> None:
    plan = unbroken[0]

    def meanwhile(at: BatchProgress) -> None:
        with pytest.raises(ExperimentError, match="share 1 of 1 of these games is being played already"):
            run_experiment(plan, tmp_path)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_experiment(plan, tmp_path, progress=meanwhile)
    assert state(plan, tmp_path).sealed == 1, "it is let go of when it is left"


def test_a_torn_line_and_bytes_without_a_line_are_no_games(
    unbroken: tuple[ExperimentPlan, Path], tmp_path: Path
) -> None:
    plan, folder = unbroken
    with pytest.raises(KeyboardInterrupt):
        run_experiment(plan, tmp_path, progress=_interrupted_at(5))  # type: ignore[arg-type]
    ledger, archive = tmp_path / "ledger-1-of-1.jsonl", tmp_path / "games-1-of-1.jsonl.gz"
    ledger.write_bytes(ledger.read_bytes()[:-40])
    archive.write_bytes(archive.read_bytes() + b"\x1f\x8b half a record")
    assert state(plan, tmp_path).sealed == 4
    assert run_experiment(plan, tmp_path).complete
    assert results(tmp_path) == results(folder)


def test_a_damaged_record_is_told_and_played_again(unbroken: tuple[ExperimentPlan, Path], tmp_path: Path) -> None:
    plan, folder = unbroken
    run_experiment(plan, tmp_path)
    second = list(contents(tmp_path).sealed.values())[1]
    raw = bytearray(second.archive.read_bytes())
    raw[second.at + second.length // 2] ^= 1
    second.archive.write_bytes(raw)
    found = state(plan, tmp_path)
    assert (found.sealed, found.lost, found.not_started) == (11, 1, 1)
    assert run_experiment(plan, tmp_path).complete
    assert results(tmp_path) == results(folder)
    assert b"".join(whole_record(contents(tmp_path), second.run))


def test_a_file_that_is_no_ledger_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "ledger-1-of-1.jsonl").write_text('{"what":"begun","format":1}\nnothing\n')
    with pytest.raises(ExperimentError, match=r"ledger-1-of-1\.jsonl: line 2: this is no line of a ledger"):
        contents(tmp_path)


ODD = ["a/b:c", "../..", "A/B:C", "x" * 200, "naïve, ‘quoted’ = yes", "CON", "#{}[]"]


def test_a_level_may_have_any_name(tmp_path: Path) -> None:
    levels = "\n".join(f"      - {{name: {json.dumps(name)}}}" for name in ODD)
    text = SMALL.replace("      - {name: scripted}\n      - {name: random, seats: {rome: random}}", levels)
    plan = planned(tmp_path, text.replace("count: 3", "count: 1"))
    assert run_experiment(plan, tmp_path / "games").complete
    assert len(contents(tmp_path / "games").sealed) == 14
    assert {path.name.split("-")[0] for path in (tmp_path / "games").iterdir()} == {"ledger", "games"}
