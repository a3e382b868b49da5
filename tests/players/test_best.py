"""The best next step signs what is worth most to it, orders what raises its score, and keeps to its menu."""

from __future__ import annotations

import asyncio

import pytest

from tests.players.test_players import ask_of
from tests.rules.desk import Desk, access_clause, played, terms_of
from wargame.core import names
from wargame.core.clauses import PaymentClause
from wargame.core.ids import ModelId
from wargame.core.moves import Propose, Respond, Sealed, Talk, Weigh
from wargame.errors import SpecError
from wargame.players import specs
from wargame.players.best import BestPlayer
from wargame.players.scripted.mind import Mind
from wargame.rules.foresight.rehearsal import rehearse
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import score


@pytest.mark.parametrize("seat", ["washington", "anthropic", "meta", "paris", "kyiv", "beijing"])
def test_its_sheet_is_legal_and_better_than_nothing(seat: str) -> None:
    ask = ask_of(Desk("core"), seat)
    body = BestPlayer(1).answer(ask).body
    assert isinstance(body, Sealed)
    assert body.orders
    assert not any(ask.menu.sheet(body.orders))


def test_it_gives_what_raises_its_score_and_no_order_that_costs_score() -> None:
    desk = Desk("core")
    ask = ask_of(desk, "beijing")
    body = BestPlayer(1).answer(ask).body
    assert isinstance(body, Sealed)
    before = score(picture(ask.book, rehearse(ask.book, ask.view, None).after), ask.book.seat("beijing")).total
    for order in body.orders:
        after = score(picture(ask.book, rehearse(ask.book, ask.view, order).after), ask.book.seat("beijing")).total
        assert after >= before


def test_it_takes_gifts_and_refuses_what_costs_it() -> None:
    desk = Desk("core")
    desk.talk(
        ("washington", Propose(terms=terms_of(PaymentClause(giver="washington", taker="paris", amount=3)), text=""))
    )
    bad = terms_of(access_clause("openai", "paris", ModelId("gpt"), "api", data="supplier", audit="intrusive", price=6))
    desk.talk(("openai", Propose(terms=bad, text="")))
    body = BestPlayer(1).answer(ask_of(desk, "paris", "talk", 2)).body
    assert isinstance(body, Talk)
    answers = {desk.state.proposals[m.proposal].by: m.answer for m in body.moves if isinstance(m, Respond)}
    assert answers["washington"] == "accept"
    assert answers["openai"] in ("reject", "counter")


def test_its_offers_are_worth_something_to_both_as_far_as_it_sees() -> None:
    for seat in ("washington", "openai", "paris", "kyiv"):
        ask = ask_of(Desk("core"), seat, "talk", 1)
        player = BestPlayer(1)
        body = player.answer(ask).body
        assert isinstance(body, Talk)
        offered = [move.terms for move in body.moves if isinstance(move, Propose)]
        assert offered, seat
        for terms in offered:
            mind = Mind(ask, 1)
            assert mind.appraise(terms).total > 0
            assert all(mind.worth_to(other, terms) > 0 for other in terms.parties if other != seat)


def test_it_says_nothing_and_weighs_nothing() -> None:
    desk = Desk("core")
    assert BestPlayer(1).answer(ask_of(desk, "paris", "weigh")).body == Weigh(weighings=())
    body = BestPlayer(1).answer(ask_of(desk, "paris")).body
    assert isinstance(body, Sealed)
    assert body.signal is None


def test_it_answers_the_same_twice_and_by_no_seed() -> None:
    ask = ask_of(Desk("core"), "kyiv")
    assert BestPlayer(1).answer(ask) == BestPlayer(1).answer(ask) == BestPlayer(2).answer(ask)
    assert asyncio.run(BestPlayer(1).decide(ask)) == BestPlayer(1).answer(ask)


def test_it_is_named_by_its_spec_alone() -> None:
    seat = Desk("core").book.seat("paris")
    assert isinstance(specs.make("best", seat, 1), BestPlayer)
    with pytest.raises(SpecError, match="accepted are human, scripted"):
        specs.parse("best:of-all")


def test_a_whole_game_of_it_ends() -> None:
    game = played("first-download", everyone="best")
    assert {event.kind for event in game.sequence.record} >= {"score_given", "order_opened"}
    assert names.adoption("rome") in game.sequence.state.values
