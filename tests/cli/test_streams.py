"""Closed streams and streams that hold few letters: no output breaks off, no input is waited for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import wargame

WARGAME = f"{sys.executable} -m wargame.cli"
NARROW = {**os.environ, "PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0"}
NARROW_PLACE = {**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


def done(line: str, folder: Path, environ: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", "-c", line], cwd=folder, env=environ, capture_output=True, text=True, timeout=300)


@pytest.mark.slow
@pytest.mark.parametrize("environ", [NARROW, NARROW_PLACE])
def test_letters_that_a_stream_cannot_hold_are_written_otherwise(tmp_path: Path, environ: dict[str, str]) -> None:
    typed = "printf 'say meta: caf\\303\\251 \\342\\200\\224 \\377\\nsheet\\n' | "
    said = done(f"{typed}{WARGAME} play first-download --plain", tmp_path, environ)
    assert said.returncode == 0, said.stderr
    assert '1 to Meta: "caf' in said.stdout
    assert "The input has ended" in said.stdout
    assert said.stdout.isascii()


def test_a_closed_input_is_the_end_of_the_input(tmp_path: Path) -> None:
    said = done(f"{WARGAME} play first-download --plain <&-", tmp_path)
    assert said.returncode == 0, said.stderr
    assert "The input has ended" in said.stdout
    assert "nothing is lost" in said.stderr


@pytest.mark.slow
@pytest.mark.parametrize("command", ["play first-download --plain", "params", "scenarios", "demo --seed 7"])
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_output_breaks_no_command(tmp_path: Path, command: str, closed: str) -> None:
    said = done(f"echo quit | {WARGAME} {command} {closed}", tmp_path)
    assert said.returncode == 0, said.stderr
    assert "fault" not in said.stdout + said.stderr


FULL = "standard output takes no more (No space left on device)"


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
@pytest.mark.parametrize("command", ["params", "scenarios", "export g.jsonl --table events", "verify g.jsonl"])
def test_an_answer_for_which_there_is_no_room_is_said_to_be_lost(game: Path, tmp_path: Path, command: str) -> None:
    (tmp_path / "g.jsonl").write_bytes(game.read_bytes())
    said = done(f"{WARGAME} {command} > /dev/full", tmp_path)
    assert said.returncode == 2
    assert said.stderr.startswith("wargame: standard output takes no more (No space left on device)")
    assert len(said.stderr.splitlines()) == 1


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_a_game_that_nobody_can_hear_of_is_played_to_its_end(tmp_path: Path) -> None:
    for number, more in enumerate(("", "--json", "2>/dev/full")):
        said = done(f"{WARGAME} run first-download --out {number}.jsonl {more} > /dev/full", tmp_path)
        assert said.returncode == 2
        assert more.startswith("2>") or FULL in said.stderr
        assert done(f"{WARGAME} verify {number}.jsonl", tmp_path).returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_line_mode_ends_where_nobody_can_see_it_and_its_game_is_kept(tmp_path: Path) -> None:
    said = done(f"{WARGAME} play first-download --plain > /dev/full < /dev/null", tmp_path)
    assert said.returncode == 2
    assert FULL in said.stderr
    (path,) = (tmp_path / "runs").glob("*.jsonl")
    assert done(f"echo quit | {WARGAME} play --plain --resume {path}", tmp_path).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    ["scenarios", "params", "export g.jsonl --table events", "replay g.jsonl --plain", "view g.jsonl --seat control"],
)
def test_a_reader_who_takes_one_line_breaks_no_command(game: Path, tmp_path: Path, command: str) -> None:
    (tmp_path / "g.jsonl").write_bytes(game.read_bytes())
    said = done(f"({WARGAME} {command}; echo $? >&2) | head -n 1 >/dev/null", tmp_path)
    assert said.stderr == "0\n"


def test_a_folder_that_is_gone_is_named_as_what_is_missing(tmp_path: Path) -> None:
    line = f"mkdir gone && cd gone && rmdir ../gone && {WARGAME} run first-download --quiet"
    said = done(line, tmp_path, {**os.environ, "PYTHONPATH": str(Path(wargame.__file__).parent.parent)})
    assert said.returncode == 2
    assert "the folder in which this runs" in said.stderr


@pytest.mark.slow
@pytest.mark.parametrize("typed", [r"\0", r"say meta: \0\1\33[2J\n", r"\377\376\n", r"seal\0\n", r";;;\n`\n$(\n"])
def test_no_bytes_on_its_input_are_a_fault_of_line_mode(tmp_path: Path, typed: str) -> None:
    said = done(f"printf '{typed}' | {WARGAME} play first-download --plain", tmp_path)
    assert said.returncode == 0, said.stderr
    assert "fault of the program" not in said.stderr
    assert "The input has ended" in said.stdout
    assert "\0" not in said.stdout
