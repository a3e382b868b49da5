"""Line mode at a joined desk in a real terminal: a half-typed line goes with its phase; Ctrl-C tells the way back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.conftest import Opening
from tests.terminal.terminal import needs_tmux
from tests.terminal.test_rooms import code_of, opened

pytestmark = [pytest.mark.slow, needs_tmux]
SIZE = (80, 24)


@pytest.fixture(autouse=True)
def _keys_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of seats are kept in the test's own folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_a_half_typed_line_goes_with_its_phase_and_ctrl_c_leaves_a_desk_that_is_there_again(
    terminal: Opening, tmp_path: Path
) -> None:
    host, address = opened(terminal, "rome", "meta")
    (tmp_path / "code").write_text(code_of(host, "rome"))
    rome = terminal("join", address, "--plain", "--code-file", str(tmp_path / "code"), size=SIZE)
    rome.wait("You are Rome.", "lists the words.")
    rome.type("say meta: this goes nowhere").wait("this goes nowhere")
    host.type("next").press("Enter")
    rome.wait("The phase closed before a line came", "talk, round 2")
    rome.type("say meta: this arrives").press("Enter")
    rome.wait("To be sent when you seal")
    rome.press("C-c")
    assert f"wargame join {address} --plain" in " ".join(rome.wait_for_end().split())
    rome = terminal("join", address, "--plain", size=SIZE)
    rome.wait("typed unseen, or Enter to go back to Rome:")
    rome.press("Enter")
    rome.wait("You are Rome.")
    rome.type("sheet").press("Enter")
    rome.wait('1 to Meta: "this arrives"')
    rome.type("seal yes").press("Enter")
    rome.wait("waiting in talk; `status` tells for whom>")
    rome.type("status").press("Enter")
    rome.wait("Meta (human): owes its answer")
