"""The terms form: parties, clauses, secrecy and length of an offer, checked while it is put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message

from wargame.core.agreements import Terms
from wargame.core.ids import SeatId
from wargame.core.moves import Propose, Respond
from wargame.core.words import clause_in_full
from wargame.players.base import Ask
from wargame.present.clause_fields import (
    TYPES,
    changed,
    clause_fields,
    fresh,
    meaning,
    parties_of,
    usual_drafts,
    usual_turns,
)
from wargame.present.fields import Field, Option
from wargame.present.offer_rows import beside_rows, consenters
from wargame.rules.bargains.terms import MOST_CLAUSES
from wargame.rules.base.calendar import longest_term
from wargame.ui.widgets.field_list import FieldList, Form
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Words
from wargame.ui.widgets.text_box import TextBox

STACKED = 78
"""Cells under which the form stands above what it is compared with."""


class TermsForm(Form):
    """An offer or a counter-offer being put together; `Done` carries it when it may be made."""

    DEFAULT_CSS = """
    TermsForm #verdict { height: auto; max-height: 3; text-style: bold; }
    TermsForm .halves { height: 1fr; }
    TermsForm FieldList { width: 3fr; }
    TermsForm #beside { width: 2fr; border-left: solid $primary; padding-left: 1; scrollbar-gutter: stable; }
    TermsForm.-stacked .halves { layout: vertical; }
    TermsForm.-stacked FieldList { width: 1fr; }
    TermsForm.-stacked #beside { width: 1fr; border-left: none; border-top: solid $primary; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "clear", "clear all clauses, or bring them back", show=False),
        Binding("d,delete", "drop", "drop the clause under the cursor", show=False),
        Binding("t", "third", "add a third party", show=False),
    ]

    class Changed(Message):
        """The terms and words as they stand."""

        def __init__(self, terms: Terms, text: str) -> None:
            super().__init__()
            self.terms, self.text = terms, text

    class Done(Changed):
        """The offer is to be made."""

    def __init__(
        self,
        ask: Ask,
        start: Terms | None = None,
        theirs: Terms | None = None,
        *,
        to: Sequence[SeatId] = (),
        text: str = "",
        id: str | None = None,
    ) -> None:
        """Start from terms, or from nothing.

        Args:
            ask: What the seat knows and may do.
            start: Terms to begin with.
            theirs: The terms that are answered, if it is a counter-offer; `start` defaults to them.
            to: Seats that a new offer is meant for.
            text: Words to begin with.
            id: The widget's id.
        """
        super().__init__(id=id)
        self.ask, self.theirs, self.text = ask, theirs, text
        self.to = tuple(seat for seat in to if seat in ask.book.setting.by_id and seat != ask.seat)
        blank = Terms(parties=(ask.seat, *self.to), clauses=(), secret=False, turns=usual_turns(ask))
        self.terms = start or theirs or blank
        self.unfolded: int | None = None
        self._more: tuple[SeatId, ...] = self.terms.parties
        self._usual: list[tuple[str, Terms]] | None = None
        self._cleared: Terms | None = None
        """What the last clearing took away."""

    def compose(self) -> ComposeResult:
        """The verdict, which stays in sight, the fields beside what they are compared with, and the box."""
        yield Words(id="verdict")
        with Horizontal(classes="halves"):
            yield FieldList()
            yield Lines(id="beside", wrap=True)
        with Vertical(classes="written"):
            yield Words("", classes="label")
            yield TextBox()

    def on_mount(self) -> None:
        """The keys of the form are known while a list is open, too."""
        self.listed.passing = "cdt"
        super().on_mount()

    def on_resize(self) -> None:
        """Side by side where there is room."""
        stacked = self.size.width < STACKED
        self.set_class(stacked, "-stacked")
        self.listed.styles.height = "5fr" if stacked else "1fr"
        self.query_one("#beside").styles.height = "3fr" if stacked else "1fr"

    # what it comes to

    def refusal(self) -> str:
        """Why these terms may not be offered now; empty if they may."""
        answered = next((p.id for p in self.ask.view.proposals.values() if p.terms == self.theirs), None)
        move: Propose | Respond = Propose(terms=self.terms, text=self.text)
        if answered is not None:
            move = Respond(proposal=answered, answer="counter", terms=self.terms, text=self.text)
        refusal = self.ask.menu.talk_refusal(move)
        return refusal.sentence if refusal else ""

    def consenters(self) -> tuple[SeatId, ...]:
        """The others whose word is needed, as far as this seat can tell."""
        return consenters(self.ask, self.terms)

    # fields

    def fields(self) -> Sequence[Field]:
        """Clauses, frame, words."""
        terms, name, found = self.terms, self.ask.called, list[Field]()
        if drafts := self._drafts():
            choices = tuple(Option(at, words) for at, (words, _) in enumerate(drafts))
            found.append(
                Field(
                    "draft",
                    "begin from",
                    "one",
                    None,
                    choices,
                    needed=False,
                    note="a usual offer, and what it is worth to you",
                )
            )
        for at, clause in enumerate(terms.clauses):
            words = clause_in_full(clause, name)
            if at != self.unfolded:
                found.append(Field(f"clause{at}", f"{at + 1} {words}", "act"))
                continue
            found.append(Field(f"clause{at}", f"{at + 1} {words.partition(':')[0]}", "act", note="fold"))
            found += clause_fields(self.ask, terms, at)
            found.append(Field(f"drop{at}", f"drop clause {at + 1}", "act"))
        if len(terms.clauses) < MOST_CLAUSES:
            kinds = tuple(Option(kind, f"{kind.replace('_', ' ')}: {meaning(kind)}") for kind in TYPES)
            found.append(Field("more", "add clause", "one", None, kinds, needed=False))
        found += self._frame()
        if terms.clauses:
            found.append(Field("clear", "clear all clauses", "act", note="c: begin anew; c again brings them back"))
        act = "counter with these terms" if self.theirs else "make this offer"
        found.append(Field("done", act, "act", note=f"! {self.refusal()}" if self.refusal() else ""))
        return found

    def _drafts(self) -> list[tuple[str, Terms]]:
        """Usual offers to begin from, as long as no clause stands there."""
        if self.terms.clauses:
            return []
        if self._usual is None:
            theirs = self.theirs.parties if self.theirs else ()
            self._usual = usual_drafts(self.ask, self.to or tuple(seat for seat in theirs if seat != self.ask.seat))
        return self._usual

    def _verdict(self) -> str:
        if not self.terms.clauses:
            return f"! no clause yet: {'begin from a usual offer, or ' if self._drafts() else ''}add a clause"
        if refusal := self.refusal():
            return f"! {refusal}"
        names = ", ".join(map(self.ask.book.name, self.consenters()))
        return f"= may be offered; needs the word of {names}"

    def _frame(self) -> list[Field]:
        terms, bound = self.terms, parties_of(self.terms.clauses, (self.ask.seat,))
        setting = self.ask.book.setting
        parties = tuple(
            Option(
                seat,
                setting.name_of(seat),
                "it stands in a clause" if seat in bound and seat != self.ask.seat else "",
            )
            for seat in setting.ids
        )
        secrets = (
            Option(False, "open: everyone learns of it"),
            Option(True, "secret: its parties alone, until it leaks"),
        )
        longest = longest_term(setting.months)
        remain = setting.turns - self.ask.turn + 1
        left = f"; the game has {remain} more" if remain < longest else ""
        return [
            Field("parties", "parties", "many", terms.parties, parties, note="t: add a third"),
            Field("secret", "secrecy", "one", terms.secret, secrets),
            Field("turns", "lasts", "number", terms.turns, low=1, high=longest, note=f"turns from signature{left}"),
            Field("text", "words", "text", self.text, note="carried with the offer", needed=False),
        ]

    def as_text(self) -> str:
        """The form as plain text, the verdict first."""
        return f"{self._verdict()}\n{super().as_text()}"

    def write(self, *, open_next: bool = False) -> None:
        """Show the fields, and what they are compared with."""
        super().write(open_next=open_next)
        if self.query(FieldList):
            self.query_one("#verdict", Words).say(self._verdict())
            self.query_one("#beside", Lines).fill(beside_rows(self.ask, self.terms, self.theirs))

    # taking values

    def pick(self, name: str, value: Any) -> None:
        """Take a value."""
        if name == "text":
            self.text = value
        elif name == "draft":
            self._start_from(self._drafts()[value][1])
            return
        elif name == "more":
            self._add(value)
            return
        elif name == "parties":
            self._more = tuple(value)
            self._keep(self.terms.clauses)
        elif name in ("secret", "turns"):
            self.terms = replace(self.terms, **{name: value})
        else:
            at, _, part = name.partition(".")
            clauses = list(self.terms.clauses)
            clauses[int(at)] = changed(self.ask, clauses[int(at)], part, value)
            self._keep(clauses)
        self._show()

    def act(self, name: str) -> None:
        """Unfold, drop or offer."""
        if name == "clear":
            self.action_clear()
        elif name.startswith("clause"):
            at = int(name[6:])
            self.unfolded = None if self.unfolded == at else at
            self.write()
            self.listed.go_to_key(name)
        elif name.startswith("drop"):
            self._drop(int(name[4:]))
        elif refusal := self.refusal():
            self.say(refusal, fault=True)
        else:
            self.post_message(self.Done(self.terms, self.text))

    def action_clear(self) -> None:
        """Take all clauses away, for another beginning; when there are none, bring back what was taken away."""
        if self.terms.clauses:
            self._cleared, self.unfolded = self.terms, None
            self._more = (self.ask.seat, *self.to) if self.theirs is None else self.theirs.parties
            self.terms = replace(self.terms, clauses=(), parties=self._more)
            said = "all clauses are cleared; c again brings them back"
        elif self._cleared is not None:
            self.terms, self._more = self._cleared, self._cleared.parties
            said = "the clauses are back"
        else:
            self.say("there is nothing to clear: no clause yet", fault=True)
            return
        self._show()
        self.say(said)
        self.listed.go_to_key("draft" if self._drafts() else "more")

    def action_drop(self) -> None:
        """Drop the clause under the cursor, or the one whose fields it is among."""
        key = self.listed.chosen.key if self.listed.chosen else ""
        name = key.partition("=")[0].partition(".")[0]
        digits = name.removeprefix("clause").removeprefix("drop").rstrip("!")
        if digits.isdigit() and int(digits) < len(self.terms.clauses):
            self._drop(int(digits))
            self.say(f"clause {int(digits) + 1} is dropped")
        else:
            self.say("the cursor is on no clause; c clears them all", fault=True)

    def _drop(self, at: int) -> None:
        gone = self.terms.clauses[at]
        self.unfolded = None
        self._more = tuple(seat for seat in self._more if seat not in (gone.giver, gone.taker) or seat == self.ask.seat)
        self._keep(self.terms.clauses[:at] + self.terms.clauses[at + 1 :])
        self._show()

    def action_third(self) -> None:
        """Open the list of parties, to add one that stands in no clause yet, such as whoever guarantees."""
        self.listed.open("parties")
        self.say("enter adds a party or takes it away; escape closes the list")

    def _start_from(self, terms: Terms) -> None:
        self.terms, self._more, self.unfolded = terms, terms.parties, 0
        self._show()
        self.listed.go_to_key("clause0")

    def _add(self, kind: str) -> None:
        at = len(self.terms.clauses)
        others = tuple(seat for seat in self.terms.parties if seat != self.ask.seat) or self.to
        self.unfolded = at
        self._keep((*self.terms.clauses, fresh(self.ask, self.terms, kind, others)))
        self._show()
        self.listed.go_to_key(f"clause{at}")

    def _keep(self, clauses: Sequence[Any]) -> None:
        """Take these clauses; parties follow from them."""
        known = parties_of(self.terms.clauses, ())
        more = [seat for seat in self._more if seat not in known or seat == self.ask.seat]
        self.terms = replace(self.terms, clauses=tuple(clauses), parties=parties_of(clauses, more))

    def _show(self) -> None:
        self.write()
        self.post_message(self.Changed(self.terms, self.text))
