"""An offer or an agreement in full: its terms side by side with the counter that is being drafted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from wargame.core.agreements import Terms
from wargame.core.ids import AgreementId, ProposalId
from wargame.core.moves import GiveNotice, Respond, TalkMove, Withdraw
from wargame.players.base import Ask
from wargame.present.offer_rows import term_lines, worth_in_short, worth_rows
from wargame.present.rows import ListRow, heading
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import fitted
from wargame.ui.widgets.window import Window


def side_by_side(left: list[str], right: list[str], width: int) -> list[ListRow]:
    """Two columns of lines; a sign marks the lines that differ."""
    half = max(10, (width - 5) // 2)
    rows = []
    for at, (one, two) in enumerate(zip_longest(left, right, fillvalue="")):
        sign = " | " if one == two else " * "
        rows.append(
            ListRow(((fitted(one, half).ljust(half), ""), (sign, "bold"), (fitted(two, half), "")), key=str(at))
        )
    return rows


class OfferWindow(Window[str]):
    """An offer or an agreement in full; closes with what is to be done about it."""

    TITLED = "TERMS"
    HELP = "a accept, r reject, c counter with other terms, w withdraw what is yours, n give notice of an agreement."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "do('accept')", "accept", show=False),
        Binding("r", "do('reject')", "reject", show=False),
        Binding("c", "do('counter')", "counter", show=False),
        Binding("w", "do('withdraw')", "withdraw", show=False),
        Binding("n", "do('notice')", "give notice", show=False),
    ]

    def __init__(self, ask: Ask, key: str, counter: Terms | None) -> None:
        """An offer or an agreement by its id, and the counter drafted so far."""
        super().__init__()
        self._ask, self._key, self._counter = ask, ProposalId(AgreementId(key)), counter

    @property
    def _terms(self) -> Terms:
        offer = self._ask.view.proposals.get(self._key)
        return offer.terms if offer else self._ask.view.agreements[self._key].terms

    def inside(self) -> Iterator[Widget]:
        """The terms."""
        yield Lines(id="terms", wrap=False)

    def acts(self) -> list[str]:
        """What may be done, by the rules."""
        moves: dict[str, TalkMove] = {"notice": GiveNotice(agreement=self._key)}
        if self._key in self._ask.view.proposals:
            moves = {
                "accept": Respond(proposal=self._key, answer="accept", terms=None, text=""),
                "reject": Respond(proposal=self._key, answer="reject", terms=None, text=""),
                "withdraw": Withdraw(proposal=self._key),
            }
        allowed = [act for act, move in moves.items() if self._ask.menu.talk_refusal(move) is None]
        if "accept" in allowed and self._ask.seat in self._terms.parties:
            allowed.insert(2, "counter")
        return allowed

    def begin(self) -> None:
        """Show them, and the keys for what may be done."""
        ask, lines = self._ask, self.query_one(Lines)
        theirs = term_lines(ask, self._terms)
        if self._counter:
            rows = side_by_side(theirs, term_lines(ask, self._counter), min(self.size.width - 4, 88))
            half = (min(self.size.width - 4, 88) - 5) // 2
            rows.insert(0, heading("ON THE TABLE".ljust(half + 3) + "OUR COUNTER, drafted"))
        else:
            rows = [ListRow((), line, str(at)) for at, line in enumerate(theirs)]
        offer = ask.view.proposals.get(self._key)
        if offer:
            rows = [*worth_in_short(ask, self._terms), *rows]
            given = ", ".join(map(ask.book.name, offer.accepted))
            missing = ", ".join(ask.book.name(seat) for seat in offer.needed if seat not in offer.accepted)
            maker = ask.book.name(offer.by)
            last = ask.book.setting.turns
            ends = f"after turn {offer.made + 1}" if offer.made < last else "with the game"
            rows.append(heading(f"Made by {maker} in turn {offer.made}; lapses {ends}."))
            rows.append(ListRow((("yes  ", "bold"),), given, "yes"))
            rows.append(ListRow((("open ", "bold"),), missing, "open"))
            rows += worth_rows(ask, self._terms)
        lines.fill(rows)
        lines.focus()
        keys: list[KeyHint] = [(act[0], act) for act in self.acts()]
        self.show_keys((*keys, ("esc", "close")))

    def action_do(self, act: str) -> None:
        """Close with the act, if the rules allow it."""
        if act in self.acts():
            self.dismiss(act)
        else:
            self.say(f"you cannot {act} here; possible: {', '.join(self.acts()) or 'nothing'}", fault=True)
