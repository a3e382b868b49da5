"""A defection is leaving a supplier or a camp that one is bound to, and nothing else is called one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.desk import Desk, sealed
from wargame.core import orders as o
from wargame.core.event_kinds import KINDS
from wargame.core.events import Event
from wargame.core.ids import EventId, ModelId, SeatId
from wargame.core.state import State
from wargame.review.leaving import bound, camp, left


def adopts(seat: SeatId, maker: SeatId, state: State | None = None) -> tuple[SeatId, SeatId] | None:
    """Who leaves whom when a seat takes up open weights of a maker, by the opening or another state before it."""
    desk = Desk()
    event = Event(
        EventId("1.9"), 1, "orders", "open_weights_adopted", "E4", ("1.8",), "public", "Taken up.", about=(seat, maker)
    )
    return left(desk.book.setting, state or desk.state, event)


def test_an_ally_that_takes_up_a_model_of_the_other_side_leaves_its_own() -> None:
    assert adopts("paris", "deepseek") == ("paris", "deepseek")


@pytest.mark.parametrize(("seat", "maker"), [("beijing", "deepseek"), ("paris", "meta"), ("kyiv", "mistral")])
def test_to_take_up_what_one_s_own_side_makes_is_no_defection(seat: str, maker: str) -> None:
    assert adopts(seat, maker) is None


def test_who_is_bound_to_nobody_leaves_nobody() -> None:
    desk = Desk()
    free = replace(desk.state, access={}, agreements={})
    assert bound(desk.book.setting, desk.state, "paris")
    assert not bound(desk.book.setting, free, "paris")
    assert adopts("paris", "deepseek", free) is None


def test_who_belongs_to_no_camp_leaves_none() -> None:
    desk = Desk()
    setting = desk.book.setting
    others = [seat.id for seat in setting.seats if seat.bloc == "other"]
    assert others
    assert all(camp(setting, seat) is None and not bound(setting, desk.state, seat) for seat in others)


def test_sanctions_models_kept_back_and_models_of_one_s_own_are_no_defection() -> None:
    desk = Desk()
    desk.orders(
        sealed("paris", 1, o.BuildSovereign(effort=1)),
        sealed("anthropic", 1, o.WithholdModel(model=ModelId("claude"))),
    )
    told = [event for event in desk.events if event.kind not in ("open_weights_adopted", "agreement_signed")]
    assert {"sovereign_model_built", "model_withheld"} <= {event.kind for event in told}
    assert all(left(desk.book.setting, desk.state, event) is None for event in told)
    assert "contract_left" in KINDS
