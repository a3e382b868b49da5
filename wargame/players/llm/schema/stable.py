"""The stable schemas of a game: one for talk, one for weighing, and one for the orders of each kind of seat.

They hold what stays as it is from the first turn to the last, the seats at the table and the bounds of whole numbers,
and no id that comes or goes, so that an endpoint compiles each once a game and counts it as part of what it has cached.
Lengths are said in the prompt, since not every endpoint takes them in a schema, and so are bounds of numbers: here they
are lists of values, which all of them take.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from wargame.core.clauses import DEAREST
from wargame.core.ids import PUBLIC, Phase, Role, SeatId, SeatKind
from wargame.core.moves import Intent, Message
from wargame.core.orders import ORDER_TYPES
from wargame.core.setting import Seat, Setting
from wargame.players.llm.schema.replies import AdviceReply, reply_type
from wargame.players.llm.schema.shape import HeldValues, Narrowing, schema_of
from wargame.players.llm.schema_size import size_of
from wargame.rules.base.calendar import longest_term

EACH_TURN = 60
"""Lengths and ends up to here may each be named; no game has more turns."""


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


@dataclass(frozen=True, slots=True)
class TableBounds:
    """What the schemas of one game hold: the same for all its seats and turns."""

    seats: tuple[SeatId, ...]
    labs: tuple[SeatId, ...]
    turns: int
    """The last turn."""
    longest: int
    """Most turns that an agreement may run."""

    @classmethod
    def of(cls, setting: Setting) -> TableBounds:
        """Those of a game."""
        return cls(setting.ids, setting.labs, setting.turns, longest_term(setting.months))

    @property
    def named(self) -> Mapping[str, Sequence[Any]]:
        """Values of free fields by name."""
        return {
            "lab": self.labs,
            "price": range(DEAREST + 1),
            "amount": range(1, DEAREST + 1),
            "turns": _turns(self.longest),
            "until": _turns(self.turns),
        }


def _turns(last: int) -> tuple[int, ...]:
    """Each of the first turns and every twelfth after them: no list of hundreds, which slows every token."""
    return (*range(1, min(last, EACH_TURN) + 1), *range(EACH_TURN + 12, last + 1, 12))


def stable(phase: Phase, seat: Seat, setting: Setting) -> Format:
    """The schema for a phase and a kind of seat: the same object for every seat of that kind, in every turn."""
    kind, role = (seat.kind, seat.role) if phase == "orders" else ("government", "patron")
    return _stable(phase, kind, role, TableBounds.of(setting))


@cache
def advice(kind: SeatKind, role: Role) -> Format:
    """The schema of advice to a person on a seat of this kind."""
    return Format(f"advice_{kind}_{role}", schema_of(AdviceReply, _of_kind(kind, role)))


@cache
def _stable(phase: Phase, kind: SeatKind, role: Role, table: TableBounds) -> Format:
    """With the seats wherever one is named; where hosts would refuse that for its size, not in both ends of clauses."""
    name = f"orders_{kind}_{role}" if phase == "orders" else phase
    narrow = _of_kind(kind, role) if phase == "orders" else Narrowing()
    cuts = {**narrow.cuts, Message: ({"to": (*table.seats, PUBLIC)},)}
    narrow = replace(narrow, cuts=cuts, seats=table.seats, named=table.named)
    schema = schema_of(reply_type(phase), narrow)
    if size_of(schema).is_too_large:
        schema = schema_of(reply_type(phase), replace(narrow, free=frozenset(("giver", "taker"))))
    return Format(name, schema)


def _of_kind(kind: SeatKind, role: Role) -> Narrowing:
    verbs = verbs_of(kind, role)
    absent: dict[type, Sequence[HeldValues]] = {order: () for verb, order in ORDER_TYPES.items() if verb not in verbs}
    return Narrowing(cuts={**absent, Intent: ({"verb": verbs},)})
