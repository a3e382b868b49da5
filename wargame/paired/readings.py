"""What is read out of a game at the end of each turn, as data: values, counts, what an offer would be worth.

A reading gives one number a turn. Counts of what is done run on from the start of the game, see `RUNNING`; what is
there is counted as it is then.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from statistics import fmean, pstdev
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, Field

from wargame.core import event_kinds
from wargame.core.agreements import Terms
from wargame.core.event_values import OrderOpened, Signed
from wargame.core.events import Event
from wargame.core.ids import Channel, SeatId, Variable
from wargame.core.models import Source
from wargame.players.levers import NamedClause, NamedOrder
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.model.bets import BetKind, bet_of
from wargame.rules.model.deal_value import appraise
from wargame.rules.model.derived import read
from wargame.rules.model.measures import Picture
from wargame.rules.model.objectives import MEASURES
from wargame.scenario.faults import one_of, unknown

GROUPS: Mapping[str, Callable[[Rulebook], Iterable[SeatId]]] = {
    "{ally}": lambda book: book.setting.allies,
    "{government}": lambda book: book.setting.governments,
    "{lab}": lambda book: book.setting.labs,
}
"""What may stand for several seats in the name of a variable."""
MOST_MEANT = 5
"""Kinds of events that are offered in place of one that there is not."""


def _kind_of_event(kind: str) -> str:
    """There are more kinds than a sentence holds: those of which a word resembles it are offered, or the first."""
    if kind not in event_kinds.KINDS:
        words = {word for each in event_kinds.KINDS for word in each.split("_")}
        near = dict.fromkeys((*get_close_matches(kind, words, 3), *get_close_matches(kind, event_kinds.KINDS, 3)))
        found = (each for like in near for each in event_kinds.KINDS if like == each or like in each.split("_"))
        meant = list(dict.fromkeys(found))[:MOST_MEANT]
        asked = f"did you mean {one_of(map(repr, meant))}? It" if meant else "it"
        listed = "it must be one of those that docs/events.md lists, such as " + one_of(list(event_kinds.KINDS)[1:4])
        raise ValueError(f"{kind!r} is no kind of event; {asked}{listed.removeprefix('it')}")
    return kind


def _measure_of_seats(name: str) -> str:
    if name not in MEASURES:
        raise ValueError(unknown(name, "measure", MEASURES))
    return name


NamedEvent: TypeAlias = Annotated[str, AfterValidator(_kind_of_event)]
"""A kind of event that is written in a file; another word is refused where it is read."""
NamedMeasure: TypeAlias = Annotated[str, AfterValidator(_measure_of_seats)]
"""A measure that seats are scored on, likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueOf:
    """A variable, or the mean, sum or spread of several; what the game does not have counts as nothing there."""

    kind: Literal["value"] = "value"
    of: Annotated[tuple[Variable, ...], Field(min_length=1)]
    """Names; `{ally}`, `{government}` and `{lab}` stand for every such seat."""
    how: Literal["mean", "sum", "spread"] = "mean"
    """Of several, their mean, their sum, or their standard deviation."""
    less: tuple[Variable, ...] = ()
    """The mean of these is taken off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorthOf:
    """What an offer would be worth to a seat by the rules of deal value, in points of capability."""

    kind: Literal["worth"] = "worth"
    seat: SeatId
    """To whom."""
    terms: Terms
    """`parties`, `clauses`, whether they are `secret`, and for how many `turns`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsOf:
    """How many events of some kinds there have been."""

    kind: Literal["events"] = "events"
    of: Annotated[tuple[NamedEvent, ...], Field(min_length=1)]
    """Kinds of events."""
    about: SeatId | None = None
    """Only those that concern this seat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersOf:
    """How many orders of some kinds have been given."""

    kind: Literal["orders"] = "orders"
    of: Annotated[tuple[NamedOrder, ...], Field(min_length=1)]
    """Kinds of orders."""
    by: tuple[SeatId, ...] = ()
    """Only those of these seats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOf:
    """How many agreements have been signed."""

    kind: Literal["signed"] = "signed"
    clause: NamedClause = ""
    """Only those that hold a clause of this kind; of any where it is empty."""
    giver: tuple[SeatId, ...] = ()
    """Only those in which one of these gives what such a clause gives."""
    parties: tuple[SeatId, ...] = ()
    """Only those to which all of these are parties."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesOf:
    """How many live lines of access there are."""

    kind: Literal["lines"] = "lines"
    owner: tuple[SeatId, ...] = ()
    """Only to models of these labs."""
    holder: tuple[SeatId, ...] = ()
    """Only those of these seats."""
    channel: tuple[Channel, ...] = ()
    """Only through these."""
    source: tuple[Source, ...] = ()
    """Only those that came about so, such as `illicit`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureOf:
    """A measure that seats are scored on, 0-100, as it is for a seat, whether or not it is scored on it."""

    kind: Literal["measure"] = "measure"
    seat: SeatId
    """Whose."""
    measure: NamedMeasure
    """Its name; another word is refused with all that there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BetsOf:
    """How many middle powers have made a bet of this kind."""

    kind: Literal["bets"] = "bets"
    of: BetKind
    """The kind of bet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RisesOf:
    """How much some variables have risen in all since the start, whatever they have lost: of money, what came in."""

    kind: Literal["rises"] = "rises"
    of: Annotated[tuple[Variable, ...], Field(min_length=1)]
    """Names; groups as for a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingOf:
    """How many agreements were in force in this turn; those that ran out with it are among them."""

    kind: Literal["standing"] = "standing"
    parties: tuple[SeatId, ...] = ()
    """Only those to which all of these are parties."""


Reading: TypeAlias = Annotated[
    ValueOf | WorthOf | EventsOf | OrdersOf | SignedOf | LinesOf | MeasureOf | BetsOf | RisesOf | StandingOf,
    Field(discriminator="kind"),
]

RUNNING: tuple[type, ...] = (EventsOf, OrdersOf, SignedOf, RisesOf)
"""Readings that run on: what they give at the end of a turn is all since the start of the game."""


def taken(reading: Reading, look: Picture, events: Sequence[Event]) -> float | None:
    """What a reading gives at this place of a game; None if the game has nothing of the kind.

    `look` is a picture of the state, one for all readings of that place; `events` are all events so far. Each reading
    looks through what it needs once: counts of events, orders and agreements are linear in them. KeyError for a measure
    that there is not.
    """
    return _HOW[type(reading)](reading, look, events)


def _value(reading: ValueOf, look: Picture, events: Sequence[Event]) -> float | None:
    found = _values(reading.of, look)
    if not found:
        return None
    off = _values(reading.less, look)
    if reading.less and not off:
        return None
    return _TOGETHER[reading.how](found) - (fmean(off) if off else 0.0)


_TOGETHER: Mapping[str, Callable[[list[float]], float]] = {"mean": fmean, "sum": math.fsum, "spread": pstdev}


def _values(names: Iterable[Variable], look: Picture) -> list[float]:
    found = [read(look, name) for written in names for name in spelt_out(written, look.book)]
    return [value for value in found if value is not None]


def spelt_out(name: Variable, book: Rulebook) -> tuple[Variable, ...]:
    """The variables that a name with `{ally}` or the like stands for, one a seat; any other name is itself."""
    for group, seats in GROUPS.items():
        if group in name:
            return tuple(Variable(name.replace(group, seat)) for seat in seats(book))
    return (name,)


def _worth(reading: WorthOf, look: Picture, events: Sequence[Event]) -> float | None:
    try:
        return appraise(look.book, look.sight, reading.seat, reading.terms).total
    except KeyError:
        return None


def _events(reading: EventsOf, look: Picture, events: Sequence[Event]) -> float:
    return sum(1.0 for e in events if e.kind in reading.of and (reading.about is None or reading.about in e.about))


def _orders(reading: OrdersOf, look: Picture, events: Sequence[Event]) -> float:
    return sum(
        1.0
        for e in events
        if isinstance(e.value, OrderOpened)
        and e.value.order.kind in reading.of
        and (not reading.by or e.about[0] in reading.by)
    )


def _signed(reading: SignedOf, look: Picture, events: Sequence[Event]) -> float:
    return sum(1.0 for e in events if isinstance(e.value, Signed) and _meant(reading, e.value.terms))


def _meant(reading: SignedOf, terms: Terms) -> bool:
    if not set(reading.parties) <= set(terms.parties):
        return False
    return any(
        (not reading.clause or clause.kind == reading.clause) and (not reading.giver or clause.giver in reading.giver)
        for clause in terms.clauses
    )


def _lines(reading: LinesOf, look: Picture, events: Sequence[Event]) -> float:
    models = look.sight.models
    return sum(
        1.0
        for line in look.sight.access.values()
        if line.status == "live"
        and (not reading.owner or (line.model in models and models[line.model].owner in reading.owner))
        and (not reading.holder or line.holder in reading.holder)
        and (not reading.channel or line.channel in reading.channel)
        and (not reading.source or line.source in reading.source)
    )


def _measure(reading: MeasureOf, look: Picture, events: Sequence[Event]) -> float | None:
    found = look.book.setting.by_id.get(reading.seat)
    return None if found is None else MEASURES[reading.measure](look, found)


def _bets(reading: BetsOf, look: Picture, events: Sequence[Event]) -> float:
    powers = [seat.id for seat in look.book.setting.seats if seat.role == "middle_power"]
    return sum(1.0 for seat in powers if bet_of(look, seat).kind == reading.of)


def _standing(reading: StandingOf, look: Picture, events: Sequence[Event]) -> float:
    now = max((event.turn for event in events), default=0)
    return sum(
        1.0
        for each in look.sight.agreements.values()
        if (each.status == "in_force" or (each.status == "expired" and each.expires == now))
        and set(reading.parties) <= set(each.terms.parties)
    )


def _rises(reading: RisesOf, look: Picture, events: Sequence[Event]) -> float:
    names = {name for written in reading.of for name in spelt_out(written, look.book)}
    return math.fsum(
        change.after - change.before
        for event in events
        if event.turn
        for change in event.changes
        if change.variable in names and change.after > change.before
    )


_HOW: Mapping[type, Callable[[Any, Picture, Sequence[Event]], float | None]] = {
    ValueOf: _value,
    WorthOf: _worth,
    EventsOf: _events,
    OrdersOf: _orders,
    SignedOf: _signed,
    LinesOf: _lines,
    MeasureOf: _measure,
    BetsOf: _bets,
    RisesOf: _rises,
    StandingOf: _standing,
}
