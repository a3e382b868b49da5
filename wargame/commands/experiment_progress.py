"""How far an experiment is while it is played: games, spend, what is left of it, and that nothing happens."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

from wargame.batch.runner import BatchProgress
from wargame.batch.steering import AskedBy, Steering, steering_of
from wargame.commands.balance import games_done
from wargame.commands.experiment_asked import pause_in_words
from wargame.commands.output import tell_line
from wargame.commands.progress import HowFar

MOST_FAULTS = 5
"""Reasons for which games fail or stop that are told while others are played; all are told at the end."""


class SealedGames:
    """A line that overwrites itself on a terminal; elsewhere one now and then, so that a log says how far it is.

    Why a game failed or stopped is told when it does, each reason once.
    """

    def __init__(self, out: Path) -> None:
        """For the folder of the games; whether it is paused is told at once."""
        self._out, self._begun, self._told = out, monotonic(), HowFar(self._words)
        self._at: BatchProgress | None = None
        self._faults: set[str] = set()
        self._paused: AskedBy | None = None
        self._rests = 0.0
        """Since when nothing was played, while it is paused: neither since the pause began nor since a game ended."""
        self.steered(steering_of(out))

    def __call__(self, at: BatchProgress) -> None:
        """A game has ended, or games wait for a cap."""
        if at.waits:
            self._told.ends()
            tell_line(at.waits)
            return
        self._rests = monotonic()
        if at.done == 1:
            self._begun = monotonic()
        self._at = at
        if at.fault and at.fault not in self._faults and len(self._faults) < MOST_FAULTS:
            self._faults.add(at.fault)
            self._told.ends()
            tell_line(f"a game {at.fault}")
        self._told(at.done, at.of)
        if at.done == at.of:
            self._told.ends()

    def stalled(self, seconds: float) -> None:
        """Nothing has happened for long."""
        tell_line(f"nothing has happened for {seconds / 60:.0f} min; games may hang, or wait for an endpoint")

    def steered(self, asked: Steering) -> None:
        """Say that it is paused, or that it goes on; a pause is no time in which games are played."""
        if asked.paused_by == self._paused:
            return
        before, self._paused = self._paused, asked.paused_by
        self._told.ends()
        if self._paused is not None:
            self._rests = monotonic() if before is None else self._rests
            tell_line(pause_in_words(asked, self._out))
        else:
            self._begun += monotonic() - self._rests
            tell_line(f"the pause is over, by {asked.by} ({asked.reason}): games are begun again")

    def _words(self, done: int, of: int) -> str:
        waiting = 0 if self._at is None else self._at.waiting
        rests = waiting > 0 or self._paused is not None
        said = games_done(done, of, monotonic() - self._begun, rests=rests)
        said += ", paused" if self._paused is not None else ""
        said += f", {waiting} wait{'s' * (waiting == 1)} for the cap" if waiting else ""
        return said if self._at is None else said + _beside(self._at)


def _beside(at: BatchProgress) -> str:
    """What failed, what models took, how often scripts played for them, and what is still to be taken."""
    parts = [f"{at.failed} failed"] if at.failed else []
    if at.tokens:
        money = f" and {at.money:.2f}" if at.money else ""
        parts.append(f"{at.tokens:,} tokens{money} taken, {at.fallbacks} fallbacks")
    if at.more_tokens is not None:
        parts.append(f"{at.more_tokens[0]:,.0f} ± {at.more_tokens[1]:,.0f} tokens more")
    return "".join(f", {part}" for part in parts)
