"""Offers and answers as tests of bargains write them."""

from __future__ import annotations

from tests.rules.desk import Desk, access_clause, terms_of
from wargame.core.clauses import (
    PaymentClause,
)
from wargame.core.ids import ModelId, ProposalId, SeatId
from wargame.core.moves import Propose, Respond

PAY = PaymentClause(giver="paris", taker="berlin", amount=1)

GPT = access_clause("openai", "paris", ModelId("gpt"), "api", price=1)


def answer(name: str, what: str, **more: object) -> Respond:
    return Respond(proposal=name, answer=what, terms=more.get("terms"), text="")  # type: ignore[arg-type]


def offered(desk: Desk, *clauses: object, by: SeatId = "paris", secret: bool = False) -> ProposalId:
    offer = terms_of(*clauses, secret=secret)  # type: ignore[arg-type]
    desk.talk((by, Propose(terms=offer, text="")))
    return next(p.id for p in desk.state.proposals.values() if p.terms == offer)
