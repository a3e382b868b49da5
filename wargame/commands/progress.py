"""How far long work has come: one line that is written over on a terminal, a line now and then anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import monotonic

from wargame.commands.output import borne, tell_line

SELDOM = 20.0
"""Seconds between two lines where no terminal is watched."""


def about_time(seconds: float) -> str:
    """How long something takes that was estimated, in words: `less than a second`, `about 5 min`."""
    if seconds < 1:
        return "less than a second"
    if seconds < 90:
        return f"about {seconds:.0f} s"
    return f"about {seconds / 60:.0f} min" if seconds < 5400 else f"about {seconds / 3600:.1f} hours"


class HowFar:
    """Told of each step of some work; what it writes goes to standard error."""

    def __init__(self, words: Callable[[int, int], str], *, every: int = 1) -> None:
        """`words` says how far it is by (done, in all); a terminal is told of one step in `every`."""
        self._words, self._every = words, every
        self._told, self._open = monotonic(), False

    def __call__(self, done: int, of: int) -> None:
        """So many of so many are done."""
        if sys.stderr.isatty():
            if done % self._every and done != of:
                return
            with borne(sys.stderr):
                print(f"\r{self._words(done, of)}", end="", file=sys.stderr, flush=True)
            self._open = True
        elif monotonic() - self._told >= SELDOM:
            self._told = monotonic()
            tell_line(self._words(done, of))

    def ends(self) -> None:
        """The line that is written over ends, if there is one."""
        if self._open:
            tell_line("")
        self._open = False
