"""A move card: what a seat can do in each phase, and its verbs with their prices at the start."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from wargame.core.domains import fields_of
from wargame.core.ids import SeatId
from wargame.core.orders import ORDER_TYPES
from wargame.core.setting import Seat
from wargame.core.state import State
from wargame.review.handouts.sheet import Block, Points, Prose, Rows, Sheet, SheetColumn, Title
from wargame.rules.bargains.talk import MOST_MOVES, MOST_OPEN
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.legality import MOST_MAJOR, MOST_MINOR, cost, refusal
from wargame.rules.menu import choices

LATER = "*"
"""Marks a verb that is not open at the start."""
FAMILY_NAMES = {
    "supply": "Supply",
    "build": "Build",
    "defect": "Defect",
    "coerce": "Coerce",
    "reassure": "Reassure",
    "conduct": "Conduct",
    "know": "Know",
    "argue": "Argue",
}


def move_card(book: Rulebook, opening: State, by: SeatId) -> Sheet:
    """The card of one seat, for the state in which the game begins; KeyError if there is no such seat."""
    seat = book.seat(by)
    verbs: dict[str, list[tuple[str, ...]]] = {}
    for family, row in own_verbs(book, opening, seat):
        verbs.setdefault(family, []).append(row)
    wide: list[Block] = []
    for family, rows in verbs.items():
        wide.append(Rows(tuple(rows), (0.26, 0.11, 0.63), head=(FAMILY_NAMES[family], "", ""), small=True))
    wide.append(Prose(f"P political points, B budget points. {LATER} not at the start; the table says when and why."))
    narrow = (
        Title("A turn"),
        Points(phases(book)),
        Title("Your sheet of orders"),
        Points(
            (
                f"{_words(MOST_MAJOR)} major order: it costs 2 P or more, or 3 B or more.",
                f"{_words(MOST_MINOR)} minor orders.",
                "All must be paid from what you hold now. What others owe you may come later.",
            )
        ),
        Title("Before you sign"),
        Points(
            (
                "Who can switch it off, and what does that cost them?",
                "Where do your data lie?",
                "Who else must agree? Closed American models need Washington's word.",
                "What happens in the turn after the last?",
            )
        ),
        Title("Words"),
        Points(
            (
                "Words change nothing by themselves. Terms, pledges and orders do.",
                "A pledge is checked. A broken one is public.",
                "Speak for an institution, never for a person.",
            )
        ),
    )
    return Sheet(
        file=f"{by}-moves",
        title=f"{seat.name}: moves",
        subtitle=f"{book.setting.title}: what you can do and what it costs",
        mark=f"For {seat.name} only",
        readers="seat",
        columns=(SheetColumn(0.32, narrow), SheetColumn(0.68, tuple(wide))),
    )


def phases(book: Rulebook) -> tuple[str, ...]:
    """What a player does in each phase of a turn."""
    rounds = book.setting.talk_rounds
    return (
        "Brief: money and political points arrive; the world acts.",
        f"Talk, {_words(rounds).lower()} round{'s' if rounds > 1 else ''}: up to {MOST_MOVES} moves each. Messages to "
        f"one, some or all; offers ({MOST_OPEN} open at most), answers, pledges, notice.",
        "Statement and orders: say in public what you will do, and write your orders under seal.",
        "Weighing: if someone argues a case, add one reason for it or against it.",
        "Rulings, in this order: agreements, coercion, courts, market, technology, fielding, covert acts, war.",
        "News: read what changed, and the reason given for each change.",
    )


def own_verbs(book: Rulebook, opening: State, seat: Seat) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Each verb that this seat can ever use: its family, and its name, price and meaning.

    A price is in political points (P) and budget points (B), or a span of them; a name ends in `LATER` if it is not
    open at the start. Tries each way to fill in each kind of order.
    """
    for kind, order in ORDER_TYPES.items():
        spec = order.SPEC
        if kind == "argument":
            yield spec.family, (_plain(kind), _price({(spec.points, spec.budget)}), spec.meaning)
            continue
        found = _try(book, opening, seat, kind)
        if found is not None:
            prices, now = found
            yield spec.family, (_plain(kind) + ("" if now else LATER), _price(prices), spec.meaning)


def _try(book: Rulebook, opening: State, seat: Seat, kind: str) -> tuple[set[tuple[int, float]], bool] | None:
    """The prices of an order kind and whether it is open now; None if it is not for this seat."""
    fields, order = fields_of(ORDER_TYPES[kind]), ORDER_TYPES[kind]
    domains = [choices(book, opening, seat.id, domain) for domain in fields.values()]
    prices: set[tuple[int, float]] = set()
    open_prices: set[tuple[int, float]] = set()
    reasons: set[str] = set()
    for values in itertools.product(*domains):
        candidate: Any = order(**dict(zip(fields, values, strict=True)))
        found = refusal(book, opening, seat.id, candidate)
        price = cost(book, opening, seat.id, candidate)
        if found is None:
            open_prices.add(price)
        elif found.kind != "not_yours":
            prices.add(price)
        reasons.add(found.kind if found else "open")
    mine = reasons - {"not_yours", "wrong_target", "unknown_name"}
    makes_models = seat.kind in ("lab", "champion")
    if mine or ("wrong_target" in reasons and makes_models and order.SPEC.family == "supply"):
        return open_prices or prices, bool(open_prices)
    return None


def _price(prices: set[tuple[int, float]]) -> str:
    """A price, or the span of prices."""
    points, budget = sorted({p for p, _ in prices}), sorted({b for _, b in prices})
    parts = [_span(points, "P"), _span(budget, "B")]
    return " ".join(part for part in parts if part) or "free"


def _span(amounts: Sequence[float], unit: str) -> str:
    if not amounts or amounts[-1] == 0:
        return ""
    return f"{amounts[0]:g}-{amounts[-1]:g} {unit}" if amounts[0] != amounts[-1] else f"{amounts[0]:g} {unit}"


def _plain(kind: str) -> str:
    return kind.replace("_", " ")


def _words(count: int) -> str:
    return {1: "One", 2: "Two", 3: "Three", 4: "Four"}.get(count, str(count))
