"""What became of offers, told so that it is true: who had given their word, and what stood against a signature."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.core.agreements import Proposal
from wargame.core.event_values import OfferAnswered, Offered
from wargame.core.ids import SeatId
from wargame.core.views import Seen, View
from wargame.players.base import Ask
from wargame.rules.bargains.terms import may_bind
from wargame.rules.foresight.rehearsal import imagined

UNSEEN = "something stands against it that you cannot see"


def unsigned(ask: Ask, offer: Proposal) -> str:
    """Why an offer that all have agreed to is no agreement yet, as far as this seat can tell."""
    refusal = may_bind(ask.book, imagined(ask.view), offer.by, offer.terms)
    return refusal.sentence if refusal else UNSEEN


def lapsed(ask: Ask, events: Sequence[Seen], at: int, view: View | None = None) -> str:
    """Why an offer lapsed, by the place of the event that says so among those that the seat has seen.

    Whose word was missing; or, if all had given it, what stood against it by a view of that moment (by default the
    present one). The rule's own sentence where the seat has not seen the offer. Linear in the events.
    """
    value = events[at].value
    name = value.proposal if isinstance(value, OfferAnswered) else None
    offered = next((s for s in events[:at] if isinstance(s.value, Offered) and s.value.proposal == name), None)
    if offered is None or not isinstance(offered.value, Offered):
        return events[at].text
    given = {
        seen.about[0]
        for seen in events[:at]
        if isinstance(seen.value, OfferAnswered) and seen.value.proposal == name and seen.value.how == "accepted"
    }
    by, *others = offered.about
    missing = [ask.called(seat) for seat in others if seat not in given]
    what = f"{ask.called(by)}'s offer to {' and '.join(map(ask.called, others))} lapsed"
    if missing:
        return f"{what}: the word of {' and '.join(missing)} was missing."
    terms = offered.value.terms
    refusal = may_bind(ask.book, imagined(view or ask.view), SeatId(by), terms)
    return f"{what}: all had said yes, but {refusal.sentence if refusal else UNSEEN}."
