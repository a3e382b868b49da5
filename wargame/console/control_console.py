"""Control's desk line by line: what is new is told, and each act is a line; for screen readers and for programs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from wargame.console.commands import Left
from wargame.console.desk_news import DeskNews
from wargame.console.lines import Ended, ReadLine, WriteLine, close_to
from wargame.console.spoken_acts import SpokenActs
from wargame.core.plain_text import as_given, plain, shortened
from wargame.errors import WargameError
from wargame.present.local_table import LocalTable
from wargame.present.table_facts import control_owes

NEWS_EVERY = 0.5
"""Seconds between two looks at what tells nobody that it changes: the line to the room, idle seats."""
PROMPT = "control> "


@dataclass(frozen=True, slots=True)
class ControlWord:
    """A word that control can type."""

    words: str
    """How it is written."""
    meaning: str
    do: Callable[[ControlConsole, str], Awaitable[None]]
    """What it does, with what was typed after the word; ValueError and WargameError say in a sentence why not."""
    reads: bool = False
    """Whether it only reads, so that it can be typed when the game is over."""


class ControlConsole:
    """Control's desk of one person, line by line."""

    def __init__(
        self,
        local_table: LocalTable,
        read: ReadLine,
        write: WriteLine,
        words: Mapping[str, ControlWord],
        *,
        interactive: bool,
    ) -> None:
        """At this table, which has such a desk; `words` are what can be typed, each by its first part.

        `interactive`: somebody types, and may look back when it is over.
        """
        self.words = words
        host = local_table.host
        assert host.table is not None
        assert host.control is not None
        self.table, self.control, self.setting = host.table, host.control, host.table.setting
        self.acts = SpokenActs(host.control, local_table.names, self.write)
        self._source, self._write, self._interactive = read, write, interactive
        self._news = DeskNews(local_table, host.table, host.control)
        self._game: asyncio.Future[Any] | None = None
        self._changed = asyncio.Event()
        self.heard: set[tuple[str, str]] = set()
        """What was read here of the record, by id and text: ids are used again where turns were taken back."""

    def write(self, text: str) -> None:
        """Show lines; no word in them steers a terminal."""
        self._write(plain(text))

    async def play(self, game: asyncio.Future[Any]) -> None:
        """Take lines until the game is over, and what is left to look at; Ended or Left if the person stops first."""
        self._game = game
        self._tell()
        listening = asyncio.create_task(self._listen())
        try:
            while (line := await self._read(PROMPT)) is not None:
                await self._obey(line.strip())
        finally:
            listening.cancel()
        self._tell()
        if not game.cancelled() and game.exception() is None and self._interactive:
            await self._look_back()

    async def _read(self, prompt: str) -> str | None:
        """The next line; None once the game is over. Ended at the end of the input."""
        assert self._game is not None
        line = asyncio.ensure_future(self._source(prompt))
        try:
            await asyncio.wait({line, self._game}, return_when=asyncio.FIRST_COMPLETED)
            if not line.done():
                return None
            if line.result() is None:
                raise Ended
            return line.result()
        finally:
            if not line.done():
                line.cancel()
                await asyncio.gather(line, return_exceptions=True)

    async def _obey(self, line: str, fits: Callable[[ControlWord], bool] = lambda word: True) -> None:
        name, _, rest = line.partition(" ")
        if not name:
            return
        if name in ("q", "quit"):
            raise Left
        word = self.words.get(name)
        if word is None or not fits(word):
            near = close_to(name, self.words)
            maybe = f"; did you mean {' or '.join(near)}?" if near and word is None else "; `help` lists the words"
            self.write(shortened(f"{as_given(name)} is no word here now{maybe}"))
            return
        try:
            await word.do(self, rest.strip())
        except (ValueError, WargameError) as fault:
            self.write(shortened(f"{fault}.", (line, rest.strip())))

    async def sure(self, what: str) -> None:
        """Ask once before something that cannot be taken from people's heads; ValueError if it is given up."""
        said = await self._read(f"{what}; yes does it> ")
        if (said or "").strip().casefold() not in ("y", "yes"):
            raise ValueError("given up; nothing has changed")

    async def until_next(self) -> None:
        """Wait until the phase is another one, control is waited for, or the game is over."""
        assert self._game is not None
        begun = self._step()
        while self._step() == begun and not control_owes(self.table) and not self._game.done():
            await asyncio.wait({self._game}, timeout=0.02)
        self._tell()

    def _step(self) -> tuple[object, ...]:
        clock = self.table.clock()
        return clock.turn, clock.phase, clock.round

    # what is told without asking

    async def _listen(self) -> None:
        unwatch = self.table.watch(self._changed.set)
        try:
            while True:
                with suppress(TimeoutError):
                    async with asyncio.timeout(NEWS_EVERY):
                        await self._changed.wait()
                self._changed.clear()
                self._tell()
        finally:
            unwatch()

    def _tell(self) -> None:
        for line in self._news.lines():
            self.write(f"\n{line}" if self._interactive else line)

    async def _look_back(self) -> None:
        """What there is to look at when the game is over."""
        self.write("The game is over. Words that only read still tell what was; Enter leaves.")
        while (line := await self._source("the game is over> ")) and line.strip() not in ("", "q", "quit"):
            await self._obey(line.strip(), lambda word: word.reads)
