"""The order sheet: the public statement and up to three orders, each ready or with the reason why it is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from wargame.core.moves import Signal
from wargame.core.orders import AnyOrder
from wargame.core.words import order_in_words
from wargame.players.base import Ask
from wargame.present.outlook_rows import record_of, short_of, spent, weight
from wargame.present.rows import ListRow
from wargame.present.sealing import broken_by
from wargame.rules.legality import MOST_MAJOR, MOST_MINOR
from wargame.ui.widgets.lists import Lines

SIGNAL = "signal"


def sheet_rows(ask: Ask, signal: Signal | None, orders: Sequence[AnyOrder]) -> list[ListRow]:
    """Who would go unpaid, the statement, the orders, and what is still free."""
    name = ask.called
    said = "nothing is said in public yet"
    if signal is not None:
        broken, count = len(broken_by(signal, orders)), len(signal.intents)
        word = f"  ! {broken} of {count} not honoured by these orders" if broken else ""
        said = f'"{signal.text}"  {count} intent{"" if count == 1 else "s"}{word}'
    short = short_of(ask, orders)
    rows = [ListRow((("! ", "bold"),), short, "short", "bold", True)] if short else []
    rows.append(ListRow((("S ", "bold"), ("statement  ", "")), said, SIGNAL))
    refusals = ask.menu.sheet(tuple(orders))
    for at, (order, refusal) in enumerate(zip(orders, refusals, strict=True)):
        state = f"! not ready: {refusal.sentence}" if refusal else "ready"
        text = f"{order_in_words(order, name)}   {weight(*ask.menu.cost(order), ask.menu.major(order))}   {state}"
        rows.append(ListRow(((f"{at + 1} ", "bold"),), text, f"order{at}", "bold" if refusal else ""))
    _, _, major, minor = spent(ask, orders)
    free = [f"{MOST_MAJOR - major} major"] * (major < MOST_MAJOR) + [f"{MOST_MINOR - minor} minor"] * (
        minor < MOST_MINOR
    )
    rows.append(
        ListRow((("  ", ""),), f"free: {' and '.join(free)}" if free else "the sheet is full", "free", "dim", True)
    )
    return rows


class SheetList(Lines):
    """The sheet as a list: Enter edits, d deletes, J and K move an order down or up."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,delete", "delete", "delete", show=False),
        Binding("J,shift+down", "reorder(1)", "move down", show=False),
        Binding("K,shift+up", "reorder(-1)", "move up", show=False),
        Binding("v", "check", "check all", show=False),
    ]
    HELP = "Enter edits the line, d deletes it, J and K move an order down or up, v checks all, y copies the record."
    KEYS = (("enter", "edit"), ("d", "delete"), ("J/K", "reorder"), ("v", "check all"), ("y", "copy"))

    class Wished(Message):
        """Something is to be done with a line."""

        def __init__(self, what: str, at: int | None) -> None:
            """`edit`, `delete`, `up`, `down` or `check`; at this order, or None at the statement."""
            super().__init__()
            self.what, self.at = what, at

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, wrap=True)
        self._records: tuple[str, ...] = ()

    def show(self, ask: Ask, signal: Signal | None, orders: Sequence[AnyOrder]) -> None:
        """Show this sheet."""
        self._records = tuple(record_of(ask, order) for order in orders)
        self.fill(sheet_rows(ask, signal, orders))

    @property
    def at(self) -> int | None:
        """Number of the order under the cursor, from 0; None on the statement."""
        key = self.chosen.key if self.chosen else ""
        return int(key[5:]) if key.startswith("order") else None

    def copied(self) -> str:
        """The order under the cursor as the record will hold it."""
        return super().copied() if self.at is None else self._records[self.at]

    def action_choose(self) -> None:
        if self.chosen and not self.chosen.marked:
            self.post_message(self.Wished("edit", self.at))

    def action_delete(self) -> None:
        """Take the line off the sheet."""
        self.post_message(self.Wished("delete", self.at))

    def action_reorder(self, way: int) -> None:
        """Move the order up or down."""
        self.post_message(self.Wished("down" if way > 0 else "up", self.at))

    def action_check(self) -> None:
        self.post_message(self.Wished("check", None))
