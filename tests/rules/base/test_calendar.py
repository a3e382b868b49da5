"""Three months bring the same in one turn or in three."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.players.test_players import ask_of
from tests.rules.desk import Desk, sealed
from wargame.core import names
from wargame.core import orders as o
from wargame.core.clauses import PaymentClause, ProductionClause
from wargame.core.codebook import bounds
from wargame.core.ids import Variable
from wargame.core.setting import Setting
from wargame.players.drafts import terms
from wargame.rules.base.calendar import compounded, grown, scaled, turns_in
from wargame.rules.legality import cost, sheet_refusals
from wargame.rules.orders.verbs import VERBS
from wargame.rules.turn.adjudication import Adjudicator


def _setting(months: float) -> Setting:
    return replace(Desk("core").book.setting, months=months)


@pytest.mark.parametrize("months", [0.25, 0.5, 1.0, 1.5])
def test_the_turns_of_a_quarter_add_up_to_it(months: float) -> None:
    setting = _setting(months)
    count = round(3 / months)
    assert scaled(setting, 12) * count == pytest.approx(12)
    assert 1 - (1 - compounded(setting, 0.4)) ** count == pytest.approx(0.4)
    assert (1 + grown(setting, 0.4)) ** count - 1 == pytest.approx(0.4)
    assert turns_in(setting, 1) == count
    assert turns_in(setting, 2) == 2 * count


def _calendar(months: float) -> Desk:
    """A table at which nothing happens by chance, in turns of so many months."""
    desk = Desk("core")
    setting = replace(desk.book.setting, months=months, turns=30, injects=(), random_injects=False)
    desk.adjudicator = Adjudicator(replace(desk.book, setting=setting), desk.start)
    desk.book = desk.adjudicator.book
    return desk


def _a_year(months: float) -> Desk:
    desk = _calendar(months)
    desk.set({"openai.income": 7.0, "anthropic.dissent": 40.0, "paris.trust.washington": 60.0, "world.chips": 0.6})
    desk.sign(terms(PaymentClause(giver="washington", taker="kyiv", amount=2), turns=12))
    for _ in range(round(12 / months)):
        desk.orders()
        desk.next_turn()
    return desk


def test_a_year_of_quiet_is_the_same_in_quarters_and_in_months() -> None:
    quarters, months = (_a_year(length).state.values for length in (3.0, 1.0))
    for name in (names.vintage_inside("openai"), names.FRONTIER, names.dissent("anthropic"), names.talent("anthropic")):
        assert months[name] == pytest.approx(quarters[name], rel=0.06, abs=0.5), name
    for name in (names.trust("paris", "washington"), names.adoption("paris"), names.compute("openai")):
        assert months[name] == pytest.approx(quarters[name], rel=0.02, abs=0.3), name


UNSETTLED = {
    "openai.income": 7.0, "anthropic.dissent": 40.0, "openai.dissent": 70.0, "deepseek.policy": 2.0,
    "anthropic.staff_line": 3.0, "anthropic.policy": 3.0,
    "paris.trust.washington": 60.0, "paris.cutoff.washington": 0.9, "world.kappa_us": 0.8, "world.kappa_cn": 0.8,
    "world.chips": 0.6, "washington.points": 0.0, "paris.DS": 20.0, "kyiv.Leg": 20.0, "kyiv.arms": 90.0,
    "kyiv.threat_data": 1.0, "paris.sovereign": 30.0,
}  # fmt: skip
"""Numbers from which everything that drifts, fades, cools or is regained has some way to go."""


def _a_quarter(months: float) -> Mapping[Variable, float]:
    """All numbers after a quarter of unsettled affairs, with work and pieces for partners going on."""
    desk = _calendar(months).set(UNSETTLED)
    desk.sign(terms(ProductionClause(giver="paris", taker="kyiv", piece="drones", volume=2), turns=12))
    for _ in range(round(3 / months)):
        turn = desk.state.turn
        desk.orders(sealed("beijing", turn, o.Integrate(focus="adoption"), o.FieldNarrow(area="cyber")))
        desk.next_turn()
    return desk.state.values


def test_a_quarter_leaves_every_number_where_three_months_leave_it() -> None:
    """Within 0.7 % of its range, for what hangs on a line that is crossed is told a turn sooner."""
    quarter, months = _a_quarter(3.0), _a_quarter(1.0)
    for name, value in quarter.items():
        low, high = bounds(name)
        assert months[name] == pytest.approx(value, abs=0.007 * min(100.0, high - low)), name


def _money(months: float, of: str) -> float:
    desk = _calendar(months)
    desk.set({f"{of}.budget": 0.0})
    for _ in range(round(3 / months)):
        desk.next_turn()
    return desk.state.values[names.budget(of)]


def test_a_quarters_income_comes_in_one_turn_or_in_three() -> None:
    assert _money(3.0, "paris") == pytest.approx(6)
    assert _money(1.0, "paris") == pytest.approx(6)


def test_work_that_goes_on_costs_and_brings_by_time_and_an_act_keeps_its_size() -> None:
    by_quarter, by_month = _calendar(3.0), _calendar(1.0)
    whole, third = (desk.give("kyiv", o.TrainOperators()) for desk in (by_quarter, by_month))
    assert whole.moved("kyiv.budget") == -1
    assert third.moved("kyiv.budget") == pytest.approx(-1 / 3, abs=0.01)
    growth = (1 + third.moved("kyiv.operators") / 180) ** 3 - 1
    assert growth == pytest.approx(whole.moved("kyiv.operators") / 180)
    threat = o.Threaten(lab="openai", instrument="supply_chain_risk")
    acts = [desk.give("washington", threat) for desk in (by_quarter, by_month)]
    assert acts[0].moved("openai.trust.washington") == acts[1].moved("openai.trust.washington") < 0
    lasting = [desk.state.conditions["threat-openai"].until - desk.state.turn for desk in (by_quarter, by_month)]
    assert lasting == [2, 6]


def test_an_order_is_major_by_its_price_a_quarter() -> None:
    desk = _calendar(1.0)
    desk.set({"openai.budget": 14.0})
    heavy = (o.BuyCompute(), o.ExpediteArms(target="kyiv"))
    desk.set({"washington.budget": 50.0})
    assert cost(desk.book, desk.state, "washington", heavy[0]) == (0, 1)
    first, second = sheet_refusals(desk.book, desk.state, "washington", heavy)
    assert first is None
    assert second is not None
    assert second.kind == "too_many_orders"


def test_what_a_list_says_of_a_kind_is_what_an_order_of_it_costs_and_weighs() -> None:
    for months in (3.0, 1.0, 0.25):
        desk = _calendar(months)
        desk.set({"kyiv.budget": 40.0, "kyiv.points": 10.0})
        menu = ask_of(desk, "kyiv").menu
        for order in menu.all_orders():
            if VERBS[type(order)].cost is None:
                assert menu.price_of_kind(order.kind) == (*menu.cost(order), menu.major(order)), order
    assert menu.price_of_kind("buy_compute") == (0, 0.25, True)
