"""One person's game on lines of text: commands in, plain sentences out, until the game is over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from wargame.console import looks
from wargame.console.facilitating import Facilitating
from wargame.console.lines import Cancelled, Ended, ReadLine, WriteLine
from wargame.console.results import catch_up_lines, result_lines, undone_lines
from wargame.core.moves import Signal, TalkMove
from wargame.core.plain_text import plain, shortened
from wargame.core.refusals import Refusal
from wargame.errors import SpecError
from wargame.present.channel_rows import move_said
from wargame.present.final_argument import argued_by, may_conclude
from wargame.present.local_table import LocalTable
from wargame.present.sealing import stated
from wargame.present.table_news import TableNews
from wargame.present.turns_over import over_turn
from wargame.table.chair import Chair, Draft

ALSO: Mapping[str, str] = {"q": "quit"}
"""Other words for a command: those of the screens."""
NEWS_EVERY = 0.5
"""Seconds between two looks at what stands beside the game: the line to the room, a machine that slept."""
CLOSED = "The phase closed before a line came; nothing was done."


class Closed(Exception):
    """What was asked is not asked any more: the phase closed, or the game ended."""


@dataclass(frozen=True, slots=True)
class ConsoleCommand:
    """A word that a person can type."""

    words: str
    """How it is written."""
    meaning: str
    phases: str
    """Where it makes sense: `any`, or a phase."""
    do: Callable[[Console, str], Awaitable[None]]
    """What it does, with what was typed after the word; ValueError and SpecError say in a sentence why not."""


class Console:
    """The seat of one person, line by line."""

    def __init__(
        self,
        chair: Chair,
        read: ReadLine,
        write: WriteLine,
        commands: Mapping[str, ConsoleCommand],
        control: Facilitating | None = None,
        table: LocalTable | None = None,
        *,
        while_waiting: bool = False,
    ) -> None:
        """From the chair, where lines come from and go to, what can be typed by its first word, and control's voice.

        `table` is what stands around the chair, where it is known. With `while_waiting` a line is read also while
        others are waited for: whoever types has typed nothing before it is asked for.
        """
        self._control, self._table, self._while_waiting = control, table, while_waiting
        self._measured = table.measured if table is not None else None
        self.chair, self.commands = chair, commands
        self._source, self._write = read, write
        self._changed = asyncio.Event()
        self._news = TableNews()
        self._heard = self._told = 0
        self._undone = chair.undone
        self._asked = ""
        self._asked_last = self._told_last = False
        self._seen = chair.draft
        """The draft as whoever types knows it: what others of the seat made of it since is not in it."""
        self._game: asyncio.Future[Any] | None = None
        self._stands: Callable[[], bool] = _always

    async def play(self, game: asyncio.Task[Any]) -> None:
        """Answer whatever the seat is asked until the game is over; Ended or Left if the person stops first."""
        self._game = game
        stop = self.chair.watch(self._changed.set)
        listening = asyncio.create_task(self._listen())
        try:
            while not game.done():
                try:
                    await self._step(game)
                except Closed:
                    continue
            if not game.cancelled() and game.exception() is None:
                self.news(ended=True)
                await self._look_back()
        finally:
            listening.cancel()
            stop()

    async def _step(self, game: asyncio.Task[Any]) -> None:
        """What is to be done now, or else a change; Closed if it is not to be done any more."""
        if self.chair.owes:
            await self._turn()
            return
        await self._conclude()
        if self._control is not None and self._control.wanted and not game.done():
            await self._control.hold()
            await asyncio.sleep(0)
        elif self._may_read():
            await self._read_on()
        elif self._while_waiting:
            await self._wait_talking()
        else:
            self._changed.clear()
            await self._change({game})

    async def _change(self, others: set[asyncio.Future[Any]]) -> None:
        """Wait for a change at the table, or until one of these is done."""
        waiter = asyncio.create_task(self._changed.wait())
        try:
            await asyncio.wait({waiter, *others}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiter.cancel()

    async def read(self, prompt: str) -> str | None:
        """The next line, or None at the end of the input; Closed if it would answer nothing any more."""
        line, stands = asyncio.ensure_future(self._source(prompt)), self._stands
        try:
            while not line.done():
                self._changed.clear()
                if not stands():
                    break
                game = {self._game} if self._game is not None and not self._game.done() else set()
                await self._change({line, *game})
            if not stands():
                raise Closed
            return line.result()
        finally:
            if not line.done():
                line.cancel()
                await asyncio.gather(line, return_exceptions=True)

    async def _while(self, stands: Callable[[], bool], prompt: str, enter: Callable[[], bool] | None = None) -> None:
        """Carry out lines as long as this stands; on an empty one `enter`, if given, says whether that was all."""
        self._stands = stands
        try:
            while stands():
                line = await self.read(prompt)
                if line is None:
                    raise Ended
                if not line.strip() and enter is not None and enter():
                    return
                await self.obey(line.strip())
        finally:
            self._stands = _always

    async def _listen(self) -> None:
        """Tell what happens beside the game, whatever is asked meanwhile."""
        while True:
            await asyncio.sleep(NEWS_EVERY)
            self.beside()

    def beside(self) -> None:
        """Tell what is new beside the game: a line that is down or back, a program that stood still."""
        for said, _ in self._news.of(self._table):
            self.write(f"\n{said[0].upper()}{said[1:]}.")

    def _may_read(self) -> bool:
        """Whether there is time to read until this seat says that it has read."""
        clock, table = self.chair.clock(), self._table
        held = clock.phase in ("brief", "news") and (clock.left is not None or clock.paused)
        return held and table is not None and table.own_pace and self.chair.seat in table.reading()

    async def _read_on(self) -> None:
        self.news()
        self.write(looks.clock_in_words(self.chair.clock()))
        clock = self.chair.clock()
        begun = clock.turn, clock.phase

        def stands() -> bool:
            now = self.chair.clock()
            return (now.turn, now.phase) == begun and self._may_read()

        def enter() -> bool:
            assert self._table is not None
            self._table.read_on(self.chair.seat)
            return True

        await self._while(stands, "time to read; Enter when you have read> ", enter)

    async def _wait_talking(self) -> None:
        """Take words while others are waited for."""
        clock = self.chair.clock()

        def stands() -> bool:
            now, going = self.chair.clock(), self._game is not None and not self._game.done()
            at = (now.turn, now.phase, now.round) == (clock.turn, clock.phase, clock.round)
            return going and at and not self.chair.owes

        await self._while(stands, f"waiting in {clock.phase}; `status` tells for whom> ")

    async def _look_back(self) -> None:
        """What there is to look at when the game is over and its record stands elsewhere."""
        if self._table is None or not self._table.elsewhere or not self._while_waiting:
            return
        self.write("`result TURN` and `look` tell once more what was; Enter leaves.")
        while (line := await self.read("the game is over> ")) and line.strip() not in ("", "q", "quit"):
            if line.split()[0] in ("result", "look"):
                await self.obey(line.strip())
            else:
                self.write("The game is over: `result TURN` and `look` tell what was, and Enter leaves.")

    async def _conclude(self) -> None:
        """Ask once for the last word, when the play is over and the table still stands."""
        if self._asked_last or self.chair.clock().phase != "news" or not may_conclude(self.chair.look()):
            return
        if not (team := self.chair.team).leads:
            if not self._told_last:
                self.news()
                self.write(f"{argued_by(team)} `team TEXT` tells your team what you would say.")
                self._told_last = True
            return
        self._asked_last = True
        self.news()
        self._stands = lambda: self.chair.clock().phase == "news"
        try:
            text = await self.read("your final argument, read by everyone (Enter for none)? ")
        finally:
            self._stands = _always
        if text is None:
            raise Ended
        if text.strip():
            try:
                await self.chair.conclude(text.strip())
            except SpecError as fault:
                self.write(f"{fault}.")

    async def _turn(self) -> None:
        ask = self.chair.look()
        self._asked = ask.id
        self.write("")
        self.write(looks.moment_line(self.chair.clock(), ask))
        self.news()
        for step in looks.step_lines(ask, self.chair.draft):
            self.write(step)
        self.write(looks.what_is_owed(ask))
        try:
            await self._while(self._is_asked, "> ")
        except Closed:
            if self._game is None or not self._game.done():
                self.write(CLOSED)
            raise

    def _is_asked(self) -> bool:
        """Whether the answer is still wanted that the seat is at."""
        going = self._game is None or not self._game.done()
        return going and self.chair.owes and self._asked == self.chair.look().id

    async def obey(self, line: str) -> None:
        """Carry out one command; a fault is a sentence and changes nothing."""
        word, _, rest = line.partition(" ")
        if not word:
            return
        command = self.commands.get(ALSO.get(word, word))
        if command is None:
            self.write(shortened(f"{word!r} is no command here; `help` lists them."))
            return
        ask = self.chair.look()
        if command.phases not in ("any", ask.phase):
            self.write(f"`{word}` belongs to the {command.phases} phase; this is {ask.phase}.")
            return
        try:
            await command.do(self, rest.strip())
        except Cancelled:
            self.write("Given up; nothing has changed.")
        except (ValueError, SpecError) as fault:
            self.write(shortened(f"{fault}.", (line, rest.strip())))

    def news(self, *, ended: bool = False) -> None:
        """What the seat has not been told yet: of a turn that is over what it came to, else every event."""
        seen, turn = self.chair.look().view.events, over_turn(self.chair, ended=ended)
        if self.chair.undone > self._undone:
            taken, self._undone = self.chair.telling().undone[self._undone :], self.chair.undone
            for line in undone_lines(taken, self.chair.seat):
                self.write(line)
            self._told = min(self._told, taken[-1].to_turn - 1)
            self._heard = next((at for at, each in enumerate(seen) if each.turn >= taken[-1].to_turn), len(seen))
        if turn + ended > self._told:
            missed, self._told = range(self._told + 1, turn), turn + ended
            result = result_lines(self.chair, turn, ended=ended, measured=self._measured)
            caught_up = catch_up_lines(self.chair, missed, new=self._heard == 0 and not ended)
            for line in (*caught_up, *result):
                self.write(line)
            self._heard = next((at for at, each in enumerate(seen) if each.turn > turn), len(seen))
        for line in looks.news_lines(seen[self._heard :], self.chair.look().book.name):
            self.write(line)
        self._heard = len(seen)

    # what commands use

    def write(self, text: str) -> None:
        """Show lines; no word in them steers a terminal."""
        self._write(plain(text))

    def add(self, move: TalkMove) -> None:
        """Put a move with what is sent at the end of the round; ValueError says why it may not be made."""
        ask = self.chair.look()
        self.refuse(ask.menu.talk_refusal(move))
        self.save(moves=(*self.chair.draft.moves, move))
        self.write(f"To be sent when you seal: {move_said(ask, move)}.")

    def signal(self, signal: Signal) -> None:
        """Keep the public statement; ValueError says why it may not be made."""
        self.refuse(self.chair.look().menu.signal_refusal(signal))
        self.save(signal=signal)
        said = stated(signal, self.chair.look().called)
        self.write(f"That is your statement, heard before any order is opened: {said}")

    def refuse(self, refusal: Refusal | None) -> None:
        """Raise a refusal, if there is one, in its own words."""
        if refusal is not None:
            raise ValueError(refusal.sentence)

    def save(self, **changed: Any) -> None:
        """Keep the draft with these parts changed."""
        known = not self.unseen
        self.chair.save(replace(self.chair.draft, **changed))
        if known:
            self.has_seen()

    @property
    def unseen(self) -> bool:
        """Whether others of this seat, at desks of their own, changed what would be handed in since it was shown."""
        phase, team = self.chair.look().phase, self.chair.team
        shared = team.shared and team.handle is not None
        return shared and self.chair.draft.body(phase) != self._seen.body(phase)

    def has_seen(self) -> None:
        """What is prepared has been shown, or is whoever types' own."""
        self._seen = self.chair.draft

    def has_sealed(self) -> None:
        """It was handed in: what the draft holds from now on was added by others meanwhile."""
        self._seen = Draft()


def _always() -> bool:
    return True
