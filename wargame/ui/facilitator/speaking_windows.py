"""Acts of control that say something: an inject, a message, words taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wargame.core.codebook import bounds
from wargame.core.control_acts import CancelInject, ControlMessage, FireInject, InjectNow, Retract
from wargame.core.events import Event
from wargame.core.ids import PUBLIC, EventId, Variable
from wargame.core.setting import Inject
from wargame.errors import SpecError
from wargame.present.fields import Field, Option
from wargame.present.inject_words import readers_of, trigger
from wargame.present.variable_search import close_to
from wargame.rules.injects.kinds import HAPPEN
from wargame.table.desk_acts import DoInGame
from wargame.ui.facilitator.act_window import ActWindow

FREE = ""
"""In place of an inject's name: words of one's own."""


def changes_typed(text: str) -> Mapping[Variable, float]:
    """`rome.DS -5, paris.budget +3` as changes by variable; SpecError says what cannot be read."""
    found: dict[Variable, float] = {}
    for part in filter(None, (part.strip() for part in text.replace("\n", ",").split(","))):
        name, _, number = part.rpartition(" ")
        try:
            found[Variable(name.strip())] = float(number)
        except ValueError:
            raise SpecError(f"change {part!r} is not a variable and a number, such as rome.DS -5") from None
        if not name.strip():
            raise SpecError(f"change {part!r} names no variable; write it such as rome.DS -5")
    return found


def changes_said(events: Sequence[Event]) -> str:
    """What an act moved, for the status line."""
    changes = [change for event in events for change in event.changes]
    said = ", ".join(f"{c.variable} {c.before:g} -> {c.after:g}" for c in changes[:3])
    more = f" and {len(changes) - 3} more" if len(changes) > 3 else ""
    return f"; {said}{more}" if said else ""


class InjectWindow(ActWindow):
    """Fire or strike an inject of the list, or make an event of one's own."""

    TITLED = "INJECT: something happens in the world"
    DO = "inject it"
    REASON = False
    HELP = (
        "Choose one of the scenario's list, or words of your own with their readers. A kind other than news also "
        "does what the rules say of it. Changes move stored variables and stay within their ranges. Seats read the "
        "text and the public numbers it moves; the objective is yours alone. Striking one from the list needs a reason."
    )

    def _list(self) -> tuple[Option, ...]:
        listed = tuple(
            Option(
                each.inject.id,
                f"{each.inject.id} ({trigger(each.inject, self.setting)})",
                "" if each.status == "waiting" else f"it is {each.status}",
            )
            for each in self.control.injects()
        )
        return (Option(FREE, "words of your own"), *listed)

    def shape(self) -> Sequence[Field]:
        """The choice, then what is chosen in full or the fields of a new one."""
        which = self.kept.get("which")
        fields = [Field("which", "which", "one", which, self._list(), needed=which is None)]
        if which is None:
            return fields
        listed = next((each.inject for each in self.control.injects() if each.inject.id == which), None)
        if listed is not None:
            return [*fields, *self._listed(listed)]
        some = self.kept.get("readers", PUBLIC)
        note = _unless(self.said("text"), "what is told")
        fields.append(Field("text", "text", "text", self.kept.get("text"), note=note))
        fields.append(
            Field("readers", "readers", "one", some, (Option(PUBLIC, "everybody"), Option("some", "some seats")))
        )
        if some == "some":
            fields.append(Field("to", "  seats", "many", self.kept.get("to"), self.seats()))
        kind = self.kept.get("kind", "news")
        kinds = (Option("news", "news: words alone"), *(Option(k, k.replace("_", " ")) for k in HAPPEN))
        fields.append(Field("kind", "kind", "one", kind, kinds))
        if kind != "news":
            targets = (Option(None, "drawn among those it can hit"), *self.seats())
            fields.append(Field("target", "hits", "one", self.kept.get("target"), targets, needed=False))
        fields += self._changes()
        note = _unless(self.said("objective"), "what you want of it; control's alone")
        fields.append(Field("objective", "objective", "text", self.kept.get("objective"), note=note, needed=False))
        return fields

    def _listed(self, inject: Inject) -> list[Field]:
        changes = ", ".join(f"{name} {delta:+g}" for name, delta in inject.changes.items())
        rows = (
            ("text", inject.text.strip()),
            ("from", inject.sender),
            ("delivery", inject.delivery),
            ("controller", inject.controller),
            ("objective", inject.objective),
            ("expected", inject.expected.strip()),
            ("notes", inject.notes.strip()),
            ("readers", readers_of(inject.audience, self.setting)),
            ("does", f"{inject.kind.replace('_', ' ')}{f' to {inject.target}' if inject.target else ''}"),
            ("changes", changes),
        )
        return [self.read_only(f"told {label}", label, text) for label, text in rows if text]

    def _changes(self) -> list[Field]:
        typed = self.said("changes")
        note = _unless(typed, "such as rome.DS -5, paris.budget +3; tab completes")
        fields = [Field("changes", "changes", "text", self.kept.get("changes"), note=note, needed=False)]
        values = self.truth.values
        try:
            changes = changes_typed(typed)
        except SpecError as fault:
            return [*fields, self.read_only("unread", "", f"! {fault}")]
        for name, delta in changes.items():
            if name in values:
                low, high = bounds(name)
                read_only = f"{name}  {values[name]:g} -> {values[name] + delta:g}  (of {low:g} to {high:g})"
            else:
                near = ", ".join(close_to(name, values)[:4]) or "none"
                read_only = f"! no stored variable is called {name}; near it: {near}"
            fields.append(self.read_only(f"to {name}", "", read_only))
        return fields

    def completed(self, field: str, text: str) -> str:
        """Complete the name of the last variable."""
        if field != "changes":
            return text
        start, comma, last = text.rpartition(",")
        found = close_to(last.strip(), self.truth.values)
        return f"{start}{comma}{' ' if comma else ''}{found[0]} " if found and " " not in last.strip() else text

    def more(self) -> Sequence[Field]:
        """An inject of the list can also be struck from it."""
        if not self.kept.get("which"):
            return ()
        return (Field("strike", "strike it from the list", "act", note="needs a reason"),)

    async def also(self, name: str) -> str:
        """Strike it."""
        which = self.said("which")
        await self.control.do(DoInGame(CancelInject(inject=which), self.said("reason")))
        return f"the inject {which} is struck from the list; seats see nothing of it"

    async def carry_out(self) -> str:
        """Fire it."""
        which, reason = self.said("which"), self.said("reason")
        if which:
            came = await self.control.do(DoInGame(FireInject(inject=which), reason))
            return f"the inject {which} has fired{changes_said(came.events)}"
        some = self.kept.get("readers", PUBLIC) == "some"
        kind = self.said("kind", "news")
        move = InjectNow(
            what=kind,
            text=self.said("text"),
            audience=tuple(self.kept.get("to") or ()) if some else PUBLIC,
            target=self.kept.get("target") if kind != "news" else None,
            changes=changes_typed(self.said("changes")),
            objective=self.said("objective"),
        )
        events = (await self.control.do(DoInGame(move, reason))).events
        return f"injected as {events[0].id}{changes_said(events)}" if events else "injected"


class MessageWindow(ActWindow):
    """Say something as control."""

    TITLED = "MESSAGE from control"
    DO = "send it"
    REASON = None
    HELP = "The readers see it at once among control's notices; nobody else learns that it was sent."

    def shape(self) -> Sequence[Field]:
        """Readers and text."""
        some = self.kept.get("readers")
        readers = (Option(PUBLIC, "everybody"), Option("some", "some seats"))
        fields = [Field("readers", "to", "one", some, readers)]
        if some == "some":
            fields.append(Field("to", "  seats", "many", self.kept.get("to"), self.seats()))
        return [*fields, Field("text", "text", "text", self.kept.get("text"))]

    async def carry_out(self) -> str:
        """Send it."""
        to = tuple(self.kept.get("to") or ()) if self.kept.get("readers") == "some" else (PUBLIC,)
        await self.control.do(DoInGame(ControlMessage(to=to, text=self.said("text"))))
        return f"sent to {readers_of(PUBLIC if to == (PUBLIC,) else to, self.setting)}"


class RetractWindow(ActWindow):
    """Take the words of one event back."""

    TITLED = "RETRACT: take words back"
    DO = "withdraw the words"
    HELP = (
        "Those who could read the event see that control withdrew a text, and no longer read it. The record keeps it. "
        "What the event did to numbers and agreements stands; to undo that, override or undo the turn."
    )

    def shape(self) -> Sequence[Field]:
        """The event in full."""
        event = next((e for e in self.table.record() if e.id == self.kept.get("event")), None)
        if event is None:
            return [self.read_only("event", "event", "none chosen; put the cursor on a line of the record and press r")]
        said = f"{event.text} {event.body}".strip()
        return [
            self.read_only("event", "event", f"{event.id}, turn {event.turn}, {event.phase}: {said}"),
            self.read_only("who", "read by", readers_of(event.audience, self.setting)),
        ]

    async def carry_out(self) -> str:
        """Withdraw them."""
        event = self.said("event")
        await self.control.do(DoInGame(Retract(event=EventId(event)), self.said("reason")))
        return f"the words of {event} are withdrawn; the record keeps them"


def _unless(text: str, note: str) -> str:
    return "" if text else note
