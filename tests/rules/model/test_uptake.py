"""Uptake is a share of what is used: what is only held counts for nothing, what is feared is leaned on less."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.desk import Desk
from tests.rules.model.test_bets import PARIS, holding, line
from wargame.core import names
from wargame.core.models import Access
from wargame.core.state import State
from wargame.rules.base.parameters import Parameters
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.model.uptake import model_shares

SERVICE = line("api", model="gpt", supplier="openai")
CHINESE = replace(line("weights", "open", model="qwen", supplier="paris"), frozen_K=-4.0)


def shares(state: State, **parameters: float) -> dict[str, float]:
    book = Desk("core").book
    numbers: Parameters = book.parameters.with_overrides(parameters)
    return model_shares(Rulebook(book.setting, numbers, book.seed), state, PARIS)


def feared(state: State, belief: float) -> State:
    values = {**state.values, names.cut_off(PARIS, "washington"): belief}
    return replace(state, values={**values, names.trust(PARIS, "washington"): 60.0})


def older(access: Access, months: float, name: str) -> Access:
    assert access.frozen_K is not None
    return replace(access, id=name, frozen_K=access.frozen_K - months)


def test_shares_sum_to_one_and_there_are_none_without_a_model() -> None:
    assert sum(shares(holding(SERVICE, CHINESE)).values()) == pytest.approx(1)
    assert shares(holding()) == {}


def test_a_second_line_of_the_same_law_moves_nothing() -> None:
    one = shares(holding(SERVICE, CHINESE))
    assert shares(holding(SERVICE, CHINESE, older(CHINESE, 1, "second"))) == pytest.approx(one)


def test_weights_that_are_far_worse_are_held_and_not_used() -> None:
    american = replace(line("weights", "open", model="llama", supplier="paris"), frozen_K=0.0)
    assert shares(holding(american, older(CHINESE, 20, "old")))["us"] > 0.95


def test_the_better_of_two_does_more_of_the_work_than_its_usefulness_says() -> None:
    american = replace(line("weights", "open", model="llama", supplier="paris"), frozen_K=0.0)
    assert shares(holding(american, CHINESE))["us"] > shares(holding(american, CHINESE), use_sharpness=1)["us"] > 0.5


def test_work_moves_off_a_service_whose_power_is_feared() -> None:
    state = holding(SERVICE, CHINESE)
    assert shares(feared(state, 0.7))["us"] < shares(feared(state, 0.1))["us"]


def test_weights_of_a_feared_power_are_used_as_before() -> None:
    state = holding(replace(line("weights", "open", model="llama", supplier="paris"), frozen_K=0.0), CHINESE)
    assert shares(feared(state, 0.7)) == shares(feared(state, 0.1))


def test_fear_moves_nothing_where_it_has_no_price() -> None:
    state = holding(SERVICE, CHINESE)
    assert shares(feared(state, 0.7), leverage_price=0) == shares(feared(state, 0.1), leverage_price=0)
