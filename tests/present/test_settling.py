"""Why an offer came to nothing is told as it was: whose word was missing, or what stood against a signature."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from tests.ui.seats import Game
from wargame.core.event_values import OfferAnswered, Offered
from wargame.core.moves import silence
from wargame.core.views import Seen
from wargame.players.base import Answer, Ask
from wargame.present.settling import lapsed


def lapses(ask: Ask) -> list[int]:
    return [at for at, seen in enumerate(ask.view.events) if seen.kind == "offer_lapsed"]


@lru_cache(maxsize=1)
def found() -> tuple[Ask, int]:
    """Rome says nothing, and what was offered to it lapses."""
    game = Game(("rome",))
    while not (ends := lapses(game.ask("rome"))):
        game.hand_in("rome", Answer(silence(game.asking.phase), "human"))
    return game.ask("rome"), ends[0]


def offer_of(ask: Ask, at: int) -> Seen:
    value = ask.view.events[at].value
    assert isinstance(value, OfferAnswered)
    return next(s for s in ask.view.events if isinstance(s.value, Offered) and s.value.proposal == value.proposal)


def test_a_lapse_names_those_whose_word_was_missing_and_not_those_who_gave_it() -> None:
    ask, at = found()
    given = {s.about[0] for s in ask.view.events[:at] if s.kind == "offer_accepted" and same(s, ask.view.events[at])}
    others = offer_of(ask, at).about[1:]
    said = lapsed(ask, ask.view.events, at)
    missing = [ask.called(seat) for seat in others if seat not in given]
    assert missing
    tail = said.partition(" lapsed: ")[2]
    assert all(name in tail for name in missing)
    assert not any(ask.called(seat) in tail for seat in given)


def same(one: Seen, other: Seen) -> bool:
    a, b = one.value, other.value
    return isinstance(a, OfferAnswered) and isinstance(b, OfferAnswered) and a.proposal == b.proposal


def test_an_offer_to_which_all_had_said_yes_did_not_lapse_unanswered() -> None:
    ask, at = found()
    events = list(ask.view.events)
    offer = offer_of(ask, at)
    value = events[at].value
    assert isinstance(value, OfferAnswered)
    for seat in offer.about[1:]:
        yes = replace(offer, kind="offer_accepted", about=(seat, offer.about[0]), value=replace(value, how="accepted"))
        events.insert(at, yes)
        at += 1
    said = lapsed(ask, events, at)
    assert "all had said yes, but " in said
    assert "unanswered" not in said


def test_every_lapse_that_a_seat_sees_has_a_reason() -> None:
    ask, _ = found()
    assert all(" lapsed: " in lapsed(ask, ask.view.events, at) for at in lapses(ask))
