"""What an arm may hold a seat to: what it may not do, and what it does whatever its player thinks of it.

The rules are the same in both arms. A lever changes who does what, never what follows from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from wargame.core.agreements import Terms
from wargame.core.clauses import CLAUSE_TYPES
from wargame.core.ids import ProposalId, SeatId
from wargame.core.moves import Propose, Respond, TalkMove
from wargame.core.orders import ORDER_TYPES, AnyOrder
from wargame.errors import SpecError
from wargame.scenario.faults import Key, unknown

ONE_ORDER = Annotated[AnyOrder, Field(discriminator="kind")]
EVERY_SEAT: SeatId = "all"
"""Stands for every seat in a bar."""
CLAUSE_KINDS: tuple[str, ...] = tuple(str(each.__dataclass_fields__["kind"].default) for each in CLAUSE_TYPES)


def _kind_of_order(kind: str) -> str:
    if kind not in ORDER_TYPES:
        raise ValueError(unknown(kind, "kind of order", ORDER_TYPES))
    return kind


def _kind_of_clause(kind: str) -> str:
    if kind and kind not in CLAUSE_KINDS:
        raise ValueError(unknown(kind, "kind of clause", CLAUSE_KINDS))
    return kind


NamedOrder: TypeAlias = Annotated[str, AfterValidator(_kind_of_order)]
"""A kind of order that is written in a file; another word is refused where it is read."""
NamedClause: TypeAlias = Annotated[str, AfterValidator(_kind_of_clause)]
"""A kind of clause likewise; empty is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What a seat may not do."""

    seat: SeatId
    """A seat, or `all`."""
    orders: tuple[NamedOrder, ...] = ()
    """Kinds of orders that its menu refuses."""
    clauses: tuple[NamedClause, ...] = ()
    """Kinds of clauses: no offer that holds one of them is made or accepted by it."""
    partners: tuple[SeatId, ...] = ()
    """With these alone are its clauses barred; empty is with anybody."""
    turns: tuple[int, ...] = ()
    """Turns in which it counts; empty is all."""
    unless_only_yours: bool = False
    """Whether its clauses are free again where a partner has promised this seat, there or in an agreement in force, to
    use no other side's models."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """What a seat orders before anything else; what the rules refuse there is left out."""

    seat: SeatId
    orders: tuple[ONE_ORDER, ...]
    turns: tuple[int, ...] = ()
    """Turns in which it counts; empty is all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Terms that a seat puts on the table in the first round of talk, unless the same are in force."""

    seat: SeatId
    terms: Terms
    turns: tuple[int, ...] = ()
    """Turns in which it counts; empty is all."""
    accept: bool = False
    """Whether everyone whose word is needed accepts it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reins:
    """All that the seats of one arm are held to."""

    bars: tuple[Bar, ...] = ()
    forces: tuple[Force, ...] = ()
    offers: tuple[Offer, ...] = ()

    def __bool__(self) -> bool:
        """Whether anybody is held to anything."""
        return bool(self.bars or self.forces or self.offers)

    def and_also(self, other: Reins) -> Reins:
        """These and others."""
        return Reins(bars=self.bars + other.bars, forces=self.forces + other.forces, offers=self.offers + other.offers)

    def forced(self, seat: SeatId, turn: int) -> tuple[AnyOrder, ...]:
        """What a seat orders in a turn, from 1, whatever its player thinks of it; the rules may refuse some of it."""
        return tuple(
            order for force in self.forces if force.seat == seat and counts(force.turns, turn) for order in force.orders
        )

    def pressed(self, seat: SeatId, turn: int, move: TalkMove, offers: Mapping[ProposalId, Terms]) -> bool:
        """Whether a seat made this move in a turn because it must; `offers` has the terms of offers by their ids."""
        due = [offer for offer in self.offers if counts(offer.turns, turn)]
        if isinstance(move, Propose):
            return any(offer.seat == seat and offer.terms == move.terms for offer in due)
        if isinstance(move, Respond) and move.answer == "accept":
            return any(offer.accept and offer.terms == offers.get(move.proposal) for offer in due)
        return False

    def check(self, seats: tuple[SeatId, ...]) -> None:
        """SpecError for a seat, a kind of order or a kind of clause that there is not; partners are not looked up."""
        for _, said in self.faults(seats):
            raise SpecError(said)

    def faults(self, seats: tuple[SeatId, ...]) -> Iterator[tuple[Key, str]]:
        """What `check` refuses: where it stands, from `bars`, `forces` or `offers` on, and what is wrong with it."""
        named: list[tuple[Key, SeatId]] = []
        for place, force in enumerate(self.forces):
            named.append((("forces", place, "seat"), force.seat))
        for place, offer in enumerate(self.offers):
            named.append((("offers", place, "seat"), offer.seat))
            named += [
                (("offers", place, "terms", "parties", at), party) for at, party in enumerate(offer.terms.parties)
            ]
        for place, bar in enumerate(self.bars):
            if bar.seat != EVERY_SEAT:
                named.append((("bars", place, "seat"), bar.seat))
        for key, seat in named:
            if seat not in seats:
                yield key, f"{seat}: there is no such seat; the seats are {', '.join(seats)}"
        for place, bar in enumerate(self.bars):
            for at, kind in enumerate(bar.orders):
                if kind not in ORDER_TYPES:
                    yield (
                        ("bars", place, "orders", at),
                        f"{kind!r} is no kind of order; kinds are {', '.join(ORDER_TYPES)}",
                    )
            for at, kind in enumerate(bar.clauses):
                if kind not in CLAUSE_KINDS:
                    yield (
                        ("bars", place, "clauses", at),
                        f"{kind!r} is no kind of clause; kinds are {', '.join(CLAUSE_KINDS)}",
                    )


FREE = Reins()
"""Nobody is held to anything."""


@cache
def _form() -> TypeAdapter[Reins]:
    return TypeAdapter(Reins)


def as_data(reins: Reins) -> Mapping[str, Any]:
    """Reins as plain data: `bars`, `forces` and `offers`, a list each."""
    data: Mapping[str, Any] = _form().dump_python(reins, mode="json")
    return data


def of_data(data: object) -> Reins:
    """Reins from what `as_data` gave; SpecError names the first thing in it that is none."""
    try:
        return _form().validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        at = ".".join(map(str, first["loc"])) or "it"
        raise SpecError(f"what seats are held to cannot be read: {at}: {first['msg']}") from None


def counts(turns: tuple[int, ...], turn: int) -> bool:
    """Whether a lever with these turns counts in a turn, from 1; no turns are all."""
    return not turns or turn in turns
