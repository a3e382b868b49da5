"""Control's desk at a table of this process, as its screens know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wargame.core.arguments import CaseUnderArgument, Mode
from wargame.core.ids import SeatId
from wargame.players.base import Answer
from wargame.table.chair import Chair
from wargame.table.control import Control
from wargame.table.desk import Listed, SeatHealth
from wargame.table.desk_acts import (
    CameOfAct,
    CastVote,
    ChangePlayer,
    ClosePhase,
    DeskAct,
    DoInGame,
    EnterDissent,
    EnterSlip,
    MakeUp,
    MoveClock,
    NoteMoment,
    RuleOn,
    SitDown,
    TakeBack,
    TryTo,
)
from wargame.table.judges import Opinions
from wargame.table.people import PersonRole, Right
from wargame.table.presets import TimePlan
from wargame.transcript.deviations import Deviation


@dataclass(frozen=True, slots=True)
class LocalDesk:
    """The desk in the hands of one person; every act takes effect before `do` returns."""

    control: Control

    @property
    def who(self) -> str:
        """Handle of whoever acts."""
        return self.control.who

    @property
    def role(self) -> PersonRole:
        """In which role."""
        return self.control.role

    @property
    def planned_mode(self) -> Mode | None:
        """How arguments are meant to be ruled in this session."""
        return self.control.planned_mode

    def may(self, right: Right) -> bool:
        """Whether this person has a right at this table."""
        return self.control.may(right)

    def acting(self, handle: str) -> LocalDesk:
        """The same desk in the hands of another person of the room; SpecError if there is none."""
        return LocalDesk(self.control.acting(handle))

    def injects(self) -> tuple[Listed, ...]:
        """The scenario's list of injects and how each stands. Looks through the whole record."""
        return self.control.injects()

    def cases(self) -> tuple[CaseUnderArgument, ...]:
        """Arguments that wait for a ruling."""
        return self.control.cases()

    def deviations(self) -> tuple[Deviation, ...]:
        """The deviation log so far."""
        return self.control.deviations()

    def health(self) -> tuple[SeatHealth, ...]:
        """How the room is doing, seat by seat. Looks through all decisions."""
        return self.control.health()

    def presence(self) -> Mapping[str, str]:
        """Nothing: all sit at this machine."""
        return {}

    def replan(self, lost_minutes: float) -> TimePlan:
        """What could be cut to make up for minutes lost."""
        return self.control.replan(lost_minutes)

    def owes(self, seat: SeatId) -> bool:
        """Whether a seat has yet to answer, whoever plays it."""
        return self.control.owes(seat)

    async def do(self, act: DeskAct) -> CameOfAct:
        """Have an act done; it is done when this returns."""
        return await done(self.control, act)

    async def consult(self, case: str) -> Opinions:
        """Ask every judge of the room what it makes of an argument."""
        return await self.control.consult(case)

    async def slip(self, seat: SeatId) -> Chair:
        """What a seat sees, for whoever enters its paper slip."""
        return self.control.chair(seat)


async def done(control: Control, act: DeskAct) -> CameOfAct:
    """Do an act at a desk; NotAllowed, or another error of a wargame, says why it is refused. It waits for nothing."""
    match act:
        case DoInGame():
            return CameOfAct(tuple(control.do(act.move, act.reason)))
        case RuleOn():
            given = {"pros": act.pros, "cons": act.cons}
            events = control.rule(
                act.case, act.mode, act.reason, **given, chance=act.chance, votes=act.votes, outcome=act.outcome
            )
            return CameOfAct(tuple(events))
        case SitDown():
            return CameOfAct(person=control.come_in(act.name, act.role))
        case NoteMoment():
            return CameOfAct(line=control.note(act.text, act.event).line)
        case EnterDissent():
            await control.chair(act.seat).dissent(act.text, act.handle)
        case EnterSlip():
            answer = Answer(act.body, "human", act.rationale, (), act.plan, act.notebook)
            control.transcribe(act.seat, answer, act.asked)
        case _:
            _done_to_table(control, act)
    return CameOfAct()


def _done_to_table(
    control: Control, act: CastVote | TakeBack | ChangePlayer | MoveClock | ClosePhase | MakeUp | TryTo
) -> None:
    match act:
        case CastVote():
            control.vote(act.case, act.success)
        case TakeBack():
            control.undo(act.reason, act.to_turn)
        case ChangePlayer():
            control.swap(act.seat, act.spec, act.reason)
        case MoveClock(how="pause"):
            control.pause()
        case MoveClock(how="resume"):
            control.resume()
        case MoveClock():
            control.extend(act.seconds)
        case ClosePhase():
            control.skip(act.reason)
        case MakeUp():
            control.adopt(control.replan(act.lost_minutes), act.reason)
        case TryTo():
            control.need(act.right, act.what)
