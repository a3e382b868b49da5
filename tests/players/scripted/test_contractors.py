"""Contractors and their customers find terms that suit both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pytest

from tests.players.scripted.games import Told, signed, told
from tests.players.test_players import ask_of
from tests.rules.desk import Desk, terms_of
from wargame.core.agreements import Terms
from wargame.core.clauses import Clause, DataClause, PaymentClause, ProductionClause, SupportClause
from wargame.core.event_values import ScoreCard
from wargame.core.ids import SeatId
from wargame.core.moves import Propose, Respond, Talk
from wargame.players.scripted import Scripted
from wargame.players.scripted.advice import doctrine_advice
from wargame.rules.model.deal_value import appraise

TUTORIAL = "first-download"


def contracts(game: Told, firm: SeatId) -> list[int]:
    """Turns in which a firm signed something."""
    return [event.turn for event, value in signed(game) if firm in value.terms.parties]


def answered(desk: Desk, seat: SeatId, terms: Terms, by: SeatId, seeds: Sequence[int] = range(1, 11)) -> list[str]:
    """How the script of a seat answers terms that another puts before it, in each seed."""
    desk.talk((by, Propose(terms=terms, text="")))
    found: list[str] = []
    for seed in seeds:
        body = Scripted(desk.book.seat(seat).doctrine, seed).answer(ask_of(desk, seat, "talk", 2)).body
        assert isinstance(body, Talk)
        found += [move.answer for move in body.moves if isinstance(move, Respond)]
    return found


def test_the_contractor_of_the_tutorial_signs_in_most_games_and_ends_differently() -> None:
    games = [told(TUTORIAL, None, seed) for seed in range(1, 11)]
    assert sum(bool(contracts(game, "palantir")) for game in games) >= 8
    scores = {
        event.value.total
        for game in games
        for event in game.record
        if event.about == ("palantir",) and isinstance(event.value, ScoreCard)
    }
    assert len(scores) > 3


def test_the_other_contractor_signs_in_the_winter() -> None:
    games = [told("kyiv-winter", None, seed) for seed in range(1, 5)]
    assert sum(bool(contracts(game, "helsing")) for game in games) >= 3


@pytest.mark.parametrize("level", [2, 3])
def test_rome_gets_engineers_by_asking_for_them(level: Literal[2, 3]) -> None:
    """The first step of the tutorial leads somewhere: for a price that is worth it to both, the firm signs."""
    sent = SupportClause(giver="palantir", taker="rome", level=level)
    terms = terms_of(sent, PaymentClause(giver="rome", taker="palantir", amount=level - 1))
    desk = Desk(scenario=TUTORIAL)
    assert appraise(desk.book, desk.state, "rome", terms).total > 0
    answers = answered(desk, "palantir", terms, "rome")
    assert answers.count("accept") >= 5, answers
    assert "reject" not in answers, "what is nearly worth it is countered"


def test_the_adviser_names_engineers_with_partner_and_worth() -> None:
    told_ = doctrine_advice(ask_of(Desk(scenario=TUTORIAL), "rome", "talk", 1))
    assert "offer Palantir: engineers" in told_, told_


def test_a_counter_raises_what_is_there_and_puts_no_second_clause_of_a_kind_beside_it() -> None:
    data = DataClause(giver="rome", taker="palantir", control="kept")
    terms = terms_of(SupportClause(giver="palantir", taker="rome", level=1), data)
    desk = Desk(scenario=TUTORIAL)
    desk.talk(("palantir", Propose(terms=terms, text="")))
    for seed in range(1, 21):
        body = Scripted("wary_power", seed).answer(ask_of(desk, "rome", "talk", 2)).body
        assert isinstance(body, Talk)
        for move in body.moves:
            if isinstance(move, Respond) and move.terms is not None:
                kinds: list[type[Clause]] = [type(clause) for clause in move.terms.clauses]
                assert len(set(kinds)) == len(kinds)


def test_who_has_engineers_already_asks_another_firm_for_machines() -> None:
    desk = Desk(scenario="kyiv-winter")
    signed = {id: each for id, each in desk.state.agreements.items() if "helsing" not in each.terms.parties}
    assert len(signed) < len(desk.state.agreements), "it has machines of Helsing when this scenario begins"
    desk.state.agreements = signed
    found = []
    for seed in range(1, 11):
        body = Scripted("fighting_power", seed).answer(ask_of(desk, "kyiv", "talk", 1)).body
        assert isinstance(body, Talk)
        found += [m.terms for m in body.moves if isinstance(m, Propose) and "helsing" in m.terms.parties]
    assert found
    assert all(isinstance(terms.clauses[0], ProductionClause) for terms in found)
