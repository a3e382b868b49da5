"""What a seat may say, offer, answer and promise now, as cuts of the types of talk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from wargame.core.agreements import Terms
from wargame.core.clauses import (
    CLAUSE_TYPES,
    AccessClause,
    Clause,
    DataClause,
    ForbearanceClause,
    GuaranteeClause,
    InducementClause,
    PaymentClause,
    ProductionClause,
    SupportClause,
)
from wargame.core.ids import PUBLIC, Channel, DataTerms, Piece, SeatId
from wargame.core.moves import GiveNotice, MakePledge, Message, Propose, Respond, TalkMove, Withdraw
from wargame.core.promises import PROMISE_KINDS
from wargame.players.base import Ask
from wargame.players.drafts import access
from wargame.players.llm.schema.cover import Combination, cover
from wargame.players.llm.schema.shape import HeldValues

PRICES = (0, 1, 2, 3, 4)
AMOUNTS = (1, 2, 3)
TURNS = (1, 2, 3, 4, 6, 8, 12)


class Offerable:
    """What one seat may put into offers, worked out anew where something that it rests on is another."""

    def __init__(self) -> None:
        """Nothing is worked out yet."""
        self._grounds: tuple[object, ...] = ()
        self._cuts: dict[type, Sequence[HeldValues]] = {}

    def clauses(self, ask: Ask) -> dict[type, Sequence[HeldValues]]:
        """The cuts of every type of clause; none where no further offer may be made."""
        if not ask.menu.may_offer():
            return dict.fromkeys(CLAUSE_TYPES, ())
        grounds = (ask.seat, tuple(ask.view.models), ask.menu.clause_grounds())
        if grounds != self._grounds:
            self._grounds, self._cuts = grounds, _clauses(ask)
        return self._cuts


def cuts(ask: Ask, offerable: Offerable) -> dict[type, Sequence[HeldValues]]:
    """The cuts of every type of talk, terms and clauses."""
    clauses = offerable.clauses(ask)
    offers: Sequence[HeldValues] = ({},) if any(clauses.values()) else ()
    return {
        Message: (
            {"to": [seat for seat in ask.book.setting.ids if seat != ask.seat]},
            {"to": (PUBLIC,)},
        ),
        Propose: offers,
        Terms: ({"turns": TURNS},),
        **clauses,
        Respond: _answers(ask),
        Withdraw: _named("proposal", [p for p in ask.view.proposals if _may(ask, Withdraw(proposal=p))]),
        MakePledge: _pledges(ask),
        GiveNotice: _named("agreement", [a for a in ask.view.agreements if _may(ask, GiveNotice(agreement=a))]),
    }


def _may(ask: Ask, move: TalkMove) -> bool:
    return ask.menu.talk_refusal(move) is None


def _named(field: str, ids: Sequence[str]) -> Sequence[HeldValues]:
    return ({field: ids},) if ids else ()


def _answers(ask: Ask) -> Sequence[HeldValues]:
    open_ = [p for p in ask.view.proposals if _may(ask, Respond(proposal=p, answer="accept", terms=None, text=""))]
    return ({"proposal": open_, "answer": ("accept", "reject"), "terms": (None,)},) if open_ else ()


def _pledges(ask: Ask) -> Sequence[HeldValues]:
    last = ask.book.setting.turns
    rows = [
        (to, promise)
        for to in ask.book.setting.ids
        for promise in PROMISE_KINDS
        if to != ask.seat and _may(ask, MakePledge(to=to, promise=promise, until=last))
    ]
    until = tuple(range(ask.turn, min(last, ask.turn + 6) + 1))
    return [{**box, "until": until} for box in cover(("to", "promise"), rows)]


def _clauses(ask: Ask) -> dict[type, Sequence[HeldValues]]:
    """For each type of clause, what may stand in an offer of this seat to another, or ask of it."""
    found: dict[type, Sequence[HeldValues]] = dict.fromkeys(CLAUSE_TYPES, ())
    shown: dict[type, tuple[str, ...]] = {AccessClause: ("taker", "model", "channel", "data")}
    worth: dict[type, HeldValues] = {AccessClause: {"price": PRICES}, PaymentClause: {"amount": AMOUNTS}}
    rows: dict[type, list[Combination]] = {}
    for clause in _imaginable(ask):
        kind = type(clause)
        if ask.menu.clause_refusal(clause) is None:
            names = shown.get(kind, ("giver", "taker"))
            rows.setdefault(kind, []).append(tuple(getattr(clause, name) for name in names))
    for kind, legal in rows.items():
        extra = worth.get(kind, {})
        boxes = [{**box, **extra} for box in cover(shown.get(kind, ("giver", "taker")), legal)]
        found[kind] = _forbearing(ask, boxes) if kind is ForbearanceClause else boxes
    return found


def _forbearing(ask: Ask, boxes: Sequence[HeldValues]) -> Sequence[HeldValues]:
    seats = ask.book.setting.ids
    governments = tuple(seat.id for seat in ask.book.setting.seats if seat.kind == "government")
    split: tuple[HeldValues, ...] = (
        {"what": ("not_adopt_chinese", "not_distil"), "toward": (None,)},
        {"what": ("not_sell_to",), "toward": seats},
    )
    states = [{**box, "giver": tuple(seat for seat in box["giver"] if seat in governments)} for box in boxes]
    return [
        *({**box, **part} for box in boxes for part in split),
        *({**box, "what": ("only_yours",), "toward": (None,)} for box in states if box["giver"]),
    ]


def _imaginable(ask: Ask) -> Iterator[Clause]:
    others = [seat for seat in ask.book.setting.ids if seat != ask.seat]
    for model in ask.view.models.values():
        for taker in others if model.owner == ask.seat else (ask.seat,):
            for channel in get_args(Channel):
                for data in get_args(DataTerms):
                    yield access(model.owner, taker, model.id, channel, data=data, price=max(PRICES))
    for other in others:
        yield from _between(ask.seat, other)
        yield from _between(other, ask.seat)


def _between(giver: SeatId, taker: SeatId) -> Iterator[Clause]:
    yield GuaranteeClause(giver=giver, taker=taker)
    yield SupportClause(giver=giver, taker=taker, level=3)
    yield PaymentClause(giver=giver, taker=taker, amount=max(AMOUNTS))
    yield DataClause(giver=giver, taker=taker, control="kept")
    yield ProductionClause(giver=giver, taker=taker, piece=get_args(Piece)[0], volume=1)
    yield InducementClause(giver=giver, taker=taker, what="clearances")
    yield ForbearanceClause(giver=giver, taker=taker, what="not_distil", toward=None)
