"""Advice for a seat: what its doctrine would do, from that seat's view and menu alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import TypeAlias

from wargame.core.agreements import Terms
from wargame.core.moves import Propose, Respond, Sealed, Talk
from wargame.core.orders import AnyOrder
from wargame.core.words import order_in_words
from wargame.players.base import Ask
from wargame.players.scripted import Scripted
from wargame.rules.model.deal_value import appraise

Adviser: TypeAlias = Callable[[Ask, str], Awaitable[str]]
"""(what the seat is asked, its question) to advice; it is given that seat's view and no other."""
REASONS = 3
"""Reasons given for what terms are worth, the largest."""


async def scripted_advice(ask: Ask, question: str) -> str:
    """The adviser that needs no model: whatever the question, what the seat's doctrine would do now."""
    return doctrine_advice(ask)


def doctrine_advice(ask: Ask) -> str:
    """How the seat's own doctrine would answer now, at what price or worth, and what may be ordered at all."""
    doctrine = ask.book.seat(ask.seat).doctrine
    if ask.phase not in ("talk", "orders", "weigh"):
        return "Nothing is asked of you now; read what is new, and who depends on whom."
    body = Scripted(doctrine, 0).answer(ask).body
    lines = [f"The script of your seat ({doctrine.replace('_', ' ')}) would do this:"]
    if isinstance(body, Talk):
        lines += list(_of_talk(ask, body)) or ["- would say nothing in this round"]
        answered = {move.proposal for move in body.moves if isinstance(move, Respond)}
        waiting = [p for p in ask.view.proposals.values() if ask.seat not in p.accepted and p.id not in answered]
        lines += [f"- the offer {p.id} of {ask.book.name(p.by)} waits for your word" for p in waiting]
    elif isinstance(body, Sealed):
        lines += [f"- {order_in_words(order, ask.called)}: {price_of(ask, order)}" for order in body.orders]
        lines += [] if body.orders else ["- would give no order"]
        lines += [f'- declare: "{body.signal.text}"'] if body.signal else []
        kinds = ", ".join(kind.replace("_", " ") for kind in ask.menu.kinds())
        lines.append(f"What you could order at all: {kinds}.")
    else:
        lines += [f"- speak {each.side} on {each.argument}" for each in body.weighings] or ["- would add nothing"]
    return "\n".join(lines)


def price_of(ask: Ask, order: AnyOrder) -> str:
    """`costs 2 budget points; work models into the forces`: what an order takes, and what it does."""
    points, budget = ask.menu.cost(order)
    parts = [f"{points} political points" if points else "", f"{budget} budget points" if budget else ""]
    meaning = order.SPEC.meaning
    return f"costs {' and '.join(filter(None, parts)) or 'nothing'}; {meaning[0].lower()}{meaning[1:]}"


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
    reasons = sorted(worth.lines, key=lambda line: -abs(line[1]))[:REASONS]
    return f", worth {worth.total:+.1f} to you ({', '.join(f'{name} {points:+.1f}' for name, points in reasons)})"
