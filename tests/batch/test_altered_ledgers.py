"""A ledger that was cut or altered by hand is told with its file and line by whoever reads it, with what helps."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.batch.studies import SMALL, planned, written
from wargame.batch.begun_words import begun_words
from wargame.batch.ledger_line import HELPS
from wargame.batch.ledger_of_plan import contents_of
from wargame.batch.means_taken import models_of, on_record
from wargame.batch.planned import ExperimentPlan
from wargame.batch.result_tables import prove, tables_of
from wargame.batch.run_ledger import contents, whole_record
from wargame.batch.runner import run_experiment, state
from wargame.cli import main
from wargame.errors import ExperimentError, WargameError

from .test_model_games import study
from .test_runner import results

LEDGER = "ledger-1-of-1.jsonl"
MORE = (
    {"what": "failed", "run": "g" + "1" * 15, "cell": "gone", "seed": 3, "reason": "it came to no end"},
    {"what": "stopped", "run": "g" + "2" * 15, "cell": "gone", "seed": 3, "reason": "the cap", "caps": [5, None]},
    {"what": "control", "at": "2026-11-30T05:00:00+00:00", "paused": False, "games": 2},
    {"what": "stalled", "at": "2026-11-30T05:00:00+00:00", "seconds": 312},
)
WRONG: tuple[object, ...] = (None, "x", -1, 1.5, [], {}, True, 10**30, ["a"], {"a": 1})
"""What is put in the place of each value."""
STUDY = SMALL.replace("count: 3", "count: 1")
Played = tuple[ExperimentPlan, Path, list[bytes]]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Four games of scripts, and a ledger with a line of every kind."""
    home = tmp_path_factory.mktemp("altered")
    plan = planned(home, STUDY)
    assert run_experiment(plan, home / "games").complete
    lines = (home / "games" / LEDGER).read_bytes().splitlines()
    sealed = next(at for at, line in enumerate(lines) if b'"sealed"' in line)
    lines[sealed:sealed] = [json.dumps(each, separators=(",", ":")).encode() for each in MORE]
    return plan, home, lines


@pytest.fixture
def games(played: Played, tmp_path: Path) -> Path:
    shutil.copytree(played[1] / "games", tmp_path / "games")
    return tmp_path / "games"


def altered(line: bytes) -> Iterator[bytes]:
    """A line with each of its values left out, and with each in turn something else."""
    data = json.loads(line)
    for path in places(data):
        yield with_value(data, path, None, gone=True)
        for value in WRONG:
            yield with_value(data, path, value)


def places(data: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where values stand, down to the third level; of a list the first."""
    names = list(data) if isinstance(data, dict) else [0] if isinstance(data, list) and data else []
    for name in names:
        yield (*above, name)
        if len(above) < 3:
            yield from places(data[name], (*above, name))


def with_value(data: Any, path: tuple[Any, ...], value: object, *, gone: bool = False) -> bytes:
    made = json.loads(json.dumps(data))
    inside = made
    for step in path[:-1]:
        inside = inside[step]
    if gone:
        del inside[path[-1]]
    else:
        inside[path[-1]] = value
    return json.dumps(made, separators=(",", ":"), ensure_ascii=False).encode()


def put(games: Path, lines: list[bytes]) -> None:
    (games / LEDGER).write_bytes(b"".join(line + b"\n" for line in lines))


def readers(plan: ExperimentPlan, games: Path) -> tuple[Callable[[], object], ...]:
    """All that is read of a ledger, but for playing games again."""
    return (
        lambda: state(plan, games),
        lambda: tables_of(plan, contents_of(plan, games)),
        lambda: (begun_words(games), on_record(games), models_of(games)),
    )


def told_at_most(reads: Callable[[], object]) -> str:
    """What a reader says of a ledger, or nothing; another exception than one for people is a fault of the program."""
    try:
        reads()
    except WargameError as fault:
        return str(fault)
    return ""


@pytest.mark.parametrize("what", ["begun", "cell", "failed", "stopped", "control", "stalled", "sealed"])
def test_whatever_value_of_a_line_is_altered_readers_end_in_a_sentence(what: str, played: Played, games: Path) -> None:
    plan, _, lines = played
    at = next(at for at, line in enumerate(lines) if json.loads(line)["what"] == what)
    some = list(altered(lines[at]))
    for line in random.Random(what).sample(some, min(12, len(some))):
        put(games, [*lines[:at], line, *lines[at + 1 :]])
        for reads in readers(plan, games):
            said = told_at_most(reads)
            assert not said or f"{LEDGER}: line {at + 1}: " in said or "was begun with other settings" in said, said


@pytest.mark.slow
@pytest.mark.parametrize("what", ["begun", "scenario", "cell", "failed", "stopped", "stalled", "sealed"])
def test_each_value_of_a_line_may_be_altered_in_each_way(what: str, played: Played, games: Path) -> None:
    plan, _, lines = played
    at = next(at for at, line in enumerate(lines) if json.loads(line)["what"] == what)
    some = list(altered(lines[at]))
    for line in random.Random(1).sample(some, min(600, len(some))):
        put(games, [*lines[:at], line, *lines[at + 1 :]])
        for reads in readers(plan, games):
            said = told_at_most(reads)
            assert not said or f"{LEDGER}: line {at + 1}: " in said or "was begun with other settings" in said, said


def test_a_ledger_that_is_cut_anywhere_is_read_to_its_last_whole_line(played: Played, games: Path) -> None:
    plan, _, lines = played
    whole = b"".join(line + b"\n" for line in lines)
    for at in range(0, len(whole), len(whole) // 40):
        (games / LEDGER).write_bytes(whole[:at])
        assert state(plan, games).sealed == sum(
            line.startswith(b'{"what":"sealed"') for line in whole[:at].split(b"\n")[:-1]
        )


def test_a_line_that_is_cut_anywhere_is_told_with_what_helps(played: Played, games: Path) -> None:
    plan, _, lines = played
    for number, line in enumerate(lines):
        for at in range(0, len(line), len(line) // 5):
            put(games, [*lines[:number], line[:at], *lines[number + 1 :]])
            with pytest.raises(ExperimentError) as fault:
                contents_of(plan, games)
            assert f"{LEDGER}: line {number + 1}: this is no line of a ledger (it is no JSON: " in str(fault.value)
            assert str(fault.value).endswith(HELPS)


def test_two_lines_that_were_run_together_are_told(played: Played, games: Path) -> None:
    plan, _, lines = played
    put(games, [*lines[:-2], lines[-2] + lines[-1]])
    with pytest.raises(
        ExperimentError, match=rf"{LEDGER}: line {len(lines) - 1}: .*it is no JSON: trailing characters"
    ):
        contents_of(plan, games)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("read", "series"), {}, "was read for 'agreements', 'trust', and here `read.series` holds nothing"),
        (("read", "series", "trust"), [], "read.series.trust has 0 values, and the game 1 turns"),
        (("read", "scores"), {"nowhere": 5.0}, "has no seat 'nowhere', of which `read` says something"),
        (("read", "tokens"), "12", "read.tokens is '12': it should be a valid integer"),
        (("read", "turns"), -1, "read has a count below 0"),
        (("read", "hashes"), ["a", "b"], "read.hashes has 2 values, and the game 1 turns"),
        (("read", "later"), 1, "read.later is no part of it"),
        (("seed",), 7, "and here of cell 'threats=as usual, rome=scripted' and seed 7"),
        (("cell",), "another", "is of cell 'threats=as usual, rome=scripted' and seed 1, and here of cell 'another'"),
        (("archive",), "../../somewhere", "archive is '../../somewhere': String should match pattern"),
        (("at",), -5, "at is -5: it should be greater than or equal to 0"),
        (("run",), "g0/../x", "run is 'g0/../x': String should match pattern"),
        (("what",), "sold", "its `what` is 'sold'; 'begun', 'scenario', 'cell', 'failed', 'stopped', 'control'"),
    ],
)
def test_what_is_wrong_with_a_line_is_told_with_what_stands_there(
    path: tuple[str, ...], value: object, said: str, played: Played, games: Path
) -> None:
    plan, _, lines = played
    at = next(at for at, line in enumerate(lines) if b'"sealed"' in line)
    put(games, [*lines[:at], with_value(json.loads(lines[at]), path, value), *lines[at + 1 :]])
    with pytest.raises(ExperimentError) as fault:
        contents_of(plan, games)
    assert f"{LEDGER}: line {at + 1}: this is no line of a ledger (" in str(fault.value)
    assert said in str(fault.value)
    assert str(fault.value).endswith(HELPS)


def test_a_value_that_could_be_one_is_found_by_playing_the_game_again(played: Played, games: Path) -> None:
    plan, _, lines = played
    at = next(at for at, line in enumerate(lines) if b'"sealed"' in line)
    data = json.loads(lines[at])
    put(games, [*lines[:at], with_value(data, ("read", "series", "trust"), [3.0]), *lines[at + 1 :]])
    found = contents_of(plan, games)
    with pytest.raises(ExperimentError, match=rf"{LEDGER}: line {at + 1}: .*not those of the ledger \(`read\.series`"):
        prove(plan, found)
    put(games, [*lines[:at], with_value(data, ("record",), "0" * 64), *lines[at + 1 :]])
    with pytest.raises(WargameError, match=rf"{LEDGER}: line {at + 1}: .*not the record whose hash was kept"):
        whole_record(contents(games), data["run"])


@pytest.mark.parametrize("what", ["begun", "scenario", "cell", "sealed", "failed"])
def test_a_line_that_is_deleted_as_it_is_said_is_put_back_or_played_anew(
    what: str, played: Played, games: Path
) -> None:
    plan, home, lines = played
    at = next(at for at, line in enumerate(lines) if json.loads(line)["what"] == what)
    put(games, [*lines[:at], *lines[at + 1 :]])
    if what in ("scenario", "cell"):
        with pytest.raises(ExperimentError, match=r"no line of the ledger holds"):
            contents_of(plan, games)
    assert run_experiment(plan, games).complete
    assert results(games) == results(home / "games")
    assert prove(plan, contents_of(plan, games)) == 4
    sealed = [line for line in (games / LEDGER).read_bytes().splitlines() if line.startswith(b'{"what":"sealed"')]
    assert len(sealed) == 4, "nothing else was played again"


def test_a_cell_that_was_played_otherwise_is_not_put_back(played: Played, games: Path, tmp_path: Path) -> None:
    _, _, lines = played
    put(games, [line for line in lines if not line.startswith(b'{"what":"cell"')])
    other = planned(tmp_path, STUDY.replace("trust_threat: 0", "trust_threat: 1"))
    with pytest.raises(ExperimentError, match=r"its games were not played with those of the file, as far as their rec"):
        run_experiment(other, games)


def test_a_line_of_another_experiment_is_a_game_that_is_not_asked_for(played: Played, games: Path) -> None:
    plan, _, lines = played
    strange = with_value(json.loads(lines[-1]), ("run",), "g" + "f" * 15)
    put(games, [*lines, strange])
    found = state(plan, games)
    assert (found.sealed, found.others) == (4, 1)


def test_halves_of_characters_that_a_model_sent_are_no_fault_of_a_line(played: Played, games: Path) -> None:
    plan, _, lines = played
    data = json.loads(lines[-1])
    data["read"]["models"] = {"llm:small": {"half \ud83d": 3}}
    put(games, [*lines[:-1], json.dumps(data).encode()])
    found = contents_of(plan, games).sealed[data["run"]]
    assert found.read.models == {"llm:small": {"half \ud83d": 3}}


@pytest.mark.slow
def test_every_command_says_so_and_none_calls_it_a_fault_of_the_program(
    played: Played, games: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, _, lines = played
    study, at = str(written(tmp_path, STUDY)), len(lines) - 1
    run = json.loads(lines[at])["run"]
    put(games, [*lines[:at], with_value(json.loads(lines[at]), ("read", "series"), None)])
    of = ("--out", str(games))
    for words in (
        ("experiment", "run", study, *of),
        ("experiment", "run", study, *of, "--dry-run"),
        ("experiment", "status", study, *of),
        ("experiment", "check", study, *of),
        ("experiment", "lock", study, *of),
        ("experiment", "table", study, *of, "--tables", str(tmp_path / "tables")),
        ("experiment", "table", study, *of, "--tables", str(tmp_path / "tables"), "--rebuild"),
        ("experiment", "analyse", study, *of),
        ("experiment", "words", study, *of),
        ("experiment", "report", study, *of, "--report", str(tmp_path / "page.html")),
        ("experiment", "expand", str(games), run, "--out", str(tmp_path / "game.jsonl")),
        ("experiment", "control", str(games), "--tokens", "5000000", "--by", "me", "--because", "why"),
        ("verify", f"{games}#{run}"),
    ):
        assert main(list(words)) == 2, words
        said = " ".join(capsys.readouterr().err.split())
        assert f"{LEDGER}: line {at + 1}: this is no line of a ledger (read.series is None: " in said, words
        assert "fault of the program" not in said


@pytest.mark.parametrize(
    "name", [LEDGER, "games-1-of-1.jsonl.gz", "ledger-2-of-2.jsonl", "control.json", "means-1-of-1.json"]
)
def test_a_folder_where_a_file_should_be_is_named(name: str, played: Played, games: Path) -> None:
    plan, _, _ = played
    (games / name).unlink(missing_ok=True)
    (games / name).mkdir()
    with pytest.raises(ExperimentError, match=re.escape(str(games / name))) as fault:
        run_experiment(plan, games)
    assert "folder" in str(fault.value) or "Is a directory" in str(fault.value)


@pytest.mark.parametrize("part", ["playing", "records"])
def test_a_part_of_a_folder_of_games_is_no_folder_for_others(part: str, played: Played, games: Path) -> None:
    plan, _, _ = played
    with pytest.raises(ExperimentError, match=r"holds the games of an experiment, and this folder is a part of it"):
        run_experiment(plan, games / part)
    assert state(plan, games).left_over == ()


def test_a_file_in_place_of_the_folder_of_games_in_progress_is_told_before_a_call(tmp_path: Path) -> None:
    (tmp_path / "games").mkdir()
    (tmp_path / "games" / "playing").write_text("a file")
    plan = planned(tmp_path, study("http://localhost:9/v1"))
    with pytest.raises(ExperimentError, match=r"playing: games in progress stand in a folder of this name"):
        run_experiment(plan, tmp_path / "games")
    assert state(plan, tmp_path / "games").failed == {}
