"""The table of verbs: for each order type, who may give it, what it costs, and what it does at which stage.

Each family file enters its own verbs here; legality and adjudication read nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from wargame.core.ids import EventId, ModelId, SeatId
from wargame.core.models import hidden_from, unlisted
from wargame.core.orders import Order
from wargame.core.refusals import Refusal, RefusalKind
from wargame.core.state import State
from wargame.core.words import with_article
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.base.ruling import Ruling

StageName = Literal["agreements", "coercion", "courts", "market", "technology", "fielding", "covert", "war"]
"""Stages of adjudication that can carry out orders; `rules.turn.adjudication` has them in their order."""

OrderT = TypeVar("OrderT", bound=Order)
May: TypeAlias = Callable[[Rulebook, State, SeatId, OrderT], Refusal | None]
"""Whether this seat may give this order now; it may read only what the seat itself knows."""
Do: TypeAlias = Callable[[Ruling, SeatId, OrderT, EventId], None]
"""What the order does; the last argument is the id of the event that opened it."""
Cost: TypeAlias = Callable[[Rulebook, State, SeatId, OrderT], tuple[int, int]]
"""Political and budget points, where they are not the same for all."""


@dataclass(frozen=True, slots=True)
class Verb(Generic[OrderT]):
    """One order type with its rules."""

    stage: StageName
    """When in a turn it is carried out."""
    may: May[OrderT]
    do: Do[OrderT]
    cost: Cost[OrderT] | None
    steady: bool = False
    """Whether it is work that goes on: what it brings and what it costs are given a quarter and scale with the turn."""


VERBS: dict[type[Order], Verb[Any]] = {}
"""Every order type with its rules. It is filled when the family files are loaded: `import wargame.rules.legality`."""


def enter(
    order: type[OrderT],
    stage: StageName,
    may: May[OrderT],
    do: Do[OrderT],
    cost: Cost[OrderT] | None = None,
    *,
    steady: bool = False,
) -> None:
    """Put an order type into the table; entering one twice is a bug."""
    if order in VERBS:
        raise ValueError(f"{order.__name__} is in the table of verbs already")
    VERBS[order] = Verb(stage, may, do, cost, steady)


def refuse(kind: RefusalKind, sentence: str) -> Refusal:
    """A refusal; shorter to write in the rules."""
    return Refusal(kind, sentence)


def a_seat(
    book: Rulebook, seat: SeatId, *, other_than: SeatId | None = None, kinds: tuple[str, ...] = ()
) -> Refusal | None:
    """Refuses a name that is no seat here, oneself, or the wrong kind of seat."""
    found = book.setting.by_id.get(seat)
    if found is None:
        return refuse("unknown_name", f"{seat!r} is no seat in this game; the seats are {', '.join(book.setting.ids)}")
    if seat == other_than:
        return refuse("wrong_target", f"{found.name} cannot aim this at itself")
    if kinds and found.kind not in kinds:
        wanted = with_article(" or ".join(kinds))
        return refuse("wrong_target", f"{found.name} is {with_article(found.kind)}; this takes {wanted}")
    return None


def only(book: Rulebook, by: SeatId, *, kinds: tuple[str, ...] = (), roles: tuple[str, ...] = ()) -> Refusal | None:
    """Refuses an author of the wrong kind or role."""
    seat = book.seat(by)
    if kinds and seat.kind not in kinds:
        wanted = with_article(" or ".join(kinds))
        return refuse("not_yours", f"{seat.name} is {with_article(seat.kind)}; only {wanted} can do this")
    if roles and seat.role not in roles:
        able = [other.name for other in book.setting.seats if other.role in roles]
        who = f"only {' or '.join(able)} can" if able else "nobody in this game can"
        return refuse("not_yours", f"{seat.name} cannot do this; {who}")
    return None


def own_model(book: Rulebook, state: State, by: SeatId, model: ModelId) -> Refusal | None:
    """Refuses a model that is unknown or that another makes."""
    found = state.models.get(model)
    if found is None or hidden_from(by, found):
        return refuse(
            "unknown_name", f"{model!r} is no model here; the models are {', '.join(sorted(known_models(state, by)))}"
        )
    if found.owner != by:
        own = [item.id for item in state.models.values() if item.owner == by]
        return refuse(
            "not_yours", f"{found.name} is made by {book.name(found.owner)}; yours are {', '.join(own) or 'none'}"
        )
    return None


def known_models(state: State, by: SeatId) -> list[ModelId]:
    """Models that a seat knows of: all but the home-grown and copied lines of others."""
    return [m.id for m in state.models.values() if m.owner == by or not unlisted(m.id)]
