"""How agreements end: by term, by notice, by shock, with the game."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.bargains.deals import GPT, PAY
from tests.rules.desk import Desk, access_clause, terms_of
from wargame.core import chance
from wargame.core.agreements import Agreement
from wargame.core.clauses import Clause, FrameworkClause, PaymentClause, ProductionClause
from wargame.core.event_values import ScoreCard
from wargame.core.ids import AgreementId, EventId, ModelId, SeatId
from wargame.core.moves import GiveNotice
from wargame.rules.bargains.agreements import shake, survives
from wargame.rules.model.cut_off import at_stake
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import score
from wargame.rules.turn.adjudication import Adjudicator

PAY_KYIV = PaymentClause(giver="paris", taker="kyiv", amount=1)


def test_an_agreement_expires_with_its_term_and_its_access_with_it() -> None:
    desk = Desk()
    agreement = desk.sign(terms_of(replace(GPT, price=0), turns=2))
    desk.orders()
    assert desk.state.agreements[agreement.id].status == "in_force"
    desk.next_turn()
    desk.orders()
    assert desk.state.agreements[agreement.id].status == "expired"
    assert [a.status for a in desk.state.access.values() if a.agreement == agreement.id] == ["ended"]


def test_weights_handed_over_stay_when_the_agreement_expires() -> None:
    desk = Desk()
    clause = access_clause("openai", "paris", ModelId("gpt-oss"), "weights", price=0)
    agreement = desk.sign(terms_of(clause, turns=1))
    desk.orders()
    assert desk.state.agreements[agreement.id].status == "expired"
    assert [a.status for a in desk.state.access.values() if a.agreement == agreement.id] == ["live"]


@pytest.mark.parametrize("notice", [0, 1, 2])
def test_notice_ends_an_agreement_after_the_turns_it_asks_for(notice: int) -> None:
    desk = Desk()
    clause = replace(GPT, price=0, notice=notice)  # type: ignore[arg-type]
    agreement = desk.sign(terms_of(clause, turns=8))
    desk.talk(("openai", GiveNotice(agreement=agreement.id)))
    for _ in range(notice):
        desk.orders()
        assert desk.state.agreements[agreement.id].status == "in_force"
        desk.next_turn()
    desk.orders()
    assert desk.state.agreements[agreement.id].status == "ended"
    assert not [event for event in desk.of("clause_breached") if event.about[0] == "openai"]


def test_an_agreement_that_outlives_the_game_stands() -> None:
    desk = Desk(turns=1)
    agreement = desk.sign(terms_of(PAY, turns=8))
    desk.orders()
    assert desk.state.agreements[agreement.id].status == "stands"


def test_what_runs_for_the_games_length_does_not_end_in_its_last_turn() -> None:
    desk = Desk(turns=1)
    agreement = desk.sign(terms_of(replace(GPT, price=0), turns=1))
    desk.orders()
    assert desk.state.agreements[agreement.id].status == "stands"
    assert [a.status for a in desk.state.access.values() if a.agreement == agreement.id] == ["live"]


def test_scores_count_what_was_in_force_in_the_last_turn_before_the_close_and_after_it() -> None:
    desk = Desk("core", turns=1)
    told = desk.orders()
    (card,) = [e.value for e in told if e.kind == "score_given" and e.about == ("kyiv",)]
    assert isinstance(card, ScoreCard)
    gains = next(line.value for line in card.lines if line.name == "pact_gains")
    assert gains == 30, "ten for its pact with Palantir, and ten each for the engineers and the data in it"
    after = score(picture(desk.book, desk.state), desk.book.seat("kyiv"))
    assert after.card == card


def test_what_a_notice_ends_with_the_game_counts_in_its_scores() -> None:
    desk = Desk("core", turns=1)
    pact = next(each for each in desk.state.agreements.values() if each.parties == ("kyiv", "palantir"))
    desk.put(replace(pact, notice_given=1))
    desk.orders()
    assert desk.state.agreements[pact.id].status == "ended"
    (card,) = [e.value for e in desk.of("score_given") if e.about == ("kyiv",)]
    assert isinstance(card, ScoreCard)
    assert next(line.value for line in card.lines if line.name == "pact_gains") == 30


def test_what_the_breaker_would_lose_itself_makes_an_agreement_survive_shocks() -> None:
    def survived(volume: int) -> int:
        count = 0
        for seed in range(300):
            desk = Desk(seed=3)
            desk.adjudicator = Adjudicator(replace(desk.book, seed=seed), desk.start)
            clause = ProductionClause(giver="kyiv", taker="washington", piece="drones", volume=volume)  # type: ignore[arg-type]
            ruling = desk.ruling()
            agreement = _agreement(desk, clause)
            count += survives(ruling, agreement, chance.uniform(seed, 1, "x"), "washington")
        return count

    weak, strong = survived(1), survived(3)
    assert strong - weak == pytest.approx(300 * 0.8 * 0.30, abs=30)


def test_a_shock_is_weighed_by_what_its_breaker_would_lose_and_not_by_what_the_other_would() -> None:
    desk = Desk("core").set({"kyiv.trust.washington": 50.0, "washington.trust.kyiv": 50.0})
    paid = _agreement(desk, PaymentClause(giver="washington", taker="kyiv", amount=9))
    bar = desk.book.parameters.shock_base + desk.book.parameters.shock_trust * 0.5
    assert survives(desk.ruling(), paid, bar + 0.3, "kyiv"), "it would lose more than its income"
    assert not survives(desk.ruling(), paid, bar + 0.01, "washington"), "it would lose nothing"


def test_a_shock_draws_the_same_for_the_same_parties_whenever_they_signed() -> None:
    ends = []
    for late in (False, True):
        desk = Desk("core")
        if late:
            desk.next_turn()
        paper = desk.sign(terms_of(PAY_KYIV))
        desk.state.turn = 3
        fates = []
        for seed in range(40):
            desk.book = replace(desk.book, seed=seed)
            ruling = desk.ruling()
            shake(ruling, SeatId("paris"), SeatId("kyiv"), EventId("0.1"), "the test")
            fates.append(ruling.state.agreements[paper.id].status)
        ends.append((paper.id, fates))
    assert ends[0][0] != ends[1][0]
    assert ends[0][1] == ends[1][1]
    assert set(ends[0][1]) == {"in_force", "lapsed"}


def test_a_standing_framework_holds_up_what_its_labs_have_signed_with_its_recipients() -> None:
    bars = []
    for recipients in ((), ("paris",)):
        desk = Desk("core")
        desk.sign(terms_of(*(
            FrameworkClause(giver="washington", taker=lab, recipients=recipients, severity=5, audit="none")
            for lab in ("openai", "meta")
        )))  # fmt: skip
        paper = desk.sign(terms_of(GPT))
        ruling = desk.ruling()
        bars.append(sum(survives(ruling, paper, step / 1000, "paris") for step in range(1000)))
    assert bars[1] - bars[0] == pytest.approx(1000 * desk.book.parameters.shock_framework, abs=1)


def test_pieces_between_two_others_are_nothing_that_a_third_party_of_the_paper_would_lose() -> None:
    desk = Desk("core")
    pieces = ProductionClause(giver="kyiv", taker="washington", piece="drones", volume=3)
    paper = terms_of(pieces, PaymentClause(giver="paris", taker="kyiv", amount=1))
    assert at_stake(desk.state, paper, "paris") == 0
    assert at_stake(desk.state, paper, "washington") == pytest.approx(0.45)
    assert at_stake(desk.state, paper, "kyiv") > 0.45, "what it is paid besides"


def _agreement(desk: Desk, clause: Clause) -> Agreement:
    return Agreement(
        id=AgreementId("x"),
        terms=terms_of(clause),
        by="kyiv",
        consenters=("kyiv", "washington"),
        signed=1,
        expires=9,
        notice_given=None,
        status="in_force",
        breaches=0,
        event=EventId("0.1"),
        audience="public",
    )
