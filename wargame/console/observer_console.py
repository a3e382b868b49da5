"""An observer's place line by line: what is public is told when it happens, and notes are a line each."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from wargame.console.commands import Left
from wargame.console.desk_news import ClockNews
from wargame.console.lines import Ended, ReadLine, WriteLine
from wargame.console.looks import clock_in_words, status_in_words
from wargame.core.plain_text import as_given, plain, plain_line
from wargame.core.views import Seen
from wargame.errors import WargameError
from wargame.present.local_table import LocalTable
from wargame.present.rows import event_sentence, noteworthy
from wargame.present.table_news import TableNews

PROMPT = "observer> "
ONE_WORD = re.compile(r"[A-Za-z_]{1,20}")
"""What was perhaps meant for a tag."""
CLOSED = 5
"""Seconds without a line after the game, after which the room counts as closed."""
HELP = """\
  note TEXT         a note on this moment; begin it with a tag and a colon, as `note split: two of Rome want to wait`
  note              the same in two lines: what it is about is fixed at once, and the text comes next
  tags              the tags, and when each is the right one
  news              the news of this turn; `news 2` that of turn 2, `news all` everything
  status            the clock, and how each seat stands
  quit              leave; the room goes on"""


class ObserverConsole:
    """One observer, line by line."""

    def __init__(self, local_table: LocalTable, read: ReadLine, write: WriteLine) -> None:
        """At this table, which has such a place."""
        host = local_table.host
        assert host.public is not None
        assert local_table.observer is not None
        self._room, self._taker = host.public, local_table.observer
        self._table, self._read_line, self._write = local_table, read, write
        self._beside, self._clock = TableNews(), ClockNews(host.public)
        self._heard: tuple[Seen, ...] = ()
        self._changed = asyncio.Event()

    async def play(self, game: asyncio.Future[Any]) -> None:
        """Take lines until the game is over, and notes after it until the person leaves or the room is closed.

        Ended or Left if the person stops before the game is over.
        """
        self._say(HELP)
        self._tell()
        unwatch = self._room.watch(self._changed.set)
        listening = asyncio.create_task(self._listen())
        try:
            while not game.done():
                if not await self._one_line(game):
                    raise Ended
            self._tell()
            if game.cancelled() or game.exception() is not None:
                return
            self._say("The game is over. Notes are still kept while its room is open; `quit` leaves.")
            closed = asyncio.ensure_future(self._closed())
            try:
                while not closed.done() and await self._one_line(closed):
                    pass
            finally:
                closed.cancel()
        except Left:
            if not game.done():
                raise
        finally:
            listening.cancel()
            unwatch()

    async def _one_line(self, end: asyncio.Future[Any]) -> bool:
        """Obey the next line, unless the end comes first; False where no more lines come."""
        line = asyncio.ensure_future(self._read_line(PROMPT))
        await asyncio.wait({line, end}, return_when=asyncio.FIRST_COMPLETED)
        if not line.done():
            line.cancel()
            await asyncio.gather(line, return_exceptions=True)
            return True
        said = line.result()
        if said is not None:
            await self._obey(said.strip())
        return said is not None

    async def _closed(self) -> None:
        """Until no line has led to the room for some seconds."""
        down = 0
        while down < CLOSED:
            await asyncio.sleep(1.0)
            down = down + 1 if self._table.trouble is not None and self._table.trouble() else 0

    async def _obey(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        if word in ("q", "quit"):
            raise Left
        if word == "note":
            await self._note(rest.strip())
        elif word == "news":
            self._news(rest.strip())
        elif word == "tags":
            for tag, meaning in self._taker.tags.items():
                self._say(f"  {tag}: {meaning}")
        elif word == "status":
            self._say(clock_in_words(self._room.clock()))
            for status in self._room.public().statuses:
                self._say(f"  {status_in_words(status)}")
            self._say(f"{self._taker.notes} of your notes are kept.")
        elif word == "help":
            self._say(HELP)
        elif word:
            self._say(f"{as_given(word)} is no word here; `help` lists them.")

    async def _note(self, rest: str) -> None:
        begun = self._taker.begin()
        text = rest or ((await self._read_line("your note (Enter makes none): ")) or "").strip()
        head, colon, words = text.partition(":")
        tag = head.strip() if colon and head.strip() in self._taker.tags else ""
        tag, text = (tag, words.strip()) if tag else (text, "") if text in self._taker.tags else ("", text)
        if not (tag or text):
            self._say("No note was made.")
            return
        try:
            await self._taker.write(begun, tag, text)
        except WargameError as fault:
            self._say(f"Not kept: {fault}.")
            self._say(f"Your note was: {f'{tag}: ' if tag and text else tag}{text}")
            return
        self._say("The note is kept beside the record.")
        if colon and not tag and ONE_WORD.fullmatch(head.strip()):
            tags = ", ".join(self._taker.tags)
            self._say(f"It is kept without a tag: {as_given(head.strip())} is none; the tags are {tags}.")

    def _news(self, of: str) -> None:
        """What has happened: in this turn, in one, or from the beginning."""
        found = noteworthy(self._room.public().events)
        turns = sorted({seen.turn for seen in found})
        if of not in ("", "all") and of not in map(str, turns):
            self._say(f"There is no news of {as_given(of)}; there is of {', '.join(map(str, turns)) or 'no turn yet'}.")
            return
        asked = turns if of == "all" else turns[-1:] if not of else [int(of)]
        if not asked:
            self._say("There is no news yet.")
        for turn in asked:
            self._say(f"News of turn {turn}:")
            for seen in found:
                if seen.turn == turn:
                    self._say(f"  {plain_line(event_sentence(seen))}")

    # what is told without asking

    async def _listen(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            self._tell()

    def _tell(self) -> None:
        for said, _ in self._beside.of(self._table):
            self._say(f"{said[0].upper()}{said[1:]}.")
        for line in self._clock.lines():
            self._say(line)
        events = tuple(self._room.public().events)
        known = next((at for at, pair in enumerate(zip(self._heard, events, strict=False)) if pair[0] != pair[1]), None)
        for seen in events[min(len(self._heard), len(events)) if known is None else known :]:
            self._say(plain_line(event_sentence(seen)))
        self._heard = events

    def _say(self, text: str) -> None:
        self._write(plain(text))
