"""The orders screen: a verb, its fields, what it would do and who would know, and the sheet that will be sealed."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from wargame.core.orders import AnyOrder, Argument
from wargame.core.words import verb_in_words
from wargame.present.local_table import LocalTable
from wargame.present.order_fields import HALF, OrderNarrowing, half_as_text, half_from_text
from wargame.present.outlook_rows import gist, look_ahead, panel_rows, record_of, spent
from wargame.present.purse import purse_ahead, purse_in_short
from wargame.present.sealing import against_word
from wargame.present.team_words import sealed_by
from wargame.table.chair import Chair
from wargame.ui.seat.forms.argument_form import ArgumentForm
from wargame.ui.seat.forms.order_form import OrderForm
from wargame.ui.seat.forms.sheet_list import SheetList
from wargame.ui.seat.forms.signal_form import SignalForm
from wargame.ui.seat.forms.verb_list import VerbList, verb_rows
from wargame.ui.seat.forms.weigh_form import WeighForm
from wargame.ui.seat.screen import SeatScreen
from wargame.ui.widgets.field_list import Form
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Pane, Words

FORMS = ("order", "argument", "statement", "weigh")
TITLES = {"statement": "public statement", "weigh": "arguments of others, for and against"}


class OrdersScreen(SeatScreen):
    """What the seat will order this turn, and what it says in public beforehand; or its pros and cons."""

    NAME = "orders"
    FIRST = "verbs"
    KEYS: ClassVar[tuple[KeyHint, ...]] = (("1-4", "panes"), ("F7", "statement"))
    HELP = (
        "Take a verb (1), fill in its form (2), read what it would do and who would know (3), and put it on the sheet "
        "(4): one major and two minor orders a turn. F7 writes the public statement that is read before orders are "
        "opened. F9 seals statement and orders together. After orders are opened, arguments of other seats are weighed "
        "here."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7,s", "statement", "public statement", show=False),
        Binding("escape", "put_by", "close the form", show=False),
    ]

    def __init__(self, chair: Chair, local_table: LocalTable) -> None:
        """The orders of whoever sits on this chair."""
        super().__init__(chair, local_table)
        self._narrow: OrderNarrowing | None = None
        self._form = ""
        self._order: AnyOrder | None = None
        self._editing: int | None = None
        self._asked = ""

    def body(self) -> ComposeResult:
        """Verbs, form, what it does."""
        yield Pane("verbs, type to filter", VerbList(id="verb-list"), id="verbs", key="1")
        yield Pane(
            "form",
            Vertical(
                OrderForm(id="order"), ArgumentForm(id="argument"), SignalForm(id="statement"), WeighForm(id="weigh")
            ),
            Words("", id="gist"),
            id="fill",
            key="2",
        )
        yield Pane("what it does", Lines(id="panels", wrap=True), id="ahead", key="3")

    def below(self) -> ComposeResult:
        """The sheet, under what may be tried."""
        yield from super().below()
        yield Pane("sheet", SheetList(id="sheet-list"), id="sheet", key="4")

    # showing

    def show_seat(self) -> None:
        """Narrow anew where the menu has changed, and show the sheet."""
        self._narrow = OrderNarrowing(self.ask)
        asked = f"{self.ask.id} over" if self._ended else self.ask.id
        if asked != self._asked:
            self._asked = asked
            said = self._form == "statement"
            if self._editing is not None or said:
                self._clear()
            if said:
                self.show_pane("verbs")
            self._turn_to_weighing(self.weighing)
        self.query_one(VerbList).show(verb_rows(self._narrow, self.draft.orders))
        team = self.chair.team
        lead = "" if team.leads else team.lead
        self.query_one(WeighForm).begin(self.ask, self.draft.weighings, lead=lead)
        self.query_one(SignalForm).begin(self.ask, self.draft.signal)
        for form in self.query(OrderForm):
            form.renew(self._narrow)
        if not self._form:
            self._open("order", focus=False)
            self._resume()
        self._show_sheet()
        if self.focused is None:
            self.show_pane("fill" if self.weighing else "verbs")

    @property
    def weighing(self) -> bool:
        """Whether arguments are weighed now, so that there is nothing to order."""
        return self.ask.phase == "weigh" and not self._ended

    def keys(self) -> tuple[KeyHint, ...]:
        """No panes to choose from while arguments are weighed."""
        found = super().keys()
        return tuple(key for key in found if key[0] not in ("1-4", "F7")) if self.weighing else found

    def _turn_to_weighing(self, weighing: bool) -> None:
        """While arguments are weighed there is nothing to order: the form has the screen for itself."""
        for pane in self.query(Pane):
            pane.set_class(weighing and pane.id != "fill", "-gone")
        if weighing:
            self._open("weigh", focus=False)
            self.show_pane("fill")
        elif self._form == "weigh":
            self._open("order", focus=False)
            self.show_pane("verbs")

    def _clear(self) -> None:
        """An empty form: nothing of the sheet is being changed."""
        self._editing = self._order = None
        self._open("order", focus=False)
        self.query_one("#order", OrderForm).begin(self._narrow or OrderNarrowing(self.ask), "")

    def _show_sheet(self) -> None:
        draft = self.draft
        self.query_one(SheetList).show(self.ask, draft.signal, draft.orders)
        ready = sum(refusal is None for refusal in self.ask.menu.sheet(draft.orders))
        sealed = "" if self.chair.owes else ", sealed: this is a draft for later"
        counted = f"{ready} of {len(draft.orders)} orders ready{sealed}"
        purse = purse_in_short(purse_ahead(self.ask, spent(self.ask, draft.orders)[1]))
        said = self.table.ending if self._ended else counted if sealed else f"{counted}; {purse}"
        self.query_one("#sheet", Pane).entitle(f"sheet: {said}")
        self._show_panels()

    def _show_panels(self) -> None:
        draft = self.draft
        others = [order for at, order in enumerate(draft.orders) if at != self._editing]
        order = self._order if self._form in ("order", "argument") else None
        against = against_word(draft.signal, others, order) if order is not None else []
        ahead = look_ahead(self.ask, order) if order is not None else None
        self.query_one("#panels", Lines).fill(panel_rows(self.ask, others, order, ahead, against))
        said = gist(self.ask, order, ahead) if self._form in ("order", "argument") else ""
        self.query_one("#gist", Words).say(said)

    def _open(self, name: str, *, focus: bool = True) -> None:
        self._form = name
        for each in FORMS:
            self.query_one(f"#{each}", Form).set_class(each == name, "-open")
        self.query_one("#fill", Pane).entitle(TITLES.get(name, name))
        if name not in HALF:
            self.query_one("#gist", Words).say("")
        if focus:
            self.show_pane("fill", focus=False)
            self.call_after_refresh(self.query_one(f"#{name}", Form).focus_form)

    # verbs and forms

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        if event.lines.id == "verb-list":
            self._begin(event.row.key)

    def _begin(self, kind: str) -> None:
        assert self._narrow is not None
        if self._too_late():
            return
        self._editing = None
        at = next((n for n, order in enumerate(self.draft.orders) if isinstance(order, Argument)), None)
        if kind != "argument":
            self._open("order")
            self.query_one("#order", OrderForm).begin(self._narrow, kind)
        elif at is None:
            self._begin_argument()
        else:
            self._edit(at)

    def _begin_argument(self, *, focus: bool = True) -> None:
        self._open("argument", focus=focus)
        _, chosen = half_from_text(self.typed(HALF["argument"]))
        self.query_one("#argument", ArgumentForm).begin(self._narrow or OrderNarrowing(self.ask), "argument", chosen)

    def _resume(self) -> None:
        """Go on with what was half filled in when the terminal closed."""
        assert self._narrow is not None
        kind, chosen = half_from_text(self.typed(HALF["order"]))
        if kind:
            self.query_one("#order", OrderForm).begin(self._narrow, kind, chosen)
        elif self.typed(HALF["argument"]) and not any(isinstance(order, Argument) for order in self.draft.orders):
            self._begin_argument(focus=False)

    def _edit(self, at: int) -> None:
        assert self._narrow is not None
        order, self._editing = self.draft.orders[at], at
        name = "argument" if isinstance(order, Argument) else "order"
        self._open(name)
        self.query_one(f"#{name}", OrderForm).begin_with(self._narrow, order)

    def on_order_form_changed(self, event: OrderForm.Changed) -> None:
        """Show what the order as it stands would do; keep what is half filled in."""
        self._order = event.order
        self.mended()
        if self._form in HALF:
            form = self.query_one(f"#{self._form}", OrderForm)
            begun = bool(form.chosen) or event.order is not None
            text = half_as_text(form.kind, form.chosen) if begun and not form.editing else ""
            if text != self.typed(HALF[self._form]):
                self.keep_typed(HALF[self._form], text)
        self._show_panels()

    def on_order_form_done(self, event: OrderForm.Done) -> None:
        """Put the order on the sheet if the sheet has room for it."""
        event.stop()
        if self._too_late():
            return
        orders, at = list(self.draft.orders), self._editing
        if at is None or at >= len(orders):
            orders.append(event.order)
            at = len(orders) - 1
        else:
            orders[at] = event.order
        refusal = self.ask.menu.sheet(tuple(orders))[at]
        if refusal is not None:
            self.say(f"{verb_in_words(event.order.kind)} is not added: {refusal.sentence}", fault=True)
            return
        self.save(orders=tuple(orders))
        self.keep_typed(HALF[self._form], "")
        self.query_one(VerbList).action_drop()
        self._clear()
        self._refill()
        self.say(f"order {at + 1} is on the sheet: {verb_in_words(event.order.kind)}")
        self.show_pane("verbs")

    def _refill(self) -> None:
        assert self._narrow is not None
        self.query_one(VerbList).show(verb_rows(self._narrow, self.draft.orders))
        self._show_sheet()
        self.frame()

    def on_form_said(self, event: Form.Said) -> None:
        """A form has something to say, or has taken something."""
        if event.text:
            self.say(event.text, fault=event.fault)
        else:
            self.mended()

    # statement and weighing

    def action_statement(self) -> None:
        if self.weighing:
            self.say("statements were opened with the orders of this turn; arguments are weighed now", fault=True)
            return
        if self._too_late():
            return
        self._open("statement")

    def action_put_by(self) -> None:
        """Leave the form as it is, back to the verbs: what is filled in stays."""
        if self.weighing:
            self.say(f"what is written is kept; {sealed_by(self.chair.team, 'it')}")
            return
        filled = self._form in HALF and bool(self.query_one(f"#{self._form}", OrderForm).chosen)
        if self._form == "statement":
            self.on_signal_form_done()
            self.say("the statement is kept as it stands; F7 goes on with it")
        else:
            self.show_pane("verbs")
            self.say("the form is kept as it stands; 2 goes on with it" if filled else "")

    def on_signal_form_changed(self, event: SignalForm.Changed) -> None:
        self.save(signal=event.signal)
        self._show_sheet()

    def on_signal_form_done(self) -> None:
        self._open("order", focus=False)
        self._show_panels()
        self.show_pane("verbs")

    def on_weigh_form_changed(self, event: WeighForm.Changed) -> None:
        self.save(weighings=event.weighings)

    def on_weigh_form_done(self, event: WeighForm.Done) -> None:
        event.stop()
        self.say(f"{len(event.weighings)} to be handed in: {sealed_by(self.chair.team, 'them')}")

    # the sheet

    def on_sheet_list_wished(self, event: SheetList.Wished) -> None:
        """Edit, delete, move or check."""
        orders, at = list(self.draft.orders), event.at
        if event.what == "check":
            refusals = [refusal for refusal in self.ask.menu.sheet(tuple(orders)) if refusal]
            self.say(
                "; ".join(refusal.sentence for refusal in refusals) or f"all {len(orders)} orders are ready",
                fault=bool(refusals),
            )
        elif at is None:
            if event.what == "edit":
                self.action_statement()
            elif event.what == "delete":
                self.query_one(SignalForm).begin(self.ask, None)
                self.save(signal=None)
                self._show_sheet()
        elif event.what == "edit":
            self._edit(at)
        elif event.what == "delete":
            gone = orders.pop(at)
            self._keep(orders, f"deleted: {verb_in_words(gone.kind)}")
        else:
            to = at + (1 if event.what == "down" else -1)
            if 0 <= to < len(orders):
                orders[at], orders[to] = orders[to], orders[at]
                self._keep(orders, f"order {at + 1} is order {to + 1} now")
                self.query_one(SheetList).go_to_key(f"order{to}")
            else:
                self.say(f"this is the {'last' if to else 'first'} order of the sheet")

    def _keep(self, orders: list[AnyOrder], said: str) -> None:
        self._editing = None
        self.save(orders=tuple(orders))
        self._refill()
        self.say(said)

    def text_in_focus(self) -> str:
        """In the form: the record that the order would make; elsewhere the pane."""
        pane = self.pane_in_focus()
        if pane is not None and pane.id in ("fill", "ahead") and self._order is not None:
            return record_of(self.ask, self._order)
        return super().text_in_focus()
