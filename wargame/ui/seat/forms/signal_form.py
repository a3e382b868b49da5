"""The signal form: what the seat says in public before orders are opened: what it will do, and what it will not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from textual.message import Message

from wargame.core.moves import Intent, Signal
from wargame.core.orders import ORDER_TYPES, has_aim
from wargame.core.words import verb_in_words
from wargame.players.base import Ask
from wargame.present.fields import Field, Option
from wargame.ui.widgets.field_list import Form

MOST_INTENTS = 6
SILENT = Signal(text="", intents=())


class SignalForm(Form):
    """The public statement of a turn, kept with every change."""

    class Changed(Message):
        """The signal as it stands; None if nothing is said."""

        def __init__(self, signal: Signal | None) -> None:
            super().__init__()
            self.signal = signal

    class Done(Message):
        """Back to the orders."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.ask: Ask | None = None
        self.signal = SILENT

    def begin(self, ask: Ask, signal: Signal | None) -> None:
        """Start from what is prepared."""
        self.ask, self.signal = ask, signal or SILENT
        self.write()

    def _verbs(self) -> tuple[Option, ...]:
        """Every verb, those that the seat may order now first."""
        assert self.ask is not None
        kinds = self.ask.menu.kinds()
        ordered = sorted(ORDER_TYPES, key=lambda kind: (kind not in kinds, kind == "argument"))
        return tuple(Option(kind, verb_in_words(kind)) for kind in ordered)

    def _targets(self) -> tuple[Option, ...]:
        assert self.ask is not None
        setting = self.ask.book.setting
        return (Option(None, "anybody"), *(Option(seat, setting.name_of(seat)) for seat in setting.ids))

    def fields(self) -> Sequence[Field]:
        """The statement and its intents."""
        if self.ask is None:
            return ()
        note = "read by everyone before orders are opened; it binds you to nothing but your word"
        found = [
            Field("head", "PUBLIC STATEMENT", "read", needed=False),
            Field("note", "", "read", note=note, needed=False),
            Field("text", "we say", "text", self.signal.text, needed=False),
        ]
        sides = (Option(True, "will"), Option(False, "will not"))
        for at, intent in enumerate(self.signal.intents):
            aims = has_aim(intent.verb)
            found += [
                Field(f"{at}.will", f"intent {at + 1}", "one", intent.will, sides),
                Field(f"{at}.verb", "  do", "one", intent.verb, self._verbs()),
                *([Field(f"{at}.target", "  to", "one", intent.target, self._targets(), needed=False)] if aims else []),
                Field(f"{at}.drop", f"drop intent {at + 1}", "act"),
            ]
        refusal = self.ask.menu.signal_refusal(self.signal)
        if refusal:
            found.append(Field("no", "! ", "read", note=refusal.sentence, needed=False))
        if len(self.signal.intents) < MOST_INTENTS:
            found.append(Field("more", "add an intent", "act", note="a deed against it is flagged to all who see it"))
        found.append(Field("done", "done", "act"))
        return found

    def pick(self, name: str, value: Any) -> None:
        """Take words or a part of an intent."""
        if name == "text":
            self._keep(replace(self.signal, text=value))
            return
        at, part = name.split(".")
        changed = replace(self.signal.intents[int(at)], **{part: value})
        changed = replace(changed, target=changed.aim)
        intents = [changed if n == int(at) else intent for n, intent in enumerate(self.signal.intents)]
        self._keep(replace(self.signal, intents=tuple(intents)))

    def act(self, name: str) -> None:
        """Add or drop an intent, or go back."""
        intents = self.signal.intents
        if name == "more":
            fresh = Intent(will=True, verb=self._verbs()[0].value, target=None)
            self._keep(replace(self.signal, intents=(*intents, fresh)))
            self.listed.go_to_key(f"{len(intents)}.will")
        elif name.endswith(".drop"):
            at = int(name.split(".")[0])
            self._keep(replace(self.signal, intents=intents[:at] + intents[at + 1 :]))
        else:
            self.post_message(self.Done())

    def _keep(self, signal: Signal) -> None:
        self.signal = signal
        self.write()
        self.post_message(self.Changed(None if signal == SILENT else signal))
