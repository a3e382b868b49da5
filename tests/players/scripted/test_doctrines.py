"""What single doctrines do in a single place: whom a patron presses, what a champion is offered, who is left alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest

from tests.players.test_players import ask_of
from tests.rules.desk import Desk, access_clause, sealed, terms_of
from wargame.core import names
from wargame.core.agreements import Terms
from wargame.core.clauses import ForbearanceClause, FrameworkClause, GuaranteeClause, InducementClause, ProductionClause
from wargame.core.habits import read
from wargame.core.ids import ModelId
from wargame.core.moves import Message, Propose, Respond, Sealed, Talk, Withdraw
from wargame.core.orders import (
    AdoptOpen,
    ArmsOrTariffPressure,
    DesignateSupplyChainRisk,
    InvokeDpa,
    Litigate,
    OrderFamily,
    SetOversight,
    StealWeights,
    Threaten,
)
from wargame.players.scripted import Scripted
from wargame.players.scripted.bonds import matters
from wargame.players.scripted.mind import Mind

T = TypeVar("T")
DRONES = ProductionClause(giver="kyiv", taker="washington", piece="drones", volume=2)
SURE = GuaranteeClause(giver="washington", taker="kyiv")


def talk(desk: Desk, seat: str, settings: str = "", round_: int = 1, seed: int = 1, doctrine: str = "") -> Talk:
    script = Scripted(doctrine or desk.book.seat(seat).doctrine, seed, habits=read(settings))
    body = script.answer(ask_of(desk, seat, "talk", round_)).body
    assert isinstance(body, Talk)
    return body


def sheet(desk: Desk, seat: str, settings: str = "", seed: int = 1) -> Sealed:
    body = Scripted(desk.book.seat(seat).doctrine, seed, habits=read(settings)).answer(ask_of(desk, seat)).body
    assert isinstance(body, Sealed)
    return body


def offers(body: Talk) -> list[Propose]:
    return [move for move in body.moves if isinstance(move, Propose)]


def in_any_seed(found: Callable[[int], T | None], seeds: int = 30) -> list[T]:
    """What is found in each seed, where anything is."""
    return [each for seed in range(1, seeds + 1) if (each := found(seed)) is not None]


def test_the_patron_presses_whom_the_grievance_names_and_not_who_trusts_it_most() -> None:
    desk = Desk("core")
    desk.orders(sealed("paris", 1, AdoptOpen(model=ModelId("deepseek"))))
    pressed = in_any_seed(lambda seed: _pressed(sheet(desk, "washington", "hawk=0.9", seed)))
    assert pressed
    assert set(pressed) == {"paris"}
    calm = Desk("core")
    assert not in_any_seed(lambda seed: _pressed(sheet(calm, "washington", "hawk=0.9", seed)))


def _pressed(body: Sealed) -> str | None:
    return next((order.target for order in body.orders if isinstance(order, ArmsOrTariffPressure)), None)


def framework(*labs: str) -> tuple[FrameworkClause | InducementClause, ...]:
    clauses = [
        FrameworkClause(giver="washington", taker=lab, recipients=("paris", "kyiv"), severity=5, audit="light")
        for lab in labs
    ]
    gifts = [InducementClause(giver="washington", taker=lab, what="clearances") for lab in labs]
    return (*clauses, *gifts)


@pytest.mark.parametrize("signed", [False, True])
def test_a_lab_in_a_framework_is_neither_threatened_nor_forced(signed: bool) -> None:
    desk = Desk("core")
    if signed:
        desk.sign(terms_of(*framework("anthropic", "openai")))
    bad = terms_of(access_clause("anthropic", "washington", ModelId("claude"), "enclave", licence="full", price=0))
    desk.talk(("washington", Propose(terms=bad, text="")))
    offer = next(iter(desk.state.proposals))
    desk.talk(("anthropic", Respond(proposal=offer, answer="reject", terms=None, text="")))
    found = in_any_seed(lambda seed: _forced(sheet(desk, "washington", "hawk=1", seed)))
    assert ("anthropic" in found) != signed


def _forced(body: Sealed) -> str | None:
    forceful = (InvokeDpa, DesignateSupplyChainRisk, Threaten)
    return next((order.lab for order in body.orders if isinstance(order, forceful)), None)


def test_what_is_in_force_is_neither_offered_nor_accepted_again() -> None:
    desk = Desk("core")
    pact = terms_of(DRONES, SURE)
    desk.sign(pact)
    for seed in range(1, 12):
        assert not [move for move in offers(talk(desk, "kyiv", seed=seed)) if matters(move.terms) & matters(pact)]
        assert not [move for move in offers(talk(desk, "washington", seed=seed)) if matters(move.terms) & matters(pact)]
    desk.talk(("washington", Propose(terms=replace(pact, turns=5), text="")))
    assert {move.answer for move in talk(desk, "kyiv", round_=2).moves if isinstance(move, Respond)} == {"reject"}


def test_of_two_offers_that_cross_one_is_accepted_and_the_other_taken_back() -> None:
    desk = Desk("core")
    mine, theirs = terms_of(DRONES, SURE), replace(terms_of(DRONES, SURE), turns=5)
    desk.talk(("washington", Propose(terms=mine, text="")), ("kyiv", Propose(terms=theirs, text="")))
    # Washington sits before Kyiv: it waits for Kyiv's word.
    assert not [move for move in talk(desk, "washington", round_=2).moves if isinstance(move, Respond | Withdraw)]
    answers = [move for move in talk(desk, "kyiv", round_=2).moves if isinstance(move, Respond | Withdraw)]
    assert [type(move) for move in answers] == [Respond, Withdraw]


def test_the_champion_is_asked_before_newer_makers() -> None:
    desk = Desk("core").drop_lines(lambda line: line.supplier == "mistral")
    for agreement in list(desk.state.agreements.values()):
        if "mistral" in agreement.parties:
            desk.put(replace(agreement, status="lapsed"))
    asked = in_any_seed(lambda seed: _asked_first(talk(desk, "paris", seed=seed)))
    assert asked
    assert set(asked) == {"mistral"}


def _asked_first(body: Talk) -> str | None:
    bids = [move for move in offers(body) if move.terms.access is not None and move.terms.access.taker == "paris"]
    return bids[0].terms.access.giver if bids and bids[0].terms.access else None


def test_nobody_steals_who_is_under_sanctions_or_not_reckless() -> None:
    desk = Desk("core").set({names.vintage_inside("deepseek"): -20})
    assert in_any_seed(lambda seed: _steals(sheet(desk, "beijing", "daring=1", seed)))
    assert not in_any_seed(lambda seed: _steals(sheet(desk, "beijing", "daring=0.5", seed)))
    assert not in_any_seed(lambda seed: _steals(sheet(desk, "beijing", "daring=1,copy=off", seed)))
    watched = desk.set({names.sanctions("beijing"): 1})
    assert not in_any_seed(lambda seed: _steals(sheet(watched, "beijing", "daring=1", seed)))


def _steals(body: Sealed) -> bool | None:
    return True if any(isinstance(order, StealWeights) for order in body.orders) else None


def test_oversight_is_raised_where_automation_ran_without_and_legitimacy_is_low() -> None:
    desk = Desk("core").set({names.automation("kyiv"): 1, names.oversight("kyiv"): 0, names.legitimacy("kyiv"): 40})
    found = in_any_seed(lambda seed: _oversees(sheet(desk, "kyiv", seed=seed)))
    assert len(found) > 20


def _oversees(body: Sealed) -> bool | None:
    return True if any(isinstance(order, SetOversight) and order.oversight == 2 for order in body.orders) else None


def test_every_family_of_coercion_goes_with_one_switch() -> None:
    desk = Desk("core")
    desk.orders(sealed("paris", 1, AdoptOpen(model=ModelId("deepseek"))))
    families: set[OrderFamily] = set()
    for seed in range(1, 30):
        for seat in ("washington", "beijing"):
            orders = sheet(desk, seat, "hawk=1,daring=1,coerce=off,punish=off", seed).orders
            families |= {
                order.SPEC.family for order in orders if order.kind not in ("chip_control", "export_directive")
            }
    assert "coerce" not in families


def test_a_voice_answers_who_wrote_to_it_and_speaks_of_what_lies_between_them() -> None:

    desk = Desk("core")
    desk.talk(("washington", Propose(terms=terms_of(DRONES, SURE), text="")))
    desk.talk(("washington", Message(to=("kyiv",), text="What do you make of it?")))
    said = [move for move in talk(desk, "kyiv", "stubborn=0.5", round_=2).moves if isinstance(move, Message)]
    assert [move.to for move in said] == [("washington",)]
    assert "drones from Kyiv" in said[0].text
    other = Desk("core")
    assert not [move for move in talk(other, "kyiv", round_=2).moves if isinstance(move, Message)]


def test_a_mind_reads_its_temper_from_what_is_set() -> None:
    ask = ask_of(Desk("core"), "washington")
    assert Mind(ask, 1, read("hawk=0.25")).temper("hawk") == 0.25
    drawn = {Mind(ask, seed).temper("hawk") for seed in range(10)}
    assert len(drawn) == 10


def test_a_rival_patron_pays_a_wary_ally_to_run_its_firms_weights() -> None:
    found = in_any_seed(lambda seed: _package(talk(Desk("core"), "beijing", seed=seed)))
    assert found
    for terms in found:
        kinds = {(clause.kind, clause.giver, clause.taker) for clause in terms.clauses}
        assert kinds == {("payment", "beijing", "paris"), ("access", "deepseek", "paris")}


def _package(body: Talk) -> Terms | None:
    return next((move.terms for move in offers(body) if move.terms.access is not None), None)


def test_a_hawk_asks_for_loyalty_without_other_sides_and_a_dove_does_not() -> None:
    for temper, what in (("hawk=0.9", "only_yours"), ("hawk=0.2", "not_adopt_chinese")):
        asked = [
            clause.what
            for seed in range(1, 30)
            for move in offers(talk(Desk("core"), "washington", temper, seed=seed))
            for clause in move.terms.clauses
            if isinstance(clause, ForbearanceClause)
        ]
        assert set(asked) == {what}


def test_the_rival_patron_makes_offers_below_cost_to_an_ally_that_lost_faith_and_to_no_other() -> None:
    def offered(trust: float) -> list[str]:
        desk = Desk("core").set({"paris.trust.washington": trust})
        return in_any_seed(
            lambda seed: next(
                (o.target for o in sheet(desk, "beijing", seed=seed).orders if o.kind == "subsidised_offer"), None
            )
        )

    assert set(offered(10)) == {"paris"}
    assert not offered(60)


def test_nobody_without_crews_spends_its_sheet_on_training_them() -> None:
    for seat in ("washington", "beijing"):
        for seed in range(1, 11):
            assert "train_operators" not in [order.kind for order in sheet(Desk("core"), seat, seed=seed).orders]


@pytest.mark.parametrize("lab", ["openai", "meta"])
@pytest.mark.parametrize(
    ("act", "settings", "sues"),
    [
        (names.risk_label, "stubborn=0.6,principle=0.1", True),
        (names.risk_label, "stubborn=0.1,principle=0.1", False),
        (names.compelled, "stubborn=0.9,principle=0.9", True),
        (names.compelled, "stubborn=0.9,principle=0.2", False),
    ],
)
def test_any_lab_goes_to_court_where_its_temper_has_it(
    lab: str, act: names.OfSeat, settings: str, *, sues: bool
) -> None:
    desk = Desk("core").set({act(lab): 1.0})
    assert any(isinstance(order, Litigate) for order in sheet(desk, lab, settings).orders) == sues


def test_nobody_sues_over_nothing() -> None:
    for lab in ("openai", "meta", "anthropic"):
        assert not [o for o in sheet(Desk("core"), lab, "stubborn=0.9,principle=0.9").orders if isinstance(o, Litigate)]
