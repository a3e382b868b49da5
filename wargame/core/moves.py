"""What a player can answer when asked: talk, or a public signal with sealed orders, or weights on an argument."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, TypeAlias

from wargame.core.agreements import Terms
from wargame.core.ids import AgreementId, DecisionId, Origin, Phase, ProposalId, SeatId
from wargame.core.orders import AnyOrder, Reason, has_aim
from wargame.core.promises import PromiseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Say something to named seats, or to all."""

    kind: Literal["message"] = "message"
    to: tuple[SeatId, ...]
    """The readers; `("public",)` is everyone, `("control",)` control alone. Any other name that is no seat refuses
    the message."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose:
    """Put terms on the table."""

    kind: Literal["propose"] = "propose"
    terms: Terms
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Respond:
    """Answer an offer: accept, reject, or counter with other terms."""

    kind: Literal["respond"] = "respond"
    proposal: ProposalId
    answer: Literal["accept", "reject", "counter"]
    terms: Terms | None
    """The counter-offer; null unless countering."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Take back an offer of one's own."""

    kind: Literal["withdraw"] = "withdraw"
    proposal: ProposalId


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePledge:
    """Promise something checkable, by or through a turn."""

    kind: Literal["pledge"] = "pledge"
    to: SeatId
    promise: PromiseKind
    until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveNotice:
    """End an agreement after the notice that it asks for."""

    kind: Literal["give_notice"] = "give_notice"
    agreement: AgreementId


TalkMove: TypeAlias = Message | Propose | Respond | Withdraw | MakePledge | GiveNotice


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """One checkable statement of a signal: this verb will, or will not, be used on that seat."""

    will: bool
    verb: str
    """An order kind."""
    target: SeatId | None
    """Null is anybody; it says nothing where orders of the kind name no seat."""

    @property
    def aim(self) -> SeatId | None:
        """The seat that counts."""
        return self.target if has_aim(self.verb) else None

    def covers(self, verb: str, seats: Collection[SeatId]) -> bool:
        """Whether an order of this kind, aimed at these seats, is what it speaks of."""
        return verb == self.verb and (self.aim is None or self.aim in seats)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """The public statement that a seat makes before its sealed orders are opened."""

    text: str
    intents: tuple[Intent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """A pro or a con on an argument that another seat has put."""

    argument: str
    side: Literal["pro", "con"]
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Everything a seat does in one round of talk."""

    kind: Literal["talk"] = "talk"
    moves: tuple[TalkMove, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A seat's public signal and its sealed orders of one turn."""

    kind: Literal["sealed"] = "sealed"
    signal: Signal | None
    orders: tuple[AnyOrder, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weigh:
    """A seat's pros and cons on the arguments of this turn."""

    kind: Literal["weigh"] = "weigh"
    weighings: tuple[Weighing, ...]


Body: TypeAlias = Talk | Sealed | Weigh


@dataclass(slots=True, unsafe_hash=True, kw_only=True)  # never written to; frozen ones take three times as long to make
class Decision:
    """One answer of one seat, as it stands in the record."""

    id: DecisionId
    seat: SeatId
    turn: int
    phase: Phase
    round: int
    """Round of talk, from 1; 0 elsewhere."""
    origin: Origin
    player: str
    """Spec of the player who controlled the seat."""
    body: Body
    rationale: str
    """The seat's own private reason; reaches nobody but itself and control."""
    faults: tuple[str, ...] = ()
    """What was wrong with earlier attempts, if it was repaired or replaced."""
    plan: str = ""
    """The plan that the seat stated with it; the first one stated is what the review compares with."""
    notebook: str = ""
    """The seat's private notebook as rewritten with it; empty if it was left as it was."""
    discussion: tuple[str, ...] = ()
    """What the people on the seat wrote to each other before it, `handle: text`; for the seat and control."""
    dissent: tuple[str, ...] = ()
    """Who on the seat would have decided otherwise, `handle: text`; for the seat and control."""
    via: str = ""
    """`transcribed` if it was written on paper and entered by control, `branch` if it stands in place of another game's
    answer."""
    mended: tuple[str, ...] = ()
    """What of the form of a model's reply was mended without harm, and where; its origin does not change by that."""


def decision_id(turn: int, phase: Phase, round_: int, seat: SeatId) -> DecisionId:
    """The name of the one decision that a seat makes in one round of one phase."""
    return f"{turn}.{phase}{round_ or ''}.{seat}"


def silence(phase: Phase) -> Body:
    """The answer of a seat that does nothing."""
    if phase == "talk":
        return Talk(moves=())
    if phase == "weigh":
        return Weigh(weighings=())
    return Sealed(signal=None, orders=())
