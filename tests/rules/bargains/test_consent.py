"""Whose consent binds an agreement, and what a framework settles in advance."""

from __future__ import annotations

import pytest

from tests.rules.bargains.deals import GPT, answer, offered
from tests.rules.desk import Desk, access_clause, terms_of
from wargame.core.clauses import (
    FrameworkClause,
)
from wargame.core.ids import ModelId
from wargame.rules.bargains.terms import consent_needed


def test_washington_must_consent_to_the_export_of_a_closed_us_model() -> None:
    desk = Desk()
    name = offered(desk, GPT)
    assert desk.state.proposals[name].needed == ("openai", "paris", "washington")
    desk.talk(("openai", answer(name, "accept")))
    assert name not in desk.state.agreements
    desk.talk(("washington", answer(name, "accept")))
    assert desk.state.agreements[name].status == "in_force"


def test_washington_can_veto_but_not_counter() -> None:
    desk = Desk()
    name = offered(desk, GPT)
    desk.talk(("washington", answer(name, "counter", terms=terms_of(GPT, turns=2))))
    assert name in desk.state.proposals
    desk.talk(("washington", answer(name, "reject")))
    assert name not in desk.state.proposals


@pytest.mark.parametrize(
    ("setup", "clause"),
    [
        (lambda desk: desk.set({"world.consent_rule": 0}), GPT),
        (lambda desk: None, access_clause("openai", "paris", ModelId("gpt-oss"), "weights")),
        (lambda desk: None, access_clause("mistral", "berlin", ModelId("mistral-large"), "on_premises")),
        (
            lambda desk: desk.sign(
                terms_of(
                    FrameworkClause(
                        giver="washington", taker="openai", recipients=("paris",), severity=5, audit="light"
                    ),
                    FrameworkClause(giver="washington", taker="anthropic", recipients=(), severity=5, audit="light"),
                )
            ),
            GPT,
        ),
    ],
    ids=["no consent rule", "open weights", "not a US model", "inside a framework"],
)
def test_no_consent_is_needed_where_no_closed_us_model_leaves_without_leave(setup: object, clause: object) -> None:
    desk = Desk()
    setup(desk)  # type: ignore[operator]
    assert "washington" not in consent_needed(desk.book, desk.state, terms_of(clause))  # type: ignore[arg-type]


def test_a_framework_frees_only_its_recipients_and_its_labs() -> None:
    desk = Desk()
    labs = ("openai", "anthropic")
    desk.sign(
        terms_of(
            *(
                FrameworkClause(giver="washington", taker=lab, recipients=("paris",), severity=5, audit="none")
                for lab in labs
            )
        )
    )
    berlin = terms_of(access_clause("openai", "berlin", ModelId("gpt"), "api"))
    gemini = terms_of(access_clause("deepmind", "paris", ModelId("gemini"), "api"))
    assert "washington" in consent_needed(desk.book, desk.state, berlin)
    assert "washington" in consent_needed(desk.book, desk.state, gemini)
