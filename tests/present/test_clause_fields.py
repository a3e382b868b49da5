"""Clauses are put together from their types, begin legal where they can, and say why a value may not be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui.views import asked
from wargame.core.agreements import Terms
from wargame.core.clauses import DataClause, GuaranteeClause, PaymentClause, SupportClause
from wargame.core.domains import fields_of
from wargame.core.ids import ModelId
from wargame.core.moves import Propose
from wargame.players.drafts import access, terms
from wargame.present.clause_fields import (
    TYPES,
    changed,
    clause_fields,
    fresh,
    parties_of,
    refused,
    usual_drafts,
)
from wargame.rules.model.deal_value import appraise

BLANK = Terms(parties=("paris",), clauses=(), secret=False, turns=4)


@pytest.mark.parametrize("kind", TYPES)
def test_every_clause_type_has_a_field_for_every_value(kind: str) -> None:
    ask = asked("paris")
    drafted = replace(BLANK, clauses=(fresh(ask, BLANK, kind, ("washington",)),))
    names = [field.name.partition(".")[2] for field in clause_fields(ask, drafted, 0)]
    assert names == list(fields_of(TYPES[kind]))


@pytest.mark.parametrize("kind", [kind for kind in TYPES if kind != "framework"])
def test_a_fresh_clause_may_be_offered_as_it_is(kind: str) -> None:
    ask = asked("paris")
    clause = fresh(ask, BLANK, kind, ())
    assert refused(ask, BLANK, (clause,)) == ""


def test_two_framework_clauses_of_washington_make_a_framework() -> None:
    ask = asked("washington")
    blank = replace(BLANK, parties=("washington",))
    first = fresh(ask, blank, "framework", ("anthropic",))
    second = changed(ask, first, "taker", "openai")
    assert first.giver == "washington"
    assert "at least two labs" in refused(ask, blank, (first,))
    assert refused(ask, blank, (first, second)) == ""


def test_a_model_that_the_giver_does_not_have_gives_way_to_one_of_its_own() -> None:
    ask = asked("paris")
    clause = changed(ask, access("openai", "paris", ModelId("gpt"), "api"), "giver", "mistral")
    assert clause.kind == "access"
    assert ask.view.models[clause.model].owner == "mistral"


def test_giver_and_taker_change_places_rather_than_being_one() -> None:
    clause = changed(asked("paris"), access("openai", "paris", ModelId("gpt"), "api"), "giver", "paris")
    assert (clause.giver, clause.taker) == ("paris", "openai")


def test_a_value_that_may_not_be_says_why() -> None:
    ask = asked("paris")
    drafted = terms(access("openai", "paris", ModelId("gpt"), "api"))
    fields = {field.name: field for field in clause_fields(ask, drafted, 0)}
    takers = {choice.value: choice.refusal for choice in fields["0.taker"].choices}
    channels = {choice.value: choice.refusal for choice in fields["0.channel"].choices}
    assert "to take access takes a government" in takers["anthropic"]
    assert takers["kyiv"] == ""
    assert "weights are not handed over" in channels["weights"]


def test_one_fault_is_not_laid_at_the_door_of_every_field() -> None:
    ask = asked("paris")
    drafted = terms(access("openai", "paris", ModelId("gpt"), "weights"))
    fields = {field.name: field for field in clause_fields(ask, drafted, 0)}
    assert all(not choice.refusal for choice in fields["0.audit"].choices)
    assert any(choice.refusal for choice in fields["0.channel"].choices)


def test_parties_are_whoever_stands_in_a_clause() -> None:
    clauses = (
        access("openai", "paris", ModelId("gpt"), "api"),
        access("mistral", "paris", ModelId("mistral-large"), "api"),
    )
    assert parties_of(clauses, ("paris",)) == ("paris", "openai", "mistral")


@pytest.mark.parametrize("seat", ["paris", "meta"])
def test_usual_drafts_may_all_be_offered(seat: str) -> None:
    ask = asked(seat)
    found = usual_drafts(ask, ())
    assert found
    for words, draft in found:
        refusal = ask.menu.talk_refusal(Propose(terms=draft, text=""))
        assert refusal is None or refusal.kind in ("already_so", "too_many_orders"), words


def test_usual_drafts_for_one_seat_name_no_other() -> None:
    for _, draft in usual_drafts(asked("paris"), ("openai",)):
        assert set(draft.parties) == {"paris", "openai"}


def test_engineers_for_a_point_a_turn_are_a_usual_offer() -> None:
    found = dict(usual_drafts(asked("rome", "first-download", 0), ("palantir",)))
    made = next(
        terms for words, terms in found.items() if words.endswith("engineers from Palantir to Rome, for 1 a quarter")
    )
    support, payment = made.clauses
    assert (support.kind, support.giver) == ("support", "palantir")
    assert (payment.kind, payment.giver) == ("payment", "rome")


def test_usual_drafts_that_bring_something_come_first_and_models_held_back_after_those_released() -> None:
    ask = asked("rome", "first-download", 0)
    step = ask.book.setting.by_id["rome"].first_steps[1]
    assert (step.done, step.look, step.to) == ("answer", "offer", "anthropic")
    found = usual_drafts(ask, ("anthropic",))
    worth = [appraise(ask.book, ask.view, ask.seat, draft).total for _, draft in found]
    assert [words.partition("  ")[0] for words, _ in found] == [f"{each:+.1f}" for each in worth]
    assert worth[0] > 0
    assert [each < 0 for each in worth] == sorted(each < 0 for each in worth)
    for gaining in (True, False):
        part = [("held back" in words, -each) for (words, _), each in zip(found, worth, strict=True)]
        part = [each for each in part if (each[1] <= 0) == gaining]
        assert part == sorted(part)
        assert {held for held, _ in part} == {True, False}
    assert "enclave" in step.says
    assert any(words.endswith("Claude from Anthropic to Rome, enclave") for words, _ in found), "the step names it"


def test_whoever_gets_something_pays_for_it() -> None:
    ask = asked("rome", "first-download", 0)
    support = SupportClause(giver="palantir", taker="rome", level=1)
    assert fresh(ask, terms(support), "payment", ("palantir",)).giver == "rome"
    data = DataClause(giver="rome", taker="palantir", control="kept")
    assert fresh(ask, terms(data), "payment", ("palantir",)).giver == "palantir"


def test_what_the_first_steps_of_the_tutorial_tell_to_offer_gains_for_everybody_who_must_agree() -> None:
    ask = asked("rome", "first-download", 0)
    engineers = ask.book.setting.by_id["rome"].first_steps[0]
    assert (engineers.done, engineers.to) == ("offer", "palantir")
    enclave = access("anthropic", "rome", ModelId("claude"), "enclave")
    for made in (
        terms(enclave, GuaranteeClause(giver="washington", taker="rome"), turns=3),
        terms(
            SupportClause(giver="palantir", taker="rome", level=2),
            PaymentClause(giver="rome", taker="palantir", amount=1),
            turns=3,
        ),
    ):
        gains = {seat: appraise(ask.book, ask.view, seat, made).total for seat in made.parties}
        assert len(gains) >= 2
        assert min(gains.values()) > 0, gains
    assert "from 1 to 2" in engineers.says
    (usual,) = (draft for words, draft in usual_drafts(ask, ("palantir",)) if "engineers from Palantir" in words)
    assert appraise(ask.book, ask.view, ask.seat, usual).total < 0, "a loss, which the step turns into a gain"
