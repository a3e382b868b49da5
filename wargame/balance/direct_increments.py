"""Which parameters put the effect of a lever into what is measured directly, read from the rules themselves.

A parameter is a direct increment of a variable where a procedure of the rules adds it to that variable as it stands:
times constants, traits of a seat, other parameters and the room that the variable has left, and nothing else that is
read from the state of the game. What goes by the state, such as a rise by each step beyond a line, is a rule that has
to work, and no increment. What is measured is moved by it where it is that variable, or is worked out from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from wargame.balance.claims import Claim
from wargame.balance.lever_parts import LeverPart, OpenedArm, lever_parts, of_order, opened_arms
from wargame.balance.procedure_reading import VariableMove, WhoseNumber
from wargame.balance.procedure_values import BARE, SumOfProducts
from wargame.core import names
from wargame.core.codebook import bounds, settle
from wargame.core.ids import AREAS, EventId, SeatId, Variable
from wargame.core.models import Access, unlisted
from wargame.core.state import State
from wargame.errors import SpecError
from wargame.paired.readings import RUNNING, Reading, RisesOf, spelt_out, taken
from wargame.rules.base.parameters import Parameters
from wargame.rules.model.measures import picture

SHARES = ("share", "share a quarter")
"""Units of parameters that scale an increment and are none themselves."""
TRIED = 0.2
"""Part of its range by which a variable is moved, both ways, to see whether a reading goes by it."""
HALF = 0.5
"""Integration of every model, part of it that is every contractor's, and adoption, where all are served by all."""
NOTHING = 1e-9
"""A reading that changes by less is not moved."""


@dataclass(frozen=True, slots=True)
class Increment:
    """What one order adds to one family of variables by parameters alone."""

    family: str
    """The function of `core.names` that names them."""
    place: WhoseNumber
    amount: SumOfProducts


@dataclass(frozen=True, slots=True)
class PutIn:
    """Something that a part of a lever writes to a variable by which a reading goes."""

    part: str
    variable: Variable
    amount: SumOfProducts | None
    """Parameters; None where it goes by the state of the game."""


@dataclass(frozen=True, slots=True)
class MissingIncrement:
    """Parameters of which a claim lists none although a part of its lever moves by them what is measured."""

    parameters: tuple[str, ...]
    """Any of them, at zero, would take it away."""
    part: str
    """The kind of an order, an agreement or an inject."""
    variable: Variable

    def __str__(self) -> str:
        return f"{self.part} moves {self.variable} by {' or '.join(self.parameters)}"


def missing_increments(claim: Claim) -> Iterator[MissingIncrement]:
    """Parameters by which the lever's own parts move a measured variable, and which are not listed.

    Followed are orders that it forces or bars, agreements that it offers, bars or begins with, and its injects, into
    every reading that is worked out from the state as it is then. Raises what opening its games does.
    """
    base, lever = opened_arms(claim)
    parts, listed = tuple(lever_parts(claim, base, lever)), set(claim.increments)
    for measure in claim.measures:
        for found in put_in(GoesBy(measure.reads, base, lever), parts, listed):
            for factors in sorted(found.amount or (), key=sorted):
                if factors and not factors & listed:
                    wanted = wanted_of(factors)
                    listed.update(wanted)
                    yield MissingIncrement(wanted, found.part, found.variable)


def wanted_of(factors: Iterable[str]) -> tuple[str, ...]:
    """The parameters of a product that are increments and no mere shares of one; all of them if each is a share."""
    every = tuple(sorted(factors))
    return tuple(name for name in every if unit_of_parameter(name) not in SHARES) or every


def unit_of_parameter(parameter: str) -> str:
    """The unit in which the rules declare a parameter; KeyError for one that they do not have."""
    return str(Parameters.__dataclass_fields__[parameter].metadata["unit"])


def check_increments(claim: Claim) -> None:
    """SpecError, with what is missing, for a claim of which not all direct increments are listed."""
    if found := list(missing_increments(claim)):
        raise SpecError(
            f"increments: {'; '.join(map(str, found))}, and that is not listed there: with it at zero one sees whether "
            "an effect is more than what was put in"
        )


def increments_of(kind: str, by: SeatId | None, order: Mapping[str, Any]) -> tuple[Increment, ...]:
    """What an order of this kind adds to variables by parameters alone, when this seat gives it; None is any seat.

    `order` has its fields as far as they are known.
    """
    found = (
        Increment(each.family, each.place, each.amount or frozenset()) for each in of_order(kind, by, order).written
    )
    return tuple(dict.fromkeys(each for each in found if any(each.amount)))


def put_in(goes: GoesBy, parts: Iterable[LeverPart], listed: Iterable[str] | None = None) -> Iterator[PutIn]:
    """What parts of a lever write to variables by which a reading goes, the first such variable of each.

    With `listed` only what has a parameter of which none is listed. A reading that counts what was done goes by none.
    """
    known = None if listed is None else set(listed)
    for part in parts:
        for each in part.written:
            if known is not None and not any(factors and not factors & known for factors in each.amount or ()):
                continue
            found = next((variable for variable in goes.named(each) if goes.by(variable)), None)
            if found is not None:
                yield PutIn(part.says, found, each.amount)
        for variable in part.named if known is None else ():
            if goes.by(variable):
                yield PutIn(part.says, variable, BARE)


class GoesBy:
    """Which variables a reading is worked out from, found by moving them one at a time and reading again.

    It is read at the opening of both sets of games, and again with every government served by all, and by all but the
    rivals under its law of a lab that the variable names: what is held later decides by what a share or a value goes.
    """

    def __init__(self, reading: Reading, base: OpenedArm, lever: OpenedArm) -> None:
        """Nothing is read before it is asked for."""
        self._reading, self._base = reading, base
        self.at = () if isinstance(reading, RUNNING) else (base, lever, replace(base, state=all_served(base)))
        self._own: tuple[Variable, ...] = ()
        if isinstance(reading, RisesOf):
            self._own = tuple(each for name in reading.of for each in spelt_out(name, base.book))
        self._there = dict.fromkeys((*self._own, *base.state.values, *lever.state.values, *_tuned(base)))
        self._known = dict[Variable, bool]()
        self._alone = dict[SeatId, OpenedArm]()

    def named(self, written: VariableMove) -> Iterator[Variable]:
        """The variables that something may be written to."""
        named = getattr(names, written.family)
        if isinstance(named, str):
            yield Variable(named)
        elif None not in written.place:
            yield Variable(named(*written.place))
        else:
            marks = (each or "?" for each in written.place)
            made = re.compile(re.escape(named(*marks)).replace(re.escape("?"), "[^.]+"))
            yield from (variable for variable in self._there if made.fullmatch(variable))

    def by(self, variable: Variable) -> bool:
        """Whether it goes by this variable."""
        if variable not in self._known:
            self._known[variable] = variable in self._own or any(
                self._moves(each, variable) for each in self._at(variable)
            )
        return self._known[variable]

    def _at(self, variable: Variable) -> Iterator[OpenedArm]:
        yield from self.at
        for lab in self._base.book.setting.labs if self.at else ():
            if lab in variable.split("."):
                if lab not in self._alone:
                    self._alone[lab] = replace(self._base, state=all_served(self._base, lab))
                yield self._alone[lab]

    def _moves(self, look: OpenedArm, variable: Variable) -> bool:
        now, was = read_at(self._reading, look), look.state.values.get(variable)
        low, high = bounds(variable)
        for part in (TRIED, -TRIED):
            moved = settle(variable, (low if was is None else was) + part * (high - low))
            state = replace(look.state, values={**look.state.values, variable: moved})
            if differs(now, read_at(self._reading, replace(look, state=state))):
                return True
        return False


def _tuned(arm: OpenedArm) -> Iterator[Variable]:
    """Fine-tunes that there may be later; none is stored before it is made."""
    families = sorted({model.family for model in arm.state.models.values()})
    return (names.tuned(*each) for each in product(arm.book.setting.governments, AREAS, families))


def differs(one: float | None, other: float | None) -> bool:
    """Whether two readings are not the same."""
    if one is None or other is None:
        return one is not other
    return abs(one - other) > NOTHING


def read_at(reading: Reading, arm: OpenedArm) -> float | None:
    """What a reading gives before the first turn; None if the game has nothing of the kind."""
    return taken(reading, picture(arm.book, arm.state), (arm.first,))


def all_served(arm: OpenedArm, alone: SeatId | None = None) -> State:
    """The opening with every government served by every lab and contractor for all work, and none of them at its end.

    `alone` is a lab that is the only one of its law to serve them; then they have nothing else.
    """
    law = None if alone is None else arm.book.jurisdiction(alone)

    def serves(lab: SeatId) -> bool:
        return lab == alone or arm.book.jurisdiction(lab) != law

    lines = {
        f"{holder} {model.id}": Access(
            id=f"{holder} {model.id}",
            holder=holder,
            supplier=model.owner,
            model=model.id,
            channel="api",
            licence="full",
            areas=AREAS,
            data="resident",
            audit="none",
            support=0,
            source="agreement",
            agreement=None,
            frozen_K=None,
            penalty=1.0,
            status="live",
            since=0,
            cause=EventId("0.1"),
            audience="public",
        )
        for holder in arm.book.setting.governments
        for model in arm.state.models.values()
        if model.released and not unlisted(model.id) and model.owner != holder and serves(model.owner)
    }
    values = dict(arm.state.values)
    firms = [seat.id for seat in arm.book.setting.seats if seat.kind == "contractor"]
    for holder in arm.book.setting.governments:
        values |= {names.integration(holder, model.family): HALF for model in arm.state.models.values()}
        values |= {names.bundled(holder, firm): HALF for firm in firms}
        values[names.adoption(holder)] = 100 * HALF
    unhelped = {name: each for name, each in arm.state.conditions.items() if each.kind != "support"}
    kept = arm.state.access if alone is None else {}
    return replace(arm.state, access={**kept, **lines}, values=values, conditions=unhelped)
