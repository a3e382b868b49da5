"""The list of verbs: all of them, by family, those that may not be given now with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from wargame.core.orders import ORDER_TYPES, AnyOrder, OrderFamily
from wargame.core.words import verb_in_words
from wargame.present.order_fields import OrderNarrowing
from wargame.present.outlook_rows import weight
from wargame.present.rows import ListRow, heading
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Pane

FAMILIES: dict[OrderFamily, str] = {
    "supply": "SUPPLY",
    "build": "BUILD AND FIELD",
    "reassure": "REASSURE",
    "coerce": "COERCE",
    "conduct": "LAB CONDUCT",
    "defect": "DEFECT",
    "know": "KNOW",
    "argue": "FREE TEXT",
}
"""Families in the order in which the list shows them."""
NAME = 26
CLOSED = "dim"
"""Style of a verb that may not be given now."""
FOLD = "fold"
"""Key of the row that stands for all closed verbs."""
LEGEND = ListRow((), "pp political points, b budget points", style="dim", marked=True)


def verb_rows(narrow: OrderNarrowing, orders: Sequence[AnyOrder]) -> list[ListRow]:
    """Verbs by family; what may be given comes first, within a family and among the families."""
    rows: list[ListRow] = []
    given = {order.kind for order in orders}
    refused = {kind: narrow.refusal_of_kind(kind) for kind in ORDER_TYPES}
    of_family = {
        family: [kind for kind, order in ORDER_TYPES.items() if order.SPEC.family == family] for family in FAMILIES
    }
    for family, kinds in sorted(of_family.items(), key=lambda item: all(refused[kind] for kind in item[1])):
        title = FAMILIES[family]
        rows.append(heading(title))
        for kind in sorted(kinds, key=lambda each: bool(refused[each])):
            name, reason = verb_in_words(kind), refused[kind]
            mark = "x" if reason else "*" if kind in given else " "
            if reason:
                rows.append(ListRow(((f"{mark} ", "bold"),), f"{name}: {reason}", kind, CLOSED))
            else:
                price = weight(*narrow.ask.menu.price_of_kind(kind))
                rows.append(ListRow(((f"{mark} ", "bold"), (name.ljust(NAME), "")), price, kind))
    return rows


def folded(verbs: Sequence[ListRow]) -> list[ListRow]:
    """The verbs that may be given now, and one row for all those that may not."""
    rows: list[ListRow] = []
    closed = [row for row in verbs if row.style == CLOSED]
    for row in verbs:
        if rows and row.marked and rows[-1].marked:
            rows.pop()
        if row.style != CLOSED:
            rows.append(row)
    if rows and rows[-1].marked:
        rows.pop()
    if closed:
        said = f"{len(closed)} verbs are closed now: enter or + lists them with the reason"
        rows.append(ListRow((("+ ", "bold"),), said, FOLD, CLOSED))
    return rows


def matching(verbs: Sequence[ListRow], typed: str) -> list[ListRow]:
    """Verbs with these letters in their name; if there are none, those with them in their meaning."""
    name = typed.strip().replace(" ", "_")
    named = [row for row in verbs if row.key and name in row.key]
    meant = [row for row in verbs if row.key and typed.strip() in ORDER_TYPES[row.key].SPEC.meaning.casefold()]
    return named or meant


class VerbList(Lines):
    """Verbs to choose from; typing filters them by name or meaning, escape drops the filter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace", "shorten", "shorten the filter", show=False),
        Binding("escape", "drop", "drop the filter", show=False),
        Binding("plus", "fold", "show closed verbs, or hide them", show=False),
    ]
    HELP = (
        "Type to filter the verbs by name or meaning, backspace and escape undo it. Enter takes a verb. + lists what "
        "you may not give now, marked x, with the reason, and hides it again; pp are political points, b budget points."
    )
    KEYS = (("enter", "take verb"), ("type", "filter"), ("+", "closed ones"), ("esc", "all"))

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, wrap=True, empty="no verb has these letters; escape shows all")
        self._verbs: Sequence[ListRow] = ()
        self.typed = ""
        """Letters that the names of verbs must hold."""
        self.unfolded = False
        """Whether closed verbs are listed too."""
        self._taken = False
        """Whether a verb was taken since letters were typed: the next letter then begins a new filter."""

    def show(self, verbs: Sequence[ListRow]) -> None:
        """Show these verbs, as far as they fit what is typed."""
        self._verbs = verbs
        listed = verbs if self.unfolded else folded(verbs)
        self.fill(matching(verbs, self.typed) if self.typed else [LEGEND, *listed])

    def on_key(self, event: events.Key) -> None:
        """Letters and spaces make the filter."""
        sign = (event.character or "").casefold()
        if sign.isalpha() or (sign in (" ", "_") and self.typed):
            event.stop()
            self._type(sign if self._taken else self.typed + sign)

    def _type(self, letters: str) -> None:
        self.typed, self._taken = letters, False
        self.show(self._verbs)
        self.action_end(-1)
        if isinstance(self.parent, Pane):
            self.parent.entitle(f"verbs with {letters!r}" if letters else "verbs, type to filter")

    def action_shorten(self) -> None:
        self._type(self.typed[:-1])

    def action_choose(self) -> None:
        """Take the verb under the cursor, or list the closed ones."""
        if self.chosen is not None and self.chosen.key == FOLD:
            self.action_fold()
        else:
            self._taken = self.chosen is not None
            super().action_choose()

    def action_fold(self) -> None:
        """List the closed verbs too, or hide them."""
        self.unfolded = not self.unfolded
        self.show(self._verbs)

    def action_drop(self) -> None:
        self._type("")
