"""Secrets leak."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.bargains.deals import PAY
from tests.rules.desk import Desk, terms_of
from wargame.rules.bargains.leaks import draw_leaks


def test_a_secret_agreement_leaks_about_one_turn_in_ten() -> None:
    desk = Desk()
    desk.sign(terms_of(PAY, secret=True))
    leaked = 0
    for seed in range(400):
        desk.book = replace(desk.book, seed=seed)
        ruling = desk.ruling()
        draw_leaks(ruling, [])
        leaked += any(event.kind == "secret_leaked" for event in ruling.events)
    assert leaked == pytest.approx(40, abs=18)
