"""What orders, agreements and injects write is read rightly: held against what they do when they are carried out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice, product
from types import SimpleNamespace
from typing import Any

import pytest

from wargame.balance.direct_increments import all_served
from wargame.balance.lever_parts import OpenedArm, of_inject, of_order, of_terms
from wargame.balance.procedure_reading import VariableMove
from wargame.core import names
from wargame.core.agreements import Proposal, Terms
from wargame.core.clauses import AccessClause, GuaranteeClause, ProductionClause, SupportClause
from wargame.core.domains import fields_of
from wargame.core.fold import fold
from wargame.core.ids import AREAS, AgreementId, EventId, ProposalId, Variable
from wargame.core.orders import ORDER_TYPES, AnyOrder, Argument
from wargame.core.setting import Inject
from wargame.core.state import State
from wargame.rules.bargains import agreements, breaches
from wargame.rules.base.ruling import Ruling
from wargame.rules.legality import refusal
from wargame.rules.menu import choices
from wargame.rules.orders.verbs import VERBS
from wargame.table.opening import choose

SOME = 25
"""Orders of a kind and seat that are carried out."""


@pytest.fixture(scope="module")
def arm() -> OpenedArm:
    book, first = choose("between-the-giants").opening()
    return OpenedArm(book, first, fold(State(), (first,)))


def given(arm: OpenedArm) -> Iterator[tuple[str, AnyOrder]]:
    """Orders that may be given, some of each kind and seat."""
    for by, make in product(arm.book.setting.ids, ORDER_TYPES.values()):
        if make is Argument:
            continue
        domains = {name: choices(arm.book, arm.state, by, each) for name, each in fields_of(make).items()}
        made: Any = make
        every = (made(**dict(zip(domains, values, strict=True))) for values in product(*domains.values()))
        legal = (each for each in every if refusal(arm.book, arm.state, by, each) is None)
        yield from ((by, each) for each in islice(legal, SOME))


def carried_out(arm: OpenedArm, by: str, order: AnyOrder, **numbers: float) -> Mapping[Variable, float]:
    book = replace(arm.book, parameters=arm.book.parameters.with_overrides(numbers))
    ruling = Ruling(book, arm.state, 1, "adjudication")
    VERBS[type(order)].do(ruling, by, order, EventId("1.1"))
    return ruling.state.values


def named(written: VariableMove, there: Mapping[Variable, float]) -> list[Variable]:
    """The variables that something may be written to."""
    name = getattr(names, written.family)
    if isinstance(name, str):
        return [Variable(name)]
    made = re.escape(name(*(each or "?" for each in written.place))).replace(re.escape("?"), "[^.]+")
    return [variable for variable in there if re.fullmatch(made, variable)]


def fields(order: AnyOrder) -> dict[str, Any]:
    return {name: getattr(order, name) for name in order.__dataclass_fields__}


@pytest.mark.slow
@pytest.mark.parametrize("served", [False, True])
def test_whatever_an_order_changes_is_among_what_is_read_from_it(arm: OpenedArm, served: bool) -> None:
    place = replace(arm, state=all_served(arm)) if served else arm
    unread, kinds = set[tuple[str, Variable]](), set[str]()
    for by, order in given(place):
        after = carried_out(place, by, order)
        read = {each for one in of_order(order.kind, by, fields(order), place).written for each in named(one, after)}
        changed = {name for name, value in after.items() if value != place.state.values.get(name)}
        unread |= {(order.kind, name) for name in changed - read}
        kinds.add(order.kind)
    assert unread == set()
    assert len(kinds) > 30


@pytest.mark.slow
def test_every_parameter_that_is_found_in_an_order_takes_something_away_at_zero(arm: OpenedArm) -> None:
    found, shown = set[tuple[str, str, str]](), set[tuple[str, str, str]]()
    for place in (arm, replace(arm, state=all_served(arm))):
        for by, order in given(place):
            part = of_order(order.kind, by, fields(order), place)
            asked = {
                (order.kind, each.family, name): each
                for each in part.written
                for factors in each.amount or ()
                for name in factors
            }
            found |= asked.keys()
            for key, each in asked.items():
                if key not in shown:
                    before, after = carried_out(place, by, order), carried_out(place, by, order, **{key[2]: 0.0})
                    if any(before[name] != after.get(name) for name in named(each, before)):
                        shown.add(key)
    assert found - shown == set()
    assert len(found) > 35


PIECES = Terms(
    parties=("kyiv", "washington"),
    clauses=(
        ProductionClause(giver="kyiv", taker="washington", piece="drones", volume=2),
        SupportClause(giver="washington", taker="kyiv", level=2),
    ),
    secret=False,
    turns=8,
)


def signed_and_kept(arm: OpenedArm, terms: Terms, **numbers: float) -> Mapping[Variable, float]:
    """All numbers after an agreement was signed, performed and held against what happened, which was nothing."""
    book = replace(arm.book, parameters=arm.book.parameters.with_overrides(numbers))
    ruling = Ruling(book, replace(arm.state, turn=1), 1, "talk")
    ruling.state.agreements = {}
    offer = Proposal(
        id=ProposalId(AgreementId("offer")),
        by=terms.parties[0],
        terms=terms,
        accepted=terms.parties,
        needed=terms.parties,
        made=1,
        counters=None,
        event=EventId("1.1"),
    )
    agreements.sign(ruling, offer, EventId("1.1"))
    ruling.phase = "adjudication"
    agreements.perform(ruling)
    breaches.review(ruling, ())
    return ruling.state.values


def test_what_an_agreement_adds_by_parameters_is_what_it_adds_when_it_is_signed_and_kept(arm: OpenedArm) -> None:
    products = {(each.family, each.place): each.amount for each in of_terms(PIECES, arm).written if each.amount}
    assert products["narrow", ("washington", "autonomy")] == {frozenset(("partner_gain",))}
    for name, variable in (
        ("partner_gain", names.narrow("washington", "autonomy")),
        ("trust_signed", names.trust("kyiv", "washington")),
        ("trust_kept", names.trust("washington", "kyiv")),
    ):
        assert signed_and_kept(arm, PIECES)[variable] > signed_and_kept(arm, PIECES, **{name: 0.0})[variable]


def breaking(terms: Terms | SimpleNamespace, arm: OpenedArm) -> set[tuple[Any, ...]]:
    """Whose trust in whom falls by a parameter when it is broken, and by which."""
    found = {
        (*each.place, name)
        for each in of_terms(terms, arm).written
        if each.family == "trust"
        for factors in each.amount or ()
        if len(factors) == 1
        for name in factors
    }
    return {each for each in found if each[-1] in ("trust_guarantee", "trust_breach")}


def test_each_clause_is_broken_by_whoever_can_break_it(arm: OpenedArm) -> None:
    promise = GuaranteeClause(giver="washington", taker="paris")
    engineers = SupportClause(giver="washington", taker="paris", level=1)
    promised = Terms(parties=("washington", "paris"), clauses=(promise,), secret=False, turns=8)
    assert breaking(promised, arm) == {("paris", "washington", "trust_guarantee")}
    helped = Terms(parties=("washington", "paris"), clauses=(engineers,), secret=False, turns=8)
    assert breaking(helped, arm) == set(), "nothing shows that engineers stayed at home"
    assert breaking(PIECES, arm) == {("kyiv", "washington", "trust_breach")}, "whoever takes pieces may not pay"


def test_a_model_of_the_rival_costs_support_and_one_of_the_patron_does_not(arm: OpenedArm) -> None:
    def lost(giver: str, model: str) -> bool:
        clause = AccessClause(
            giver=giver,
            taker="paris",
            model=model,  # type: ignore[arg-type]
            channel="api",
            licence="full",
            areas=AREAS,
            data="resident",
            audit="none",
            support=0,
            price=1,
            notice=1,
        )
        terms = Terms(parties=(giver, "paris"), clauses=(clause,), secret=False, turns=8)
        return any(
            each.family == "domestic_support" and each.place == ("paris",) for each in of_terms(terms, arm).written
        )

    assert lost("deepseek", "deepseek")
    assert not lost("openai", "gpt")


def test_an_inject_adds_what_its_kind_does_to_its_target_and_what_it_names_itself(arm: OpenedArm) -> None:
    inject = Inject(
        id="late",
        kind="staff_letter",
        text="A letter goes round.",
        objective="",
        turn=1,
        when=None,
        probability=None,
        audience="public",
        target="anthropic",
        changes={Variable("world.chips"): -0.1},
    )
    part = of_inject(inject, arm)
    assert VariableMove("dissent", ("anthropic",), frozenset((frozenset(("dissent_letter",)),))) in part.written
    assert part.named == ("world.chips",)
    assert "staff_letter" in part.emitted
    words = of_inject(replace(inject, kind="news"), arm)
    assert (words.written, words.named) == ((), ("world.chips",))
