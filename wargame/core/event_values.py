"""What events say, as values: a score with its lines, an order that was opened, terms, a refusal, odds, an ending.

The sentence of an event is made from its value and never the other way round. A value holds no more than its
event's readers may know, and no free text: words of people and models stand in the event's body alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from wargame.core.agreements import AgreementStatus, Terms
from wargame.core.ids import AgreementId, ProposalId
from wargame.core.moves import Intent
from wargame.core.orders import AnyOrder, Argument
from wargame.core.promises import PromiseKind
from wargame.core.refusals import Refusal


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One part of a score."""

    name: str
    value: float
    """The measure, 0-100 (a red line: 1 if crossed)."""
    points: float
    """What it adds to the score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCard:
    """What a seat scored, with what made up the score."""

    kind: Literal["score"] = "score"
    total: float
    lines: tuple[ScoreLine, ...]


@dataclass(slots=True, unsafe_hash=True, kw_only=True)  # never written to; frozen ones take three times as long to make
class OrderOpened:
    """An order that was opened."""

    kind: Literal["opened"] = "opened"
    order: AnyOrder
    """Without its free text: the words of an argument stand in the event that puts it before the table."""

    @staticmethod
    def of(order: AnyOrder) -> OrderOpened:
        """This order, with no free text."""
        return OrderOpened(order=replace(order, reasons=(), action="") if isinstance(order, Argument) else order)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What the rules did not grant."""

    kind: Literal["refused"] = "refused"
    what: str
    """The kind of the move or order."""
    refusal: Refusal


@dataclass(slots=True, unsafe_hash=True, kw_only=True)  # never written to; frozen ones take three times as long to make
class Offered:
    """Terms put on the table."""

    kind: Literal["offered"] = "offered"
    proposal: ProposalId
    terms: Terms
    counters: ProposalId | None


@dataclass(slots=True, unsafe_hash=True, kw_only=True)  # never written to; frozen ones take three times as long to make
class OfferAnswered:
    """What became of an offer."""

    kind: Literal["answered"] = "answered"
    proposal: ProposalId
    how: Literal["accepted", "rejected", "countered", "withdrawn", "lapsed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Terms that bind from now on."""

    kind: Literal["signed"] = "signed"
    agreement: AgreementId
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementClosed:
    """How an agreement ended."""

    kind: Literal["closed"] = "closed"
    agreement: AgreementId
    status: AgreementStatus
    why: str
    """The rules' reason, as the end of a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breached:
    """Which clause was broken."""

    kind: Literal["breached"] = "breached"
    agreement: AgreementId
    clause: str
    """The kind of the clause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpaid:
    """Under which agreement nothing could be paid."""

    kind: Literal["unpaid"] = "unpaid"
    agreement: AgreementId


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledged:
    """What was pledged."""

    kind: Literal["pledged"] = "pledged"
    promise: PromiseKind
    until: int
    """Turn to which it holds, or by which it must be met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenIntent:
    """An intention that was stated, and what was done instead."""

    kind: Literal["untrue"] = "untrue"
    intent: Intent
    did: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgumentChance:
    """The odds set on an argument."""

    kind: Literal["chance"] = "chance"
    success: float
    """0-1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an attempt came out: an argument, a theft, a case in court."""

    kind: Literal["outcome"] = "outcome"
    won: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectSpent:
    """An inject of the scenario's list that will not fire again."""

    kind: Literal["spent"] = "spent"
    inject: str
    how: Literal["fired", "cancelled"]


EventValue: TypeAlias = (
    ScoreCard
    | OrderOpened
    | Refused
    | Offered
    | OfferAnswered
    | Signed
    | AgreementClosed
    | Breached
    | Unpaid
    | Pledged
    | BrokenIntent
    | ArgumentChance
    | Outcome
    | InjectSpent
)
"""All that an event can say beside its words; `kind` tells which."""
