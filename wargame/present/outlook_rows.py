"""What stands beside an order: its outlook, who will know, what it costs, and the record that will be written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wargame.core import names
from wargame.core.domains import fields_of
from wargame.core.orders import AnyOrder, Argument
from wargame.players.base import Ask
from wargame.present.purse import purse_lines, purse_warnings
from wargame.present.rows import ListRow, heading
from wargame.rules.foresight.outlook import Outlook, outlook
from wargame.rules.legality import MOST_MAJOR, MOST_MINOR


def record_of(ask: Ask, order: AnyOrder) -> str:
    """The order as the record will hold it, a field a line."""
    lines = [f"kind: {order.kind}", f"by: {ask.seat}  turn: {ask.turn}"]
    for name in fields_of(type(order)):
        value = getattr(order, name)
        if isinstance(order, Argument) and name == "reasons":
            lines += [f"reason: {reason.text} [{reason.cites or 'nothing recorded'}]" for reason in order.reasons]
        elif value is not None:
            lines.append(f"{name}: {value}")
    return "\n".join(lines)


def weight(points: int, budget: float, major: bool) -> str:
    """A price in a few letters: `1 pp  2 b  major`; pp is political points, b budget.

    Whether an order is major follows from its price a quarter, so it is told and not worked out here.
    """
    parts = [f"{points} pp"] * bool(points) + [f"{budget:g} b"] * bool(budget) or ["free"]
    return "  ".join([*parts, *(["major"] if major else [])])


def spent(ask: Ask, orders: Sequence[AnyOrder]) -> tuple[int, float, int, int]:
    """(political points, budget, major orders, minor orders) of those orders of a sheet that are ready.

    The budget is in points. Judges the sheet once.
    """
    ready = [order for order, refusal in zip(orders, ask.menu.sheet(tuple(orders)), strict=True) if refusal is None]
    prices = [ask.menu.cost(order) for order in ready]
    heavy = sum(ask.menu.major(order) for order in ready)
    return sum(p for p, _ in prices), sum(b for _, b in prices), heavy, len(prices) - heavy


def cost_rows(ask: Ask, orders: Sequence[AnyOrder], order: AnyOrder | None) -> Iterator[ListRow]:
    """What the order costs, and what the sheet with it leaves.

    `orders` are the sheet as it stands; `order` is the one looked at, or None while it is none yet.
    """
    points, budget, major, minor = spent(ask, orders)
    have = {"points": ask.view.values[names.points(ask.seat)], "budget": ask.view.values[names.budget(ask.seat)]}
    if order is not None:
        yield ListRow((("  ", ""),), f"this order: {weight(*ask.menu.cost(order), ask.menu.major(order))}")
        refusal = ask.menu.sheet((*(each for each in orders if each != order), order))[-1]
        if refusal is not None:
            yield ListRow((("! ", "bold"),), refusal.sentence, style="bold")
    yield ListRow((("  ", ""),), f"sheet: {points} of {have['points']:g} political points")
    yield ListRow((("  ", ""),), f"sheet: {budget:g} of {have['budget']:g} budget points")
    yield ListRow((("  ", ""),), f"sheet: {major} of {MOST_MAJOR} major, {minor} of {MOST_MINOR} minor orders")


def purse_rows(ask: Ask, orders: Sequence[AnyOrder]) -> Iterator[ListRow]:
    """The purse with these orders: warnings first, then what falls due, line by line, and what remains."""
    price = spent(ask, orders)[1]
    for line in purse_warnings(ask, price):
        yield ListRow((("! ", "bold"),), line, style="bold")
    for line in purse_lines(ask, price):
        yield ListRow((("  ", ""),), line)


def short_of(ask: Ask, orders: Sequence[AnyOrder]) -> str:
    """Who goes unpaid with these orders, in a sentence; empty where the purse reaches."""
    return next(purse_warnings(ask, spent(ask, orders)[1]), "")


def look_ahead(ask: Ask, order: AnyOrder) -> Outlook:
    """The outlook of an order at its price: some ten milliseconds, see `rules.foresight.outlook`."""
    return outlook(ask.book, ask.view, order, ask.menu.cost(order))


def outlook_parts(ahead: Outlook, warnings: Sequence[str] = ()) -> Iterator[tuple[str, Sequence[str]]]:
    """The four parts of an outlook, each a title and its lines; `warnings` stand first among what is at risk."""
    yield "CERTAIN, as things stand", ahead.certain
    yield "LIKELY, by your estimates", ahead.likely or ("nothing more that you could know",)
    yield "AT RISK", (*warnings, *ahead.risk)
    yield "WHO WILL KNOW", ahead.knows


def panel_rows(
    ask: Ask,
    orders: Sequence[AnyOrder],
    order: AnyOrder | None,
    ahead: Outlook | None,
    warnings: Sequence[str] = (),
) -> list[ListRow]:
    """All panels, one after the other."""
    rows: list[ListRow] = []
    if ahead is not None:
        for mark, (title, lines) in zip("=~?>", outlook_parts(ahead, warnings), strict=True):
            rows.append(heading(title))
            rows += [ListRow(((f"{mark} ", "bold"),), line) for line in lines]
    rows.append(heading("COST"))
    rows += cost_rows(ask, orders, order)
    rows.append(heading("PURSE, to the end of the turn"))
    rows += purse_rows(ask, orders if order is None else (*orders, order))
    if order is not None:
        rows.append(heading("AS RECORDED"))
        rows += [ListRow((("  ", ""),), line, "record") for line in record_of(ask, order).splitlines()]
    else:
        rows.append(heading("NOT YET AN ORDER"))
        rows.append(ListRow((("  ", ""),), "what it does stands here when every field is filled and allowed"))
    return rows


def gist(ask: Ask, order: AnyOrder | None, ahead: Outlook | None) -> str:
    """The panels in one line, for a narrow terminal."""
    if order is None or ahead is None:
        return "not yet an order: a field is open, or not allowed"
    counts = f"{len(ahead.certain)} certain, {len(ahead.likely)} likely, {len(ahead.risk)} at risk"
    return f"{weight(*ask.menu.cost(order), ask.menu.major(order))};  {counts}: 3 opens them"
