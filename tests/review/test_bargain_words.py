"""Words for bargains say what each party got, by which deed a word was broken, what was signed before a blow."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from wargame.core.agreements import Terms
from wargame.core.clauses import AccessClause, Clause, PaymentClause, SupportClause
from wargame.core.event_values import Signed
from wargame.core.events import Event
from wargame.core.ids import SeatId
from wargame.review.bargain_words import Bargains, TalkCount
from wargame.rules.model.access import model_name
from wargame.rules.model.deal_value import appraise
from wargame.transcript.verify import Replayed

BEIJING, PARIS = SeatId("beijing"), SeatId("paris")


def signatures(game: Replayed) -> Iterator[tuple[Bargains, Event]]:
    """Every signature of a game, with the bargains of its turn."""
    for turn in range(1, game.turns + 1):
        found = bargains_of(game, turn, [event for event in game.events if event.turn == turn])
        yield from ((found, event) for event in found.signed)


def bargains_of(game: Replayed, turn: int, events: list[Event]) -> Bargains:
    """The bargains of a turn with these events."""
    called, model = game.sequence.book.name, partial(model_name, game.sequence.state)
    return Bargains(game, turn, game.states[turn - 1], events, called, model)


def test_the_account_says_for_each_party_of_a_new_bargain_what_it_gains(three: tuple[Replayed, ...]) -> None:
    for game in three:
        for bargains, event in signatures(game):
            assert isinstance(event.value, Signed)
            brought = bargains.new(event).rpartition("; ")[2]
            for seat in event.value.terms.parties:
                name = re.escape(game.sequence.book.name(seat))
                assert re.search(rf"\b{name}\b.* (for|gives and takes nothing itself)\b", brought), brought


def brought(game: Replayed, *clauses: Clause) -> str:
    """What the account says of Beijing and Paris signing for this, in the place of the game's first signature."""
    _, event = next(signatures(game))
    assert isinstance(event.value, Signed)
    terms = Terms(parties=(BEIJING, PARIS), clauses=clauses, secret=False, turns=4)
    made = replace(event, value=replace(event.value, terms=terms))
    return bargains_of(game, event.turn, [made]).new(made)


def test_who_pays_and_gets_nothing_is_told_so(three: tuple[Replayed, ...]) -> None:
    told = brought(three[0], PaymentClause(giver=BEIJING, taker=PARIS, amount=3))
    what, _, why = told.partition("; ")
    assert what == "Beijing and Paris (Beijing pays Paris 3 a quarter"
    assert why == "Paris for payment, Beijing gives and takes nothing itself)"


def test_who_gets_something_and_who_only_gives_are_told_apart(three: tuple[Replayed, ...]) -> None:
    told = brought(three[0], SupportClause(giver=PARIS, taker=BEIJING, level=1))
    assert "Beijing for engineers" in told
    assert "Paris gives and takes nothing itself" in told


def test_a_blow_between_two_who_signed_with_each_other_before_it_in_the_turn_says_so(
    three: tuple[Replayed, ...],
) -> None:
    _, signed = next(signatures(three[0]))
    both = signed.about[:2]
    blow = replace(signed, kind="supply_squeezed", about=both, value=None)
    stranger = replace(blow, about=(both[0], SeatId("cohere")))
    found = bargains_of(three[0], signed.turn, [signed, blow, stranger])
    assert found.signed_before(blow).startswith(", though both had signed earlier this turn (")
    assert found.signed_before(stranger) == ""
    assert bargains_of(three[0], signed.turn, [blow, signed]).signed_before(blow) == ""


def test_talk_of_several_turns_adds_up() -> None:
    one = TalkCount(3, 2, 1, 0, Counter({"price": 2}))
    two = TalkCount(1, 1, 0, 1, Counter({"data leave the country": 1}))
    assert (one + two).words == "4 offers made, 3 refused, 1 of them older (what weighed most: price), 1 countered."
    assert TalkCount().words == ""


def test_a_model_that_adds_nothing_is_told_as_such_to_who_takes_it(three: tuple[Replayed, ...]) -> None:
    """Whoever takes the same weights twice gains by them once."""
    game = three[0]
    model = next(each for each in game.sequence.state.models.values() if each.owner == "mistral")
    clause = AccessClause(
        giver=SeatId("mistral"),
        taker=PARIS,
        model=model.id,
        channel="weights",
        licence="civil",
        areas=("logistics",),
        data="sovereign",
        audit="none",
        support=0,
        price=9,
        notice=1,
    )
    _, event = next(signatures(game))
    assert isinstance(event.value, Signed)
    terms = Terms(parties=(SeatId("mistral"), PARIS), clauses=(clause,), secret=False, turns=4)
    made = replace(event, value=replace(event.value, terms=terms))
    told = bargains_of(game, event.turn, [made]).new(made)
    gained = dict(appraise(game.sequence.book, game.states[event.turn - 1], PARIS, terms).lines)["capability gained"]
    assert ("adds nothing to what it runs" in told) == (gained <= 0)
    assert gained <= 0, "a civil licence for one area adds nothing to what Paris has from the start"
