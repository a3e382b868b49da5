"""An order in a few words, as it stands in the record and wherever the record is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

from wargame.core.orders.base import Order

FREE_TEXT = ("reasons", "action")
"""Fields that people and models write; their words are told elsewhere."""


def order_in_brief(order: Order, called: Callable[[str], str]) -> str:
    """`adopt open (Llama)`: what an order says beside its author; `called` gives the name of a seat or a model."""
    values = [getattr(order, each.name) for each in fields(order) if each.name not in ("kind", *FREE_TEXT)]
    shown = [called(str(value)).replace("_", " ") for value in values if value not in (None, "", ())]
    verb = order.kind.replace("_", " ")
    return f"{verb} ({', '.join(shown)})" if shown else verb
