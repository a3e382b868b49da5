"""Advice for a seat: what its doctrine would do, from that seat's view and menu alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from wargame.core.moves import Sealed, Talk
from wargame.players.base import Ask
from wargame.players.scripted import Scripted

Adviser: TypeAlias = Callable[[Ask, str], Awaitable[str]]
"""(what the seat is asked, its question) to advice; it is given that seat's view and no other."""


async def scripted_advice(ask: Ask, question: str) -> str:
    """The adviser that needs no model: how the seat's own doctrine would answer now, and what may be ordered at all."""
    doctrine = ask.book.seat(ask.seat).doctrine
    name = ask.book.name
    if ask.phase not in ("talk", "orders", "weigh"):
        return "Nothing is asked of you now; read what is new, and who depends on whom."
    body = Scripted(doctrine, 0).answer(ask).body
    lines = [f"The script of your seat ({doctrine.replace('_', ' ')}) would do this:"]
    if isinstance(body, Talk):
        lines += [f"- {move.kind.replace('_', ' ')}" for move in body.moves] or ["- would say nothing in this round"]
        waiting = [p for p in ask.view.proposals.values() if ask.seat not in p.accepted]
        lines += [f"- the offer {p.id} of {name(p.by)} waits for your word" for p in waiting]
    elif isinstance(body, Sealed):
        lines += [f"- {order.kind.replace('_', ' ')}{_aim(order, name)}" for order in body.orders]
        lines += [] if body.orders else ["- would give no order"]
        kinds = ", ".join(kind.replace("_", " ") for kind in ask.menu.kinds())
        lines.append(f"What you could order at all: {kinds}.")
    else:
        lines += [f"- speak {w.side} on {w.argument}" for w in body.weighings] or ["- would add nothing"]
    return "\n".join(lines)


def _aim(order: object, name: Callable[[str], str]) -> str:
    given = [getattr(order, field, None) for field in ("target", "customer", "supplier", "lab", "model")]
    told = [name(each) for each in given if isinstance(each, str)]
    return f" ({', '.join(told)})" if told else ""
