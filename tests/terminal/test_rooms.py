"""A room in real terminals: one hosts, others join by their codes, and a desk that was killed is there again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.terminal.conftest import Opening
from tests.terminal.desk import say, seal, to_desk
from tests.terminal.terminal import Terminal, needs_tmux
from wargame.transcript.reading import read
from wargame.transcript.verify import replay

pytestmark = [pytest.mark.slow, needs_tmux]
SIZE = (100, 30)


@pytest.fixture(autouse=True)
def _keys_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of seats are kept in the test's own folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def opened(terminal: Opening, *seats: str) -> tuple[Terminal, str]:
    """A room in a terminal of its own, and its address."""
    here = terminal("host", "first-download", "--port", "0", *(f"--seat={seat}=human" for seat in seats), size=SIZE)
    seen = here.wait("here: who")
    (address,) = re.findall(r"ws://[\d.:]+", seen)
    return here, address


def code_of(host: Terminal, seat: str) -> str:
    """The latest code of a seat on the host's terminal."""
    found = re.findall(
        rf"(?:\({seat}\):|{seat.capitalize()}: joined).*?code(?: of this seat is)? ([0-9A-Z-]{{14}})", host.everything()
    )
    assert found, host.screen()
    return str(found[-1])


def joined(terminal: Opening, address: str, code: str) -> Terminal:
    """Somebody joins with a code."""
    here = terminal("join", address, size=SIZE)
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
