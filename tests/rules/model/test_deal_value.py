"""What terms are worth counts how long they run and whether one can leave."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from tests.rules.desk import Desk
from wargame.core import names
from wargame.core.agreements import Terms
from wargame.core.clauses import ProductionClause, SupportClause
from wargame.core.conditions import Condition
from wargame.core.ids import Channel, EventId, ModelId
from wargame.players.drafts import access, terms
from wargame.rules.model import capability
from wargame.rules.model.deal_value import appraise
from wargame.rules.model.duration import built_up
from wargame.rules.model.without_signing import Standings, standing

DESK = Desk("core")


def offer(channel: Channel = "enclave", turns: int = 4, notice: Literal[0, 1, 2] = 1) -> Terms:
    clause = access("openai", "paris", ModelId("gpt"), channel, price=1, notice=notice)
    return terms(clause, turns=turns)


def lines(of: Terms, months: float = 3.0) -> dict[str, float]:
    book = replace(DESK.book, setting=replace(DESK.book.setting, months=months))
    return dict(appraise(book, DESK.state, "paris", of).lines)


@pytest.mark.parametrize(("quarters", "share"), [(1, 0.42), (2, 0.69), (3, 0.88), (4, 1.0), (8, 1.24), (12, 1.33)])
def test_a_deal_brings_what_forces_take_up_over_its_term_against_one_of_a_year(quarters: int, share: float) -> None:
    halved = [1 - 0.5 ** (step / 1000) for step in range(quarters * 1000)]
    year = [1 - 0.5 ** (step / 1000) for step in range(4000)]
    by_hand = (sum(halved) / len(halved)) / (sum(year) / len(year))
    assert built_up(DESK.book, quarters, "api") == pytest.approx(by_hand, abs=0.002)
    assert by_hand == pytest.approx(share, abs=0.005)


def test_what_could_be_switched_off_builds_up_as_what_is_gained() -> None:
    short, usual = lines(offer(turns=2)), lines(offer())
    assert usual["capability gained"] > 0 > usual["what could be switched off"]
    for line in ("capability gained", "what could be switched off"):
        assert short[line] == pytest.approx(0.6935 * usual[line], abs=0.002)
    assert short["price"] == usual["price"], "a price is paid by time, however long"


def test_weights_stay_and_count_as_a_year_at_least() -> None:
    assert built_up(DESK.book, 1, "weights") == 1
    assert built_up(DESK.book, 8, "weights") == built_up(DESK.book, 8, "api") > 1


def test_whoever_may_leave_sooner_gains_and_whoever_must_wait_pays() -> None:
    sovereignty, worth = DESK.book.seat("paris").sovereignty, DESK.book.parameters.exit_worth
    assert lines(offer(notice=0))["free to leave soon"] == pytest.approx(sovereignty * worth)
    assert not {"free to leave soon", "slow to leave"} & set(lines(offer(notice=1)))
    assert lines(offer(notice=2))["slow to leave"] == pytest.approx(-sovereignty * worth)
    assert "slow to leave" not in lines(offer(notice=2, turns=1)), "no notice outlasts its terms"


def test_a_notice_is_worth_its_length_in_time() -> None:
    slow, slower = lines(offer(notice=2), months=1.0)["slow to leave"], lines(offer(notice=2))["slow to leave"]
    assert 3 * slow == pytest.approx(slower, abs=0.002)


def test_the_same_time_is_worth_the_same_in_quarters_and_in_months() -> None:
    quarters, months = lines(offer(turns=2)), lines(offer(turns=6), months=1.0)
    assert months == pytest.approx(quarters)


@pytest.mark.parametrize("rate", [0.0, 1.0])
def test_a_rate_at_its_bound_leaves_the_length_without_weight(rate: float) -> None:
    book = replace(DESK.book, parameters=replace(DESK.book.parameters, fielding_rate=rate))
    assert built_up(book, 1, "api") == built_up(book, 9, "api") == 1


def engineers(level: Literal[1, 2, 3], seat: str = "tokyo", giver: str = "palantir") -> Terms:
    return terms(SupportClause(giver=giver, taker=seat, level=level), turns=4)


def test_engineers_are_worth_what_they_lift() -> None:
    desk = Desk()
    worth = [appraise(desk.book, desk.state, "berlin", engineers(level, "berlin")).total for level in (1, 2, 3)]
    assert 0 < worth[0] < worth[1] < worth[2]
    _, before = standing(desk.book, desk.state, "berlin", Standings())
    come = Condition("come", "support", "berlin", "palantir", "", 2.0, 5, EventId("0.1"), "public")
    _, after = standing(desk.book, Desk().put(come).state, "berlin", Standings())
    assert desk.book.seat("berlin").belief == "low"
    assert worth[1] == pytest.approx(desk.book.parameters.belief_low * (after - before), abs=0.001)


def test_engineers_of_two_givers_do_not_add_up() -> None:
    desk = Desk()
    assert capability.support_level(desk.state, "washington") == 2
    of = {level: appraise(desk.book, desk.state, "washington", engineers(level, "washington")) for level in (1, 2, 3)}
    assert of[1].total == of[2].total == 0 < of[3].total


def test_engineers_beside_access_count_once() -> None:
    clause = access("openai", "paris", ModelId("gpt"), "enclave", price=1)
    helped = terms(clause, SupportClause(giver="openai", taker="paris", level=3))
    inside = terms(replace(clause, support=3))
    assert dict(appraise(DESK.book, DESK.state, "paris", helped).lines).keys().isdisjoint({"engineers"})
    both = [dict(appraise(DESK.book, DESK.state, "paris", of).lines)["capability gained"] for of in (helped, inside)]
    assert both[0] >= both[1] > lines(offer())["capability gained"], "they lift what is there already as well"


def test_a_contractor_gains_a_customer_to_show_and_a_lab_does_not_for_engineers() -> None:
    desk = Desk()
    firm = dict(appraise(desk.book, desk.state, "palantir", engineers(1)).lines)
    assert firm["standing with the customer"] == pytest.approx(0.5 + (trust_of(desk, "palantir", "tokyo") - 50) / 50)
    assert firm["engineers sent"] == -desk.book.parameters.support_cost
    assert "standing with the customer" not in dict(
        appraise(desk.book, desk.state, "openai", engineers(1, giver="openai")).lines
    )


def trust_of(desk: Desk, seat: str, other: str) -> float:
    return desk.state.values[names.trust(seat, other)]


def pieces(giver: str, taker: str = "kyiv", volume: Literal[1, 2, 3] = 1) -> Terms:
    return terms(ProductionClause(giver=giver, taker=taker, piece="drones", volume=volume))


def test_a_rival_s_pieces_have_a_price_for_every_ally_and_a_friend_s_have_none() -> None:
    desk = Desk()
    for ally in desk.book.setting.allies:
        price = dict(appraise(desk.book, desk.state, ally, pieces("beijing", ally)).lines)[PIECES]
        model = -desk.book.parameters.rival_base * (0.5 + trust_of(desk, ally, "washington") / 100)
        assert price == pytest.approx(desk.book.parameters.rival_pieces * model, abs=0.001)
        assert PIECES not in dict(appraise(desk.book, desk.state, ally, pieces("helsing", ally)).lines)
    assert PIECES not in dict(appraise(desk.book, desk.state, "delhi", pieces("beijing", "delhi")).lines)


def test_who_takes_a_rival_s_pieces_already_pays_nothing_for_more() -> None:
    desk = Desk()
    before = desk.state.values
    desk.sign(pieces("beijing"))
    after = desk.state.values
    support, trust = names.domestic_support("kyiv"), names.trust("washington", "kyiv")
    assert after[support] < before[support]
    assert after[trust] < before[trust]
    assert PIECES not in dict(appraise(desk.book, desk.state, "kyiv", pieces("beijing")).lines)


PIECES = "a rival camp's pieces in the house"
