"""What is compared: arms, each the same game with something changed from its start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TypeVar

from wargame.core.codebook import settle
from wargame.core.events import Event
from wargame.core.ids import SeatId, Variable
from wargame.errors import PackError, SpecError
from wargame.paired.edits import Edit, edited
from wargame.players.levers import FREE, Reins
from wargame.rules.base.rulebook import Rulebook
from wargame.table.opening import fit_to_run
from wargame.transcript.setup import GameSetup

T = TypeVar("T")

BASE = "base"
"""Name of the arm in which nothing is changed."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One way of playing a game; what is not named stays as in the base."""

    name: str
    params: Mapping[str, float] = field(default_factory=dict)
    """Parameters of the rules set otherwise, by name."""
    seats: Mapping[SeatId, str] = field(default_factory=dict)
    """Player specs of seats that others play."""
    turns: int | None = None
    """Another length."""
    start: Mapping[Variable, float] = field(default_factory=dict)
    """Stored variables that begin otherwise, by name; what follows from them by the rules of the opening stays."""
    edits: tuple[Edit, ...] = ()
    """Changes of the scenario: dossiers, models, access, agreements, injects, the world."""
    reins: Reins = FREE
    """What seats may not do, and what they do whatever their players think of it."""

    def of(self, setup: GameSetup) -> GameSetup:
        """The game of this arm; SpecError for a seat that there is not, PackError for a place that there is not.

        With edits, the scenario is copied and checked anew.
        """
        changed = setup.changed(parameters=self.params, seats=self.seats, turns=self.turns)
        return replace(changed, bundle=edited(setup.bundle, self.edits)) if self.edits else changed

    def and_also(self, other: Arm) -> Arm:
        """This arm with what another changes as well; where both change the same, the other counts."""
        return Arm(
            self.name,
            params={**self.params, **other.params},
            seats={**self.seats, **other.seats},
            turns=self.turns if other.turns is None else other.turns,
            start={**self.start, **other.start},
            edits=(*self.edits, *other.edits),
            reins=self.reins.and_also(other.reins),
        )


def begun_otherwise(opening: tuple[Rulebook, Event], start: Mapping[Variable, float]) -> tuple[Rulebook, Event]:
    """An opening with some stored variables set otherwise; SpecError for one that it does not have.

    Values are kept inside their ranges and rounded to six places.
    """
    book, first = opening
    known = {change.variable for change in first.changes}
    if strange := [name for name in start if name not in known]:
        raise SpecError(f"{strange[0]}: this game begins with no such stored variable")
    settled = {name: settle(name, value) for name, value in start.items()}
    changes = tuple(replace(each, after=settled.get(each.variable, each.after)) for each in first.changes)
    return book, replace(first, changes=changes)


def opened(setup: GameSetup, start: Mapping[Variable, float]) -> GameSetup:
    """A game that opens with some stored variables set otherwise; opening it raises what `begun_otherwise` does."""
    return Opened(**{each.name: getattr(setup, each.name) for each in fields(setup)}, start=start) if start else setup


@dataclass(frozen=True)
class Opened(GameSetup):
    """A game whose opening is not quite the scenario's own; it is played and never recorded."""

    start: Mapping[Variable, float] = field(default_factory=dict)

    def opening(self) -> tuple[Rulebook, Event]:
        """The rulebook and the starting event."""
        return begun_otherwise(GameSetup.opening(self), self.start)


def checked(setup: GameSetup, arms: Sequence[Arm], common: Arm | None = None) -> tuple[Arm, ...]:
    """The arms with the base before them, each with what is `common`; a fault is said before anything is played.

    SpecError for a name that is taken, a seat that there is not or a player that cannot sit there, PackError for a
    parameter, a length or a place of the scenario that cannot be. To see it, the opening of each arm is
    built once and recordings are read: TranscriptError if one cannot be.
    """
    names = [BASE, *(arm.name for arm in arms)]
    if twice := _twice(names):
        raise SpecError(f"arm {twice!r}: two arms have this name; {BASE!r} is the one in which nothing is changed")
    beside = common or Arm(BASE)
    all_arms = (replace(beside, name=BASE), *(replace(beside.and_also(arm), name=arm.name) for arm in arms))
    for arm in all_arms:
        try:
            setup_of = arm.of(setup)
            fit_to_run(setup_of)
            arm.reins.check(tuple(setup_of.seats))
            begun_otherwise(setup_of.opening(), arm.start)
        except (SpecError, PackError) as fault:
            raise type(fault)(f"arm {arm.name!r}: {fault}") from None
    return all_arms


def seeds_of(seeds: Iterable[int]) -> tuple[int, ...]:
    """The seeds, in their order; SpecError if there are none, or one of them twice.

    A game counted twice is no evidence. SpecError too for what is no whole number.
    """
    found = tuple(seeds)
    if not found:
        raise SpecError("seeds: name at least one, such as range(1, 21)")
    if wrong := [seed for seed in found if type(seed) is not int]:
        raise SpecError(f"seeds: {wrong[0]!r} is no whole number")
    if (twice := _twice(found)) is not None:
        raise SpecError(f"seed {twice} stands there twice; each pair of games needs a seed of its own")
    return found


def _twice(items: Sequence[T]) -> T | None:
    return next((item for place, item in enumerate(items) if item in items[:place]), None)
