"""Acts of control as somebody types them, a line each: rulings, messages, notes, and what each came to in words."""

from __future__ import annotations

from collections.abc import Mapping

from wargame.console.lines import WriteLine
from wargame.core.arguments import CaseUnderArgument
from wargame.core.control_acts import ControlMessage, Roll
from wargame.core.ids import PUBLIC
from wargame.core.plain_text import as_given, plain_line
from wargame.table.desk import ControlDesk
from wargame.table.desk_acts import DeskAct, DoInGame, NoteMoment, RuleOn


class SpokenActs:
    """One desk of control, told what to do in words."""

    def __init__(self, control: ControlDesk, names: Mapping[str, str], write: WriteLine) -> None:
        """At this desk; `names` are those of the seats by id."""
        self.control = control
        self._names, self._write = names, write

    def cases(self) -> None:
        """Read the arguments that wait for a ruling, with their reasons."""
        for number, case in enumerate(self.control.cases(), 1):
            said = case.argument
            odds = f"; odds are set: {case.odds.chance:.0%}" if case.odds else ""
            effect = f"{said.effect.replace('_', ' ')}, {self._names[said.target]}"
            self._write(plain_line(f"  {number} {self._names[case.by]}: {said.action} ({effect}){odds}"))
            for sign, reasons in (("for", (*said.reasons, *case.pros)), ("against", case.cons)):
                for reason in reasons:
                    self._write(plain_line(f"    {sign}: {reason.text} [{reason.cites or 'no source'}]"))

    def case(self, rest: str) -> tuple[CaseUnderArgument, list[str]]:
        """The argument that a line names by its number, and at most two parts of what follows; ValueError for none."""
        number, *more = rest.split(maxsplit=2) or [""]
        cases = self.control.cases()
        if not cases:
            raise ValueError("no argument waits for a ruling")
        if not number.isdigit() or not 1 <= int(number) <= len(cases):
            raise ValueError(f"name an argument by its number, 1 to {len(cases)}")
        return cases[int(number) - 1], more

    async def rule(self, word: str, rest: str) -> None:
        """`rule NUMBER for|against REASON`, `odds NUMBER PERCENT REASON` or `roll NUMBER`."""
        case, more = self.case(rest)
        if word == "roll":
            await self.act(DoInGame(Roll(case=case.id)))
            return
        if len(more) < 2:
            raise ValueError("write `rule NUMBER for|against REASON` or `odds NUMBER PERCENT REASON`")
        how, reason = more
        if word == "rule" and how in ("for", "against"):
            await self.act(RuleOn(case.id, "umpire", reason, outcome=how == "for"))
        elif word == "odds" and how.rstrip("%").isdigit():
            await self.act(RuleOn(case.id, "probability", reason, chance=int(how.rstrip("%")) / 100))
        else:
            raise ValueError(f"{as_given(how)} is neither `for` nor `against`, nor a percentage")

    async def say(self, rest: str) -> None:
        """`SEAT[,SEAT]|all: text`."""
        to, text = addressed(rest, "say")
        await self.act(DoInGame(ControlMessage(to=to, text=text)))

    async def note(self, text: str) -> None:
        """A note on what happened last."""
        self._write(f"Noted at line {(await self.control.do(NoteMoment(text))).line} of the record.")

    async def act(self, act: DeskAct) -> None:
        """Have an act done, and tell what came of it in the game."""
        for event in (await self.control.do(act)).events:
            self._write(plain_line(event.text))


def addressed(rest: str, word: str) -> tuple[tuple[str, ...], str]:
    """To whom, and what: `all: text` is for everybody; ValueError says how it is written."""
    to, colon, text = rest.partition(":")
    names = tuple(to.replace(",", " ").split())
    if not colon or not names:
        raise ValueError(f"write `{word} SEAT: text` or `{word} all: text`")
    return ((PUBLIC,) if names == ("all",) else names), text.strip()
