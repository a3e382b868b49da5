"""The stable schemas: one for talk, one for weighing, and one for the orders of each kind of seat.

They hold no id of any game, so that an endpoint compiles each once and counts it as part of what it has
cached. Lengths are said in the prompt, since not every endpoint takes them in a schema.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from wargame.core.ids import Phase, Role, SeatKind
from wargame.core.moves import Intent
from wargame.core.orders import ORDER_TYPES
from wargame.core.setting import Seat
from wargame.players.llm.schema.replies import AdviceReply, reply_type
from wargame.players.llm.schema.shape import Narrowing, schema_of


@dataclass(frozen=True, slots=True)
class Format:
    """A schema with the name under which it is sent."""

    name: str
    schema: Mapping[str, Any]


def _kinds(*kinds: SeatKind) -> Callable[[SeatKind, Role], bool]:
    return lambda kind, role: kind in kinds


def _role(wanted: Role) -> Callable[[SeatKind, Role], bool]:
    return lambda kind, role: role == wanted


_LABS = _kinds("lab", "champion")
_ANY = _kinds("government", "institution", "lab", "champion", "contractor")
WHO: Mapping[str, Callable[[SeatKind, Role], bool]] = {
    "any seat": _ANY,
    "a supplier": _ANY,
    "an owner of open weights": _ANY,
    "a government": _kinds("government"),
    "an institution": _kinds("institution"),
    "a contractor": _kinds("contractor"),
    "a government or institution": _kinds("government", "institution"),
    "a government or lab": _kinds("government", "lab", "champion"),
    "a government, lab or champion": _kinds("government", "lab", "champion"),
    "a government or lab that knows of it": _kinds("government", "institution", "lab", "champion"),
    "a lab": _LABS,
    "a lab with security 3 or more": _LABS,
    "a lab with dissent above 30": _LABS,
    "a lab under coercion": _LABS,
    "Washington": _role("patron"),
    "Beijing": _role("rival_patron"),
    "Paris or Mistral": lambda kind, role: kind == "champion" or role == "middle_power",
}
"""Which kinds of seat are meant by the words in which an order says who may give it; wider where names decide."""


@cache
def verbs_of(kind: SeatKind, role: Role) -> tuple[str, ...]:
    """The order kinds that a seat of this kind might ever give."""
    return tuple(verb for verb, order in ORDER_TYPES.items() if WHO[order.SPEC.who](kind, role))


def stable(phase: Phase, seat: Seat) -> Format:
    """The schema for a phase and a kind of seat: the same object for every seat of that kind, in every turn."""
    return _stable(phase, seat.kind, seat.role) if phase == "orders" else _stable(phase, "government", "patron")


@cache
def advice(kind: SeatKind, role: Role) -> Format:
    """The schema of advice to a person on a seat of this kind."""
    return Format(f"advice_{kind}_{role}", schema_of(AdviceReply, _of_kind(kind, role)))


@cache
def _stable(phase: Phase, kind: SeatKind, role: Role) -> Format:
    if phase != "orders":
        return Format(phase, schema_of(reply_type(phase)))
    return Format(f"orders_{kind}_{role}", schema_of(reply_type("orders"), _of_kind(kind, role)))


def _of_kind(kind: SeatKind, role: Role) -> Narrowing:
    verbs = verbs_of(kind, role)
    absent: dict[type, tuple[()]] = {order: () for verb, order in ORDER_TYPES.items() if verb not in verbs}
    return Narrowing(cuts={**absent, Intent: ({"verb": verbs},)})
