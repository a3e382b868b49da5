"""Signals that were not kept to are named to those who could know."""

from __future__ import annotations

import pytest

from tests.rules.desk import Desk, sealed
from wargame.core import orders as o
from wargame.core.ids import ModelId
from wargame.core.moves import Intent, Signal


@pytest.mark.parametrize(
    ("will", "does", "flagged"),
    [(True, True, 0), (True, False, 1), (False, True, 1), (False, False, 0)],
)
def test_a_signal_that_was_not_meant_is_flagged(will: bool, does: bool, flagged: int) -> None:
    desk = Desk()
    signal = Signal(text="Hear us.", intents=(Intent(will=will, verb="reshore", target=None),))
    desk.orders(sealed("paris", 1, *((o.Reshore(),) if does else ()), signal=signal))
    assert len(desk.of("signal_broken")) == flagged


@pytest.mark.parametrize(("will", "does", "flagged"), [(True, True, 0), (True, False, 1), (False, True, 1)])
def test_a_seat_in_an_intent_says_nothing_where_the_order_names_none(will: bool, does: bool, flagged: int) -> None:
    desk = Desk()
    signal = Signal(text="Hear us.", intents=(Intent(will=will, verb="reshore", target="washington"),))
    desk.orders(sealed("paris", 1, *((o.Reshore(),) if does else ()), signal=signal))
    told = desk.of("signal_broken")
    assert len(told) == flagged
    assert all(event.about == ("paris",) and "Washington" not in event.text for event in told)


def test_a_broken_signal_about_a_secret_order_is_flagged_to_those_who_could_know() -> None:
    desk = Desk()
    signal = Signal(text="We never.", intents=(Intent(will=False, verb="illicit_use", target=None),))
    desk.orders(sealed("delhi", 1, o.IllicitUse(model=ModelId("llama")), signal=signal))
    (event,) = desk.of("signal_broken")
    assert event.audience == ("delhi",)


def test_a_broken_signal_is_told_in_words_and_not_by_the_name_of_an_order() -> None:
    desk = Desk()
    signal = Signal(text="We never.", intents=(Intent(will=False, verb="illicit_use", target=None),))
    desk.orders(sealed("delhi", 1, o.IllicitUse(model=ModelId("llama")), signal=signal))
    (event,) = desk.of("signal_broken")
    assert event.text.endswith("said it would not use any model beyond its terms, and did.")
