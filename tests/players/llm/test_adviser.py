"""Advice for a person: by a model or by the doctrine, with orders that the rules have looked at."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from tests.players.llm.minds import Ruled, text_of
from wargame.core.ids import ModelId
from wargame.core.moves import Propose
from wargame.core.orders import Integrate
from wargame.players.base import Ask
from wargame.players.drafts import access, terms
from wargame.players.llm.adviser import advise
from wargame.players.llm.request import Reply
from wargame.rules.turn.sequence import Asked
from wargame.table.opening import choose, new_game


def asked(phase: Any = "orders", seat: str = "rome") -> Ask:
    """What Rome is asked in the first turn."""
    table = new_game(choose("first-download", seed=1), None)
    steps = table.sequence.run()
    step: Any = next(steps)
    while not isinstance(step, Asked):
        step = next(steps)
    return table.ask(seat, Asked(1, phase, 0 if phase != "talk" else 1))


def said(**given: Any) -> Ruled:
    return Ruled(lambda request: Reply("answered", json.dumps(given)))


def test_orders_that_are_meant_come_with_their_price_or_with_why_they_are_refused() -> None:
    legal, illegal = {"kind": "integrate", "focus": "depth"}, {"kind": "threaten", "lab": "meta"}
    client = said(advice="Go deeper.", orders=[legal, {**illegal, "instrument": "supply_chain_risk"}])
    told = asyncio.run(advise(asked(), "What now?", client)).split("\n")
    assert told[0] == "Go deeper."
    assert told[1].startswith("- integrate (focus depth): costs 2 budget points; work models into the forces")
    assert told[2] == "- threaten (lab Meta, instrument supply chain risk): Rome cannot do this; only Washington can"


def test_the_adviser_gets_the_seats_own_prompt_and_the_legal_orders() -> None:
    client = said(advice="Wait.", orders=[])
    ask = asked()
    asyncio.run(advise(ask, "Whom can I trust?", client))
    (request,) = client.requests
    assert (request.decision, request.step) == ("1.orders.rome.advice", "advice")
    text = text_of(request)
    assert "You play Rome (`rome`)" in text
    assert "| Whom can I trust?" in text
    assert "integrate(focus: adoption|depth) 2B" in text
    assert ask.menu.allows(Integrate(focus="depth"))


def test_words_that_keep_to_no_form_are_passed_on() -> None:
    client = Ruled(lambda request: Reply("answered", "I would wait."))
    assert asyncio.run(advise(asked(), "What now?", client)) == "I would wait."


@pytest.mark.parametrize("outcome", ["late", "failed", "refused", "over_budget", "truncated"])
def test_where_no_model_answers_the_doctrine_does(outcome: Any) -> None:
    client = Ruled(lambda request: Reply(outcome, "", "the reason"))
    told = asyncio.run(advise(asked(), "What now?", client))
    assert told.startswith("The adviser gave no answer: the reason.\nThe script of your seat ")
    assert told.endswith(asyncio.run(advise(asked(), "", None)))


def test_without_a_model_the_doctrine_says_what_it_would_order_and_at_what_price() -> None:
    told = asyncio.run(advise(asked(), "What now?", None))
    assert "The script of your seat (" in told
    assert ": costs " in told
    assert "What you could order at all" in told
    assert "- declare: " in told


def test_without_a_model_the_doctrine_says_what_an_offer_is_worth() -> None:
    ask = asked("talk")
    offer = Propose(terms=terms(access("anthropic", "rome", ModelId("claude"), "enclave"), turns=3), text="")
    assert ask.menu.talk_refusal(offer) is None
    told = asyncio.run(advise(ask, "What now?", None))
    assert "; worth +" in told
