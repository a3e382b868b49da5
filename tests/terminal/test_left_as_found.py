"""The terminal is left as it was found: after signals, a failure, over ctrl-z; without a terminal nothing opens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.terminal.pseudo import PseudoTerminal, wargame
from tests.terminal.terminal import PATIENCE
from wargame.transcript.reading import read

pytestmark = pytest.mark.slow
Opening = Callable[..., PseudoTerminal]
AT_ROME = ("play", "first-download", "--seat", "rome=human")


@pytest.fixture
def pseudo(tmp_path: Path) -> Iterator[Opening]:
    """Opens programs in pseudo terminals and ends them when the test is over."""
    opened: list[PseudoTerminal] = []

    def opening(*program: str, **streams: object) -> PseudoTerminal:
        opened.append(PseudoTerminal(tmp_path, *program, **streams))
        return opened[-1]

    yield opening
    for each in opened:
        each.close()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR1"])
def test_a_signal_puts_the_game_down_and_gives_the_terminal_back(pseudo: Opening, tmp_path: Path, name: str) -> None:
    here = pseudo(*wargame(*AT_ROME))
    here.wait("enter to the desk")
    here.program.send_signal(signal.Signals[name])
    assert here.wait_for_end() == 128 + signal.Signals[name]
    assert here.left_on() == set()
    assert here.as_found
    assert "nothing is lost: wargame play --resume runs/" in here.written
    (path,) = (tmp_path / "runs").glob("*.jsonl")
    again = pseudo(*wargame("play", "--resume", str(path)))
    again.wait("enter to the desk")
    assert read(path).entries


def test_a_signal_in_the_lobby_or_while_a_table_is_set_gives_the_terminal_back(pseudo: Opening) -> None:
    for command, sign in ((), "PLAY A SCENARIO"), (AT_ROME, "\x1b[?1049h"):
        here = pseudo(*wargame(*command))
        here.wait(sign)
        here.program.send_signal(signal.SIGTERM)
        assert here.wait_for_end() == 128 + signal.SIGTERM
        assert here.left_on() == set()
        assert here.as_found


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT"])
def test_a_signal_ends_line_mode_at_once_and_says_how_to_go_on(pseudo: Opening, name: str) -> None:
    here = pseudo(*wargame("play", "first-download", "--plain"))
    here.wait("> ")
    here.program.send_signal(signal.Signals[name])
    assert here.wait_for_end() == 128 + signal.Signals[name]
    assert "nothing is lost: wargame play --plain --resume runs/" in here.written
    assert "Traceback" not in here.written
    assert here.as_found


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
@pytest.mark.parametrize("command", [("--control",), ("--plain", "--word", "rome")])
def test_a_signal_while_a_word_is_typed_unseen_leaves_letters_seen(
    pseudo: Opening, command: tuple[str, ...], name: str
) -> None:
    here = pseudo(*wargame("play", "first-download", *command))
    here.wait("typed unseen")
    here.program.send_signal(signal.Signals[name])
    assert here.wait_for_end() == 128 + signal.Signals[name]
    assert here.as_found


def test_a_signal_while_a_seat_s_word_is_awaited_leaves_letters_seen(pseudo: Opening, tmp_path: Path) -> None:
    (tmp_path / "words").write_text("rome=Lupercalia\n")
    here = pseudo(*wargame("play", "first-download", "--plain", "--words", "words"))
    here.wait("> ")
    here.type("quit\n")
    here.wait_for_end()
    (path,) = (tmp_path / "runs").glob("*.jsonl")
    again = pseudo(*wargame("play", "--plain", "--resume", str(path)))
    again.wait("typed unseen")
    again.program.send_signal(signal.SIGTERM)
    assert again.wait_for_end() == 128 + signal.SIGTERM
    assert again.as_found


BROKEN = """
import sys
from wargame.ui.seat.desk import DeskScreen
def broken(self):
    secret = "zephyrine"
    raise ValueError("a plank is missing")
DeskScreen.on_mount = broken
from wargame.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_failure_in_the_app_is_one_sentence_on_a_terminal_given_back(pseudo: Opening, tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text(BROKEN)
    here = pseudo(sys.executable, "broken.py", *AT_ROME)
    here.wait("enter to the desk")
    here.type("\r")
    assert here.wait_for_end() == 2
    assert here.left_on() == set()
    assert here.as_found
    assert "this is a fault of the program (ValueError: a plank is missing)" in here.written
    assert "nothing is lost: wargame play --resume runs/" in here.written
    assert "zephyrine" not in here.written
    assert "Traceback" not in here.written


def test_a_terminal_that_is_gone_ends_the_program(pseudo: Opening, tmp_path: Path) -> None:
    here = pseudo("sh", "-c", f"trap '' HUP; exec {' '.join(wargame(*AT_ROME))}")
    here.wait("enter to the desk")
    os.close(here.master)
    here.master = os.open(os.devnull, os.O_RDONLY)
    os.close(here.line)
    here.line = os.open(os.devnull, os.O_RDONLY)
    assert here.program.wait(timeout=PATIENCE) in (129, 2)
    (path,) = (tmp_path / "runs").glob("*.jsonl")
    assert read(path).entries


@pytest.mark.parametrize(("stream", "name"), [("stdin", "input"), ("stdout", "output"), ("stderr", "error")])
@pytest.mark.parametrize("command", [(), AT_ROME])
def test_without_a_terminal_one_sentence_says_which_stream_is_none(
    pseudo: Opening, tmp_path: Path, command: tuple[str, ...], stream: str, name: str
) -> None:
    with (tmp_path / "log").open("w+") as log:
        here = pseudo(*wargame(*command), **{stream: subprocess.DEVNULL if stream == "stdin" else log})
        assert here.wait_for_end() == 2
        log.seek(0)
        said = here.written + log.read()
    assert f"standard {name} is not a terminal" in said
    assert "\x1b" not in said


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_fault_of_the_program(pseudo: Opening, closed: str) -> None:
    here = pseudo("sh", "-c", f"{' '.join(wargame(*AT_ROME))} {closed}")
    assert here.wait_for_end() == 2
    assert "fault of the program" not in here.written
    assert "\x1b" not in here.written


def shell(pseudo: Opening) -> PseudoTerminal:
    """The program as a job of a shell, at its first page."""
    here = pseudo("bash", "--norc", "--noediting", "-i")
    here.type("PS1='READY> '\n")
    here.wait("READY> ")
    here.type(f"{' '.join(wargame(*AT_ROME))}\n")
    here.wait("enter to the desk")
    return here


@pytest.mark.parametrize("how", ["ctrl-z", "SIGTSTP", "SIGSTOP"])
def test_a_stopped_program_comes_back_with_its_screen_and_ends_clean(pseudo: Opening, how: str) -> None:
    here = shell(pseudo)
    found = here.found
    for _ in range(2):
        here.written = ""
        if how == "ctrl-z":
            here.type("\x1a")
        else:
            (child,) = subprocess.check_output(["pgrep", "-P", str(here.program.pid)], text=True).split()
            os.kill(int(child), signal.Signals[how])
        here.wait("Stopped")
        if how != "SIGSTOP":
            assert here.left_on() == set()
        here.written = ""
        here.type("fg\n")
        here.wait("\x1b[?1049h")
        here.wait("enter to the desk")
    here.written = "\x1b[?1049h" + here.written
    here.type("q")
    here.wait("LEAVE THE TABLE?")
    here.type("\r")
    here.wait("nothing is lost")
    here.wait("READY> ")
    assert here.left_on() == set()
    here.type("exit\n")
    here.wait_for_end()
    assert here.found == found


def test_a_program_that_is_ended_while_it_is_stopped_writes_nothing_on_the_shell_s_screen(pseudo: Opening) -> None:
    here = shell(pseudo)
    here.type("\x1a")
    here.wait("Stopped")
    here.written = ""
    here.type("kill %1; wait; echo OVER\n")
    here.wait("OVER\r\n")
    assert "\x1b[?1049" not in here.written
