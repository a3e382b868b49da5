"""What events say as values: the same as their sentences, no word of anybody's prose, nothing beyond their readers."""

from __future__ import annotations

from functools import cache

from tests.rules.desk import Desk, played, sealed, terms_of
from wargame.core.clauses import PaymentClause
from wargame.core.deeds import order_as_deed
from wargame.core.event_kinds import weight_of
from wargame.core.event_values import AgreementClosed, Offered, OrderOpened, Outcome, ScoreCard, Signed, Unpaid
from wargame.core.events import Event
from wargame.core.ids import ModelId, may_read
from wargame.core.moves import Propose, Respond
from wargame.core.orders import Argument, Reason, StealWeights
from wargame.core.state import State
from wargame.core.views import WITHDRAWN, Observer
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.base.ruling import Ruling
from wargame.rules.foresight.rehearsal import beyond, same

SECRET = "canary words that people wrote"


@cache
def whole_game() -> tuple[Rulebook, State, list[Event]]:
    table = played("between-the-giants", variant="core", seed=5, everyone="random")
    return table.sequence.book, table.sequence.state, table.sequence.record


def test_the_words_of_an_opened_order_are_those_that_its_value_gives_to_every_reader() -> None:
    book, state, record = whole_game()
    told = 0
    for seat in book.setting.ids:
        view = Observer(book.setting, book.seed, seat).view(state, record)

        def called(id: str, models: object = view.models) -> str:
            assert isinstance(models, dict)
            return str(models[id].name) if id in models else book.name(id)

        for seen in view.events:
            if seen.kind == "order_opened":
                assert isinstance(seen.value, OrderOpened)
                assert seen.text == f"{called(seen.about[0])} decided to {order_as_deed(seen.value.order, called)}."
                told += 1
    assert told > 100


def test_a_score_says_its_lines_and_their_sum() -> None:
    book, _, record = whole_game()
    given = [event for event in record if event.kind == "score_given"]
    assert given
    for event in given:
        card = event.value
        assert isinstance(card, ScoreCard)
        assert abs(sum(line.points for line in card.lines) - card.total) < 0.01
        assert event.text.startswith(f"{book.name(event.about[0])} scores {card.total:.1f}: ")
        assert all(f" {line.points:+.1f}" in event.text for line in card.lines)


def test_a_seat_has_the_values_of_what_it_may_read_and_no_others() -> None:
    book, state, record = whole_game()
    for seat in book.setting.ids:
        view = Observer(book.setting, book.seed, seat).view(state, record)
        assert [seen.value for seen in view.events] == [e.value for e in record if may_read(e.audience, seat)]


def test_no_value_holds_a_word_of_prose() -> None:
    desk = Desk()
    terms = terms_of(PaymentClause(giver="paris", taker="kyiv", amount=1))
    (offer, *_) = desk.talk(("paris", Propose(terms=terms, text=SECRET)))
    assert isinstance(offer.value, Offered)
    proposal = offer.value.proposal
    desk.talk(("kyiv", Respond(proposal=proposal, answer="reject", terms=None, text=SECRET)))
    reasons = (Reason(text=SECRET, cites=None),)
    argument = Argument(reasons=reasons, action=SECRET, effect="raise_domestic_support", target="paris")
    desk.orders(sealed("paris", 1, argument))
    assert sum(SECRET in event.body for event in desk.events) == 3, "the words were said"
    assert not [event.kind for event in desk.events if SECRET in repr(event.value)]
    opened = next(event.value for event in desk.of("order_opened"))
    assert opened == OrderOpened(
        order=Argument(reasons=(), action="", effect="raise_domestic_support", target="paris")
    ), "only its words are left out"


def test_words_that_control_takes_back_take_their_value_with_them() -> None:
    desk = Desk()
    terms = terms_of(PaymentClause(giver="paris", taker="kyiv", amount=1))
    (offer, *_) = desk.talk(("paris", Propose(terms=terms, text="Take it.")))
    ruling = desk.ruling()
    ruling.emit("text_retracted", "control", ("control.1", offer.id), offer.audience, "Control withdrew a text.")
    view = Observer(desk.book.setting, 3, "kyiv").view(ruling.state, [desk.start, *desk.events, *ruling.events])
    (seen,) = [seen for seen in view.events if seen.kind == "offer_made"]
    assert (seen.text, seen.body, seen.value) == (WITHDRAWN, "", None)


def test_what_is_signed_and_how_it_ends_are_told_by_the_name_of_the_agreement() -> None:
    desk = Desk()
    agreement = desk.sign(terms_of(PaymentClause(giver="paris", taker="kyiv", amount=1), turns=1))
    (signed,) = desk.of("agreement_signed")
    assert signed.value == Signed(agreement=agreement.id, terms=agreement.terms)
    desk.orders()
    (ended,) = desk.of("agreement_expired")
    assert ended.value == AgreementClosed(agreement=agreement.id, status="expired", why="its term is over")


def test_a_debt_names_its_debtor_first_and_the_agreement_as_a_value() -> None:
    desk = Desk().set({"paris.budget": 0.0})
    agreement = desk.sign(terms_of(PaymentClause(giver="paris", taker="kyiv", amount=3)))
    desk.orders()
    (missed,) = [event for event in desk.of("payment_missed") if event.value == Unpaid(agreement=agreement.id)]
    assert missed.about == ("paris", "kyiv")
    assert [event.about for event in desk.of("clause_breached") if missed.id in event.causes] == [("paris", "kyiv")]


def test_a_happening_is_new_by_what_it_is_and_not_by_its_words() -> None:
    desk = Desk()
    ruling = Ruling(desk.book, desk.state, 1, "adjudication")
    first = ruling.emit("theft_tried", "F53", (), ("beijing",), "It failed.", value=Outcome(won=False))
    again = ruling.emit("theft_tried", "F53", (), ("beijing",), "It came to nothing.", value=Outcome(won=False))
    taken = ruling.emit("theft_tried", "F53", (), ("beijing",), "It failed.", value=Outcome(won=True))
    assert same(first) == same(again) != same(taken)
    assert beyond([again, taken], [first]) == [taken]
    assert beyond([first, again], [first]) == [again], "a second one is more than the usual course"


def test_success_and_failure_of_a_theft_are_different_happenings() -> None:
    given = Desk().give("beijing", StealWeights(model=ModelId("claude")))
    (tried,) = [event for event in given.events if event.kind == "theft_tried"]
    assert isinstance(tried.value, Outcome)
    assert tried.value.won == ("failed" not in tried.text)


def test_what_comes_every_turn_weighs_nothing() -> None:
    _, _, record = whole_game()
    turns = {event.turn for event in record} - {0}
    by_kind = {event.kind: {e.turn for e in record if e.kind == event.kind} for event in record}
    everlasting = {kind for kind, seen in by_kind.items() if seen >= turns}
    told = {kind for kind in everlasting if weight_of(kind) in ("deal", "blow")}
    assert told <= {"inject_fired", "agreement_signed", "pledge_made", "pledge_kept", "mass_strike"}, told
