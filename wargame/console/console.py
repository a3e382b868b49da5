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
from wargame.present.final_argument import may_conclude
from wargame.present.measured import Measured
from wargame.present.sealing import stated
from wargame.present.turns_over import over_turn
from wargame.table.chair import Chair

ALSO: Mapping[str, str] = {"q": "quit"}
"""Other words for a command: those of the screens."""


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
        measured: Measured | None = None,
    ) -> None:
        """From the chair, where lines come from and go to, what can be typed by its first word, and control's voice.

        `measured` is what final scores are held against.
        """
        self._control, self._measured = control, measured
        self.chair, self.read, self.commands = chair, read, commands
        self._write = write
        self._changed = asyncio.Event()
        self._heard = self._told = 0
        self._undone = chair.undone
        self._asked = ""
        self._asked_last = False

    async def play(self, game: asyncio.Task[Any]) -> None:
        """Answer whatever the seat is asked until the game is over; Ended or Left if the person stops first."""
        stop = self.chair.watch(self._changed.set)
        try:
            while not game.done():
                if self.chair.owes:
                    await self._turn()
                    continue
                await self._conclude()
                if self._control is not None and self._control.wanted and not game.done():
                    await self._control.hold()
                    await asyncio.sleep(0)
                    continue
                self._changed.clear()
                waiter = asyncio.create_task(self._changed.wait())
                await asyncio.wait({waiter, game}, return_when=asyncio.FIRST_COMPLETED)
                waiter.cancel()
            self.news(ended=True)
        finally:
            stop()

    async def _conclude(self) -> None:
        """Ask once for the last word, when the play is over and the table still stands."""
        if self._asked_last or self.chair.clock().phase != "news" or not may_conclude(self.chair.look()):
            return
        self._asked_last = True
        self.news()
        text = await self.read("your final argument, read by everyone (Enter for none)? ")
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
        while self.chair.owes and self._asked == self.chair.look().id:
            line = await self.read("> ")
            if line is None:
                raise Ended
            if not self.chair.owes or self._asked != self.chair.look().id:
                self.write("The phase closed before this line came; nothing of it was done.")
                return
            await self.obey(line.strip())

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
        self.chair.save(replace(self.chair.draft, **changed))
