"""Line mode and everything that it shows are made without Textual."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import wargame.console
import wargame.present

NEVER = "\nfound = [name for name in ('textual', 'wargame.ui') if name in sys.modules]\nassert not found, found"


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}{NEVER}"],
        cwd=folder,
        input="",
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PATH": ""},
    )


@pytest.mark.slow
def test_no_module_of_line_mode_and_of_what_is_shown_loads_textual(tmp_path: Path) -> None:
    names = [
        found.name
        for package in (wargame.present, wargame.console)
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    assert len(names) > 20
    done = run("\n".join(f"import {name}" for name in names), tmp_path)
    assert done.returncode == 0, done.stderr


def test_a_table_is_opened_line_by_line_without_textual(tmp_path: Path) -> None:
    done = run("from wargame.cli import main\nmain(['play', 'first-download', '--plain'])", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "line by line" in done.stdout
    assert "The input has ended." in done.stdout
