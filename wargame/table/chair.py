"""The seat's side of the table: what a screen, a pipe or a distant client needs to play one seat, and nothing more.

Nothing here assumes that the table is in the same process. What is read is what the chair knows at this moment (at a
distance, the last that reached it), in values alone. What acts on the table is awaited: it may be refused, and the
refusal comes back. A draft is kept where it is written first, and sent on. Control's side is `room`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from wargame.core.ids import DecisionId, Phase, SeatId
from wargame.core.moves import Body, Propose, Sealed, Signal, Talk, TalkMove, Weigh, Weighing
from wargame.core.orders import AnyOrder
from wargame.core.telling import Telling
from wargame.players.base import Answer, Ask
from wargame.table.people import Person
from wargame.table.team import Team

Standing = Literal["waiting", "owes", "sealed", "passed"]
"""waiting: nothing is asked of it; owes: it has yet to answer; sealed: its answer is in; passed: time ran out on it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a seat has prepared and not yet handed in; it survives a kill and a change of terminal."""

    moves: tuple[TalkMove, ...] = ()
    signal: Signal | None = None
    orders: tuple[AnyOrder, ...] = ()
    weighings: tuple[Weighing, ...] = ()
    rationale: str = ""
    plan: str = ""
    notebook: str = ""
    typed: tuple[tuple[str, str], ...] = ()
    """Text in half-filled boxes, by the name of the box: the keystrokes of a message not yet added."""
    half_offer: Propose | None = None
    """An offer that was put together and not yet added."""
    marks: tuple[tuple[str, str], ...] = ()
    """How far the seat has read, as its screens keep it; it is nothing that could be handed in."""

    @property
    def empty(self) -> bool:
        """Whether nothing is prepared."""
        return replace(self, marks=()) == Draft()

    def body(self, phase: Phase) -> Body:
        """The answer that it makes in a phase: talk, weighings, or (in any other) a signal and orders."""
        if phase == "talk":
            return Talk(moves=self.moves)
        if phase == "weigh":
            return Weigh(weighings=self.weighings)
        return Sealed(signal=self.signal, orders=self.orders)


@dataclass(frozen=True, slots=True)
class Clock:
    """The phase clock as everybody may read it."""

    turn: int
    """From 1; once the game is over, the last complete turn."""
    turns: int
    """The last turn by plan, which may come before the scenario's own."""
    phase: Phase
    round: int
    """Of talk, from 1; 0 in every other phase."""
    left: float | None
    """Seconds left in the phase; None if it is untimed."""
    paused: bool
    stood: float = 0.0
    """Seconds of the phase in which the program did not run, such as while the machine slept; they do not count."""


@dataclass(frozen=True, slots=True)
class SeatStatus:
    """How a seat stands, as the whole room may know: never what it does."""

    seat: SeatId
    name: str
    player: str
    """`human`, `model`, `script` or `random`; `hidden` where the scenario hides who is what."""
    people: tuple[str, ...]
    """Names of the people on the seat, the one who hands in first."""
    standing: Standing
    stage: str
    """What its mind is at, such as `weighing its offers` or `attempt 2`, never the content; may be empty."""
    idle: float
    """Seconds since it last did anything, while it owes an answer; 0 otherwise."""


class Chair(Protocol):
    """One seat's place at the table."""

    @property
    def seat(self) -> SeatId:
        """Whose place it is."""
        ...

    @property
    def owes(self) -> bool:
        """Whether an answer is wanted now."""
        ...

    def look(self) -> Ask:
        """What the seat sees and may do at this moment, whether or not it owes anything."""
        ...

    @property
    def undone(self) -> int:
        """How many times control has taken turns back; the telling says which."""
        ...

    def telling(self) -> Telling:
        """All that the seat may tell of the game so far: what it has seen, turn by turn, and what led to what.

        Linear in the events of the game when something new has happened; kept until then.
        """
        ...

    def clock(self) -> Clock:
        """The phase clock."""
        ...

    def statuses(self) -> tuple[SeatStatus, ...]:
        """How every seat stands."""
        ...

    @property
    def draft(self) -> Draft:
        """What is prepared."""
        ...

    def save(self, draft: Draft) -> None:
        """Keep the draft safe; also counts as a sign of life.

        It is there at once, since every keystroke rests on the one before; sending it on is the chair's matter.
        """
        ...

    async def submit(self, answer: Answer, asked: DecisionId | None = None) -> None:
        """Hand in the one answer of this phase; the draft is emptied when it is in the record.

        `asked` is the question that it answers (`look().id`), so that one that comes too late is not taken for an
        answer to the next. NotAllowed, a SpecError, says why it is not taken; then the draft is kept.
        """
        ...

    @property
    def people(self) -> tuple[Person, ...]:
        """The people on this seat, the one who hands in first; empty where nobody was named."""
        ...

    @property
    def team(self) -> Team:
        """What the people of this seat know of each other, for nobody else at the table but control."""
        ...

    async def note(self, text: str, handle: str | None = None) -> None:
        """Say something to the others on this seat: they read it at once, and it is kept with the next answer.

        `handle` says who, where one person writes for all of the seat. NotAllowed says why it is not taken.
        """
        ...

    async def dissent(self, text: str, handle: str | None = None) -> None:
        """Somebody of this seat would decide otherwise; kept with its next answer.

        An empty text takes it back. `handle` says who, where one person writes for all of the seat.
        """
        ...

    async def hand_over(self, handle: str) -> None:
        """Let another of this seat hand in from now on; NotAllowed if one does not lead, or the other is not here."""
        ...

    async def conclude(self, text: str) -> None:
        """The seat's final argument, read by all: once, when the play is over and before anything is revealed.

        NotAllowed says why it is not taken.
        """
        ...

    async def advise(self, question: str) -> str:
        """What could this seat do? Asked of the seat's adviser, from this seat's view alone.

        May wait for a model; where none answers, the seat's doctrine does.
        """
        ...

    def watch(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Be told whenever anything that this seat may see has changed; gives a function that ends it."""
        ...
