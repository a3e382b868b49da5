"""What each part of a lever writes to variables by the rules' own procedures: orders, agreements and injects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations, product
from math import prod
from types import SimpleNamespace
from typing import Any

from wargame.balance.claims import Claim
from wargame.balance.procedure_reading import VariableMove, emitted_by, ruling_of, written_by
from wargame.core.agreements import Terms
from wargame.core.clauses import CLAUSE_TYPES, AccessClause
from wargame.core.domains import fields_of
from wargame.core.events import Event
from wargame.core.fold import fold
from wargame.core.ids import SeatId, Variable
from wargame.core.orders import ORDER_TYPES, AnyOrder, Argument, Order
from wargame.core.refusals import RefusalKind
from wargame.core.setting import Inject
from wargame.core.state import State
from wargame.paired.arms import BASE, begun_otherwise
from wargame.players.levers import EVERY_SEAT, Bar
from wargame.rules.bargains import agreements, breaches
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.injects.kinds import HAPPEN
from wargame.rules.legality import refusal
from wargame.rules.menu import choices
from wargame.rules.orders.verbs import VERBS

CLAUSES: Mapping[str, type] = {str(each.__dataclass_fields__["kind"].default): each for each in CLAUSE_TYPES}
"""Types of clauses by their kind."""
NEVER: tuple[RefusalKind, ...] = ("unknown_name", "not_yours", "wrong_target", "malformed")
"""Why an order is refused that the rules would refuse in any state of the game."""
MOST_WAYS = 120
"""Orders of one kind and seat that are tried one by one."""


@dataclass(frozen=True, slots=True)
class OpenedArm:
    """One set of games of a claim, before its first turn."""

    book: Rulebook
    first: Event
    state: State

    def ruling(self, **state: Any) -> SimpleNamespace:
        """A ruling in it of which is known what no turn changes, and what is named of the state."""
        return ruling_of(self.book, self.state.models, **state)


@dataclass(frozen=True, slots=True)
class LeverPart:
    """A part of a lever, and what it writes."""

    says: str
    """What it is, as the beginning of a sentence that goes on with `moves`."""
    written: tuple[VariableMove, ...]
    emitted: frozenset[str] = frozenset()
    """Kinds of events that it brings about in any case, or would if it were not barred."""
    about: frozenset[SeatId] = frozenset()
    """Whom these events concern."""
    named: tuple[Variable, ...] = ()
    """Variables that it moves by numbers of its own."""


def opened_arms(claim: Claim) -> tuple[OpenedArm, OpenedArm]:
    """The games of a claim without its lever and with it; raises what opening them does."""
    common, setup = claim.common.arm(BASE), claim.setup()
    found = list[OpenedArm]()
    for arm in (common, common.and_also(claim.lever.arm("lever"))):
        book, first = begun_otherwise(arm.of(setup).opening(), arm.start)
        found.append(OpenedArm(book, first, fold(State(), (first,))))
    return found[0], found[1]


def lever_parts(claim: Claim, base: OpenedArm, lever: OpenedArm) -> Iterator[LeverPart]:
    """What the lever forces, bars, offers and edits, as far as rules answer to it by writing variables."""
    for force in claim.lever.forces:
        for order in force.orders:
            yield of_order(order.kind, force.seat, _fields(order), base)
    for bar in claim.lever.bars:
        for kind in bar.orders:
            yield _of_barred_order(bar.seat, kind, base)
        for kind in bar.clauses:
            yield from _of_barred(bar, kind, base)
    for offer in claim.lever.offers:
        yield of_terms(offer.terms, base)
    for terms in _different(_terms_of(base), _terms_of(lever)):
        yield of_terms(terms, base, at_start=True)
    for inject in _different(base.book.setting.injects, lever.book.setting.injects):
        yield of_inject(inject, base)


def of_order(kind: str, by: SeatId | None, order: Mapping[str, Any], arm: OpenedArm | None = None) -> LeverPart:
    """An order of this kind when this seat gives it; None is any seat, `order` has its fields as far as they are known.

    Without an arm nothing is known of the scenario.
    """
    procedure = VERBS[ORDER_TYPES[kind]].do
    known: dict[str, Any] = {"order": SimpleNamespace(**order)}
    known |= {} if by is None else {"by": by}
    known |= {} if arm is None else {"ruling": arm.ruling()}
    about = frozenset(each for each in (by, *order.values()) if isinstance(each, str))
    return LeverPart(kind, written_by(procedure, **known), emitted_by(procedure, **known), about)


def of_terms(terms: Terms | SimpleNamespace, arm: OpenedArm, *, at_start: bool = False) -> LeverPart:
    """An agreement from its signature on, with what keeping and breaking it writes; `at_start` it is signed before.

    What it writes to a trust of which only a game could tell whose is that of every pair of its parties.
    """
    paper = SimpleNamespace(
        id="", terms=terms, parties=terms.parties, consenters=terms.parties, status="in_force", breaches=0
    )
    ruling = arm.ruling(agreements={"": paper})
    found = [] if at_start else list(written_by(agreements.sign, ruling=arm.ruling(), proposal=paper))
    found += [*written_by(agreements.perform, ruling=ruling), *written_by(breaches.review, ruling=ruling)]
    parties = " and ".join(str(party) if party else "others" for party in terms.parties)
    filled = dict.fromkeys(each for one in found for each in _between(one, terms.parties))
    return LeverPart(f"an agreement of {parties}", tuple(filled))


def of_inject(inject: Inject, arm: OpenedArm) -> LeverPart:
    """An inject of the scenario: what its kind does, and the changes that it names itself."""
    says, named, happen = f"inject {inject.kind}", tuple(inject.changes), HAPPEN.get(inject.kind)
    if happen is None:
        return LeverPart(says, (), named=named)
    known: dict[str, Any] = {"ruling": arm.ruling(), "words": inject.text}
    known |= {"target": inject.target} if inject.target else {}
    about = frozenset((inject.target,) if inject.target else ())
    return LeverPart(says, written_by(happen, **known), emitted_by(happen, **known), about, named)


def _of_barred_order(seat: SeatId, kind: str, base: OpenedArm) -> LeverPart:
    """What an order would have written, in whichever way the seat could ever give it."""
    found = [
        each for by in (base.book.setting.ids if seat == EVERY_SEAT else (seat,)) for each in _ever(by, kind, base)
    ]
    return LeverPart(
        kind,
        tuple(dict.fromkeys(written for each in found for written in each.written)),
        frozenset(event for each in found for event in each.emitted),
        frozenset(about for each in found for about in each.about),
    )


def _ever(seat: SeatId, kind: str, base: OpenedArm) -> Iterator[LeverPart]:
    """Each way in which a seat could give an order of a kind, now or later; unknown ones where there are very many."""
    domains = {name: choices(base.book, base.state, seat, each) for name, each in fields_of(ORDER_TYPES[kind]).items()}
    if prod(map(len, domains.values())) > MOST_WAYS or ORDER_TYPES[kind] is Argument:
        yield of_order(kind, seat, {}, base)
        return
    for values in product(*domains.values()):
        make: Any = ORDER_TYPES[kind]
        order: AnyOrder = make(**dict(zip(domains, values, strict=True)))
        refused = refusal(base.book, base.state, seat, order)
        if refused is None or refused.kind not in NEVER:
            yield of_order(kind, seat, _fields(order), base)


def _of_barred(bar: Bar, kind: str, arm: OpenedArm) -> Iterator[LeverPart]:
    """What agreements with such a clause would have written by parameters, whatever else they had said."""
    seat = None if bar.seat == EVERY_SEAT else bar.seat
    for partner in bar.partners or (None,):
        clause: Any = object.__new__(CLAUSES[kind])  # only a game could tell what it says, but for its sides
        if issubclass(CLAUSES[kind], AccessClause) and seat in arm.book.setting.labs:
            object.__setattr__(clause, "giver", seat)
            if partner is not None:
                object.__setattr__(clause, "taker", partner)
        part = of_terms(SimpleNamespace(parties=(seat, partner), clauses=(clause,)), arm)
        written = tuple(each for each in part.written if each.amount and any(each.amount))
        says = part.says.replace("an ", "a barred ", 1)
        yield LeverPart(f"{says} on {kind.replace('_', ' ')}", written)


def _between(written: VariableMove, parties: Iterable[SeatId | None]) -> Iterator[VariableMove]:
    """The same for every pair of parties where only a game could tell whose trust it is; nothing else of that kind."""
    if None not in written.place:
        yield written
    elif written.family == "trust":
        for pair in permutations(parties, 2):
            if all(known in (None, seat) for known, seat in zip(written.place, pair, strict=True)):
                yield VariableMove(written.family, pair, written.amount)


def _terms_of(arm: OpenedArm) -> tuple[Terms, ...]:
    return tuple(each.terms for each in arm.state.agreements.values())


def _different(one: Iterable[Any], other: Iterable[Any]) -> list[Any]:
    """What stands in one of two lists alone."""
    first, second = list(one), list(other)
    return [*(each for each in first if each not in second), *(each for each in second if each not in first)]


def _fields(order: Order) -> Mapping[str, Any]:
    return {name: getattr(order, name) for name in order.__dataclass_fields__}
