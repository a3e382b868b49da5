"""A real terminal for the tests: the program in a tmux session of its own, keys sent to it, the screen read back.

Nothing here sleeps for a fixed time: every step waits until what it needs can be read on the screen. A session has a
server of its own under a name that no one else uses, so that closing it ends nothing else.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

PATIENCE = 150.0
"""Seconds after which a screen that has not come will not come."""
LOOK = 0.05
"""Seconds between two looks at the screen."""
STILL = 1.0
"""Seconds after which a cursor that has not moved stands at the end of its list, where the machine is fast."""
NUMBERS = itertools.count()

needs_tmux = pytest.mark.skipif(
    shutil.which("tmux") is None, reason="tmux is not installed: no real terminal to play in"
)
"""Skips with a reason where there is no terminal multiplexer."""


def reversed_in(screen: str) -> str:
    """The text in reverse video on a screen with its escape sequences; the look carries over from line to line."""
    found, shown = "", False
    for codes, text in re.findall(r"\x1b\[([0-9;]*)m|([^\x1b\n]+|\n)", screen):
        numbers = iter(codes.split(";") if not text else ())
        for number in numbers:
            if number in ("38", "48"):
                next(numbers, None)
                next(numbers, None)
            elif number in ("", "0", "27"):
                shown = False
            elif number == "7":
                shown = True
        found += text if shown or text == "\n" else ""
    return found


class Terminal:
    """One program in one terminal."""

    def __init__(self, folder: Path, size: tuple[int, int], *command: str, program: Sequence[str] = ()) -> None:
        """Run `wargame COMMAND...`, or another program, in a folder, in a terminal of this size."""
        self.folder = folder
        self._slowest = 0.0
        """Seconds that the slowest move of a cursor has taken to be seen here."""
        self._name = f"wargame-{os.getpid()}-{next(NUMBERS)}"
        width, height = map(str, size)
        program = program or [sys.executable, "-m", "wargame.cli", *command]
        self._tmux("-f", os.devnull, "new-session", "-d", "-x", width, "-y", height, "-c", str(folder), "cat")
        self._tmux("set-option", "-g", "remain-on-exit", "on")
        self._tmux("set-option", "-g", "history-limit", "10000")
        self._tmux(
            "respawn-pane",
            "-k",
            "-c",
            str(folder),
            "env",
            "-u",
            "COLUMNS",
            "-u",
            "LINES",
            "TERM=screen-256color",
            *program,
        )

    def _tmux(self, *words: str) -> str:
        done = subprocess.run(["tmux", "-L", self._name, *words], capture_output=True, text=True, timeout=PATIENCE)
        assert done.returncode == 0, f"tmux {words[0]}: {done.stderr.strip()}"
        return done.stdout

    # looking

    def screen(self) -> str:
        """What can be seen."""
        return self._tmux("capture-pane", "-p")

    def everything(self) -> str:
        """What can be seen, what has scrolled away, what lies under the program's screen, and the window's titles."""
        other = subprocess.run(
            ["tmux", "-L", self._name, "capture-pane", "-p", "-a", "-q", "-S", "-"], capture_output=True, text=True
        )
        titles = self._tmux("display-message", "-p", "#{pane_title} #{window_name} #{session_name}")
        return "\n".join((self._tmux("capture-pane", "-p", "-J", "-S", "-"), self.screen(), other.stdout, titles))

    def wait(self, *texts: str, gone: Sequence[str] = (), seconds: float = PATIENCE) -> str:
        """The screen as soon as all these texts are on it, and none of those that must be gone."""
        last = time.monotonic() + seconds
        while True:
            seen = self.screen()
            flat = re.sub(r"\s+", " ", seen)
            missing = [text for text in texts if text not in seen and re.sub(r"\s+", " ", text) not in flat]
            there = [text for text in gone if text in seen]
            if not missing and not there:
                return seen
            assert time.monotonic() < last, f"missing {missing}, still there {there}, on this screen:\n{seen}"
            time.sleep(LOOK)

    def marked(self) -> list[str]:
        """What stands in reverse, line by line: the row under the cursor of the list that has the keys, and titles."""
        lines = reversed_in(self._tmux("capture-pane", "-p", "-e")).splitlines()
        return [line.strip() for line in lines if line.strip()]

    def to(self, text: str) -> None:
        """Go down the list until the row under the cursor holds a text, and up again from its end."""
        last, key = time.monotonic() + PATIENCE, "Down"
        while text not in " ".join(before := self.settled()):
            assert time.monotonic() < last, f"no row with {text!r}, the cursor is at {before}:\n{self.screen()}"
            self.press(key)
            if not self.moved(before):
                key = "Up" if key == "Down" else "Down"

    def settled(self) -> list[str]:
        """The same, once it has stayed the same for three looks: no key is still on its way."""
        looks: list[list[str]] = []
        while len(looks) < 3 or any(look != looks[-1] for look in looks[-3:]):
            looks.append(self.marked())
            time.sleep(LOOK)
        return looks[-1]

    def moved(self, before: list[str]) -> bool:
        """Whether the cursor comes to stand elsewhere within a second, or several times its slowest move so far."""
        begun = time.monotonic()
        while (passed := time.monotonic() - begun) < max(STILL, 5 * self._slowest):
            if self.marked() != before:
                self._slowest = max(self._slowest, passed)
                return True
            time.sleep(LOOK)
        return False

    def either(self, *texts: str) -> str:
        """The first of these texts that is on the screen, as soon as one is."""
        last = time.monotonic() + PATIENCE
        while True:
            seen = self.screen()
            found = next((text for text in texts if text in seen), None)
            if found is not None:
                return found
            assert time.monotonic() < last, f"none of {texts} on this screen:\n{seen}"
            time.sleep(LOOK)

    def sees(self, text: str) -> bool:
        """Whether a text is on the screen now."""
        return text in self.screen()

    # doing

    def press(self, *keys: str) -> Terminal:
        """Press keys by their names, such as `Enter`, `F9`, `C-p`, `w`."""
        self._tmux("send-keys", "--", *keys)
        return self

    def type(self, text: str) -> Terminal:
        """Type a text as it is."""
        self._tmux("send-keys", "-l", "--", text)
        return self

    def go(self, key: str, *texts: str, gone: Sequence[str] = ()) -> str:
        """Press one key and wait for what it brings, or takes away."""
        self.press(key)
        return self.wait(*texts, gone=gone)

    def write(self, text: str, key: str, *texts: str, gone: Sequence[str] = ()) -> str:
        """Type a text, see its end on the screen, press a key, wait for what that brings."""
        self.type(text)
        self.wait(text[-12:])
        return self.go(key, *texts, gone=gone)

    def resize(self, width: int, height: int) -> None:
        """Another size of the terminal."""
        self._tmux("resize-window", "-x", str(width), "-y", str(height))

    # the program

    @property
    def pid(self) -> int:
        """The program's process."""
        return int(self._tmux("display-message", "-p", "#{pane_pid}"))

    @property
    def ended(self) -> bool:
        """Whether the program has come to its end."""
        return self._tmux("display-message", "-p", "#{pane_dead}").strip() == "1"

    def wait_for_end(self) -> str:
        """What the program left in the terminal."""
        last = time.monotonic() + PATIENCE
        while not self.ended:
            assert time.monotonic() < last, f"the program goes on:\n{self.screen()}"
            time.sleep(LOOK)
        return self.screen()

    def kill(self) -> None:
        """End the program as a power cut would."""
        os.kill(self.pid, signal.SIGKILL)
        self.wait_for_end()

    def close(self) -> None:
        """End the session and its server."""
        subprocess.run(["tmux", "-L", self._name, "kill-server"], capture_output=True)

    @property
    def record(self) -> Path:
        """The one game that was recorded here."""
        (path,) = (self.folder / "runs").glob("*.jsonl")
        return path
