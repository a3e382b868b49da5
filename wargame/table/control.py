"""Control's desk: every act of a facilitator at a table in progress, each recorded with who, when, what and why.

An act that the rules or a role forbid raises NotAllowed with a sentence and changes nothing; an act without the
right to it is recorded as refused. All acts are plain calls that take effect at once, except asking judges.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from wargame.core.arguments import CaseUnderArgument, Mode
from wargame.core.control_acts import (
    SECRETS,
    CancelInject,
    ControlMessage,
    EndGame,
    Estimate,
    FinalArgument,
    FireInject,
    InjectNow,
    Override,
    Retract,
    Reveal,
    Roll,
    RuleArgument,
    Secret,
    is_reason,
)
from wargame.core.event_values import InjectSpent
from wargame.core.events import Event
from wargame.core.ids import CONTROL, PUBLIC, Audience, DecisionId, EventId, SeatId, Variable
from wargame.errors import NotAllowed, SpecError
from wargame.players import specs
from wargame.players.base import Answer
from wargame.table.desk import Listed, SeatHealth, made_up
from wargame.table.judges import Opinions, consult
from wargame.table.local_chair import LocalChair
from wargame.table.people import Person, PersonRole
from wargame.table.presets import TimePlan
from wargame.table.scribe import Scribe
from wargame.table.seats import hand_in, swap
from wargame.table.status import clock, health
from wargame.transcript.deviations import Deviation, deviations


class Control(Scribe):
    """What one person may do at one table. `room.control` is the controller's; `acting` gives another person's.

    An act raises NotAllowed, and changes nothing in the game, if it is busy or over, the role lacks the right, the
    rules refuse it, or a reason is missing or any text too long. Where a reason must stand, two words will do. Acts in
    the game give the events that came of them.
    """

    def acting(self, handle: str) -> Control:
        """The same desk in the hands of another person of the room, with their rights; SpecError if there is none."""
        return Control(self._parts, handle, self._parts.attendance.find(handle).role)

    def come_in(self, name: str, role: PersonRole) -> Person:
        """Somebody sits down at this desk with a role of their own, or comes back to it; the record knows the handle.

        `acting` puts the desk into their hands. SpecError for an unknown role, or for a player.
        """
        if role == "player":
            raise SpecError("a player sits at a seat and not at control's desk")
        here = self._parts.attendance
        known = (each for each in here.everybody if (each.name, each.role) == (name.strip(), role))
        person = next(known, None) or here.join(name, role, None, None)
        self._parts.file.save()
        return person

    # the world

    def inject(
        self,
        text: str,
        *,
        audience: Audience = PUBLIC,
        kind: str = "news",
        target: str | None = None,
        changes: Mapping[Variable, float] | None = None,
        objective: str = "",
        reason: str = "",
    ) -> Sequence[Event]:
        """An event that stands on no list: words for an audience, a kind of world event, changes of variables.

        `audience` is seats, or `"public"`. `kind` is `news` or a kind of inject that the rules know; `target` is whom
        it hits. `changes` are added to stored variables, and must stay within their ranges.
        """
        move = InjectNow(
            what=kind, text=text, audience=audience, target=target, changes=dict(changes or {}), objective=objective
        )
        return self.do(move, reason)

    def injects(self) -> tuple[Listed, ...]:
        """The scenario's list of injects, in its order, and how each stands. Looks through the whole record."""
        spent: dict[str, tuple[str, int]] = {}
        for event in self._game.sequence.record:
            if isinstance(event.value, InjectSpent):
                spent[event.value.inject] = event.value.how, event.turn
        return tuple(Listed(each, *spent.get(each.id, ("waiting", 0))) for each in self._game.book.setting.injects)

    def fire(self, inject: str, reason: str = "") -> Sequence[Event]:
        """Fire an inject of the list now, by its id; it will not fire again by itself.

        NotAllowed if it is unknown, has fired, was struck, or could hit nobody now.
        """
        return self.do(FireInject(inject=inject), reason)

    def cancel_inject(self, inject: str, reason: str) -> Sequence[Event]:
        """Strike an inject from the list, by its id; a reason must stand.

        NotAllowed as for `fire`.
        """
        return self.do(CancelInject(inject=inject), reason)

    def message(self, to: tuple[SeatId, ...], text: str) -> Sequence[Event]:
        """Say something to seats, or to `("public",)`; NotAllowed for no text or no such seat."""
        return self.do(ControlMessage(to=to, text=text), "")

    def retract(self, event: str, reason: str) -> Sequence[Event]:
        """Take back the words of an event: seats see that something was withdrawn, the record keeps it.

        `event` is an event id, and a reason must stand. NotAllowed if there is no such event or it was retracted
        before.
        """
        return self.do(Retract(event=EventId(event)), reason)

    def override(self, variable: Variable, value: float, reason: str) -> Sequence[Event]:
        """Set a stored variable, in its own unit and within its range; a reason must stand.

        NotAllowed for a derived variable, or one that this game does not hold.
        """
        return self.do(Override(variable=variable, value=float(value)), reason)

    # arguments

    def cases(self) -> tuple[CaseUnderArgument, ...]:
        """Arguments that wait for a ruling; `case.odds` is set once the odds stand."""
        return tuple(self._game.sequence.state.arguments.values())

    async def consult(self, case: str) -> Opinions:
        """Ask every judge of the room what it makes of an argument, all at once.

        NotAllowed without the right to rule or for no such argument. A judge that fails is named in `faults`. Waits for
        the slowest model.
        """
        self.need("rule", "consult", {"case": case})
        opinions = await consult(self._parts.judges, self._case(case), self._game.view(CONTROL))
        self._parts.opinions[case] = opinions
        return opinions

    def vote(self, case: str, success: bool) -> Mapping[str, bool]:
        """Cast one's own vote; gives all votes so far, by handle. Others cast theirs from their own desks.

        NotAllowed without the right to vote or for no such argument; a second vote of one person replaces the first.
        """
        self.need("vote", "vote", {"case": case})
        self._case(case)
        votes = self._session.votes.setdefault(case, {})
        votes[self.who] = success
        self._parts.file.save()
        return dict(votes)

    def rule(
        self,
        case: str,
        mode: Mode | None,
        reason: str,
        *,
        pros: tuple[str, ...] = (),
        cons: tuple[str, ...] = (),
        chance: float | None = None,
        votes: Mapping[str, bool] | None = None,
        outcome: bool | None = None,
    ) -> Sequence[Event]:
        """Set an argument's odds, shown to all before `roll`; `vote` with a majority and `umpire` decide at once.

        Without a mode the room's own counts. `chance` is 0-1. Votes are those cast here unless others are given (a show
        of hands, by seat); what judges proposed is kept with the ruling. A reason must stand. NotAllowed if the mode
        misses what it needs: a chance, a vote, an outcome or a proposal.
        """
        opinions = self._parts.opinions.get(case)
        estimates: tuple[Estimate, ...] = opinions.estimates if opinions else ()
        cast = self._session.votes.get(case, {}) if votes is None else votes
        chosen = mode or self._session.settings.adjudication
        move = RuleArgument(
            case=case,
            mode=chosen,
            pros=pros,
            cons=cons,
            chance=chance,
            votes=dict(cast) if chosen == "vote" else {},
            outcome=outcome,
            estimates=estimates,
        )
        return self.do(move, reason)

    @property
    def planned_mode(self) -> Mode | None:
        """How arguments are meant to be ruled in this session; None where nothing beside the rules was chosen."""
        return None if (chosen := self._session.settings.adjudication) == "rules" else chosen

    def roll(self, case: str) -> Sequence[Event]:
        """Throw the dice, or draw, for an argument whose odds stand; NotAllowed before."""
        return self.do(Roll(case=case), "")

    def _contested(self, case: str) -> bool:
        """Whether judges disagree on an argument."""
        return case in self._parts.opinions and self._parts.opinions[case].contested

    def _case(self, case: str) -> CaseUnderArgument:
        cases = self._game.sequence.state.arguments
        if case not in cases:
            raise NotAllowed(f"no argument is called {case!r}; open ones are {', '.join(cases) or 'none'}")
        return cases[case]

    # the game

    def undo(self, reason: str, to_turn: int | None = None) -> None:
        """Back to the start of a turn: this one if anything has been decided in it, else the one before.

        `to_turn` is 1 to the turn under way, else NotAllowed; a reason must stand. Votes and opinions are dropped. The
        state is made again from the events that still stand.
        """
        past, step = self._game.past, self._game.past.step
        self.need("world", "undo", {"target": to_turn}, reason)
        assert step is not None
        if to_turn is None:
            decided = any(made.turn == step.turn for made in past.decisions.values())
            to_turn = step.turn if decided else max(1, step.turn - 1)
        if not 1 <= to_turn <= step.turn:
            raise NotAllowed(f"turn {to_turn} cannot be undone; this is turn {step.turn}, name one from 1 to it")
        before, after = {"turn": step.turn, "phase": step.phase}, {"turn": to_turn, "phase": "brief"}
        data = {**self.stamp("undo"), "before": before, "after": after, "reason": reason}
        self._game.undo(to_turn, data)
        self._session.votes.clear()
        self._parts.opinions.clear()
        self._parts.file.save()
        self._parts.listeners.everybody()

    def conclude(self, seat: SeatId, text: str) -> Sequence[Event]:
        """The final argument of a seat, as its people gave it on paper or aloud; see `Chair.conclude`."""
        return self.do(FinalArgument(seat=seat, text=text), "")

    def reveal(self, reason: str = "", what: tuple[Secret, ...] = SECRETS) -> Sequence[Event]:
        """The endgame: make secrets public, all four kinds unless some are named."""
        return self.do(Reveal(what=what), reason)

    def end_game(self, reason: str) -> None:
        """End the game in this turn; what stands is scored. A reason must stand."""
        self.do(EndGame(), reason)

    # seats

    def swap(self, seat: SeatId, spec: str, reason: str) -> None:
        """Put another player on a seat, at once, also in the middle of a phase; a reason must stand.

        SpecError, and nothing is changed, if it cannot sit there.
        """
        self.need("seats", "swap", {"target": seat, "spec": spec}, reason)
        self._parts.attendance.check_seat(seat)
        before = self._game.players[seat].spec
        told = {**self.stamp("swap"), "target": seat, "before": before, "after": spec, "reason": reason}
        swap(self._parts, seat, specs.check(spec), told)

    def chair(self, seat: SeatId) -> LocalChair:
        """A seat's place as whoever enters its paper slip sees it; NotAllowed without the right or for no such seat."""
        self.need("seats", "transcribe", {"target": seat})
        return LocalChair(self._parts, seat)

    def owes(self, seat: SeatId) -> bool:
        """Whether a seat has yet to answer, whoever plays it."""
        return self._game.owes(seat)

    def transcribe(self, seat: SeatId, answer: Answer, asked: DecisionId | None = None) -> None:
        """Enter what a seat wrote on paper, as an answer to `asked`; the record says that it was transcribed.

        NotAllowed if no answer is owed, or it does not fit what is asked.
        """
        self.need("seats", "transcribe", {"target": seat})
        self._parts.attendance.check_seat(seat)
        hand_in(self._parts, seat, replace(answer, origin="human"), asked, via="transcribed", player="human")

    def health(self) -> tuple[SeatHealth, ...]:
        """How the room is doing, seat by seat; never what a seat prepares. Looks through all decisions."""
        return health(self._parts)

    def deviations(self) -> tuple[Deviation, ...]:
        """The deviation log so far, in order of the acts; linear in them."""
        return deviations(self._game.past.overrides)

    # the clock

    def pause(self) -> None:
        """Stop the clock."""
        self.need("clock", "pause")
        self._parts.pacing.pause(self.who)

    def resume(self) -> None:
        """Let the clock run on."""
        self.need("clock", "resume")
        self._parts.pacing.resume(self.who)

    def extend(self, seconds: float) -> None:
        """Give the phase more seconds, or less if negative; an untimed one gets a limit from now."""
        self.need("clock", "extend")
        self._parts.pacing.extend(seconds, self.who)

    def skip(self, reason: str = "") -> None:
        """Close the phase now: who has not answered gets its fallback; in a hold, go on.

        Where judges disagree on an argument that is not ruled yet, leaving it to the rules needs a reason, else
        NotAllowed.
        """
        self.need("clock", "skip")
        contested = [case.id for case in self.cases() if case.odds is None and self._contested(case.id)]
        if contested and clock(self._parts).phase == "adjudication" and not is_reason(reason):
            raise NotAllowed(f"judges disagree on the argument {contested[0]}: rule it, or say why the rules shall")
        self.within_bounds(reason, "the reason")
        self._parts.pacing.skip(reason, self.who)

    def replan(self, lost_minutes: float) -> TimePlan:
        """What could be cut to make up for minutes lost, the review untouched; `adopt` makes it so. Changes nothing."""
        rounds = self._game.book.setting.talk_rounds
        return made_up(self._session.settings.preset, clock(self._parts), rounds, lost_minutes)

    def adopt(self, plan: TimePlan, reason: str) -> None:
        """Play by another plan from the next phase on; a reason must stand."""
        self.need("clock", "adopt", {"target": str(plan)}, reason)
        session, turns = self._session, self._game.book.setting.turns
        told = {"before": str(session.last_turn or turns), "after": str(plan), "reason": reason}
        session.settings = replace(session.settings, preset=plan.preset)
        session.last_turn = plan.last_turn if plan.last_turn < turns else None
        self._game.past.note("override", {**self.stamp("adopt"), "target": "plan", **told})
        self._parts.file.save()
        self._parts.listeners.everybody()
