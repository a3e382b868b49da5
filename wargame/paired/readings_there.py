"""Whether games have what is to be read out of them: a seat, a model or a variable of none is a slip of the pen.

Kinds of orders, events and clauses and names of measures are held against their lists where a file is read; what is
looked at here goes by the games that are to be played.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter

from wargame.core import names
from wargame.core.codebook import family_of
from wargame.core.events import Event
from wargame.core.fold import fold
from wargame.core.ids import ModelId, SeatId, Variable
from wargame.core.state import State
from wargame.paired.reading_units import no_variables
from wargame.paired.readings import (
    EventsOf,
    LinesOf,
    MeasureOf,
    OrdersOf,
    Reading,
    RisesOf,
    SignedOf,
    StandingOf,
    ValueOf,
    WorthOf,
    spelt_out,
)
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.model.derived import derived_names, read
from wargame.rules.model.measures import Picture, picture
from wargame.scenario.faults import Key, one_of, unknown

SEATS: Mapping[type, tuple[str, ...]] = {
    WorthOf: ("seat",),
    EventsOf: ("about",),
    OrdersOf: ("by",),
    SignedOf: ("giver", "parties"),
    LinesOf: ("owner", "holder"),
    MeasureOf: ("seat",),
    StandingOf: ("parties",),
}
"""Fields of readings that name seats."""
COMES_LATER = re.compile(r"[^.]+\.tuned\.[^.]+|model\.[^.]+\.K|world\.[^.]+")
"""Variables that a game may get as it goes on."""
MOST_NEAR = 3
"""Names that are offered in place of one that there is not."""


@dataclass(frozen=True)
class OpenedGames:
    """The games of an experiment or a claim as they begin."""

    looks: tuple[Picture, ...]
    whose: str
    """Whose games, such as `this experiment`."""

    @cached_property
    def seats(self) -> tuple[SeatId, ...]:
        """Seats of any of the tables, in their order."""
        return tuple(dict.fromkeys(seat for look in self.looks for seat in look.book.setting.ids))

    @cached_property
    def models(self) -> frozenset[ModelId]:
        """Models of any of them."""
        return frozenset(model for look in self.looks for model in look.sight.models)

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        """Names of what they begin with, and of what is computed from it."""
        found = (name for look in self.looks for name in (*look.sight.values, *derived_names(look.book)))
        return tuple(dict.fromkeys(found))


def opened_games(openings: Iterable[tuple[Rulebook, Event]], whose: str) -> OpenedGames:
    """The games of these openings; each start is folded once."""
    return OpenedGames(tuple(picture(book, fold(State(), (start,))) for book, start in openings), whose)


def reading_faults(reading: Reading, games: OpenedGames) -> Iterator[tuple[Key, str]]:
    """What a reading names that none of these games has: where it stands in the reading, and a sentence.

    A variable that is in one of the games is taken as meant, since readings skip what a game lacks.
    """
    for name in SEATS.get(type(reading), ()):
        yield from _of_seats((name,), getattr(reading, name), games)
    if isinstance(reading, WorthOf):
        yield from _of_terms(reading, games)
    elif isinstance(reading, ValueOf | RisesOf):
        yield from _of_variables(reading, games)


def _of_seats(key: Key, named: SeatId | Sequence[SeatId] | None, games: OpenedGames) -> Iterator[tuple[Key, str]]:
    each = [(key, named)] if isinstance(named, str) else [((*key, at), seat) for at, seat in enumerate(named or ())]
    for where, seat in each:
        if seat not in games.seats:
            yield where, f"{key[-1]} names {seat!r}; it must be a seat of the table: {', '.join(games.seats)}"


def _of_terms(reading: WorthOf, games: OpenedGames) -> Iterator[tuple[Key, str]]:
    yield from _of_seats(("terms", "parties"), reading.terms.parties, games)
    for at, clause in enumerate(TypeAdapter(WorthOf).dump_python(reading)["terms"]["clauses"]):
        for name in ("giver", "taker"):
            if name in clause:
                yield from _of_seats(("terms", "clauses", at, name), clause[name], games)
        for model in models_named(clause):
            if model not in games.models:
                yield ("terms", "clauses", at), unknown(model, "model in this game", games.models)


def models_named(value: Any) -> Iterator[ModelId]:
    """The models that lines of access and clauses within plain data name."""
    if isinstance(value, Mapping):
        if isinstance(value.get("model"), str):
            yield value["model"]
        value = tuple(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from models_named(each)


def _of_variables(reading: ValueOf | RisesOf, games: OpenedGames) -> Iterator[tuple[Key, str]]:
    strange = no_variables(reading)
    for field in ("of", "less"):
        for at, written in enumerate(getattr(reading, field, ())):
            family = family_of(written)
            if written in strange or family is None:
                yield (field, at), f"no variable is called {written!r}{_near(written, games)}"
            elif isinstance(reading, RisesOf) and family.derived:
                said = f"{written} is computed from other variables, and rises are of those that events change"
                yield (field, at), f"{said}; read it by `kind: value`"
            elif not any(_is_there(name, look) for look in games.looks for name in spelt_out(written, look.book)):
                yield (field, at), f"no game of {games.whose} has {written}{_near(written, games)}"


def _is_there(name: Variable, look: Picture) -> bool:
    first, _, rest = name.partition(".")
    supplier = rest.removeprefix("leverage.")
    if rest != supplier and name != names.largest_leverage(first) and supplier not in look.book.setting.by_id:
        return False
    if COMES_LATER.fullmatch(name):
        return first in ("model", "world") or first in look.book.setting.by_id
    return read(look, name) is not None


def _near(written: str, games: OpenedGames) -> str:
    near = get_close_matches(written, games.variables, MOST_NEAR)
    meant = f"did you mean {one_of(near)}? It" if near else "it"
    return f"; {meant} must be a variable of the game; `wargame export --codebook` lists all"
