"""What lies on the table, as rows: every state of an offer with its reason."""

from __future__ import annotations

from dataclasses import replace

from tests.ui.views import asked
from wargame.core.agreements import Proposal
from wargame.core.clauses import PaymentClause
from wargame.core.moves import Propose
from wargame.players.base import Ask
from wargame.present.channel_rows import move_said
from wargame.present.desk_rows import offer_rows
from wargame.table.chair import Draft


def test_an_offer_that_all_agreed_to_and_that_is_not_signed_says_why() -> None:
    ask = asked("rome", "first-download", 1)
    offer = next(iter(ask.view.proposals.values()))
    dear = replace(offer.terms, clauses=(PaymentClause(giver="rome", taker="anthropic", amount=50),))
    agreed = replace(offer, terms=dear, accepted=offer.needed)
    (row,) = [row for row in offer_rows(_with(ask, agreed), Draft()) if row.key == offer.id]
    assert "agreed by all, not signed: a payment is 1 to 20 budget points a quarter; this says 50" in row.text


def test_an_offer_that_is_drafted_is_to_the_others_and_names_oneself_to_nobody() -> None:
    ask = asked("rome", "first-download", 1)
    terms = next(each.terms for each in ask.view.proposals.values() if each.terms.parties == ("meta", "rome"))
    assert move_said(ask, Propose(terms=terms, text="")).startswith("offer to Meta: Llama by ")


def _with(ask: Ask, offer: Proposal) -> Ask:
    return replace(ask, view=replace(ask.view, proposals={offer.id: offer}))
