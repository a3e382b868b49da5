"""What players answer: names of decisions, silence, and what an intent speaks of."""

import pytest

from wargame.core.moves import Intent, Sealed, Talk, Weigh, decision_id, silence


def test_a_decision_is_named_by_turn_phase_round_and_seat() -> None:
    assert decision_id(2, "talk", 1, "paris") == "2.talk1.paris"
    assert decision_id(2, "orders", 0, "paris") == "2.orders.paris"


def test_silence_fits_its_phase() -> None:
    assert silence("talk") == Talk(moves=())
    assert silence("orders") == Sealed(signal=None, orders=())
    assert silence("weigh") == Weigh(weighings=())


@pytest.mark.parametrize(
    ("target", "verb", "seats", "covered"),
    [
        ("kyiv", "suspend", ("kyiv",), True),
        ("kyiv", "suspend", ("paris",), False),
        ("kyiv", "revoke", ("kyiv",), False),
        (None, "suspend", ("paris",), True),
    ],
)
def test_an_intent_speaks_of_its_verb_on_its_seat(
    target: str | None, verb: str, seats: tuple[str, ...], covered: bool
) -> None:
    assert Intent(will=True, verb="suspend", target=target).covers(verb, seats) == covered


def test_a_seat_says_nothing_where_orders_of_the_kind_name_none() -> None:
    intent = Intent(will=True, verb="buy_compute", target="kyiv")
    assert intent.aim is None
    assert intent.covers("buy_compute", ())
