"""A chair on which control enters what a seat wrote on paper: the seat's own screens, but a draft of its own."""

from __future__ import annotations

from collections.abc import Callable

from wargame.core.control_acts import FinalArgument
from wargame.core.ids import DecisionId, SeatId
from wargame.core.telling import Telling
from wargame.players.base import Answer, Ask
from wargame.table.chair import Chair, Clock, Draft, SeatStatus
from wargame.table.desk import ControlDesk
from wargame.table.desk_acts import DoInGame, EnterDissent, EnterSlip
from wargame.table.people import Person
from wargame.table.team import Team


class PaperChair:
    """Sees what the seat sees, keeps a draft of its own, and hands in through control."""

    def __init__(self, control: ControlDesk, chair: Chair) -> None:
        """Over the seat's chair, as `ControlDesk.slip` gives it; its draft is neither read nor touched."""
        self._control, self._chair = control, chair
        self._draft = Draft()

    @property
    def seat(self) -> SeatId:
        """Whose slip it is."""
        return self._chair.seat

    @property
    def owes(self) -> bool:
        """Whether an answer is wanted now."""
        return self._control.owes(self.seat)

    def look(self) -> Ask:
        """What the seat sees and may do."""
        return self._chair.look()

    @property
    def undone(self) -> int:
        """How many times control has taken turns back."""
        return self._chair.undone

    def telling(self) -> Telling:
        """What the seat may tell of the game so far."""
        return self._chair.telling()

    def clock(self) -> Clock:
        """The phase clock."""
        return self._chair.clock()

    def statuses(self) -> tuple[SeatStatus, ...]:
        """How every seat stands."""
        return self._chair.statuses()

    @property
    def draft(self) -> Draft:
        """What is entered so far."""
        return self._draft

    def save(self, draft: Draft) -> None:
        """Keep it until it is handed in."""
        self._draft = draft

    async def submit(self, answer: Answer, asked: DecisionId | None = None) -> None:
        """Hand it in as transcribed."""
        slip = EnterSlip(self.seat, asked, answer.body, answer.rationale, answer.plan, answer.notebook)
        await self._control.do(slip)
        self._draft = Draft()

    @property
    def people(self) -> tuple[Person, ...]:
        """The people on the seat."""
        return self._chair.people

    @property
    def team(self) -> Team:
        """What the people on the seat know of each other."""
        return self._chair.team

    async def note(self, text: str, handle: str | None = None) -> None:
        """As somebody of the seat wrote on the slip."""
        await self._chair.note(text, handle)

    async def hand_over(self, handle: str) -> None:
        """Whoever enters slips hands in for all; who does at the seat is changed there all the same."""
        await self._chair.hand_over(handle)

    async def dissent(self, text: str, handle: str | None = None) -> None:
        """As somebody of the seat wrote on the slip."""
        await self._control.do(EnterDissent(self.seat, text, handle))

    async def conclude(self, text: str) -> None:
        """As somebody of the seat wrote it on the slip."""
        await self._control.do(DoInGame(FinalArgument(seat=self.seat, text=text)))

    async def advise(self, question: str) -> str:
        """Paper asks no adviser."""
        return "the adviser is for the people on the seat; here a slip is entered as it stands"

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Be told of changes."""
        return self._chair.watch(changed)
