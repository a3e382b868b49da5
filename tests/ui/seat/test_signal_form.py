"""The form of a public statement: a seat is asked for only where the order named could be aimed at one."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from tests.ui.views import asked
from wargame.core.moves import Intent, Signal
from wargame.core.orders import ORDER_TYPES, aimed_at, has_aim
from wargame.core.orders.reassure import Reshore
from wargame.present.sealing import broken_by
from wargame.ui.seat.forms.signal_form import SignalForm

pytestmark = pytest.mark.anyio


class Stated(App[None]):
    def compose(self) -> ComposeResult:
        yield SignalForm()

    @property
    def form(self) -> SignalForm:
        return self.query_one(SignalForm)


async def test_a_seat_is_asked_for_where_the_order_names_one_and_dropped_where_it_does_not() -> None:
    app = Stated()
    said = Signal(text="", intents=(Intent(will=True, verb="threaten", target="meta"),))
    async with app.run_test():
        app.form.begin(asked("washington"), said)
        assert "0.target" in [field.name for field in app.form.fields()]
        app.form.pick("0.verb", "reshore")
        assert "0.target" not in [field.name for field in app.form.fields()]
        assert app.form.signal.intents == (Intent(will=True, verb="reshore", target=None),)


def test_no_word_is_broken_by_a_seat_that_the_order_could_not_name() -> None:
    word = Signal(text="", intents=(Intent(will=True, verb="reshore", target="meta"),))
    assert broken_by(word, (Reshore(),)) == ()
    assert broken_by(word, ()) == word.intents


@pytest.mark.parametrize("kind", ORDER_TYPES)
def test_orders_name_seats_by_a_few_fields_only(kind: str) -> None:
    assert has_aim(kind) == bool(
        {"customer", "target", "lab", "supplier"} & set(ORDER_TYPES[kind].__dataclass_fields__)
    )


def test_an_order_without_an_aim_names_nobody() -> None:
    assert aimed_at(Reshore()) == ()
