"""The window in which terms are put together and named as an offer or a counter-offer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from textual.widget import Widget

from wargame.core.agreements import Terms
from wargame.core.ids import SeatId
from wargame.players.base import Ask
from wargame.ui.seat.forms.terms_form import TermsForm
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.panes import Words
from wargame.ui.widgets.window import Window

Made = tuple[Terms, str]
"""Terms, and the words that go with them."""


class TermsWindow(Window[Made]):
    """Closes with terms and words, or with nothing; `kept` is told of every change, so that closing loses nothing."""

    TITLED = "OFFER"
    HELP = (
        "Put the terms together clause by clause; what may not be offered says why. The last line adds the offer. "
        "c clears all clauses, and again brings them back; d drops the clause under the cursor; t adds a third party, "
        "such as whoever guarantees: it may stand in any clause."
    )
    KEYS: ClassVar[tuple[KeyHint, ...]] = (
        ("enter", "choose"),
        ("c", "clear"),
        ("d", "drop"),
        ("t", "third party"),
        ("esc", "close, kept"),
        ("left/right", "step"),
    )

    def __init__(
        self,
        ask: Ask,
        title: str,
        start: Terms | None,
        theirs: Terms | None,
        *,
        to: Sequence[SeatId] = (),
        text: str = "",
        kept: Callable[[Made], None] = lambda made: None,
    ) -> None:
        """For an offer from these terms on, or a counter to theirs."""
        super().__init__()
        self._title, self._kept = title, kept
        self._form = TermsForm(ask, start, theirs, to=to, text=text)

    def inside(self) -> Iterator[Widget]:
        """The form."""
        yield self._form

    def begin(self) -> None:
        """Give it the room and the keys."""
        self.query_one(".window").add_class("large")
        self.query_one(".title", Words).say(self._title)
        self._form.focus_form()

    def on_terms_form_changed(self, event: TermsForm.Changed) -> None:
        """Keep what is put together."""
        self.say("")
        self._kept((event.terms, event.text))

    def on_terms_form_done(self, event: TermsForm.Done) -> None:
        self.dismiss((event.terms, event.text))
