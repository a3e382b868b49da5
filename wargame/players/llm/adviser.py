"""Advice for a person: what could this seat do? From that seat's view alone, by a model or by its doctrine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from pydantic import TypeAdapter, ValidationError

from wargame.core.agreements import Terms
from wargame.core.moves import Propose, Respond, Sealed, Talk
from wargame.core.orders import AnyOrder
from wargame.players.base import Ask
from wargame.players.llm.extract import extract
from wargame.players.llm.prompts import Prompts
from wargame.players.llm.request import Client
from wargame.players.llm.schema import AdviceReply
from wargame.players.scripted import Scripted
from wargame.rules.model.deal_value import appraise

SECONDS = 60.0
"""How long a person waits for advice at most."""
_REPLY = TypeAdapter(AdviceReply)


async def advise(ask: Ask, question: str, client: Client | None) -> str:
    """What could this seat do? Without a model, or if it gives no answer, the seat's doctrine advises."""
    if client is None:
        return scripted(ask)
    request = Prompts().advice(
        ask, question, tightly=client.tight, max_tokens=client.output_tokens, seconds=ask.seconds or SECONDS
    )
    reply = await client.ask(request)
    if reply.outcome != "answered":
        return f"The adviser gave no answer: {reply.fault or reply.outcome}.\n{scripted(ask)}"
    try:
        found = _REPLY.validate_json(extract(reply.text))
    except ValidationError:
        return reply.text
    return "\n".join([found.advice.strip(), *_meant(ask, found.orders)])


def _meant(ask: Ask, orders: tuple[AnyOrder, ...]) -> Iterator[str]:
    """Orders that the advice means, with their price, or with why the rules would refuse them."""
    for order in orders:
        refusal = ask.menu.refusal(order)
        yield f"- {in_words(order)}: {refusal.sentence if refusal else _price(ask, order)}"


def scripted(ask: Ask) -> str:
    """What the seat's doctrine would do now, with its reasons in numbers."""
    doctrine = ask.book.seat(ask.seat).doctrine
    body = Scripted(doctrine, 0).answer(ask).body
    lines = [f"A {doctrine.replace('_', ' ')} in your place would"]
    if isinstance(body, Talk):
        lines += list(_of_talk(ask, body)) or ["- say nothing in this round"]
    elif isinstance(body, Sealed):
        lines += [f"- order {in_words(order)}: {_price(ask, order)}" for order in body.orders] or ["- give no order"]
        if body.signal:
            lines.append(f'- declare: "{body.signal.text}"')
    else:
        lines += [f"- speak {each.side} on {each.argument}" for each in body.weighings] or ["- stand aside"]
    return "\n".join(lines)


def _of_talk(ask: Ask, body: Talk) -> Iterator[str]:
    for move in body.moves:
        if isinstance(move, Respond):
            offer = ask.view.proposals.get(move.proposal)
            worth = _worth(ask, offer.terms) if offer else ""
            yield f"- {move.answer} offer {move.proposal}{f' of {ask.book.name(offer.by)}' if offer else ''}{worth}"
        elif isinstance(move, Propose):
            others = " and ".join(ask.book.name(seat) for seat in move.terms.parties if seat != ask.seat)
            kinds = ", ".join(dict.fromkeys(clause.kind.replace("_", " ") for clause in move.terms.clauses))
            yield f"- offer {others} {kinds} for {move.terms.turns} turns{_worth(ask, move.terms)}"
        else:
            yield f"- {move.kind.replace('_', ' ')}"


def _worth(ask: Ask, terms: Terms) -> str:
    """What terms are worth to the seat and why, largest reason first."""
    worth = appraise(ask.book, ask.view, ask.seat, terms)
    reasons = sorted(worth.lines, key=lambda line: -abs(line[1]))[:3]
    return f", worth {worth.total:+.1f} to you ({', '.join(f'{name} {points:+.1f}' for name, points in reasons)})"


def in_words(order: AnyOrder) -> str:
    """An order with its fields: `integrate (focus depth)`."""
    given = [
        f"{field.name} {getattr(order, field.name)}".replace("_", " ")
        for field in fields(order)
        if field.name != "kind" and getattr(order, field.name) not in (None, ())
    ]
    name = order.kind.replace("_", " ")
    return f"{name} ({', '.join(given)})" if given else name


def _price(ask: Ask, order: AnyOrder) -> str:
    points, budget = ask.menu.cost(order)
    parts = [f"{points} political points" if points else "", f"{budget} budget points" if budget else ""]
    meaning = order.SPEC.meaning
    return f"costs {' and '.join(filter(None, parts)) or 'nothing'}; {meaning[0].lower()}{meaning[1:]}"
