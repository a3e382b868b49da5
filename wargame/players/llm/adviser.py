"""Advice for a person: what could this seat do? From that seat's view alone, by a model or by its doctrine."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import TypeAdapter, ValidationError

from wargame.core.orders import AnyOrder
from wargame.core.words import order_in_words
from wargame.players.base import Ask
from wargame.players.llm.finding import as_json
from wargame.players.llm.prompts import Prompts
from wargame.players.llm.request import Client
from wargame.players.llm.schema import AdviceReply
from wargame.players.scripted.advice import doctrine_advice, price_of

SECONDS = 60.0
"""How long a person waits for advice at most."""
_REPLY = TypeAdapter(AdviceReply)


async def advise(ask: Ask, question: str, client: Client | None) -> str:
    """What could this seat do? Without a model, or if it gives no answer, the seat's doctrine advises."""
    if client is None:
        return doctrine_advice(ask)
    request = Prompts().advice(
        ask, question, tightly=client.tight, max_tokens=client.output_tokens, seconds=ask.seconds or SECONDS
    )
    reply = await client.ask(request)
    if reply.outcome != "answered":
        return f"The adviser gave no answer: {reply.fault or reply.outcome}.\n{doctrine_advice(ask)}"
    try:
        found = _REPLY.validate_json(as_json(reply.text))
    except ValidationError:
        return reply.text
    return "\n".join([found.advice.strip(), *_meant(ask, found.orders)])


def _meant(ask: Ask, orders: tuple[AnyOrder, ...]) -> Iterator[str]:
    """Orders that the advice means, with their price, or with why the rules would refuse them."""
    for order in orders:
        refusal = ask.menu.refusal(order)
        yield f"- {order_in_words(order, ask.called)}: {refusal.sentence if refusal else price_of(ask, order)}"
