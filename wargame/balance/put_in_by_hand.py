"""What of a claim's effect is put in by hand, measure by measure, and what of it increments at zero leave in.

A lever may bring what is read by a parameter, by a number in the rules that is none, by setting it at the start, by
changing how it is worked out, or by being the very deed that is counted. All of it is found without a game, in the
rules' own procedures and in the openings of both sets of games.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from wargame.balance.claims import Claim, MeasureLine
from wargame.balance.direct_increments import GoesBy, PutIn, differs, put_in, read_at
from wargame.balance.lever_parts import LeverPart, OpenedArm, lever_parts, opened_arms
from wargame.core.clauses import AccessClause
from wargame.core.ids import SeatId, Variable
from wargame.paired.readings import (
    RUNNING,
    BetsOf,
    EventsOf,
    LinesOf,
    OrdersOf,
    SignedOf,
    StandingOf,
)
from wargame.players.levers import EVERY_SEAT, Bar

MOST_NAMED = 2
"""Parts and variables that are named of many."""


@dataclass(frozen=True, slots=True)
class PutInByHand:
    """What of the effect on one measure the lever brings by itself, before anybody answers to it."""

    measure: MeasureLine
    parameters: tuple[str, ...]
    """Increments that the claim names: at zero in its second comparison."""
    by_parameters: tuple[PutIn, ...]
    by_numbers: tuple[PutIn, ...]
    """By numbers of the rules that are no parameters: nothing sets them to zero."""
    by_state: tuple[PutIn, ...]
    """By amounts that go by the state of the game."""
    at_start: float | None
    """What is read with the lever less without it before the first turn; None where nothing is read there."""
    set_there: tuple[Variable, ...]
    """Variables that begin otherwise with the lever and by which the reading goes."""
    in_formula: bool
    """Whether the lever changes how what is read is worked out from the same state."""
    rule_numbers: tuple[str, ...]
    """Parameters that are the lever."""
    counted: bool
    """Whether the lever brings about or bars what is counted."""
    is_count: bool
    """Whether what was done is counted, for which no formula can be followed."""

    @property
    def sets_what_is_read(self) -> bool:
        """Whether there is nothing to set to zero because the lever is what is read, in whole or in part."""
        return bool(self.at_start or self.set_there or self.in_formula or self.rule_numbers)

    def told(self) -> Iterator[str]:
        """Each way in a few words, and what is left in; one line that says so where none was found."""
        if self.by_parameters:
            yield f"set to zero: {_listed(self.parameters)} ({_parts(self.by_parameters)})"
        if self.by_numbers:
            yield f"left in: a number of the rules that is no parameter ({_parts(self.by_numbers)})"
        if self.by_state:
            yield f"left in: a rule that goes by the state ({_parts(self.by_state)})"
        if self.at_start:
            yield f"the lever sets what is read: {self.at_start:+.3g} before the first turn; nothing to set to zero"
        else:
            if self.in_formula:
                yield "the lever sets how it is worked out; nothing to set to zero"
            if self.set_there:
                yield f"the lever sets what it is worked out from: {_some(self.set_there)}; nothing to set to zero"
        if self.rule_numbers:
            yield f"the lever is a number of the rules: {_listed(self.rule_numbers)}; nothing to set to zero"
        if self.counted:
            yield "the lever itself brings or bars what is counted; nothing to set to zero"
        elif self.is_count:
            yield "not traced: what is counted has no formula"
        elif not (self.by_parameters or self.by_numbers or self.by_state or self.sets_what_is_read):
            yield "not traced: no procedure of the lever itself writes it, and what follows later is not looked through"


def put_in_by_hand(claim: Claim) -> tuple[PutInByHand, ...]:
    """What of each measure's effect its lever puts in, in their order; none for a claim that no game can try.

    Opens its games, and raises what that does.
    """
    if claim.untestable:
        return ()
    base, lever = opened_arms(claim)
    parts = tuple(lever_parts(claim, base, lever))
    return tuple(_of_measure(claim, each, parts, base, lever) for each in claim.measures)


def named_alone(claim: Claim, found: Iterable[PutInByHand]) -> tuple[str, ...]:
    """Increments that the claim names and that are not found in what its lever writes: at zero by its own word."""
    traced = {name for each in found for name in each.parameters}
    return tuple(name for name in claim.increments if name not in traced)


def put_in_words(claim: Claim) -> Iterator[str]:
    """The same in sentences without their stop, those of a measure behind its name; raises what opening it does."""
    found = put_in_by_hand(claim)
    for each in found:
        yield f"{each.measure.name}: {'; '.join(each.told())}"
    if alone := named_alone(claim, found):
        yield f"also at zero, by the claim's own word and not traced: {_listed(alone)}"


def _of_measure(
    claim: Claim, measure: MeasureLine, parts: Sequence[LeverPart], base: OpenedArm, lever: OpenedArm
) -> PutInByHand:
    reads = measure.reads
    goes = GoesBy(reads, base, lever)
    found = tuple(dict.fromkeys(put_in(goes, parts)))
    by_parameters = tuple(each for each in found if any(each.amount or ()))
    listed = {name for each in by_parameters for product in each.amount or () for name in product}
    at_start, in_formula = None, False
    if not isinstance(reads, RUNNING):
        one, other = (read_at(reads, arm) for arm in (base, lever))
        at_start = None if one is None or other is None else other - one if differs(one, other) else 0.0
        in_formula = any(
            differs(read_at(reads, look), read_at(reads, replace(look, book=lever.book))) for look in goes.at
        )
    values = base.state.values.keys() | lever.state.values.keys()
    otherwise = sorted(each for each in values if base.state.values.get(each) != lever.state.values.get(each))
    is_count = isinstance(reads, EventsOf | OrdersOf | SignedOf | LinesOf | StandingOf | BetsOf)
    return PutInByHand(
        measure=measure,
        parameters=tuple(name for name in claim.increments if name in listed),
        by_parameters=by_parameters,
        by_numbers=tuple(each for each in found if each.amount is not None and frozenset() in each.amount),
        by_state=tuple(each for each in found if each.amount is None),
        at_start=at_start,
        set_there=tuple(each for each in otherwise if goes.by(each)),
        in_formula=in_formula,
        rule_numbers=tuple(sorted(claim.lever.params)),
        counted=_is_counted(claim, measure, parts, base),
        is_count=is_count,
    )


def _is_counted(claim: Claim, measure: MeasureLine, parts: Iterable[LeverPart], base: OpenedArm) -> bool:
    """Whether the lever forces, offers or bars a deed that the reading counts."""
    reads, lever = measure.reads, claim.lever
    if isinstance(reads, OrdersOf):
        given: list[tuple[SeatId, str]] = [(force.seat, order.kind) for force in lever.forces for order in force.orders]
        given += [(bar.seat, kind) for bar in lever.bars for kind in bar.orders]
        return any(kind in reads.of and _is_among(seat, reads.by) for seat, kind in given)
    if isinstance(reads, EventsOf):
        about = reads.about
        return any(set(reads.of) & part.emitted and (about is None or about in part.about) for part in parts)
    if isinstance(reads, SignedOf):
        clauses: list[tuple[SeatId, str]] = [
            (each.giver, each.kind) for offer in lever.offers for each in offer.terms.clauses
        ]
        clauses += [(bar.seat, kind) for bar in lever.bars for kind in bar.clauses]
        return any(reads.clause in ("", kind) and _is_among(seat, reads.giver) for seat, kind in clauses)
    if isinstance(reads, LinesOf):
        by_agreement = not reads.source or "agreement" in reads.source
        owners = {model.id: model.owner for model in base.state.models.values()}
        opened = (each for offer in lever.offers for each in offer.terms.clauses if isinstance(each, AccessClause))
        offered = any(
            _is_among(owners.get(each.model, each.giver), reads.owner) and _is_among(each.taker, reads.holder)
            for each in opened
        )
        return by_agreement and (offered or any(_bars_lines(bar, reads) for bar in lever.bars))
    return False


def _bars_lines(bar: Bar, reads: LinesOf) -> bool:
    """Whether a bar keeps lines away that are counted: of a lab whose models these are, or of who would hold them."""
    if "access" not in bar.clauses:
        return False
    named = (*reads.owner, *reads.holder)
    return not named or _is_among(bar.seat, named)


def _is_among(seat: SeatId, seats: Sequence[SeatId]) -> bool:
    return not seats or seat == EVERY_SEAT or seat in seats


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _parts(found: Iterable[PutIn]) -> str:
    return _some(tuple(dict.fromkeys(f"{each.variable} by {each.part}" for each in found)))


def _some(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
