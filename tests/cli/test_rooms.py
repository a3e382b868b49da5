"""`host` and `join` at the command line: what is wrong is said before anything is recorded or sent."""

from __future__ import annotations

import asyncio
import io
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest

from tests.cli.conftest import Run
from tests.rooms.rig import Hosted, hosted
from wargame.commands import join
from wargame.core.ids import SeatId
from wargame.errors import SpecError
from wargame.rooms.addresses import as_seen
from wargame.rooms.kept_seats import OpenedSeat
from wargame.table.public_view import PUBLIC_SCREEN


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "host needs a scenario, or --resume FILE"),
        (["first-download", "--all", "scripted", "--seat", "rome=random"], "a room needs a seat of people"),
        (["first-download", "--seat", "rome=human", "--name", "meta=Ada"], "meta is played by scripted, and people"),
        (["first-download", "--bind", "0.0.0.0"], "codes and secrets would go over the network"),
        (["first-download", "--key", "room.key"], "a key seals nothing without its certificate"),
        (["first-download", "--certificate", "none.pem"], "--certificate none.pem: cannot be used"),
        (["--resume", "none.jsonl", "--seat", "rome=human"], "the transcript says what is played"),
        (["--resume", "none.jsonl", "--control"], "the session goes on with the desks, models and caps"),
        (["--resume", "none.jsonl", "--control", "--role", "scribe=Ben"], "leave out --control, --role"),
        (["first-download", "--notify", " "], "there is no command in it; name one"),
        (["first-download", "--hours", "1e8"], "8760"),
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


@pytest.mark.slow
def test_a_room_on_all_addresses_tells_one_that_others_can_reach(tmp_path: Path) -> None:
    words = ["host", "first-download", "--bind", "0.0.0.0", "--in-the-clear", "--port", "0", "--out", "game.jsonl"]
    with subprocess.Popen(
        [sys.executable, "-m", "wargame.cli", *words],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as host:
        assert host.stdout is not None
        told = host.stdout.readline()
        host.terminate()
        host.communicate(timeout=300)
    assert f"wargame join ws://{as_seen('0.0.0.0')}:" in told


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


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hosted]:
    """A room that is open beside us, on a thread of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    opened: Queue[Hosted] = Queue()
    loop = asyncio.new_event_loop()
    ended = asyncio.Event()

    async def stay() -> None:
        async with hosted(others=(PUBLIC_SCREEN,)) as here:
            opened.put(here)
            await ended.wait()

    thread = Thread(target=lambda: loop.run_until_complete(stay()))
    thread.start()
    yield opened.get(timeout=300)
    loop.call_soon_threadsafe(ended.set)
    thread.join(30)
    loop.close()


@pytest.mark.parametrize("keep", [True, False])
def test_whoever_quits_a_desk_line_by_line_is_told_how_to_come_back_and_a_key_is_kept_unless_none_is_wanted(
    room: Hosted, wargame: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: bool
) -> None:
    (code_file := tmp_path / "code").write_text(room.code("rome"))
    monkeypatch.setattr("sys.stdin", io.StringIO("say meta: well\nquit\n"))
    options = () if keep else ("--no-keep",)
    done = wargame("join", room.address.uri, "--plain", "--code-file", code_file, *options)
    assert done.code == 0
    assert "First Download, line by line." in done.out
    assert "You are Rome." in done.out
    kept = list((tmp_path / "state").rglob("*.json"))
    if keep:
        assert f"your desk stays as it is: wargame join {room.address.uri} --plain" in " ".join(done.err.split())
        assert len(kept) == 1
        monkeypatch.setattr("sys.stdin", io.StringIO("\nsheet\nquit\n"))
        again = wargame("join", room.address.uri, "--plain")
        assert '1 to Meta: "well"' in again.out
    else:
        assert "a fresh code opens it again" in " ".join(done.err.split())
        assert kept == []


def test_a_code_that_opens_nothing_ends_line_mode_with_a_sentence(
    room: Hosted, wargame: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("2222-2222-2222\nseal yes\n"))
    done = wargame("join", room.address.uri, "--plain")
    assert done.code == 2
    assert "this code opens nothing" in " ".join(done.err.split())


def test_a_code_of_the_rooms_screen_is_refused_line_by_line_and_still_opens_it(
    room: Hosted, wargame: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = room.code(PUBLIC_SCREEN)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{code}\n"))
    done = wargame("join", room.address.uri, "--plain")
    assert done.code == 2
    assert "this is the room's screen; leave --plain out" in " ".join(done.err.split())
    assert room.code(PUBLIC_SCREEN) == code
    assert not room.hosted.keyring.held(PUBLIC_SCREEN)


def test_a_kept_key_that_cannot_be_read_is_named_with_what_to_do(
    room: Hosted, wargame: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{room.code('rome')}\nquit\n"))
    assert wargame("join", room.address.uri, "--plain").code == 0
    (kept,) = (tmp_path / "state").rglob("*.json")
    kept.write_text("{broken")
    monkeypatch.setattr("sys.stdin", io.StringIO("rome\n"))
    done = wargame("join", room.address.uri, "--plain")
    assert done.code == 2
    said = " ".join(done.err.split())
    assert "this kept key cannot be read; remove the file, and its desk opens with a fresh code" in said
    assert kept.name in said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--hours", "12", "--preset", "half-day"], "says how long phases are; give one"),
        (["--remind", "4"], "there is nothing to run again; give --notify COMMAND too"),
    ],
)
def test_options_of_a_game_of_days_that_say_nothing_together_are_refused(
    wargame: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = wargame("host", "first-download", *given)
    assert done.code == 2
    assert said in " ".join(done.err.split())
    assert not (tmp_path / "runs").exists()


def test_a_file_with_more_than_a_code_is_told_and_no_code_is_tried(wargame: Run, tmp_path: Path) -> None:
    file = tmp_path / "code"
    file.write_text("7KQM-2XWD-94TB\nVH3C-8RPA-ZJ6E\n")
    done = wargame("join", "ws://127.0.0.1:9", "--plain", "--code-file", file)
    assert done.code == 2
    assert "it has 2 lines; one is accepted" in " ".join(done.err.split())


def test_enter_goes_back_to_a_seat_and_never_to_a_desk_that_sees_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    rome, control = (OpenedSeat("ws://[::1]:9", "r", SeatId(at), at.title(), "k") for at in ("rome", "control"))
    asked: list[str] = []

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def typed(prompt: str) -> str:
        asked.append(prompt)
        return given

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(join, "getpass", typed)
    given = ""
    assert join._code_or_kept([rome, control], None) == ("", rome)
    with pytest.raises(SpecError, match="nothing was typed"):
        join._code_or_kept([control, rome], None)
    assert "Enter" not in asked[-1]
    assert "control or rome to go back there" in asked[-1]
    given = "control"
    assert join._code_or_kept([control, rome], None) == ("", control)
