"""The weighing form: pros and cons on the arguments that other seats have put this turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from textual.message import Message

from wargame.core.arguments import CaseUnderArgument
from wargame.core.moves import Weighing
from wargame.core.orders import Reason
from wargame.players.base import Ask
from wargame.present.fields import Field, Option
from wargame.present.grounds import grounds
from wargame.rules.model.variable_words import signed_figure, spoken
from wargame.rules.orders.arguments import MOVES, odds
from wargame.ui.widgets.field_list import Form

HEARD = 3
"""Pros and cons that are heard on one argument."""
SIDES: Mapping[str, Literal["pro", "con"]] = {"pro": "pro", "con": "con"}


class WeighForm(Form):
    """One pro or con on each argument of another seat, or none."""

    class Changed(Message):
        """The weighings as they stand."""

        def __init__(self, weighings: tuple[Weighing, ...]) -> None:
            super().__init__()
            self.weighings = weighings

    class Done(Changed):
        """The weighings are complete."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.ask: Ask | None = None
        self.lead = ""
        """Who hands in, where that is not whoever sits here."""
        self.said: dict[str, dict[str, Any]] = {}

    def begin(self, ask: Ask, weighings: Sequence[Weighing] = (), *, lead: str = "") -> None:
        """Start from what is prepared; `lead` names who hands in, where whoever sits here does not."""
        self.ask, self.lead = ask, lead
        self.said = {
            item.argument: {"side": item.side, "text": item.reason.text, "cites": item.reason.cites}
            for item in weighings
        }
        self.write()

    def weighings(self) -> tuple[Weighing, ...]:
        """What is said on which argument."""
        found = []
        for name, parts in self.said.items():
            side = SIDES.get(parts.get("side") or "")
            if side and (parts.get("text") or parts.get("cites")):
                reason = Reason(text=(parts.get("text") or "").strip(), cites=parts.get("cites"))
                found.append(Weighing(argument=name, side=side, reason=reason))
        return tuple(found)

    def fields(self) -> Sequence[Field]:
        """Each argument of another seat, its reasons, and what to say on it."""
        if self.ask is None:
            return ()
        found: list[Field] = []
        others = [case for case in self.ask.view.arguments.values() if case.by != self.ask.seat]
        for case in others:
            found += self._about(case)
        if others:
            found.append(Field("done", "done", "act", note=f"{len(self.weighings())} to be handed in"))
        else:
            goes = f"{self.lead} goes on for your seat" if self.lead else "F9 goes on"
            found.append(Field("none", "", "read", note=f"no other seat argues a case: {goes}", needed=False))
        return found

    def _about(self, case: CaseUnderArgument) -> list[Field]:
        assert self.ask is not None
        setting, parts = self.ask.book.setting, self.said.get(case.id, {})
        moved, share = MOVES[case.argument.effect]
        name = moved(case.argument.target, case.by)
        size = share * self.ask.book.parameters.argument_effect
        aim = f"{spoken(setting, name, self.ask.seat)} {signed_figure(name, size)}"
        told = [
            Field(f"{case.id}.case", f"{setting.name_of(case.by)}: ", "read", note=case.argument.action, needed=False),
            Field(f"{case.id}.aim", "  would move ", "read", note=aim, needed=False),
        ]
        for mark, reasons in (("+", (*case.argument.reasons, *case.pros)), ("-", case.cons)):
            told += [
                Field(f"{case.id}.{mark}{n}", f"  {mark} ", "read", note=_reason(reason), needed=False)
                for n, reason in enumerate(reasons)
            ]
        sides = [Option(None, "say nothing")]
        for side, heard in (("pro", case.pros), ("con", case.cons)):
            full = f"three {side}s have been heard on this argument" if len(heard) >= HEARD else ""
            sides.append(Option(side, f"speak {'for' if side == 'pro' else 'against'} it", full))
        told.append(Field(f"{case.id}.side", "we", "one", parts.get("side"), tuple(sides), needed=False))
        if parts.get("side"):
            cited = grounds(self.ask, (case.by, case.argument.target), (case.by, case.argument))
            told.append(Field(f"{case.id}.text", "because", "text", parts.get("text") or ""))
            told.append(Field(f"{case.id}.cites", "  rests on", "one", parts.get("cites"), cited, needed=False))
            bar = int(self.ask.book.parameters.argument_bar)
            net = 1 if parts["side"] == "pro" else -1
            said = f"a credible {parts['side']} moves an even case from {odds(bar, 0):.1%} to {odds(bar, net):.1%}"
            told.append(Field(f"{case.id}.odds", "  odds ", "read", note=said, needed=False))
        return told

    def pick(self, name: str, value: Any) -> None:
        """Take a side, words or a ground."""
        case, _, part = name.rpartition(".")
        self.said.setdefault(case, {})[part] = value
        self.write()
        self.post_message(self.Changed(self.weighings()))

    def act(self, name: str) -> None:
        """Hand over what is said."""
        self.post_message(self.Done(self.weighings()))


def _reason(reason: Reason) -> str:
    return f"{reason.text or '(no words)'} {f'[{reason.cites}]' if reason.cites else '[rests on nothing recorded]'}"
