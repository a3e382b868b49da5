"""Small windows of the talk: whom to write to, what to pledge, what to declare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from wargame.core.ids import SeatId
from wargame.core.moves import MakePledge
from wargame.core.promises import PROMISE_KINDS, PROMISE_MEANING, PromiseKind
from wargame.players.base import Ask
from wargame.present.fields import Field, Option
from wargame.table.chair import Chair
from wargame.ui.seat.forms.signal_form import SignalForm
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.panes import Words
from wargame.ui.widgets.window import FormWindow, Window


def other_seats(ask: Ask) -> tuple[Option, ...]:
    """All seats but one's own, those at the table first."""
    others = sorted((s for s in ask.book.setting.seats if s.id != ask.seat), key=lambda seat: not seat.seated)
    return tuple(Option(s.id, s.name if s.seated else f"{s.name} (off table, by doctrine)") for s in others)


class Recipients(FormWindow[tuple[SeatId, ...]]):
    """Choose the readers of a message: one, several, or the whole table."""

    TITLED = "WHO SHALL READ IT"
    HELP = "Space or enter puts a seat in or takes it out. [done] opens the room of exactly these readers."

    def __init__(self, ask: Ask, chosen: tuple[SeatId, ...]) -> None:
        """With those chosen who read the present channel."""
        super().__init__()
        self._ask, self._chosen = ask, chosen

    def fields(self) -> Sequence[Field]:
        """The seats, and two ways out."""
        return (
            Field("to", "readers", "many", self._chosen, other_seats(self._ask)),
            Field("done", "done", "act", note="a room of these readers and control"),
            Field("all", "everyone", "act", note="the public channel"),
        )

    def pick(self, name: str, value: Any) -> None:
        """Another set of readers."""
        self._chosen = tuple(value)

    def act(self, name: str) -> None:
        """Open the room."""
        if name == "done" and not self._chosen:
            self.say("choose at least one reader, or everyone", fault=True)
            return
        self.dismiss(() if name == "all" else self._chosen)


class NobodyReads(Window[bool]):
    """Nothing can be sent in this channel: letters typed on do nothing; enter chooses readers."""

    HELP = "What is typed here goes nowhere. Enter chooses who shall read it, escape goes back."
    KEYS: ClassVar[tuple[KeyHint, ...]] = (("enter", "choose readers"), ("esc", "back"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "dismiss(True)", "choose readers", show=False)]

    def __init__(self, channel: str) -> None:
        """Of the channel of this name."""
        super().__init__()
        self._channel = channel

    def inside(self) -> Iterator[Widget]:
        """Why, and what can be done."""
        yield Words(f"{self._channel} takes no messages. Letters typed here do nothing.")


class Pledging(FormWindow[MakePledge]):
    """A promise that the rules can check."""

    TITLED = "PLEDGE: a word the rules check; breaking it costs trust"
    HELP = "Choose to whom, what, and through which turn. [add] puts the pledge among this round's moves."

    def __init__(self, ask: Ask, to: SeatId | None, made: MakePledge | None = None) -> None:
        """To a seat, or one that was drafted already."""
        super().__init__()
        self._ask = ask
        self._to = made.to if made else to
        self._promise: PromiseKind | None = made.promise if made else None
        self._until = made.until if made else min(ask.turn + 1, ask.book.setting.turns)

    def _move(self) -> MakePledge | None:
        if self._to is None or self._promise is None:
            return None
        return MakePledge(to=self._to, promise=self._promise, until=self._until)

    def fields(self) -> Sequence[Field]:
        """To whom, what, how long."""
        ask, move = self._ask, self._move()
        refusal = ask.menu.talk_refusal(move) if move else None
        promises = tuple(Option(kind, PROMISE_MEANING[kind]) for kind in PROMISE_KINDS)
        turns = ask.book.setting.turns
        return (
            Field("to", "to", "one", self._to, other_seats(ask)),
            Field("promise", "pledge", "one", self._promise, promises),
            Field(
                "until",
                "to turn",
                "number",
                self._until,
                low=ask.turn,
                high=turns,
                fault=refusal.sentence if refusal else "",
            ),
            Field("add", "add", "act", note="to this round's moves"),
        )

    def pick(self, name: str, value: Any) -> None:
        """One part of the pledge."""
        setattr(self, f"_{name}", value)

    def act(self, name: str) -> None:
        """Add it, if it may be made."""
        move = self._move()
        if move is None:
            self.say("choose to whom and what you pledge", fault=True)
        elif refusal := self._ask.menu.talk_refusal(move):
            self.say(refusal.sentence, fault=True)
        else:
            self.dismiss(move)


class Signalling(Window[bool]):
    """The public statement before the sealed orders are opened; every change is kept with the draft."""

    TITLED = "DRAFT: it goes with the orders of this turn"
    HELP = (
        "Words are carried as they are. An intent says that a verb will, or will not, be used on a seat: if your "
        "orders say otherwise, everybody who sees it is told."
    )
    KEYS: ClassVar[tuple[KeyHint, ...]] = (("enter", "choose"), ("esc", "done, all is kept"))

    def __init__(self, chair: Chair, ask: Ask) -> None:
        """From the signal drafted so far."""
        super().__init__()
        self._chair, self._ask = chair, ask

    def inside(self) -> Iterator[Widget]:
        """The form."""
        yield SignalForm()

    def begin(self) -> None:
        """Fill it in."""
        form = self.query_one(SignalForm)
        form.begin(self._ask, self._chair.draft.signal)
        form.focus_form()

    def on_signal_form_changed(self, event: SignalForm.Changed) -> None:
        self._chair.save(replace(self._chair.draft, signal=event.signal))

    def on_signal_form_done(self) -> None:
        self.dismiss(True)
