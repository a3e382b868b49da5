"""Starting up: help is instant and loads nothing heavy, and every command shows an example."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.conftest import Run
from wargame.cli import COMMANDS, Command
from wargame.errors import PackError

HEAVY = ("textual", "openai", "langgraph", "pydantic", "ruamel", "rich")


def test_help_loads_none_of_the_heavy_libraries() -> None:
    code = (
        "import sys\nfrom wargame.cli import main\nassert main(['--help']) == 0\n"
        f"found = [name for name in {HEAVY!r} if name in sys.modules]\nassert not found, found"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_first_picture_of_a_table_waits_for_no_rules_and_no_scenario() -> None:
    code = (
        "import sys, wargame.ui.app\n"
        "late = ('wargame.rules', 'wargame.players', 'wargame.table', 'wargame.scenario', 'pydantic', 'ruamel')\n"
        "found = [name for name in late if name in sys.modules]\nassert not found, found"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_has_help_with_an_example_and_is_listed_by_its_first_line(command: Command, wargame: Run) -> None:
    said = wargame(command.name, "--help")
    assert said.code == 0
    words = " ".join(said.out.split())
    assert f" {command.summary} " in words
    assert f"Example: wargame {command.name}" in words


def test_the_package_run_as_a_module_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "wargame", "--version"], capture_output=True, text=True, check=False)
    asked = subprocess.run([sys.executable, "-m", "wargame.cli", "--version"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, asked.stdout), done.stderr
    assert done.stdout


def test_help_loads_no_command() -> None:
    code = (
        "import sys\nfrom wargame.cli import main\nassert main(['--help']) == 0\n"
        "found = [name for name in sys.modules if name.startswith('wargame.') and name not in "
        "('wargame.cli', 'wargame.errors')]\nassert not found, found"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_process_that_ends_is_not_looked_through_for_circles() -> None:
    code = (
        "import atexit, gc, sys\nfrom wargame.cli import main\nsys.argv = ['wargame', 'scenarios']\n"
        "atexit.register(lambda: print('left alone:', gc.get_freeze_count() > 10_000))\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.endswith("left alone: True\n"), done.stderr


def test_an_unknown_command_is_bad_usage(wargame: Run) -> None:
    assert wargame("conquer").code == 2


def test_without_a_terminal_the_lobby_points_to_run(wargame: Run) -> None:
    for words in ((), ("play", "between-the-giants")):
        said = wargame(*words)
        assert said.code == 2
        assert "wargame run" in said.err
        assert not said.out


def test_an_error_is_one_sentence_and_debug_shows_where_it_came_from(wargame: Run) -> None:
    said = wargame("run", "nowhere")
    assert said.code == 2
    assert said.err.startswith("wargame: ")
    with pytest.raises(PackError):
        wargame("run", "nowhere", "--debug")
