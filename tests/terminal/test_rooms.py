"""A room in real terminals: one hosts, others join by their codes, and a desk that was killed is there again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.terminal.conftest import Opening
from tests.terminal.control import end, inject, swap, undo
from tests.terminal.desk import say, seal, to_desk
from tests.terminal.terminal import Terminal, needs_tmux
from wargame.review.deviation_log import of_game
from wargame.transcript.reading import read
from wargame.transcript.verify import replay, verify

pytestmark = [pytest.mark.slow, needs_tmux]
SIZE = (100, 30)


@pytest.fixture(autouse=True)
def _keys_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of seats are kept in the test's own folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def opened(terminal: Opening, *seats: str, more: tuple[str, ...] = ()) -> tuple[Terminal, str]:
    """A room in a terminal of its own, and its address."""
    people = [f"--seat={seat}=human" for seat in seats]
    here = terminal("host", "first-download", "--port", "0", *people, *more, size=SIZE)
    seen = here.wait("here: who")
    (address,) = re.findall(r"ws://[\d.:]+", seen)
    return here, address


def code_of(host: Terminal, seat: str) -> str:
    """The latest code of a seat on the host's terminal."""
    found = re.findall(
        rf"(?:\({seat}\):|{seat.capitalize()}: joined).*?code(?: of this place is)? ([0-9A-Z-]{{14}})",
        host.everything(),
    )
    assert found, host.screen()
    return str(found[-1])


def joined(terminal: Opening, address: str, code: str, size: tuple[int, int] = SIZE) -> Terminal:
    """Somebody joins with a code."""
    here = terminal("join", address, size=size)
    here.wait("typed unseen")
    here.type(code)
    here.press("Enter")
    return here


def test_two_people_join_and_one_who_was_killed_finds_the_same_desk(terminal: Opening) -> None:
    host, address = opened(terminal, "rome", "meta")
    rome = joined(terminal, address, code_of(host, "rome"))
    to_desk(rome)
    meta = joined(terminal, address, code_of(host, "meta"))
    to_desk(meta)
    host.wait("Rome: joined", "Meta: joined")

    say(rome, "Rome speaks to the whole table")
    rome.kill()
    host.wait("Rome: the line")
    rome = terminal("join", address, size=SIZE)
    rome.wait("typed unseen, or Enter to go back to Meta, or rome:")
    rome.type("rome").press("Enter")
    to_desk(rome)
    rome.wait("Rome speaks to the whole table")
    seal(rome, "sealed", plan="One source in every area")
    seal(meta, "TALK 2/2", plan="Weights everywhere")
    meta.wait("*R Rome speaks to the whole")

    host.press("C-c")
    assert "nothing is lost" in host.wait_for_end()
    record = replay(read(host.record, mend=True))
    assert {made.seat for made in record.decisions.values() if made.origin == "human"} == {"rome", "meta"}


def test_control_two_people_and_the_screen_on_the_wall_sit_at_machines_of_their_own(terminal: Opening) -> None:
    host, address = opened(terminal, "rome", "meta", more=("--control",))
    control = joined(terminal, address, code_of(host, "control"), (120, 36))
    control.wait("RECORD in truth", "CONTROLLER, truth", "Rome: drafting; human, not")
    wall = joined(terminal, address, code_of(host, "room"), (80, 24))
    wall.wait("FIRST DOWNLOAD", "NEWS OF TURN 1")
    rome, meta = (joined(terminal, address, code_of(host, seat)) for seat in ("rome", "meta"))
    for desk in (rome, meta):
        to_desk(desk)
    inject(control, "A storm closes the Tiber locks")
    wall.wait("A storm closes the Tiber locks")
    swap(control, "Palantir", "random legal moves", "Its script is too tame")
    undo(control, "The room misread the rules")
    wall.wait("NEWS OF TURN 1", gone=("Tiber",))
    for desk in (rome, meta):
        seal(desk, "sealed" if desk is rome else "TALK 2/2", plan="One source in every area")
    end(control, "The evening is over", "q leaves this desk")
    assert "the game is over" in host.wait_for_end()
    acts = [each.what for each in of_game(verify(host.record))]
    assert acts == ["inject_now", "swap", "undo", "end_game"]
