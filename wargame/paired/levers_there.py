"""Whether what seats are held to can do anything in a game; what cannot is a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from wargame.core.domains import fields_of
from wargame.core.events import Event
from wargame.core.fold import fold
from wargame.core.ids import SeatId
from wargame.core.orders import ORDER_TYPES, AnyOrder, Argument, aimed_at
from wargame.core.refusals import Refusal
from wargame.core.state import State
from wargame.players.levers import EVERY_SEAT, Bar, Force, Offer, Reins
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.legality import refusal
from wargame.rules.menu import choices


def idle_levers(reins: Reins, opening: tuple[Rulebook, Event], first: int = 1) -> Iterator[tuple[str, int, str]]:
    """Levers that name what the game does not have: `bars`, `forces` or `offers`, the place among them, and why.

    `first` is the turn from which on they count. Seats and kinds are those that there are, as `Reins.check` sees to.
    Each forced order tries the orders of its kind, some dozens.
    """
    if not reins:
        return
    book, start = opening
    state = fold(State(), (start,))
    levers: Mapping[str, Sequence[Bar | Force | Offer]] = {
        "bars": reins.bars,
        "forces": reins.forces,
        "offers": reins.offers,
    }
    for kind, those in levers.items():
        for place, lever in enumerate(those):
            if isinstance(lever, Bar):
                found = _of_bar(book, state, lever)
            else:
                found = _of_force(book, state, lever) if isinstance(lever, Force) else ""
            if said := found or _of_turns(lever.turns, first, book.setting.turns):
                yield kind, place, said


def _of_turns(turns: Sequence[int], first: int, last: int) -> str:
    for turn in turns:
        if not 1 <= turn <= last:
            has = "has 1 turn" if last == 1 else f"has {last} turns"
            return f"turns names {turn}; this game {has}"
    if turns and max(turns) < first:
        return f"turns ends with {max(turns)}; the games are played from turn {first} on"
    return ""


def _of_bar(book: Rulebook, state: State, bar: Bar) -> str:
    seats = book.setting.ids
    for partner in bar.partners:
        if partner not in seats:
            return f"partners names {partner!r}; it must be a seat of the table: {', '.join(seats)}"
    if not bar.orders and not bar.clauses:
        alone = "a seat" if not (bar.partners or bar.turns) else "a seat with partners or turns"
        return f"it bars nothing: {alone} alone is no bar; name orders or clauses"
    if not bar.orders and set(bar.partners) == {bar.seat}:
        return f"partners names nobody but {bar.seat}, and no seat agrees on anything with itself"
    if bar.seat == EVERY_SEAT or bar.clauses:
        return ""
    never = [_never(book, state, bar.seat, kind) for kind in bar.orders]
    return f"orders: {bar.orders[0]}: {never[0]}" if never[0] and all(never) else ""


def _of_force(book: Rulebook, state: State, force: Force) -> str:
    seats = book.setting.ids
    if not force.orders:
        return "orders is empty: it has its seat order nothing"
    for order in force.orders:
        if force.seat in aimed_at(order):
            return f"{order.kind} is aimed at {force.seat} itself; no order can be"
        for aim in aimed_at(order):
            if aim not in seats:
                return f"{order.kind} is aimed at {aim!r}; it must be a seat of the table: {', '.join(seats)}"
        if never := _never(book, state, force.seat, order.kind):
            return f"{force.seat} can never give {order.kind}: {never}"
    return ""


def _never(book: Rulebook, state: State, seat: SeatId, kind: str) -> Refusal | None:
    """Why a seat may give no order of this kind, whatever it names: it is for others; None if it may some day."""
    if ORDER_TYPES[kind] is Argument:
        return None
    domains = {name: choices(book, state, seat, domain) for name, domain in fields_of(ORDER_TYPES[kind]).items()}
    said: Refusal | None = None
    for values in product(*domains.values()):
        make: Any = ORDER_TYPES[kind]
        order: AnyOrder = make(**dict(zip(domains, values, strict=True)))
        said = refusal(book, state, seat, order)
        if said is None or said.kind != "not_yours":
            return None
    return said
