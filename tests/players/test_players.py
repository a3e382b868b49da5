"""Players that need nobody: the random one and the doctrines. They see a view and a menu, and keep to both."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.rules.desk import Desk, access_clause, grown, played, terms_of
from wargame.core import names
from wargame.core.clauses import PaymentClause
from wargame.core.ids import ModelId
from wargame.core.moves import Propose, Respond, Sealed, Talk, silence
from wargame.core.views import Observer
from wargame.players import specs
from wargame.players.base import Ask, as_decision, blind
from wargame.players.random import RandomPlayer
from wargame.players.scripted import DOCTRINES, Scripted
from wargame.rules.menu import Menu


def ask_of(desk: Desk, seat: str, phase: str = "orders", round_: int = 0) -> Ask:
    view = Observer(desk.book.setting, 3, seat).view(desk.state, [desk.start, *desk.events])
    return Ask(seat, 1, phase, round_, view, Menu(blind(desk.book, seat), view), blind(desk.book, seat))  # type: ignore[arg-type]


@pytest.mark.parametrize("phase", ["talk", "orders"])
@pytest.mark.parametrize("seed", range(5))
def test_the_random_player_makes_only_legal_moves(phase: str, seed: int) -> None:
    desk = Desk("core")
    for seat in desk.book.setting.ids:
        ask = ask_of(desk, seat, phase, 1 if phase == "talk" else 0)
        body = asyncio.run(RandomPlayer(seed).decide(ask)).body
        if isinstance(body, Talk):
            assert all(ask.menu.talk_refusal(move) is None for move in body.moves)
        elif isinstance(body, Sealed):
            assert not any(ask.menu.sheet(body.orders))


def test_the_random_player_answers_by_seed_and_decision_alone() -> None:
    ask = ask_of(Desk("core"), "washington")
    bodies = [asyncio.run(RandomPlayer(seed).decide(ask)).body for seed in (1, 1, *range(2, 12))]
    assert bodies[0] == bodies[1]
    assert len(set(bodies)) > 5


@pytest.mark.parametrize("doctrine", list(DOCTRINES))
def test_a_doctrine_orders_only_what_its_menu_allows(doctrine: str) -> None:
    desk = Desk()
    for seat in desk.book.setting.ids:
        ask = ask_of(desk, seat)
        body = Scripted(doctrine, 1).answer(ask).body
        assert isinstance(body, Sealed)
        assert not any(ask.menu.sheet(body.orders))


def test_a_doctrine_remembers_nothing_and_answers_the_same_twice() -> None:
    ask = ask_of(Desk(), "paris")
    player = Scripted("wary_power", 5)
    assert player.answer(ask) == player.answer(ask) == Scripted("wary_power", 5).answer(ask)


def test_a_doctrine_does_not_react_to_what_its_seat_cannot_know() -> None:
    one = Desk()
    other = Desk()
    other.state = grown(
        other.state, {names.points("paris"): 0.5, names.points("berlin"): 9.0, names.data_worth("kyiv"): 0.1}
    )
    for phase, round_ in (("talk", 1), ("orders", 0)):
        first, second = ask_of(one, "washington", phase, round_), ask_of(other, "washington", phase, round_)
        assert Scripted("patron", 1).answer(first) == Scripted("patron", 1).answer(second)


def test_a_wary_power_rejects_data_off_its_soil_and_does_not_pay_for_nothing() -> None:
    desk = Desk()
    bad = terms_of(access_clause("openai", "paris", ModelId("gpt"), "api", data="supplier", audit="intrusive", price=6))
    desk.talk(("openai", Propose(terms=bad, text="")))
    body = Scripted("wary_power", 1).answer(ask_of(desk, "paris", "talk", 2)).body
    assert isinstance(body, Talk)
    answers = [move for move in body.moves if isinstance(move, Respond)]
    assert [move.answer for move in answers] in (["reject"], ["counter"])


def test_a_gift_is_accepted() -> None:
    desk = Desk()
    gift = terms_of(PaymentClause(giver="london", taker="paris", amount=5))
    desk.talk(("london", Propose(terms=gift, text="")))
    body = Scripted("wary_power", 1).answer(ask_of(desk, "paris", "talk", 2)).body
    assert isinstance(body, Talk)
    assert [move.answer for move in body.moves if isinstance(move, Respond)] == ["accept"]


@pytest.mark.parametrize("seed", [1, 2])
def test_scripted_games_hold_real_politics(seed: int) -> None:
    kinds = {
        e.kind for e in played("between-the-giants", variant="core", seed=seed, everyone="scripted").sequence.record
    }
    assert {"agreement_signed", "offer_rejected", "message_sent", "signal_made", "order_opened"} <= kinds


def test_a_decision_carries_the_spec_and_the_origin_of_its_player() -> None:
    ask = ask_of(Desk(), "paris")
    player = Scripted("wary_power", 5, "scripted:wary_power")
    decision = as_decision(ask, replace(player.answer(ask), faults=("x",)), player.spec)
    assert (decision.id, decision.origin, decision.player) == ("1.orders.paris", "scripted", "scripted:wary_power")
    assert decision.faults == ("x",)


@pytest.mark.parametrize(("phase", "round_"), [("talk", 1), ("orders", 0), ("weigh", 0)])
def test_a_passing_seat_does_nothing_whatever_it_is_asked(phase: str, round_: int) -> None:
    ask = ask_of(Desk("core"), "paris", phase, round_)
    assert asyncio.run(specs.make("passing", ask.book.seat("paris"), 1).decide(ask)).body == silence(ask.phase)


def test_a_random_player_alone_in_a_game_says_nothing() -> None:
    desk = Desk("core")
    setting = replace(desk.book.setting, seats=(desk.book.seat("paris"),))
    for seed in range(20):
        ask = ask_of(desk, "paris", "talk")
        alone = replace(ask, book=replace(ask.book, setting=setting))
        body = asyncio.run(RandomPlayer(seed).decide(alone)).body
        assert isinstance(body, Talk)
        assert body.moves == ()
