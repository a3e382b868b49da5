"""What a seat is told before it hands in: every part of its word and deed, and what would be lost."""

from __future__ import annotations

from dataclasses import replace

from tests.ui.views import asked
from wargame.core.agreements import Terms
from wargame.core.moves import Intent, Propose, Signal
from wargame.core.orders.coerce import Threaten
from wargame.present.clause_fields import usual_drafts
from wargame.present.order_fields import HALF, half_as_text
from wargame.present.sealing import differing, left_out, what_is_sealed
from wargame.table.chair import Draft

WORD = Signal(
    text="We build at home.",
    intents=(
        Intent(will=True, verb="train_operators", target=None),
        Intent(will=False, verb="threaten", target="anthropic"),
    ),
)


def test_the_intents_of_a_statement_are_listed_with_its_words() -> None:
    said, _ = what_is_sealed(asked("washington"), Draft(signal=WORD))
    assert said == [
        'statement: "We build at home." (you will train crews and staff officers, '
        "will not use the threat of the law on Anthropic)"
    ]


def test_a_deed_against_the_word_and_a_deed_left_undone_are_both_told() -> None:
    draft = Draft(signal=WORD, orders=(Threaten(lab="anthropic", instrument="defense_production_act"),))
    assert differing(asked("washington"), draft) == [
        "you will train crews and staff officers; your orders do otherwise",
        "you will not use the threat of the law on Anthropic; your orders do otherwise",
    ]
    assert differing(asked("washington"), replace(draft, signal=None)) == []


def test_an_order_half_filled_in_is_told_with_what_is_chosen() -> None:
    typed = ((HALF["order"], half_as_text("threaten", {"lab": "anthropic", "instrument": None})),)
    assert left_out(asked("washington"), Draft(typed=typed)) == ["an order: threaten (lab Anthropic)"]


def test_an_argument_half_written_is_told_with_its_words_on_one_line() -> None:
    typed = ((HALF["argument"], half_as_text("argument", {"action": "The port\nopens", "reasons": []})),)
    assert left_out(asked("washington"), Draft(typed=typed)) == ['an argument: "The port opens"']


def test_an_offer_that_was_put_together_and_not_added_is_told_in_talk_alone() -> None:
    ask = asked("rome", "first-download", 0)
    _, terms = usual_drafts(ask, ())[0]
    assert isinstance(terms, Terms)
    draft = Draft(half_offer=Propose(terms=terms, text=""))
    (line,) = left_out(ask, draft)
    assert line.startswith("an offer: Anthropic and Rome: Claude on premises")
    assert left_out(asked("rome", "first-download", 2), draft) == []
