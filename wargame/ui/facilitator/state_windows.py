"""Acts of control on the state of the game: a variable set, a turn undone, secrets revealed, the game ended."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.core.codebook import family_of
from wargame.core.control_acts import SECRETS, EndGame, Override, Reveal
from wargame.core.event_kinds import weight_of
from wargame.core.ids import Variable
from wargame.errors import SpecError
from wargame.present.fields import Field, Option
from wargame.present.variable_search import brief, close_to, described
from wargame.table.desk_acts import DoInGame, TakeBack
from wargame.ui.facilitator.act_window import ActWindow
from wargame.ui.facilitator.speaking_windows import changes_said

MOST_NEAR = 12
"""Names offered while one is typed."""
SECRET_WORDS = {
    "agreements": "secret agreements",
    "pledges": "private pledges",
    "orders": "sealed orders that nobody else saw",
    "messages": "private messages",
}


class OverrideWindow(ActWindow):
    """Set a stored variable."""

    TITLED = "OVERRIDE a variable: the log keeps before, after and why"
    DO = "set it"
    HELP = (
        "Type part of the name, such as rome trust; tab completes it, enter offers what is near. Seats see that a "
        "public number was set; a number that only its owner knows is told to that owner alone."
    )

    def shape(self) -> Sequence[Field]:
        """The name with what is near it, the present value with its range, the new value."""
        typed, values = Variable(self.said("variable")), self.truth.values
        note = "" if typed else "part of a name"
        fields = [Field("variable", "variable", "text", self.kept.get("variable"), note=note)]
        if typed in values:
            fields.append(self.read_only("present", "", described(typed, values)))
        elif typed:
            near = close_to(typed, values)
            choices = tuple(Option(name, f"{name}  {brief(name, values)}") for name in near[:MOST_NEAR])
            fault = self._none(typed, near)
            fields.append(Field("near", "  which", "one", None, choices, note=f"{len(near)} fit", fault=fault))
        note = "" if self.said("value") else "a number"
        fields.append(Field("value", "new value", "text", self.kept.get("value"), note=note))
        return fields

    def _none(self, typed: Variable, near: Sequence[str]) -> str:
        if near:
            return ""
        family = family_of(typed)
        if family is not None and family.derived:
            return f"{typed} is computed from other variables; set those it comes from"
        return f"no variable of this game has {typed!r} in its name"

    def pick(self, name: str, value: object) -> None:
        """A name that was chosen from the list is the variable."""
        super().pick("variable" if name == "near" else name, value)

    def completed(self, field: str, text: str) -> str:
        """Complete the name as far as it is certain; a second tab takes the first that fits."""
        if field != "variable":
            return text
        near = close_to(text.strip(), self.truth.values)
        return near[0] if near else text

    async def carry_out(self) -> str:
        """Set it."""
        name, typed = Variable(self.said("variable")), self.said("value")
        try:
            value = float(typed)
        except ValueError:
            raise SpecError(f"new value {typed!r} is not a number") from None
        came = await self.control.do(DoInGame(Override(variable=name, value=value), self.said("reason")))
        return f"{name} is set{changes_said(came.events)}"


class UndoWindow(ActWindow):
    """Back to the start of a turn."""

    TITLED = "UNDO a turn: everything from its start on is taken back"
    DO = "undo"
    SURE = "this takes back everything listed; the record keeps it and says so. Press enter once more to undo"
    HELP = (
        "Seats answer anew from the start of that turn. What was undone stays in the record file, marked as undone, "
        "and in the deviation log. What people have read they have read."
    )

    def _turn(self) -> int:
        turn = self.table.clock().turn
        return int(self.kept.get("turn") or turn)

    def shape(self) -> Sequence[Field]:
        """The turn, and what would go."""
        now = self.table.clock().turn
        gone = [event for event in self.table.record() if event.turn >= self._turn()]
        answers = sum(made.turn >= self._turn() for made in self.table.decisions())
        turns = f"turn {self._turn()}{f' to {now}' if self._turn() < now else ''}"
        head = f"of {turns}: {len(gone)} events and {answers} answers; among them:"
        kinds = [e for e in gone if e.about and e.audience != () and weight_of(e.kind) != "routine"]
        shown = [self.read_only(f"gone {event.id}", "", f"{event.id}  {event.text}") for event in kinds[-8:]]
        return [
            Field("turn", "to start of", "number", self._turn(), low=1, high=max(1, now), note=f"turn, of 1 to {now}"),
            self.read_only("gone", "goes", head),
            *shown,
        ]

    async def carry_out(self) -> str:
        """Go back."""
        await self.control.do(TakeBack(self.said("reason"), self._turn()))
        return f"back at the start of turn {self.table.clock().turn}; every seat is asked anew"


class RevealWindow(ActWindow):
    """The endgame: secrets are told."""

    TITLED = "REVEAL secrets to everybody"
    DO = "reveal"
    REASON = False
    SURE = "everybody will read them, and no act takes that back from their heads. Press enter once more to reveal"
    HELP = "For the end of the game, after the last arguments. Each secret is told with the event it was known by."

    def shape(self) -> Sequence[Field]:
        """Which secrets."""
        chosen = self.kept.setdefault("what", SECRETS)
        said = {seat for event in self.table.record() if event.kind == "final_argument" for seat in event.about}
        people = [seat for seat, player in self.table.players().items() if player == "human" and seat not in said]
        waits = ", ".join(map(self.setting.name_of, people)) or "nobody"
        return [
            self.read_only("waits", "not heard", f"{waits} (final arguments come first; F9 at a seat writes one)"),
            Field("what", "what", "many", chosen, tuple(Option(each, SECRET_WORDS[each]) for each in SECRETS)),
        ]

    async def carry_out(self) -> str:
        """Tell them."""
        came = await self.control.do(DoInGame(Reveal(what=tuple(self.kept["what"])), self.said("reason")))
        return f"revealed: {len(came.events) - 1} secrets told to everybody"


class EndWindow(ActWindow):
    """End the game in this turn."""

    TITLED = "END the game now"
    DO = "end the game"
    SURE = "the game ends in this turn and what stands is scored. Press enter once more to end it"
    HELP = "The record is closed and sealed. To stop for today and go on later, quit instead: the game can be resumed."

    def shape(self) -> Sequence[Field]:
        """Where it stands."""
        clock = self.table.clock()
        return [self.read_only("now", "now", f"turn {clock.turn} of {clock.turns}, {clock.phase}")]

    async def carry_out(self) -> str:
        """End it."""
        await self.control.do(DoInGame(EndGame(), self.said("reason")))
        return "the game is ended and scored; after the review k closes the record"
