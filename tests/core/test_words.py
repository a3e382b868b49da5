"""Terms and other things in words: nothing of weight is left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wargame.core.agreements import Terms
from wargame.core.clauses import (
    AccessClause,
    ForbearanceClause,
    FrameworkClause,
    InducementClause,
    PaymentClause,
    SupportClause,
)
from wargame.core.deeds import intent_in_words
from wargame.core.ids import AREAS, AgreementId, ModelId, ProposalId
from wargame.core.moves import GiveNotice, Intent, Respond, TalkMove, Withdraw
from wargame.core.words import clause_in_brief, move_in_words, terms_in_words, turns_in_words, with_article

OFFER = ProposalId(AgreementId("8gkux"))


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


@pytest.mark.parametrize(
    ("move", "said"),
    [
        (
            Respond(proposal=OFFER, answer="accept", terms=None, text=""),
            "accepted the paper of Kyiv",
        ),
        (
            Respond(proposal=OFFER, answer="reject", terms=None, text=""),
            "rejected the paper of Kyiv",
        ),
        (Withdraw(proposal=OFFER), "withdrew the paper of Kyiv"),
        (GiveNotice(agreement=AgreementId("8gkux")), "gave notice of the paper of Kyiv"),
    ],
)
def test_a_move_names_a_bargain_by_whose_it_is_and_never_by_its_number(move: TalkMove, said: str) -> None:
    assert move_in_words(move, str, {"8gkux": "the paper of Kyiv"}.__getitem__) == said
    assert "8gkux" not in move_in_words(move, str)


def test_terms_of_several_parties_say_once_what_each_is_given_in_the_same_words() -> None:
    clauses = [
        FrameworkClause(giver="washington", taker=lab, recipients=(), severity=5, audit="light")
        for lab in ("meta", "openai")
    ]
    terms = Terms(parties=("washington", "meta", "openai"), clauses=tuple(clauses), secret=False, turns=6)
    said = terms_in_words(terms, str.capitalize)
    assert said == "Washington, Meta and Openai: uses up to severity 5 agreed with Washington; 6 turns"


def test_a_clause_in_brief_says_what_is_given_or_promised() -> None:
    def brief(clause: ForbearanceClause | FrameworkClause | InducementClause | SupportClause) -> str:
        return clause_in_brief(clause, str.capitalize, str.capitalize)

    held = ForbearanceClause(giver="paris", taker="washington", what="not_adopt_chinese", toward=None)
    assert brief(held) == "Paris takes up no Chinese model"
    assert brief(replace(held, what="not_sell_to", toward="kyiv")) == "Paris signs nothing with Kyiv"
    heard = InducementClause(giver="paris", taker="washington", what="say_in_deployment")
    assert brief(heard) == "a say in deployment from Paris"
    assert brief(SupportClause(giver="paris", taker="washington", level=2)) == "engineers from Paris"
