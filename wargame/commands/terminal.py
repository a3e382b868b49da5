"""A table in this terminal: the screens, the machinery behind them, and what is said when they are left."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from wargame.commands.output import tell, tell_line
from wargame.commands.seat_words import GivenWords
from wargame.gc_tuning import seldom_collecting
from wargame.shell_words import shell_word

if TYPE_CHECKING:
    from wargame.commands.tables import Tables
    from wargame.present.lobby_plan import TablePlan
    from wargame.present.local_table import LocalTable
    from wargame.review.survey import Survey
    from wargame.ui.app import WargameApp

NO_TERMINAL = "is not a terminal; `wargame run SCENARIO` plays without one, `wargame demo` tells a game"


def need_terminal(otherwise: str) -> None:
    """Exit with a sentence unless keys can be read and screens be drawn: the screens are drawn on standard error."""
    if missing := no_terminal_at():
        tell(f"wargame: standard {missing} {NO_TERMINAL}; {otherwise}")
        raise typer.Exit(2)


def no_terminal_at() -> str:
    """Which of `input`, `output` and `error` is no terminal, the first of them; empty if all are."""
    streams = (("input", sys.__stdin__), ("output", sys.__stdout__), ("error", sys.__stderr__))
    return next((name for name, each in streams if each is None or each.closed or not each.isatty()), "")


def by_lines() -> bool:
    """Whether no screen can be drawn here: a stream is no terminal, or the terminal calls itself dumb."""
    return bool(no_terminal_at()) or os.environ.get("TERM") == "dumb"


def in_terminal(app: WargameApp, tables: LateTables | None = None) -> None:
    """Run an app, and say what becomes of the game, also after a failure or a signal."""
    from wargame.ui.terminal import play_on

    try:
        play_on(app)
    finally:
        with suppress(OSError):
            if tables is not None:
                _farewell(tables)
    if app.return_code:
        raise typer.Exit(app.return_code)


class LateTables:
    """Tables whose machinery is read when the first one is opened, beside a screen that stands already."""

    def __init__(
        self,
        words: GivenWords | None = None,
        cut_broken: bool = False,
        survey: Survey | None = None,
        consent: bool = False,
    ) -> None:
        """Nothing is read yet; see `Tables` for what is given here."""
        self._given = words, cut_broken, survey, consent
        self._tables: Tables | None = None

    @property
    def path(self) -> Path | None:
        """Where the game that was opened last is recorded."""
        return self._tables.path if self._tables else None

    async def open(self, plan: TablePlan) -> LocalTable:
        """A new game; SpecError or PackError says in a sentence why not."""
        return await (await self._there()).open(plan)

    async def resume(self, path: Path) -> LocalTable:
        """A game that was broken off; TranscriptError says in a sentence why not."""
        return await (await self._there()).resume(path)

    def account(self, path: Path) -> str:
        """A recorded game told in words."""
        return self._read().account(path)

    async def _there(self) -> Tables:
        import asyncio

        return await asyncio.to_thread(self._read)

    def _read(self) -> Tables:
        with seldom_collecting():
            from wargame.commands.tables import Tables

            if self._tables is None:
                self._tables = Tables(*self._given)
        return self._tables


def _farewell(tables: LateTables) -> None:
    """Say where the game is that was played last, and how it is gone on with."""
    from wargame.present.shelf import finished

    if tables.path is None or not tables.path.is_file():
        return
    if finished(tables.path):
        tell_line(f"the game is over: wargame verify {shell_word(tables.path)}")
    else:
        tell_line(f"nothing is lost: wargame play --resume {shell_word(tables.path)}")
