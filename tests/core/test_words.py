"""Terms and other things in words: nothing of weight is left out."""

from __future__ import annotations

import pytest

from wargame.core.agreements import Terms
from wargame.core.clauses import AccessClause, PaymentClause, SupportClause
from wargame.core.deeds import intent_in_words
from wargame.core.ids import AREAS, ModelId
from wargame.core.moves import Intent
from wargame.core.words import terms_in_words, turns_in_words, with_article


def access(price: int, support: int) -> AccessClause:
    return AccessClause(
        giver="meta",
        taker="rome",
        model=ModelId("llama"),
        channel="weights",
        licence="restricted",
        areas=AREAS,
        data="sovereign",
        audit="none",
        support=support,  # type: ignore[arg-type]
        price=price,
        notice=1,
    )


def told(*clauses: AccessClause | SupportClause | PaymentClause) -> str:
    return terms_in_words(Terms(parties=("meta", "rome"), clauses=clauses, secret=False, turns=2), str.capitalize)


def test_terms_on_one_line_say_that_something_costs_nothing_and_how_many_engineers_come() -> None:
    assert told(access(0, 1)) == (
        "Meta and Rome: Llama by weights (restricted, sovereign data) for nothing, support 1; 2 turns"
    )
    assert "for 3 a quarter;" in told(access(3, 0))
    assert turns_in_words(1) == "1 turn"
    assert "support 2 by Palantir" in told(SupportClause(giver="palantir", taker="rome", level=2))


@pytest.mark.parametrize(
    ("noun", "said"), [("lab or champion", "a lab or champion"), ("institution", "an institution")]
)
def test_a_noun_has_the_article_that_its_first_letter_asks_for(noun: str, said: str) -> None:
    assert with_article(noun) == said


def test_an_intent_is_told_with_whom_it_is_aimed_at() -> None:
    said = intent_in_words(Intent(will=False, verb="threaten", target="meta"), str.capitalize)
    assert said.startswith("will not ")
    assert said.endswith(" on Meta")
