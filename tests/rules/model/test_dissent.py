"""When a management leaves a contract (E12): the same equation lets one lab go and holds another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.desk import Desk
from wargame.core import names
from wargame.rules.model.dissent import how_many, pressure_to_hold, yields


def _served_by_anthropic_alone(customer: str) -> Desk:
    """A desk at which one lab serves a customer, and no other lab does."""
    desk = Desk("core").drop_lines(lambda line: line.holder == customer)
    line = next(line for line in Desk("core").state.access.values() if line.supplier == "anthropic")
    desk.put(replace(line, holder=customer, status="live"))
    return desk


def test_a_lab_alone_with_an_angry_staff_leaves_and_one_among_rivals_under_coercion_stays() -> None:
    alone = _served_by_anthropic_alone("washington").set({"anthropic.dissent": 40.0, "world.kappa_us": 0.0})
    assert yields(alone.book, alone.state, "anthropic", 0.1, "washington")
    among = Desk("core").set({"anthropic.dissent": 40.0, "world.kappa_us": 0.5})
    assert not yields(among.book, among.state, "anthropic", 0.1, "washington")


def test_coercion_by_the_patron_does_not_hold_a_lab_to_somebody_else() -> None:
    desk = _served_by_anthropic_alone("paris").set({"anthropic.dissent": 40.0, "world.kappa_us": 1.0})
    assert yields(desk.book, desk.state, "anthropic", 0.1, "paris")
    assert not yields(desk.book, desk.state, "anthropic", 0.1, "washington")


def test_rivals_that_serve_the_same_customer_count_and_others_do_not() -> None:
    desk = _served_by_anthropic_alone("paris")
    alone = pressure_to_hold(desk.book, desk.state, "anthropic", 0.0, "paris")
    assert alone == desk.book.parameters.yield_base
    gpt = next(line for line in desk.state.access.values() if line.supplier == "openai")
    desk.put(replace(gpt, id="second", holder="paris"))
    more = pressure_to_hold(desk.book, desk.state, "anthropic", 0.0, "paris")
    assert more == alone + desk.book.parameters.yield_rivals


def test_an_owner_is_heard_when_a_lab_would_leave_it() -> None:
    desk = Desk("core")
    before = pressure_to_hold(desk.book, desk.state, "openai", 0.0, "washington")
    desk.set({names.stake("openai"): 0.2})
    after = pressure_to_hold(desk.book, desk.state, "openai", 0.0, "washington")
    assert after > before + 5


@pytest.mark.parametrize(("people", "said"), [(15.2, "About 15 people"), (1.1, "One person"), (0.2, "Hardly anybody")])
def test_people_who_leave_are_counted_as_people(people: float, said: str) -> None:
    assert how_many(people) == said
