"""The one protocol of all players, human, scripted or model: an ask goes in, an answer comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol, get_args

from wargame.core.ids import DecisionId, ModelId, Origin, Phase, SeatId
from wargame.core.moves import Body, Decision, Sealed, Talk, Weigh, decision_id
from wargame.core.setting import Seat, Setting
from wargame.core.views import View
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.menu import Menu

LESSONS = 3
"""What was wrong with a seat's answers of which it is reminded."""


@dataclass(frozen=True, slots=True)
class Diary:
    """What a seat has written for itself so far, whoever controlled it; it is read back from its decisions."""

    first_plan: str = ""
    """The plan as first stated."""
    plan: str = ""
    """The plan as last stated."""
    notebook: str = ""
    """The notebook as last rewritten."""
    lessons: tuple[str, ...] = ()
    """What was wrong with answers that it put right, the newest last: no more than LESSONS, none of them twice."""

    def after(self, plan: str, notebook: str, lessons: Iterable[str] = ()) -> Diary:
        """The diary with what one more decision added; empty texts leave it as it was."""
        learnt = tuple(lessons)
        if not plan and not notebook and not learnt:
            return self
        kept = dict.fromkeys((*reversed(learnt), *reversed(self.lessons)))
        newest = tuple(kept)[:LESSONS][::-1] if learnt else self.lessons
        return Diary(self.first_plan or plan, plan or self.plan, notebook or self.notebook, newest)


@dataclass(slots=True)
class Ask:
    """What a player is asked: what it knows, what it may do, and what kind of answer is wanted. Never written to."""

    seat: SeatId
    turn: int
    """From 1."""
    phase: Phase
    """`talk`, `orders` (a signal and sealed orders in one answer) or `weigh`."""
    round: int
    """Round of talk from 1; 0 elsewhere."""
    view: View
    menu: Menu
    book: Rulebook
    """The rules of this game with the seed left out: nobody computes the dice in advance."""
    diary: Diary = Diary()
    seconds: float | None = None
    """Seconds left in the phase when it was asked; None if nobody waits with a clock."""

    @property
    def id(self) -> DecisionId:
        """The id that the decision will have, such as `2.talk1.paris`."""
        return decision_id(self.turn, self.phase, self.round, self.seat)

    def called(self, id: str) -> str:
        """The name of a seat or of a model; anything else comes back as it is."""
        model = self.view.models.get(ModelId(id))
        return model.name if model else self.book.name(id)


@dataclass(slots=True, unsafe_hash=True)  # never written to; frozen ones take three times as long to make
class Answer:
    """What a player answers, and how it came about."""

    body: Body
    origin: Origin
    rationale: str = ""
    faults: tuple[str, ...] = ()
    plan: str = ""
    """A plan, if the seat states one or changes it."""
    notebook: str = ""
    """The private notebook, if the seat rewrites it."""
    mended: tuple[str, ...] = ()
    """What of the form of a model's reply was mended without harm, and where."""


BODIES: Mapping[str, type[Body]] = {"talk": Talk, "orders": Sealed, "weigh": Weigh}
"""The kind of answer that each phase asks for."""
ORIGINS = frozenset(get_args(Origin))


def unfit(answer: object, phase: Phase) -> str:
    """Why something cannot be recorded as the answer to what this phase asks, in one sentence; empty if it can.

    The kind of body and the origin are looked at; whether its moves are legal is for the rules.
    """
    if not isinstance(answer, Answer):
        return f"a {type(answer).__name__} is no Answer"
    if not isinstance(answer.body, wanted := BODIES[phase]):
        return f"{phase} asks for {wanted.__name__}, and this is {type(answer.body).__name__}"
    if answer.origin not in ORIGINS:
        return f"its origin is {answer.origin!r}; it must be one of {', '.join(get_args(Origin))}"
    return ""


PlayerKind = Literal["person", "model", "script", "chance", "record"]
"""Who controls a seat: people, a language model, a doctrine, chance, or what was decided in another game."""
UNDER_WAY: ContextVar[Callable[[], None] | None] = ContextVar("under_way", default=None)
"""What a table wants called when a mind's question is on its way: it prepares the next seat meanwhile."""


def under_way() -> None:
    """Said by a mind that from now on waits for somebody else; said twice it does nothing more.

    Without a table that listens it does nothing.
    """
    told = UNDER_WAY.get()
    if told is not None:
        told()


class Player(Protocol):
    """Whoever controls a seat."""

    @property
    def spec(self) -> str:
        """The player spec that made it, such as `scripted:patron`."""
        ...

    @property
    def kind(self) -> str:
        """What it is, one of `PlayerKind`. A `person` is never called: people hand in (`RunningGame.submit`)."""
        ...

    @property
    def instant(self) -> bool:
        """True if it answers without waiting for anyone: it is then simply called in turn."""
        ...

    async def decide(self, ask: Ask) -> Answer:
        """Answer what is asked, with a body of the kind that `ask.phase` wants: Talk, Sealed or Weigh.

        It is cancelled if the phase closes first. What the rules refuse of an answer is recorded as refused. An
        exception ends a game without people; in a room the seat's fallback plays. Remember nothing between two calls.
        """
        ...


def as_decision(ask: Ask, answer: Answer, spec: str) -> Decision:
    """The answer as it stands in the record, by the player of this spec; nothing is checked."""
    return decision_at(ask.turn, ask.phase, ask.round, ask.seat, answer, spec)


def decision_at(turn: int, phase: Phase, round_: int, seat: SeatId, answer: Answer, spec: str, **more: Any) -> Decision:
    """An answer to what a seat was asked there, as it stands in the record; `more` are further fields of it.

    `round_` is a round of talk from 1, and 0 elsewhere. TypeError if `more` names no field of a decision, or one that
    the other arguments fill; nothing else is checked.
    """
    return Decision(
        id=decision_id(turn, phase, round_, seat),
        seat=seat,
        turn=turn,
        phase=phase,
        round=round_,
        origin=answer.origin,
        body=answer.body,
        rationale=answer.rationale,
        faults=answer.faults,
        plan=answer.plan,
        notebook=answer.notebook,
        mended=answer.mended,
        **{"player": spec, **more},
    )


def blind(book: Rulebook, seat: SeatId) -> Rulebook:
    """The rulebook as one player gets it: the same rules, no seed, no coming injects, nothing private of others.

    KeyError if there is no such seat. Makes the rulebooks of all seats; keep `blinded` where several are wanted.
    """
    return blinded(book)[seat]


def blinded(book: Rulebook) -> Mapping[SeatId, Rulebook]:
    """The rulebook as each player of this game gets it, by seat; those without a player are among them.

    Made anew at each call: keep it for the length of a game.
    """
    public = known_to_all(book.setting)
    outside = public.seats
    return {
        each.id: replace(
            book,
            seed=0,
            later={},
            fresh={},
            setting=replace(public, seats=(*outside[:place], each, *outside[place + 1 :])),
        )
        for place, each in enumerate(book.setting.seats)
    }


def known_to_all(setting: Setting) -> Setting:
    """The frame of a game as everybody knows it: no coming injects, nothing private of a seat or of control."""
    return replace(setting, seats=tuple(map(_from_outside, setting.seats)), injects=(), objectives=())


def _from_outside(seat: Seat) -> Seat:
    """A seat as the others know it: brief, voice, first steps, aims, red lines, beliefs and habits are its own."""
    return replace(seat, brief="", voice="", aims=(), red_lines=(), belief="medium", habits="", first_steps=())
