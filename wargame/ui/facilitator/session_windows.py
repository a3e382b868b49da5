"""Acts of control on time and people: a phase closed, lost minutes made up, a player changed, a paper slip entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wargame.core.spec_words import MODEL, spec_of
from wargame.errors import SpecError
from wargame.players.scripted import DOCTRINES
from wargame.present.fields import Field, Option
from wargame.present.table_facts import minutes_said
from wargame.table.desk_acts import ChangePlayer, ClosePhase, MakeUp, SitDown
from wargame.table.people import PersonRole
from wargame.ui.facilitator.act_window import ActWindow


class SkipWindow(ActWindow):
    """Close the phase now."""

    TITLED = "SKIP: close this phase now"
    DO = "close the phase"
    REASON = False
    HELP = "Whoever has not answered gets what stands beside its name. Where control holds the game, the game goes on."

    def shape(self) -> Sequence[Field]:
        """Who has not answered."""
        open_ = [s.name for s in self.table.statuses() if s.standing == "owes"]
        return [self.read_only("open", "not in yet", ", ".join(open_) or "nobody: the game goes on")]

    async def carry_out(self) -> str:
        """Close it."""
        await self.control.do(ClosePhase(self.said("reason")))
        return "the phase is closed"


class SwapWindow(ActWindow):
    """Put another player on a seat."""

    TITLED = "SWAP the player of a seat"
    DO = "change the player"
    HELP = (
        "At once, also in the middle of a phase: the new player is asked what the seat owes, and knows what the seat "
        "knows. A person who comes back finds the draft. Each decision in the record names who made it."
    )

    def shape(self) -> Sequence[Field]:
        """Seat and player."""
        players = self.table.players()
        seat = self.kept.get("seat")
        who = tuple(Option(each.value, f"{each.text}, now {players[each.value]}") for each in self.seats())
        kinds = (
            Option("human", "a person at this table"),
            Option("scripted", "script: the seat's own doctrine"),
            Option("doctrine", "script: another doctrine"),
            Option("best", "script: the best next step"),
            Option("random", "random legal moves"),
            Option(MODEL, "a language model"),
        )
        kind = self.kept.get("player")
        fields = [Field("seat", "seat", "one", seat, who), Field("player", "player", "one", kind, kinds)]
        if kind == "doctrine":
            choices = tuple(Option(name, name.replace("_", " ")) for name in DOCTRINES)
            fields.append(Field("doctrine", "doctrine", "one", self.kept.get("doctrine"), choices))
        if kind == MODEL:
            note = "" if self.said("model") else "MODEL or MODEL@BASE_URL"
            fields.append(Field("model", "model", "text", self.kept.get("model"), note=note))
        return fields

    def _spec(self) -> str:
        kind = self.said("player")
        if kind == "doctrine":
            return f"scripted:{self.said('doctrine')}"
        return spec_of(MODEL, self.said("model")) if kind == MODEL else kind

    async def carry_out(self) -> str:
        """Change it."""
        seat, spec = self.said("seat"), self._spec()
        await self.control.do(ChangePlayer(seat, spec, self.said("reason")))
        player = "a person at this table" if spec == "human" else spec
        return f"{self.setting.name_of(seat)} is now played by {player}"


ROLE_WORDS: Mapping[PersonRole, str] = {
    "controller": "controller: does everything",
    "white_cell": "white cell: rules, speaks, votes",
    "scribe": "scribe: sees, and takes notes",
    "owner": "owner: does everything; in a study only clock, seats and notes",
}
"""Roles in which somebody may sit at control's desk, and what each may do."""


class WhoWindow(ActWindow):
    """Say who acts at this desk from now on."""

    TITLED = "WHO ACTS at this desk"
    DO = "act as this"
    REASON = None
    HELP = (
        "Every act stands in the record under the handle and the role of who did it; the name stays in the session "
        "file. What a role may not do is refused, and the attempt is recorded."
    )

    def shape(self) -> Sequence[Field]:
        """Name and role."""
        roles = tuple(Option(role, words) for role, words in ROLE_WORDS.items())
        return [
            Field("name", "name", "text", self.kept.get("name"), note="" if self.said("name") else "of the person"),
            Field("role", "role", "one", self.kept.get("role"), roles),
        ]

    async def carry_out(self) -> str:
        """Let them sit down; gives the handle."""
        if not self.said("name") or self.kept.get("role") not in ROLE_WORDS:
            raise SpecError("give a name and a role")
        person = (await self.control.do(SitDown(self.said("name"), self.kept["role"]))).person
        assert person is not None
        return person.handle


class PaperWindow(ActWindow):
    """Choose the seat whose paper slip is entered; its own screens take the answer."""

    TITLED = "TRANSCRIBE a paper slip"
    DO = "open the seat's screens"
    REASON = None
    HELP = (
        "You get that seat's screens with an empty draft: enter what stands on the slip and seal with F9. The record "
        "marks the answer as transcribed. Escape and F8 lead back here and keep what is entered."
    )

    def shape(self) -> Sequence[Field]:
        """Seats that owe an answer."""
        statuses = self.table.statuses()
        refusals = {s.seat: "" if s.standing == "owes" else f"it owes nothing now: {s.standing}" for s in statuses}
        choices = tuple(Option(s.seat, s.name, refusals[s.seat]) for s in statuses)
        return [Field("seat", "seat", "one", self.kept.get("seat"), choices)]

    async def carry_out(self) -> str:
        """Hand the seat's name back."""
        return self.said("seat")


class ReplanWindow(ActWindow):
    """Make up for lost minutes."""

    TITLED = "REPLAN: make up for lost minutes"
    DO = "play by this plan"
    HELP = "Shows what would be cut; the review is never cut. Players see the new length of phases and turns."

    def shape(self) -> Sequence[Field]:
        """Minutes lost, and what would be cut."""
        lost = self.kept.get("lost")
        fields = [
            Field("lost", "lost", "number", lost, low=1, high=240, note="minutes; type them, or step with the arrows")
        ]
        if not lost:
            return fields
        for number, line in enumerate(self._proposed()):
            fields.append(self.read_only(f"line {number}", "plan" if number == 0 else "", line))
        return fields

    def _proposed(self) -> Sequence[str]:
        plan = self.control.replan(float(self.kept["lost"]))
        cuts = [
            f"{cut.what}: {minutes_said(cut.before)} -> {minutes_said(cut.after)} minutes" for cut in plan.cuts
        ] or ["nothing is cut"]
        turns = self.table.clock().turns
        every = f"all {turns} turns are played" if plan.last_turn == turns else ""
        last = every or f"turn {plan.last_turn} is the last one, instead of turn {turns}"
        short = [f"! {minutes_said(plan.short)} minutes cannot be made up"] if plan.short else []
        review = plan.preset.review
        kept = (
            "no clock, so nothing can be cut"
            if review is None
            else f"the review keeps its {minutes_said(review)} minutes"
        )
        return [*cuts, last, *short, kept]

    async def carry_out(self) -> str:
        """Adopt it."""
        await self.control.do(MakeUp(float(self.kept.get("lost") or 0), self.said("reason")))
        return "the new plan holds from the next phase on"
