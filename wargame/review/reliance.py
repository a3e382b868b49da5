"""Who relies on whom: shares of the models in use by supplier, and what each could take away, as a seat sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wargame.core import names
from wargame.core.ids import SeatId
from wargame.core.models import Access
from wargame.core.views import View
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.model import capability
from wargame.rules.model.measures import Picture, picture

DANGER = 0.5
"""A share or a loss above this is marked."""
WATCH = 0.2
"""Exposure from which it counts as medium."""


@dataclass(frozen=True, slots=True)
class Reliance:
    """How one government relies on one supplier."""

    share: float
    """Part of the useful models in use that this supplier serves, 0-1."""
    loss: float
    """Part of capability that goes at once if it, or the power behind its suppliers, cuts what it can."""
    lines: tuple[Access, ...]
    """The lines of access that are known."""


@dataclass(frozen=True, slots=True)
class Need:
    """How one government relies on all."""

    holder: SeatId
    by: Mapping[SeatId, Reliance]
    """By supplier; oneself is not among them."""
    home: float
    """Part of the useful models in use that nobody else can take back, 0-1."""
    worst: float
    """The largest loss that any one supplier could cause."""
    exact: bool
    """Whether the numbers rest on no estimate and on no unseen line."""

    @property
    def word(self) -> str:
        """Exposure in a word: `high` if `worst` is above 0.5, `medium` from 0.2, else `low`."""
        return "high" if self.worst > DANGER else "medium" if self.worst >= WATCH else "low"


def needs(book: Rulebook, view: View) -> tuple[Need, ...]:
    """Every government's reliance on others as the view's seat sees it, its own first; leverage by E7.

    Shares and losses are 0-1. Of others it rests on estimates and on the lines of access that the seat knows of, see
    `Need.exact`. Raises nothing for a book and a view of the same game.
    """
    look = picture(book, view)
    holders = sorted(book.setting.governments, key=lambda holder: holder != view.seat)
    return tuple(_need(book, view, look, holder) for holder in holders)


def suppliers(book: Rulebook, found: tuple[Need, ...]) -> tuple[SeatId, ...]:
    """Seats that supply anybody, or could take something from anybody, in table order; empty if nobody does."""
    return tuple(seat for seat in book.setting.ids if any(seat in need.by for need in found))


def _need(book: Rulebook, view: View, look: Picture, holder: SeatId) -> Need:
    lines = capability.live_access(view, holder)
    grid = capability.usefulness(book, view, holder, lines)
    worth = {line.id: capability.weighted(book, holder, row) for line, row in grid}
    total = sum(worth.values())
    loss = look.leverage[holder]
    found: dict[SeatId, Reliance] = {}
    for supplier in book.setting.ids:
        own = tuple(line for line in lines if line.supplier == supplier)
        if supplier == holder or not (own or loss.get(supplier, 0.0) > 0):
            continue
        share = sum(worth[line.id] for line in own) / total if total else 0.0
        found[supplier] = Reliance(share, loss.get(supplier, 0.0), own)
    home = 1 - sum(each.share for each in found.values()) if total else 0.0
    return Need(holder, found, max(0.0, home), max(loss.values(), default=0.0), _exact(view, holder, lines))


def _exact(view: View, holder: SeatId, lines: tuple[Access, ...]) -> bool:
    """One's own numbers, if each model in use is frozen or of exactly known vintage."""
    return holder == view.seat and all(
        line.frozen_K is not None or names.vintage(line.model) not in view.spread for line in lines
    )


def without(book: Rulebook, view: View, holder: SeatId, supplier: SeatId) -> tuple[float, float]:
    """(capability that a government heads for, the same if this supplier cut what it can), each 0-100; E5 and E7.

    A seat that supplies nothing takes nothing: both numbers are then equal. KeyError if `holder` is no government.
    """
    lines = capability.live_access(view, holder)
    useful = capability.best(capability.usefulness(book, view, holder, lines))
    whole = capability.weighted(book, holder, capability.targets(book, view, holder, useful))
    return whole, whole * (1 - picture(book, view).leverage[holder].get(supplier, 0.0))


def fielded(book: Rulebook, view: View, holder: SeatId) -> tuple[float, float]:
    """(fielded capability weighted by missions, its standard error), each 0-100; the error is 0 where it is exact.

    The errors of the areas are taken as independent. KeyError if `holder` is no government.
    """
    weights = book.weights[holder]
    error = sum(
        (weight * view.spread.get(names.capability(holder, rule.area), 0.0)) ** 2
        for weight, rule in zip(weights, book.areas, strict=True)
    )
    return capability.fielded(book, view, holder), error**0.5
