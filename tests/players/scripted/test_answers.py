"""What doctrines answer, and with what: each habit meets its occasion; without it, or switched off, it does nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.players.scripted.test_doctrines import offers, talk
from tests.players.test_players import ask_of
from tests.rules.desk import Desk, access_clause, sealed, terms_of
from tests.rules.orders.test_every_order import gap
from wargame.core import names
from wargame.core import orders as o
from wargame.core.agreements import Terms
from wargame.core.habits import read
from wargame.core.ids import ModelId
from wargame.core.moves import Sealed
from wargame.players.scripted import Scripted
from wargame.rules.turn.adjudication import Adjudicator

GPT = access_clause("openai", "kyiv", ModelId("gpt"), "api", licence="full", price=4)


def kinds(desk: Desk, seat: str, settings: str) -> set[str]:
    """Kinds of orders that a seat gives in any of thirty seeds."""
    found: set[str] = set()
    ask = replace(ask_of(desk, seat), turn=desk.state.turn)
    for seed in range(1, 31):
        body = Scripted(desk.book.seat(seat).doctrine, seed, habits=read(settings)).answer(ask).body
        assert isinstance(body, Sealed)
        found |= {order.kind for order in body.orders}
    return found


def standing(terms: Terms) -> Desk:
    """The core table with an agreement that has stood since before play."""
    desk = Desk("core")
    return desk.put(replace(desk.sign(terms), signed=0))


def unpaid() -> Desk:
    """Kyiv does not pay for what OpenAI serves it."""
    desk = standing(terms_of(GPT)).set({"kyiv.budget": 0.0})
    desk.orders()
    assert desk.of("payment_missed")
    return desk


def without_new_ground() -> Desk:
    """OpenAI has switched Kyiv off some time ago, and nothing was done to it since."""
    desk = Desk("core").line("kyiv", "openai", "gpt", "api", licence="full")
    return desk.put(replace(desk.state.access["kyiv-gpt"], status="suspended", halted_by="openai"))


def left() -> Desk:
    """Anthropic has left Washington."""
    desk = Desk("core")
    gap(desk)
    return desk


def torn() -> Desk:
    """The staff of OpenAI will not have its contract with Washington, and nothing holds its management in it (E12)."""
    desk = Desk("core")
    nothing = dict.fromkeys(("yield_base", "yield_revenue", "yield_rivals", "yield_coercion"), 0.0)
    desk.book = replace(desk.book, parameters=desk.book.parameters.with_overrides(nothing))
    desk.adjudicator = Adjudicator(desk.book, desk.start)
    desk.next_turn()
    desk.next_turn()
    desk.set({"openai.dissent": 100.0})
    desk.orders()
    assert any(event.about[0] == "openai" for event in desk.of("staff_resigned"))
    return desk.set({"openai.dissent": 100.0, "openai.policy": 2.0})


def switched_off() -> Desk:
    """OpenAI has switched Kyiv off, which has money for an answer."""
    desk = standing(terms_of(replace(GPT, price=0)))
    desk.orders(sealed("openai", 1, o.Suspend(customer="kyiv")))
    return desk.set({"kyiv.budget": 20.0, names.vintage_inside("openai"): 4.0, "model.gpt.K": 3.0})


def frightened() -> Desk:
    """Paris fears for what can be switched off, and has money."""
    return Desk("core").set({"paris.trust.washington": 5.0, "paris.budget": 20.0})


def calm() -> Desk:
    """It fears nothing, and has little."""
    return Desk("core").set({"paris.trust.washington": 90.0, "paris.budget": 2.0, "world.kappa_us": 0.0})


def core() -> Desk:
    """Nothing has happened yet."""
    return Desk("core")


OCCASIONS = [
    pytest.param(unpaid, core, "openai", "principle=0.6", "suspend", "suspend", id="who does not pay is suspended"),
    pytest.param(without_new_ground, core, "openai", "principle=0.1", "suspend", "resume", id="and restored in time"),
    pytest.param(torn, core, "openai", "", "leave", "withdraw_from_contract", id="a contract is left over its use"),
    pytest.param(left, core, "openai", "", "fill", "fill_gap", id="a gap is filled"),
    pytest.param(switched_off, core, "kyiv", "daring=1", "copy", "distil", id="who is cut off copies"),
    pytest.param(frightened, calm, "paris", "nerves=1", "hedge", "reshore", id="who is afraid brings supply home"),
]


@pytest.mark.parametrize(("occasion", "without", "seat", "settings", "habit", "kind"), OCCASIONS)
def test_a_habit_answers_its_occasion_and_nothing_else(
    occasion: Callable[[], Desk], without: Callable[[], Desk], seat: str, settings: str, habit: str, kind: str
) -> None:
    desk = occasion()
    assert kind in kinds(desk, seat, settings)
    assert kind not in kinds(desk, seat, f"{settings},{habit}=off".strip(","))
    assert kind not in kinds(without(), seat, settings)


def test_a_rivals_opening_is_answered_with_an_offer_to_whom_it_was_made() -> None:
    desk = Desk("core")
    desk.orders(sealed("beijing", 1, o.SubsidisedOffer(target="paris")))
    assert desk.of("offer_subsidised")

    def pacts(settings: str) -> int:
        found = 0
        for seed in range(1, 31):
            body = talk(desk, "washington", settings, seed=seed)
            found += any({"washington", "paris"} <= set(offer.terms.parties) for offer in offers(body))
        return found

    assert pacts("temper=even") > pacts("temper=even,react=off")
