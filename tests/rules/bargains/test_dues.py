"""What agreements cost a seat each turn is one number: what it is told is what it pays."""

import pytest

from tests.rules.desk import Desk, access_clause, terms_of
from wargame.core import names
from wargame.core.clauses import Clause, DataClause, GuaranteeClause, PaymentClause, ProductionClause, SupportClause
from wargame.core.ids import ModelId, SeatId
from wargame.rules.bargains.agreements import perform
from wargame.rules.bargains.dues import dues, owed_under
from wargame.rules.base.ruling import Ruling

COSTLY: list[tuple[SeatId, Clause, float]] = [
    ("berlin", PaymentClause(giver="berlin", taker="paris", amount=3), 3),
    ("paris", ProductionClause(giver="kyiv", taker="paris", piece="drones", volume=2), 2),
    ("paris", SupportClause(giver="paris", taker="berlin", level=2), 2 * Desk().book.parameters.support_cost),
]


@pytest.mark.parametrize(("payer", "clause", "cost"), COSTLY, ids=lambda value: getattr(value, "kind", None))
def test_a_seat_is_told_what_it_pays(payer: SeatId, clause: Clause, cost: float) -> None:
    desk = Desk()
    desk.set({f"{payer}.budget": 20})
    numbers = desk.book.parameters
    owed = dues(desk.state.agreements.values(), payer, numbers)
    made = desk.sign(terms_of(clause))
    assert dues(desk.state.agreements.values(), payer, numbers) - owed == cost
    ruling = Ruling(desk.book, desk.state, desk.state.turn, "adjudication")
    perform(ruling)
    performed = next(event for event in ruling.events if event.causes == (made.event,))
    paid = {change.variable: change.before - change.after for change in performed.changes}
    assert paid[names.budget(payer)] == pytest.approx(cost)


def test_the_other_side_owes_nothing_and_an_outsider_neither() -> None:
    numbers = Desk().book.parameters
    terms = terms_of(*(clause for _, clause, _ in COSTLY))
    assert owed_under(terms, "kyiv", numbers) == 0
    assert owed_under(terms, "tokyo", numbers) == 0


def test_access_is_paid_by_its_taker_and_promises_cost_nothing() -> None:
    numbers = Desk().book.parameters
    paid = access_clause("mistral", "berlin", ModelId("mistral-large"), "api", price=4)
    free = (
        GuaranteeClause(giver="mistral", taker="berlin"),
        DataClause(giver="berlin", taker="mistral", control="kept"),
    )
    assert owed_under(terms_of(paid, *free), "berlin", numbers) == 4
    assert owed_under(terms_of(*free), "berlin", numbers) == 0


def test_what_is_no_longer_in_force_costs_nothing() -> None:
    desk = Desk()
    made = desk.sign(terms_of(COSTLY[0][1]))
    assert dues([made], "berlin", desk.book.parameters) == 3
    over = type(made)(
        **{**{name: getattr(made, name) for name in type(made).__dataclass_fields__}, "status": "expired"}
    )
    assert dues([over], "berlin", desk.book.parameters) == 0
