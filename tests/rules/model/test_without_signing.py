"""What a government could do without signing counts as far as it may do it, and is worth its price at home (E9)."""

from __future__ import annotations

from dataclasses import replace

from tests.rules.desk import Desk
from wargame.core.ids import ModelId
from wargame.core.models import Model
from wargame.rules.model.without_signing import Standings, standing


def alone(**numbers: float) -> Desk:
    """Berlin without any model, where the best open weights are Chinese."""
    desk = Desk().drop_lines(lambda line: line.holder == "berlin")
    desk.book = replace(desk.book, parameters=desk.book.parameters.with_overrides(numbers))
    return desk


def falls_back_on(desk: Desk) -> float:
    """The capability that Berlin settles at without signing."""
    return standing(desk.book, desk.state, "berlin", Standings())[1]


def without_chinese(desk: Desk) -> float:
    """The same where nobody in Beijing's camp publishes weights."""
    closed: list[Model] = [
        replace(desk.state.models[name], weights="closed") for name in (ModelId("deepseek"), ModelId("qwen"))
    ]
    return falls_back_on(desk.put(*closed))


def test_a_rivals_weights_are_no_fallback_for_who_would_pay_more_for_them_at_home_than_they_bring() -> None:
    assert falls_back_on(alone(rival_base=0)) > without_chinese(alone(rival_base=0))
    assert falls_back_on(alone(rival_base=20)) == without_chinese(alone(rival_base=20))


def test_who_has_forsworn_a_rivals_weights_cannot_fall_back_on_them() -> None:
    bound = alone(rival_base=0)
    bound.pledge("berlin", "washington", "no_chinese_base", 4)
    assert falls_back_on(bound) == without_chinese(alone(rival_base=0))
