"""The form of an answer in words, made from the types that the menu uses: a model never sees the schema.

A kind is written like a call, `suspend(customer: seat)`, and stands for the object with that kind and these fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, get_args

from wargame.core.agreements import Terms
from wargame.core.clauses import CLAUSE_TYPES
from wargame.core.domains import Domain, fields_of, tag_of
from wargame.core.ids import AREAS, Role, SeatId, SeatKind
from wargame.core.moves import TalkMove
from wargame.core.orders import ORDER_TYPES
from wargame.core.promises import PROMISE_MEANING
from wargame.core.setting import Seat
from wargame.players.llm.order_sizes import order_sizes
from wargame.players.llm.schema import LegalOrders, verbs_of
from wargame.players.llm.schema.tight import UNWRITTEN
from wargame.rules.base.parameters import Parameters
from wargame.rules.legality import price_of_kind

SAID = {
    "agreement": "agreement id",
    "proposal": "offer id",
    "fact": "fact id",
    "integer": "number",
    "flag": "true|false",
    "words": "text",
}
"""What kinds of domains are called, where their own word would not do."""


@cache
def moves(tightly: bool) -> tuple[str, ...]:
    """The moves of talk, a line each."""
    return tuple(_line(kind, tightly) for kind in get_args(TalkMove))


@cache
def terms(tightly: bool) -> str:
    """The fields of terms."""
    return _fields(Terms, tightly)


@cache
def clauses(tightly: bool) -> tuple[str, ...]:
    """The clauses of an agreement, a line each."""
    return tuple(f"{_line(kind, tightly)}: {_meaning(kind)}" for kind in CLAUSE_TYPES)


@cache
def promises() -> tuple[str, ...]:
    """What can be pledged."""
    return tuple(f"{kind}: {meaning}" for kind, meaning in PROMISE_MEANING.items())


@cache
def verbs(
    kind: SeatKind, role: Role, tightly: bool, quarter: float = 1.0, numbers: Parameters | None = None
) -> tuple[str, ...]:
    """The orders that a kind of seat might ever give, a line each, with what they cost and do.

    `quarter` is the length of a turn in quarters. With the parameters of a game each says how much it does.

    Their fields are left out where each turn's legal orders are listed with them.
    """
    lines = []
    sizes = order_sizes(numbers) if numbers is not None else {}
    for verb in verbs_of(kind, role):
        spec = ORDER_TYPES[verb].SPEC
        points, budget = price_of_kind(quarter, verb)
        price = "".join([f" {points}P" if points else "", f" {budget:g}B" if budget else ""])
        seen = "" if spec.visibility == "public" else f" [{spec.visibility}]"
        size = f" = {sizes[verb]}" if sizes else ""
        lines.append(f"{verb if tightly else _line(ORDER_TYPES[verb], False)}{price}{seen}: {spec.meaning}{size}")
    return tuple(lines)


def listed(choices: Iterable[LegalOrders], groups: Mapping[frozenset[Any], str] | None = None) -> list[str]:
    """Legal orders with what they cost, a line for each set of them; `groups` names sets of values that have a name."""
    lines = []
    for choice in choices:
        given = ", ".join(f"{name}: {_values(values, groups or {})}" for name, values in choice.values.items())
        costs = ((choice.points, "P"), (choice.budget, "B"))
        price = " ".join(f"{_range(ends)}{unit}" for ends, unit in costs if ends[1])
        lines.append(f"{choice.kind}({given}) {price or 'free'}")
    return lines


def groups(seats: Iterable[Seat], own: SeatId) -> Mapping[frozenset[Any], str]:
    """The names of sets of values that come up in many orders: all areas, all other seats, all of a kind."""
    others = [seat for seat in seats if seat.id != own]
    found = {frozenset(each.id for each in others): "any other seat"}
    for name, kinds in (("government", ("government",)), ("lab", ("lab", "champion"))):
        of_kind = frozenset(each.id for each in others if each.kind in kinds)
        if len(of_kind) > 1:
            found[of_kind] = f"any other {name}"
    return {frozenset(AREAS): "any area", **found}


def _values(values: Iterable[Any], groups: Mapping[frozenset[Any], str]) -> str:
    given = list(values)
    named = groups.get(frozenset(given))
    return named or "|".join("null" if value is None else str(value) for value in given)


def _range(ends: tuple[float, float]) -> str:
    return f"{ends[0]:g}" if ends[0] == ends[1] else f"{ends[0]:g}-{ends[1]:g}"


def _meaning(kind: type) -> str:
    return (kind.__doc__ or "").strip().splitlines()[0]


def _line(kind: Any, tightly: bool) -> str:
    return f"{tag_of(kind)}({_fields(kind, tightly)})"


def _fields(kind: type, tightly: bool) -> str:
    return ", ".join(
        f"{name}: {_type(name, domain)}"
        for name, domain in fields_of(kind).items()
        if not (tightly and (kind, name) in UNWRITTEN)
    )


def _type(name: str, domain: Domain) -> str:
    one = _entry(name, domain)
    return f"[{one}, ...]" if domain.many else f"{one} or null" if domain.nullable else one


def _entry(name: str, domain: Domain) -> str:
    if name == "promise":
        return "promise"
    if domain.kind == "choice":
        return "|".join(map(str, domain.values))
    if domain.kind == "things":
        return domain.types[0].__name__.lower() if len(domain.types) == 1 else name.removesuffix("s")
    return SAID.get(domain.kind, domain.kind)
