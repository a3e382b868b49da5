"""A game that was broken off anywhere ends as it would have ended."""

from __future__ import annotations

import io
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.conftest import SHORT, Run
from wargame.cli import main
from wargame.table.opening import choose
from wargame.table.opening_rooms import open_room
from wargame.transcript.verify import verify


@pytest.mark.slow
def test_a_record_cut_at_any_byte_resumes_to_the_same_state(game: Path, tmp_path: Path, wargame: Run) -> None:
    whole = game.read_bytes()
    first, expected = whole.index(b"\n") + 1, verify(game).hashes[3]
    chance = random.Random(5)
    for number, cut in enumerate(
        sorted({first, len(whole) - 1, *(chance.randrange(first, len(whole)) for _ in range(20))})
    ):
        part = tmp_path / f"{number}.jsonl"
        part.write_bytes(whole[:cut])
        said = wargame("run", "--resume", part, "--json")
        assert said.code == 0, (cut, said.err)
        assert said.json["state_hash"] == expected, cut
        if cut == len(whole) - 1:
            part.write_bytes(part.read_bytes() + b"\n")
        assert verify(part).hashes[3] == expected


@pytest.mark.slow
@pytest.mark.parametrize("lines", [2, 60, 200, 350])
def test_a_killed_run_resumes_to_the_same_state(lines: int, game: Path, tmp_path: Path, wargame: Run) -> None:
    path = tmp_path / "killed.jsonl"
    words = [sys.executable, "-m", "wargame.cli", *SHORT, "--seed", "7", "--sync", "phase", "--out", str(path)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 300
    while time.monotonic() < until and process.poll() is None:
        if path.exists() and path.read_bytes().count(b"\n") >= lines:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    if b'"kind":"end"' in path.read_bytes().splitlines()[-1][:40]:
        pytest.skip("the game was over before it could be killed")
    said = wargame("run", "--resume", path, "--json")
    assert said.code == 0, said.err
    assert said.json["state_hash"] == verify(game).hashes[3]
    assert wargame("verify", path).code == 0


def test_going_on_with_a_finished_game_answers_with_its_result_and_changes_nothing(game: Path, wargame: Run) -> None:
    before, state_hash = game.read_bytes(), verify(game).hashes[3]
    said = wargame("run", "--resume", game, "--json")
    assert said.code == 0, said.err
    assert said.json["state_hash"] == state_hash
    assert said.json["transcript"] == str(game)
    assert "played to its end" in said.err
    for words in (("run", "--resume", game), ("play", "--plain", "--resume", game)):
        again = wargame(*words)
        assert again.code == 0
        assert f"state hash {state_hash[:16]}" in again.out
    assert game.read_bytes() == before


SCREENS = ("run", "--resume"), ("play", "--plain", "--resume")


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("sealed") / "g.jsonl"
    assert main(["run", "first-download", "--seed", "3", "--quiet", "--out", str(path)]) == 0
    return path.read_bytes()


def touched(raw: bytes, number: int) -> bytes:
    """The same lines, one bit of one of them otherwise."""
    lines = raw.splitlines(keepends=True)
    line = bytearray(lines[number - 1])
    line[len(line) // 2] ^= 1
    return b"".join([*lines[: number - 1], bytes(line), *lines[number:]])


@pytest.mark.parametrize("words", SCREENS)
@pytest.mark.parametrize("flags", [(), ("--cut-broken",)])
@pytest.mark.parametrize("number", [2, 12, 200, 303])
def test_a_sealed_game_is_never_cut_whatever_is_asked(
    sealed: bytes, tmp_path: Path, wargame: Run, words: Sequence[str], flags: Sequence[str], number: int
) -> None:
    path = tmp_path / "g.jsonl"
    path.write_bytes(touched(sealed, number))
    before = path.read_bytes()
    said = wargame(*words, path, *flags)
    assert said.code == 2
    assert f"{path}: line {number}" in said.err
    assert "never cut" in said.err
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("words", SCREENS)
@pytest.mark.parametrize("flags", [(), ("--cut-broken",)])
def test_changed_line_ends_of_a_finished_game_are_named_and_offered_back(
    sealed: bytes, tmp_path: Path, wargame: Run, words: Sequence[str], flags: Sequence[str]
) -> None:
    path = tmp_path / "g.jsonl"
    path.write_bytes(sealed.replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    said = wargame(*words, path, *flags)
    assert said.code == 2
    assert "CR LF" in said.err
    assert path.read_bytes() == before
    command = said.err.split("get it back with: ")[1]
    subprocess.run(command, shell=True, check=True)
    assert (tmp_path / "g-restored.jsonl").read_bytes() == sealed


def test_a_break_in_an_unfinished_game_is_an_error_that_says_what_is_at_stake(
    sealed: bytes, tmp_path: Path, wargame: Run
) -> None:
    path = tmp_path / "g.jsonl"
    path.write_bytes(touched(b"".join(sealed.splitlines(keepends=True)[:40]), 12))
    before = path.read_bytes()
    said = wargame("run", "--resume", path)
    assert said.code == 2
    assert f"{path}: line 12: " in said.err
    assert "29 of 40 lines are at stake" in said.err
    assert "--cut-broken" in said.err
    assert path.read_bytes() == before


def test_a_broken_game_that_is_cut_on_purpose_is_kept_beside_and_ends_as_it_would_have(
    sealed: bytes, tmp_path: Path, wargame: Run
) -> None:
    path = tmp_path / "g.jsonl"
    path.write_bytes(touched(b"".join(sealed.splitlines(keepends=True)[:40]), 12))
    before = path.read_bytes()
    said = wargame("run", "--resume", path, "--cut-broken", "--json")
    assert said.code == 0, said.err
    (kept,) = tmp_path.glob("g.cut-*.jsonl")
    assert kept.read_bytes() == before
    assert kept.stat().st_mode & 0o077 == 0
    (whole := tmp_path / "whole.jsonl").write_bytes(sealed)
    assert said.json["state_hash"] == verify(whole).hashes[3] == verify(path).hashes[3]


def test_line_by_line_a_torn_line_is_said_and_cut_only_when_something_new_comes(tmp_path: Path, wargame: Run) -> None:
    path = tmp_path / "g.jsonl"
    opened = open_room(choose("first-download", seed=3, seats={"meta": "human"}), path)
    opened.close()
    torn = path.read_bytes() + b'{"n":3,"kind":"dec'
    path.write_bytes(torn)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.StringIO("quit\n"))
        said = wargame("play", "--plain", "--resume", path)
    assert said.code == 0, said.err
    assert "a torn line of 18 bytes is left out" in said.out


def test_to_cut_nothing_that_is_gone_on_with_is_refused(wargame: Run) -> None:
    said = wargame("run", "first-download", "--cut-broken")
    assert said.code == 2
    assert "--resume" in said.err


def test_resume_takes_no_other_choice(game: Path, wargame: Run) -> None:
    said = wargame("run", "between-the-giants", "--resume", game)
    assert said.code == 2
