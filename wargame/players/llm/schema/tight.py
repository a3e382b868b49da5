"""The tight schemas: only what this seat may do now, for endpoints whose models need to be led by the hand.

Orders are an exact cover of the menu, kind by kind. What is left out on purpose: counter-offers (reject, and
make an offer), frameworks, deals between others, and citations beyond the latest; and if the orders would make
the schema larger than `MOST_BYTES`, whole kinds in the order of `SPARE`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wargame.core.agreements import Terms
from wargame.core.clauses import AccessClause
from wargame.core.domains import fields_of
from wargame.core.moves import Intent, Message, Weighing
from wargame.core.orders import EFFECT_KINDS, ORDER_TYPES, Argument, Reason, has_aim
from wargame.players.base import Ask
from wargame.players.llm.schema import tight_talk
from wargame.players.llm.schema.cover import cover
from wargame.players.llm.schema.replies import MOVES, NOTEBOOK, PLAN, RATIONALE, WEIGHINGS, reply_type
from wargame.players.llm.schema.shape import HeldValues, Narrowing, schema_of
from wargame.players.llm.schema.stable import Format, verbs_of
from wargame.players.llm.schema.tight_talk import Offerable

TEXT = 280
"""Longest message or statement."""
SHEET = 2
"""Most orders: three would be one major and two minor ones, which no schema can say and small models do not keep to."""
CITED = 8
"""Public events that may be cited, the latest."""
MOST_BYTES = 16_000
"""Largest schema of orders that is sent."""
SPARE = ("argument", "request_intelligence", "share_threat_data", "illicit_use", "distil", "deploy_automation")
"""Kinds that are left out, in this order, while the schema is too large."""
LONGEST = {"rationale": RATIONALE, "plan": PLAN, "notebook": NOTEBOOK, "text": TEXT, "action": TEXT}
MOST = {
    "moves": MOVES,
    "orders": SHEET,
    "weighings": WEIGHINGS,
    "to": 4,
    "clauses": 3,
    "areas": 6,
    "intents": 2,
    "reasons": 2,
}
MAY_BE_EMPTY = frozenset({"moves", "orders", "weighings", "intents", "reasons"})
UNWRITTEN: frozenset[tuple[type, str]] = frozenset({(Terms, "parties"), (AccessClause, "giver")})
"""Parties are whoever gives or takes; a model is given by its maker. The reading fills them in."""


@dataclass(frozen=True, slots=True)
class LegalOrders:
    """Legal orders of one kind that a line can say together."""

    kind: str
    values: HeldValues
    """Values by field; every combination of them is legal."""
    points: tuple[int, int]
    """Least and most political points that they cost."""
    budget: tuple[float, float]


def tight(
    ask: Ask, most_bytes: int = MOST_BYTES, offerable: Offerable | None = None
) -> tuple[Format, tuple[LegalOrders, ...]]:
    """The schema of this decision, and the legal orders that it holds (none for talk and weighing).

    `offerable` is what the seat worked out before, for whoever asks more than once.
    """
    if ask.phase == "talk":
        cuts = tight_talk.cuts(ask, offerable or Offerable())
        return Format("talk", schema_of(reply_type("talk"), _narrow(cuts))), ()
    if ask.phase == "weigh":
        return Format("weigh", schema_of(reply_type("weigh"), _narrow(_cases(ask)))), ()
    return _orders(ask, most_bytes)


def choices(ask: Ask) -> tuple[LegalOrders, ...]:
    """Every legal order of this turn but arguments, in few lines."""
    found = []
    seat = ask.book.seat(ask.seat)
    for kind in verbs_of(seat.kind, seat.role):
        names = list(fields_of(ORDER_TYPES[kind]))
        orders = list(ask.menu.options(kind))
        by_row = {tuple(getattr(order, name) for name in names): order for order in orders}
        for box in cover(names, list(by_row)):
            prices = [ask.menu.cost(by_row[row]) for row in _rows(box, names)]
            points, budget = [price[0] for price in prices], [price[1] for price in prices]
            found.append(LegalOrders(kind, box, (min(points), max(points)), (min(budget), max(budget))))
    return tuple(found)


def _rows(box: Mapping[str, Sequence[Any]], names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = [()]
    for name in names:
        rows = [(*row, value) for row in rows for value in box[name]]
    return iter(rows)


def _orders(ask: Ask, most_bytes: int) -> tuple[Format, tuple[LegalOrders, ...]]:
    listed = choices(ask)
    spare = list(SPARE)
    left_out: set[str] = set()
    while True:
        kept = tuple(choice for choice in listed if choice.kind not in left_out)
        arguments = () if "argument" in left_out else _arguments(ask)
        format_ = Format("orders", schema_of(reply_type("orders"), _narrow(_cuts(ask, kept, arguments))))
        if not spare or len(json.dumps(format_.schema)) <= most_bytes:
            return format_, kept
        left_out.add(spare.pop(0))


def _cuts(ask: Ask, listed: Sequence[LegalOrders], arguments: Sequence[HeldValues]) -> dict[type, Sequence[HeldValues]]:
    by_kind: dict[str, list[HeldValues]] = {}
    for choice in listed:
        by_kind.setdefault(choice.kind, []).append(choice.values)
    cuts: dict[type, Sequence[HeldValues]] = {order: by_kind.get(kind, ()) for kind, order in ORDER_TYPES.items()}
    cuts[Argument] = arguments
    cuts[Reason] = ({"cites": citable(ask)},)
    verbs = [*by_kind, *(["argument"] if arguments else [])]
    aimed = [verb for verb in verbs if has_aim(verb)]
    rest = [verb for verb in verbs if verb not in aimed]
    cuts[Intent] = [
        *([{"verb": aimed, "target": (*_others(ask), None)}] if aimed else []),
        *([{"verb": rest, "target": (None,)}] if rest else []),
    ]
    return cuts


def _arguments(ask: Ask) -> list[HeldValues]:
    """What may be argued: effect and target as the rules allow them, and the facts that it may back or end."""
    facts = [fact.id for fact in ask.view.facts.values() if fact.open]
    rows = [
        (effect, target)
        for effect in EFFECT_KINDS
        for target in ask.book.setting.ids
        if ask.menu.allows(Argument(reasons=(), action="x", effect=effect, target=target))
    ]
    held = (*facts[-CITED:], None)
    return [
        {**box, **touched}
        for box in cover(("effect", "target"), rows)
        for touched in ({"ends": held, "backs": (None,)}, *([{"ends": (None,), "backs": held[:-1]}] if facts else []))
    ]


def citable(ask: Ask) -> tuple[str | None, ...]:
    """What an argument may lean on: facts that hold, the latest public events, or nothing."""
    facts = [fact.id for fact in ask.view.facts.values() if fact.holds]
    latest = [seen.cite for seen in ask.view.events[-40:] if seen.cite]
    return (*facts[-CITED:], *latest[-CITED:], None)


def _cases(ask: Ask) -> dict[type, Sequence[HeldValues]]:
    cases = [case.id for case in ask.view.arguments.values() if case.by != ask.seat]
    return {
        Weighing: ({"argument": cases},) if cases else (),
        Reason: ({"cites": citable(ask)},),
        Message: (),
    }


def _others(ask: Ask) -> tuple[str, ...]:
    return tuple(seat for seat in ask.book.setting.ids if seat != ask.seat)


def _narrow(cuts: Mapping[type, Sequence[HeldValues]]) -> Narrowing:
    return Narrowing(cuts, LONGEST, MOST, UNWRITTEN, MAY_BE_EMPTY)
