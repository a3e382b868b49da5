"""Offers: made, answered, countered, withdrawn, lapsed, and refused where they make no sense."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.bargains.deals import GPT, PAY, answer, offered
from tests.rules.desk import Desk, terms_of
from wargame.core import names
from wargame.core.clauses import (
    PaymentClause,
)
from wargame.core.ids import ModelId
from wargame.core.moves import Withdraw
from wargame.rules.bargains.breaches import drop_offers
from wargame.rules.bargains.terms import may_propose


def test_an_offer_binds_when_everyone_needed_has_accepted_and_not_before() -> None:
    desk = Desk()
    name = offered(desk, PAY)
    assert desk.state.proposals[name].accepted == ("paris",)
    assert name not in desk.state.agreements
    desk.talk(("berlin", answer(name, "accept")))
    assert desk.state.agreements[name].status == "in_force"
    assert name not in desk.state.proposals


def test_signing_raises_trust_between_the_parties() -> None:
    desk = Desk()
    before = desk.state.values[names.trust("paris", "berlin")]
    desk.sign(terms_of(PAY))
    assert desk.state.values[names.trust("paris", "berlin")] == pytest.approx(before + 1.5)


def test_a_rejected_offer_is_gone() -> None:
    desk = Desk()
    name = offered(desk, PAY)
    desk.talk(("berlin", answer(name, "reject")))
    assert name not in desk.state.proposals
    assert name not in desk.state.agreements


def test_a_counter_replaces_the_offer_and_waits_for_the_first_author() -> None:
    desk = Desk()
    name = offered(desk, PAY)
    other = terms_of(PaymentClause(giver="paris", taker="berlin", amount=3))
    desk.talk(("berlin", answer(name, "counter", terms=other)))
    assert name not in desk.state.proposals
    (counter,) = desk.state.proposals.values()
    assert (counter.by, counter.counters, counter.accepted) == ("berlin", name, ("berlin",))
    desk.talk(("paris", answer(counter.id, "accept")))
    assert desk.state.agreements[counter.id].terms == other


def test_an_author_may_withdraw_and_others_may_not() -> None:
    desk = Desk()
    name = offered(desk, PAY)
    desk.talk(("berlin", Withdraw(proposal=name)))
    assert name in desk.state.proposals
    desk.talk(("paris", Withdraw(proposal=name)))
    assert name not in desk.state.proposals


def test_an_outsider_can_neither_accept_nor_learn_of_an_offer() -> None:
    desk = Desk()
    name = offered(desk, PAY)
    events = desk.talk(("kyiv", answer(name, "accept")))
    assert [event.audience for event in events] == [("kyiv",)]
    assert "paris" not in events[0].text.lower()
    assert desk.state.proposals[name].accepted == ("paris",)


def test_an_offer_lapses_at_the_end_of_the_turn_after_its_own() -> None:
    desk = Desk()
    name = offered(desk, PAY)
    desk.orders()
    assert name in desk.state.proposals
    desk.next_turn()
    desk.orders()
    assert name not in desk.state.proposals


@pytest.mark.parametrize(
    ("clauses", "word"),
    [
        ((replace(PAY, amount=0),), "1 to 20"),
        ((replace(PAY, giver="moscow"),), "no seat in this game"),
        ((replace(GPT, price=21),), "0 to 20"),
        ((replace(GPT, areas=()),), "at least one mission area"),
        ((replace(GPT, model=ModelId("claude")),), "it has gpt"),
        ((replace(GPT, channel="weights"),), "closed"),
        ((replace(GPT, data="sovereign"),), "opposes data rules"),
        ((PAY,) * 9, "1 to 8 clauses"),
        ((), "at least two different parties"),
    ],
)
def test_terms_that_make_no_sense_are_refused_with_what_is_accepted(clauses: tuple[object, ...], word: str) -> None:
    desk = Desk()
    refused = may_propose(desk.book, desk.state, "paris", terms_of(*clauses))  # type: ignore[arg-type]
    assert refused is not None
    assert word in refused.sentence or (not clauses and "parties" in refused.sentence)


def test_an_offer_that_lapses_says_whose_yes_was_missing() -> None:
    desk = Desk()
    offered(desk, PAY)
    ruling = desk.ruling()
    drop_offers(ruling, last=True)
    (lapsed,) = ruling.events
    assert lapsed.text == "The offer of Paris to Berlin lapsed: no yes came from Berlin."
