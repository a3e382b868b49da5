"""Closed streams and streams that hold few letters: no output breaks off, no input is waited for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

WARGAME = f"{sys.executable} -m wargame.cli"
NARROW = {**os.environ, "PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0"}
NARROW_PLACE = {**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


def done(line: str, folder: Path, environ: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", "-c", line], cwd=folder, env=environ, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("environ", [NARROW, NARROW_PLACE])
def test_letters_that_a_stream_cannot_hold_are_written_otherwise(tmp_path: Path, environ: dict[str, str]) -> None:
    typed = "printf 'say meta: caf\\303\\251 \\342\\200\\224 \\377\\nsheet\\n' | "
    said = done(f"{typed}{WARGAME} play first-download --plain", tmp_path, environ)
    assert said.returncode == 0, said.stderr
    assert "To be sent when you seal: you told Meta" in said.stdout
    assert "The input has ended" in said.stdout
    assert said.stdout.isascii()


def test_a_closed_input_is_the_end_of_the_input(tmp_path: Path) -> None:
    said = done(f"{WARGAME} play first-download --plain <&-", tmp_path)
    assert said.returncode == 0, said.stderr
    assert "The input has ended" in said.stdout
    assert "nothing is lost" in said.stderr


@pytest.mark.parametrize("command", ["play first-download --plain", "params", "scenarios", "demo --seed 7"])
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_output_breaks_no_command(tmp_path: Path, command: str, closed: str) -> None:
    said = done(f"echo quit | {WARGAME} {command} {closed}", tmp_path)
    assert said.returncode == 0, said.stderr
    assert "fault" not in said.stdout + said.stderr
