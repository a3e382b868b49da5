"""`host` and `join` at the command line: what is wrong is said before anything is recorded or sent."""

from __future__ import annotations

import io
import socket
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "host needs a scenario, or --resume FILE"),
        (["first-download", "--all", "scripted", "--seat", "rome=random"], "a room needs a seat of people"),
        (["first-download", "--bind", "0.0.0.0"], "codes and secrets would go over the network"),
        (["first-download", "--key", "room.key"], "a key seals nothing without its certificate"),
        (["first-download", "--certificate", "none.pem"], "--certificate none.pem: cannot be used"),
        (["--resume", "none.jsonl", "--seat", "rome=human"], "the transcript says what is played"),
        (["--resume", "none.jsonl", "--control"], "the session goes on with the desks, models and caps"),
        (["first-download", "--role", "scribe=Ben"], "other roles stand beside a facilitator; add --control"),
        (["first-download", "--control", "--role", "king=Ben"], "--role king=Ben: write ROLE=NAME"),
        (["first-download", "--control", "--adjudication", "fist"], "there is no such mode"),
    ],
)
def test_a_room_that_cannot_be_opened_is_refused_in_a_sentence(
    wargame: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = wargame("host", *given)
    assert (done.code, done.out) == (2, "")
    assert said in " ".join(done.err.split())
    assert not (tmp_path / "runs").exists()


def test_a_door_that_somebody_else_holds_is_told_before_anything_is_recorded(
    wargame: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = wargame("host", "first-download", "--port", taken.getsockname()[1])
    assert done.code == 2
    assert "another --port may be free, and 0 takes any that is" in " ".join(done.err.split())
    assert not (tmp_path / "runs").exists()


def test_joining_needs_a_terminal_and_says_so(wargame: Run) -> None:
    done = wargame("join", "ws://127.0.0.1:1")
    assert done.code == 2
    assert "is not a terminal" in done.err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--code-file", "none"], "--code-file none: this cannot be read (No such file or directory)"),
        (["--code-file", "empty"], "a room is opened by the code that its host was told; nothing was typed"),
        ([], "a room is opened by the code that its host was told; nothing was typed"),
    ],
)
def test_line_by_line_a_code_comes_from_a_file_or_from_the_input_and_its_lack_is_said(
    wargame: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    (tmp_path / "empty").write_text("\n")
    done = wargame("join", "ws://127.0.0.1:1", "--plain", *given)
    assert done.code == 2
    assert said in " ".join(done.err.split())
