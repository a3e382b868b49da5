"""Control line by line, at the moments at which the game waits for it: rulings, the end of the play, the reveal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from wargame.console.lines import Ended, ReadLine, WriteLine
from wargame.console.spoken_acts import SpokenActs
from wargame.core.control_acts import Reveal
from wargame.core.ids import CONTROL
from wargame.core.plain_text import as_given
from wargame.errors import WargameError
from wargame.present.local_table import LocalTable
from wargame.table.desk_acts import ClosePhase, DoInGame

WORDS = (
    ("cases", "the arguments that wait for a ruling"),
    ("rule NUMBER for|against REASON", "your word decides an argument"),
    ("odds NUMBER PERCENT REASON", "your estimate of its chance; then roll"),
    ("roll NUMBER", "chance decides where odds are set"),
    ("say SEAT[,SEAT]|all: text", "a message from control"),
    ("note TEXT", "a note on what happened last, beside the record"),
    ("reveal", "tell all secrets to everybody"),
    ("go [reason]", "leave the rest to the rules, or close the game at its end"),
)


def waits_for_control(local_table: LocalTable) -> bool:
    """Whether the game stands still until control has ruled, or has closed the review."""
    clock = local_table.clock()
    if CONTROL not in local_table.desks or clock is None or local_table.owing() is not None:
        return False
    table = local_table.host.table
    return clock.phase == "adjudication" or (clock.phase == "news" and table is not None and clock.left is None)


class Facilitating:
    """Control's voice in line mode: what it may do where the game waits for it, and nothing of the truth."""

    def __init__(
        self, local_table: LocalTable, read: ReadLine, write: WriteLine, let_in: Callable[[str], Awaitable[None]]
    ) -> None:
        """At this table; `let_in` asks for the word of a place, if it has one, until it is right."""
        assert local_table.host.control is not None
        self._table, self._control = local_table, local_table.host.control
        self._read, self._write, self._let_in = read, write, let_in
        self._acts = SpokenActs(local_table.host.control, local_table.names, write)
        self._known = False

    @property
    def wanted(self) -> bool:
        """Whether the game waits for control now."""
        return waits_for_control(self._table)

    async def hold(self) -> None:
        """Take commands until the game goes on; Ended if the input stops first."""
        if not self._known:
            await self._let_in(CONTROL)
            self._known = True
        clock = self._table.clock()
        assert clock is not None
        self._write(f"Turn {clock.turn}, {clock.phase}: the game waits for control.")
        for words, meaning in WORDS:
            self._write(f"  {words:<32} {meaning}")
        self._acts.cases()
        while waits_for_control(self._table):
            line = await self._read("control> ")
            if line is None:
                raise Ended
            word, _, rest = line.strip().partition(" ")
            try:
                if word == "go":
                    await self._control.do(ClosePhase(rest.strip()))
                    return
                await self._obey(word, rest.strip())
            except (WargameError, ValueError) as fault:
                self._write(f"{fault}.")

    async def _obey(self, word: str, rest: str) -> None:
        if word == "cases":
            self._acts.cases()
        elif word in ("rule", "odds", "roll"):
            await self._acts.rule(word, rest)
        elif word == "say":
            await self._acts.say(rest)
        elif word == "note":
            await self._acts.note(rest)
        elif word == "reveal":
            await self._acts.act(DoInGame(Reveal()))
        elif word:
            raise ValueError(
                f"{as_given(word)} is no word of control here; there are {', '.join(w.split()[0] for w, _ in WORDS)}"
            )
