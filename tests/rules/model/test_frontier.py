"""Labs move by their means, releases carry the frontier of their turn, and the pivot stands where the facts put it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.desk import Desk, sealed
from wargame.core import names
from wargame.core import orders as o
from wargame.core.ids import ModelId
from wargame.rules.model import frontier
from wargame.rules.model.measures import open_lag, picture
from wargame.rules.turn.adjudication import Adjudicator


def _quiet(turns: int = 12) -> Desk:
    desk = Desk("core")
    setting = replace(desk.book.setting, turns=turns, injects=(), random_injects=False)
    desk.adjudicator = Adjudicator(replace(desk.book, setting=setting), desk.start)
    desk.book = desk.adjudicator.book
    return desk


def _years(desk: Desk, turns: int) -> Desk:
    for _ in range(turns):
        desk.orders()
        desk.next_turn()
    return desk


def _behind(desk: Desk, lab: str) -> float:
    return desk.state.values[names.FRONTIER] - desk.state.values[names.vintage_inside(lab)]


@pytest.mark.parametrize(("means", "months"), [(1.0, 0.0), (0.5, -4.2), (0.2, -9.8), (2.0, 4.2)])
def test_means_are_worth_what_the_catch_up_price_says(means: float, months: float) -> None:
    assert frontier.months_for(Desk("core").book.parameters, means) == pytest.approx(months, abs=0.05)


def test_a_lab_that_loses_people_falls_behind() -> None:
    desk = _quiet()
    desk.set({"anthropic.talent": 60.0})
    _years(desk, 6)
    assert _behind(desk, "anthropic") == pytest.approx(2.5, abs=0.6)


def test_a_lab_that_loses_income_sustains_less_compute_and_falls_behind() -> None:
    desk = _quiet()
    desk.set({"openai.income": 7.0})
    _years(desk, 8)
    assert desk.state.values[names.compute("openai")] == pytest.approx(0.55, abs=0.06)
    assert _behind(desk, "openai") > 2


def test_dissent_slows_a_lab() -> None:
    desk = _quiet()
    calm = frontier.means(desk.book, desk.set({"openai.dissent": 0.0}).state, "openai")
    torn = frontier.means(desk.book, desk.set({"openai.dissent": 50.0}).state, "openai")
    assert torn / calm == pytest.approx(0.9)


def test_a_lab_with_more_compute_than_others_pulls_ahead_and_takes_the_frontier_with_it() -> None:
    base, more = _quiet(), _quiet()
    for _ in range(6):
        base.orders()
        more.set({"openai.budget": 14.0})
        more.orders(sealed("openai", more.state.turn, o.BuyCompute()))
        base.next_turn()
        more.next_turn()
    gained = more.state.values[names.FRONTIER] - base.state.values[names.FRONTIER]
    assert gained > 0.4
    assert _behind(more, "openai") == 0
    assert _behind(more, "anthropic") > _behind(base, "anthropic") + 0.4


def test_a_release_carries_the_frontier_of_its_turn() -> None:
    desk = _quiet()
    desk.orders(sealed("openai", 1, o.ReleaseModel(model=ModelId("gpt"))))
    inside = desk.state.values[names.vintage_inside("openai")]
    assert inside > 2.5
    assert desk.state.values[names.vintage(ModelId("gpt"))] == pytest.approx(inside - 1)


def test_a_line_kept_back_goes_on_inside_unless_the_scenario_says_that_it_ages() -> None:
    desk = _quiet()
    _years(desk, 2)
    inside = desk.state.values[names.vintage_inside("anthropic")]
    assert desk.state.values[names.vintage(ModelId("mythos"))] == pytest.approx(inside)
    other = _quiet()
    other.put(replace(other.state.models[ModelId("mythos")], ages=True))
    _years(other, 2)
    assert other.state.values[names.vintage(ModelId("mythos"))] == 0


@pytest.mark.parametrize(("control", "low", "high"), [(0.0, 1.0, 2.5), (0.5, 2.8, 4.6), (1.0, 5.2, 8.0)])
def test_the_open_gap_stays_in_its_band_and_chip_controls_move_it(control: float, low: float, high: float) -> None:
    desk = _quiet()
    for _ in range(9):
        desk.set({"world.chip_control_cn": control})
        desk.orders(sealed("deepseek", desk.state.turn, o.OpenWeights(model=ModelId("deepseek"))))
        desk.next_turn()
    assert low < open_lag(picture(desk.book, desk.state)) < high


def test_what_a_rival_patron_buys_goes_to_its_labs_and_what_others_buy_to_their_own_cloud() -> None:
    desk = _quiet()
    before = desk.state.values
    desk.orders(sealed("beijing", desk.state.turn, o.BuyCompute()), sealed("paris", desk.state.turn, o.BuyCompute()))
    desk.next_turn()
    after = desk.state.values
    plain = _years(_quiet(), 1).state.values
    assert after[names.compute("deepseek")] > plain[names.compute("deepseek")]
    assert after[names.home_share("beijing", "cloud")] == before[names.home_share("beijing", "cloud")]
    assert after[names.home_share("paris", "cloud")] > before[names.home_share("paris", "cloud")]


def test_chips_made_at_home_make_up_for_some_that_are_withheld() -> None:
    desk = _quiet().set({"world.chip_control_cn": 1.0, "beijing.home.chips": 0.5})
    half = frontier.means(desk.book, desk.state, "deepseek")
    own = frontier.means(desk.book, desk.set({"beijing.home.chips": 1.0}).state, "deepseek")
    free = frontier.means(desk.book, desk.set({"world.chip_control_cn": 0.0}).state, "deepseek")
    assert half < own < free
