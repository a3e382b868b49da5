"""The order form: the verb is given, its fields follow from its type, each narrowed by those before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual.message import Message

from wargame.core.orders import ORDER_TYPES, AnyOrder
from wargame.core.words import verb_in_words
from wargame.present.fields import Field
from wargame.present.order_fields import OrderNarrowing, chosen_of, order_with
from wargame.ui.widgets.field_list import Form


class OrderForm(Form):
    """One order being put together; `Done` carries it when it is whole and allowed."""

    class Changed(Message):
        """The order as it stands; None while something is missing or not allowed."""

        def __init__(self, order: AnyOrder | None) -> None:
            super().__init__()
            self.order = order

    class Done(Changed):
        """The order is to go on the sheet."""

        order: AnyOrder

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.narrow: OrderNarrowing | None = None
        self.kind = ""
        self.chosen: dict[str, Any] = {}
        self.editing = False
        """Whether an order of the sheet is being changed."""

    def begin(
        self, narrow: OrderNarrowing, kind: str, chosen: Mapping[str, Any] = {}, *, editing: bool = False
    ) -> None:
        """Start on a verb, with nothing or something chosen."""
        self.narrow, self.kind, self.chosen, self.editing = narrow, kind, dict(chosen), editing
        self.write(open_next=True)
        self.post_message(self.Changed(self.order()))

    def begin_with(self, narrow: OrderNarrowing, order: AnyOrder) -> None:
        """Change an order that stands on the sheet."""
        self.begin(narrow, order.kind, chosen_of(order), editing=True)

    def renew(self, narrow: OrderNarrowing) -> None:
        """The menu has changed: narrow anew, keep what is chosen."""
        self.narrow = narrow
        self.write()

    def _narrowed(self) -> tuple[Field, ...]:
        return self.narrow.fields(self.kind, self.chosen) if self.narrow and self.kind else ()

    def order(self) -> AnyOrder | None:
        """The order if it is whole and allowed."""
        fields = self._narrowed()
        if not self.narrow or not self.kind or any(field.missing or field.fault for field in fields):
            return None
        order = order_with(self.kind, {field.name: field.value for field in fields})
        return order if self.narrow.ask.menu.allows(order) else None

    def fields(self) -> Sequence[Field]:
        """The verb's fields, and what can be done with the order."""
        if not self.narrow or not self.kind:
            return ()
        spec = ORDER_TYPES[self.kind].SPEC
        name = verb_in_words(self.kind).upper()
        found = [
            Field("verb", name, "read", needed=False),
            Field("means", "", "read", note=f"{spec.meaning} For {spec.who}.", needed=False),
        ]
        refusal = self.narrow.refusal_of_kind(self.kind)
        if refusal:
            return [*found, Field("no", "! ", "read", note=refusal, needed=False)]
        narrowed = self._narrowed()
        missing = [field.label for field in narrowed if field.missing or field.fault]
        note = f"still open: {', '.join(missing)}" if missing else ""
        found += [*narrowed, Field("add", "keep change" if self.editing else "add to the sheet", "act", note=note)]
        found.append(Field("drop", "undo", "act"))
        return found

    def pick(self, name: str, value: Any) -> None:
        """Take a value; what follows from it is narrowed anew."""
        self.chosen[name] = value
        self.write(open_next=True)
        order = self.order()
        if order is not None:
            self.listed.go_to_key("add")
        self.post_message(self.Changed(order))

    def act(self, name: str) -> None:
        """Add the order, or start again."""
        if name == "drop":
            self.say("" if self.chosen else "nothing is filled in that could be undone")
            self.begin(*self._blank())
            return
        order = self.order()
        if order is None:
            self.say("something is still missing, or not allowed", fault=True)
            self.write(open_next=True)
        else:
            self.post_message(self.Done(order))

    def _blank(self) -> tuple[OrderNarrowing, str]:
        assert self.narrow is not None
        return self.narrow, self.kind
