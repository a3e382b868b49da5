"""The purse to the end of the turn is what the rules make of it: who is paid, in which order, at what price if not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.ui.views import asked
from wargame.core import names
from wargame.core.agreements import Terms
from wargame.core.clauses import PaymentClause, SupportClause
from wargame.core.event_values import Unpaid
from wargame.core.ids import AgreementId, EventId, SeatId, Variable
from wargame.players.base import Ask
from wargame.present.purse import burden, in_hand, missed, purse_ahead, purse_in_short, purse_lines, purse_warnings
from wargame.rules.bargains import agreements
from wargame.rules.bargains.signing import bound
from wargame.rules.foresight.rehearsal import Rehearsal, imagined

PAYERS = [("paris", 5), ("washington", 2), ("washington", 5), ("beijing", 2), ("kyiv", 5), ("palantir", 5)]


def with_purses(ask: Ask, own: float, others: float) -> Ask:
    """The same ask with so much money in the seat's purse, and so much in everybody else's."""
    purses: Mapping[Variable, float] = {
        names.budget(seat): own if seat == ask.seat else others for seat in ask.book.setting.ids
    }
    return replace(ask, view=replace(ask.view, values={**ask.view.values, **purses}))


def with_deals(ask: Ask, *deals: Terms) -> Ask:
    """The same ask with these agreements in force after its own."""
    more = {
        AgreementId(f"more{n}"): bound(AgreementId(f"more{n}"), terms, ask.seat, terms.parties, 1, EventId("1.1"))
        for n, terms in enumerate(deals)
    }
    return replace(ask, view=replace(ask.view, agreements={**ask.view.agreements, **more}))


def payment(giver: str, taker: str, amount: int) -> Terms:
    clause = PaymentClause(giver=SeatId(giver), taker=SeatId(taker), amount=amount)
    return Terms(parties=(SeatId(giver), SeatId(taker)), clauses=(clause,), secret=False, turns=3)


def ruled(ask: Ask) -> tuple[float, set[AgreementId]]:
    """(what the rules leave in the seat's purse, the agreements under which it could not pay)."""
    ruling = Rehearsal(ask.book, imagined(ask.view), ask.view.turn)
    agreements.perform(ruling)
    unpaid = {
        event.value.agreement
        for event in ruling.events
        if isinstance(event.value, Unpaid) and event.about[0] == ask.seat
    }
    return ruling.state.values[names.budget(ask.seat)], unpaid


@pytest.mark.parametrize(("seat", "answered"), PAYERS)
def test_who_goes_unpaid_is_who_the_rules_would_not_pay(seat: str, answered: int) -> None:
    asks = asked(seat, answered=answered)
    more = (payment("kyiv", seat, 3), payment(seat, "openai", 2)) if seat != "kyiv" else ()
    for own in (0.0, 1.0, 2.5, 4.0, 6.0, 40.0):
        for others in (0.0, 400.0):
            ask = with_deals(with_purses(asks, own, others), *more)
            purse, (left, unpaid) = purse_ahead(ask), ruled(ask)
            reached = [line.hoped if others else line.paid for line in purse.lines]
            assert {line.agreement for line, paid in zip(purse.lines, reached, strict=True) if not paid} == unpaid
            if own >= purse.due:
                came = sum(line.amount for line in purse.income) if others else 0.0
                assert left == pytest.approx(own - purse.due + came)


def test_orders_are_paid_before_anything_that_is_owed() -> None:
    ask = asked("paris", answered=5)
    have, due = purse_ahead(ask).have, purse_ahead(ask).due
    assert 0 < due < have, "this position is to have something to pay, and the means"
    assert not purse_ahead(ask, have - due).unpaid
    assert purse_ahead(ask, have - due + 0.5).left == pytest.approx(-0.5)
    assert purse_ahead(ask, have - due + 1).unpaid


def test_what_was_signed_first_is_paid_first() -> None:
    ask = with_purses(asked("paris", answered=2), 4.0, 0.0)
    ask = with_deals(ask, payment("paris", "openai", 3), payment("paris", "meta", 1))
    purse = purse_ahead(ask)
    assert [(line.other, line.paid) for line in purse.lines] == [
        ("mistral", True),
        ("palantir", True),
        ("openai", False),
        ("meta", True),
    ]


def test_a_breach_is_priced_by_the_rules_in_trust_and_in_agreements_that_end() -> None:
    ask = with_purses(asked("paris", answered=2), 2.0, 0.0)
    both = replace(
        payment("paris", "kyiv", 1),
        clauses=(*payment("paris", "kyiv", 1).clauses, *payment("paris", "kyiv", 2).clauses),
    )
    cost = missed(with_deals(ask, both), purse_ahead(with_deals(ask, both)))
    numbers = ask.book.parameters
    assert cost.trust["palantir"] == pytest.approx(-numbers.trust_breach)
    assert cost.broken == ("more0",), "two clauses of one paper broken at once end it"


def test_people_who_are_sent_are_no_missed_payment() -> None:
    ask = with_purses(asked("palantir", answered=5), 0.0, 0.0)
    assert any(isinstance(line.clause, SupportClause) for line in purse_ahead(ask).lines)
    assert not purse_ahead(ask).unpaid
    assert list(purse_warnings(ask, 0.0)) == []
    assert purse_in_short(purse_ahead(ask)).endswith("nothing left")


def test_a_purse_that_reaches_is_told_without_a_warning() -> None:
    ask = asked("paris", answered=2)
    assert list(purse_warnings(ask, 0.0)) == []
    assert list(purse_lines(ask, 1.0)) == [
        "budget 6, orders 1, due by agreement 3: 2 left",
        "paid in this order, which is that of signature, after your orders:",
        "  1. Mistral 1 (Mistral Large on premises for 1 a quarter)",
        "  2. Palantir 2 (Paris pays Palantir 2 a quarter)",
    ]


def test_a_purse_that_does_not_reach_says_who_goes_without_and_what_it_costs() -> None:
    ask = asked("paris", answered=2)
    assert list(purse_warnings(ask, 4.0)) == [
        "your purse does not reach: Palantir will not be paid 2",
        "a payment missed breaks your word, and trust in you falls: Palantir -5.0",
        "orders are paid first and take 4; cheaper ones would leave more",
    ]
    assert "  2. Palantir 2 (Paris pays Palantir 2 a quarter): NOT PAID" in list(purse_lines(ask, 4.0))


def test_what_depends_on_others_who_pay_first_is_said_to() -> None:
    ask = with_purses(asked("paris", answered=2), 0.0, 0.0)
    ask = replace(ask, view=replace(ask.view, agreements={}))
    ask = with_deals(ask, payment("kyiv", "paris", 3), payment("paris", "meta", 2))
    assert purse_ahead(ask).lines[0].hoped
    assert next(purse_warnings(ask, 0.0)).endswith("Meta will not be paid 2 unless others pay you first")


def test_terms_say_what_they_would_add_to_what_falls_due_already() -> None:
    ask = asked("paris", answered=2)
    assert burden(ask, payment("paris", "kyiv", 2)) == (
        "you would pay 2 a turn; 3 fall due already, your purse holds 6"
    )
    assert burden(ask, payment("paris", "kyiv", 4)).endswith(", and that is more than there is")
    assert burden(ask, payment("kyiv", "paris", 4)) == ""
    bare = replace(ask, view=replace(ask.view, agreements={}))
    assert burden(bare, payment("paris", "kyiv", 2)) == "you would pay 2 a turn, your purse holds 6"


def test_what_is_in_hand_is_told_to_a_tenth_and_never_as_more_than_there_is() -> None:
    assert [in_hand(each) for each in (4.93722, 4.96, 3.0, 0.04, 2.3, 0.3)] == ["4.9", "4.9", "3", "0", "2.3", "0.3"]
