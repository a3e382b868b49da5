"""A procedure of the rules is read for what it writes: by which parameters, to whose variable, under which question."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from wargame.balance.lever_parts import OpenedArm
from wargame.balance.procedure_reading import VariableMove, emitted_by, written_by
from wargame.core.fold import fold
from wargame.core.state import State
from wargame.table.opening import choose

PLANTED = """
from wargame.core import names
from wargame.rules.base.calendar import scaled


def through_the_calendar(ruling, by):
    numbers, setting = ruling.book.parameters, ruling.book.setting
    ruling.shift("norms_endorsed", by={names.legitimacy(by): scaled(setting, 2 * numbers.trust_norms)})


def own_room(ruling, by):
    variable = names.narrow(by, "cyber")
    moves = {}
    moves[variable] = moves.get(variable, 0.0) + ruling.book.parameters.partner_gain * (1 - ruling.value(variable))
    ruling.shift("narrow_ai_grew", by=moves)


def own_room_by_a_name(ruling, by):
    step, now = ruling.book.parameters.operator_step, ruling.value(names.adoption(by))
    ruling.shift("integration_rose", by={names.adoption(by): step * (1 - now / 100)})


def room_of_another(ruling, by):
    gain = ruling.book.parameters.partner_gain * (1 - ruling.value(names.adoption(by)) / 100)
    ruling.shift("narrow_ai_grew", by={names.narrow(by, "cyber"): gain})


def left_at_once(ruling, by):
    if ruling.book.seat(by).kind == "government":
        return
    ruling.shift("trust_fell", by={names.budget(by): ruling.book.parameters.leak_cost})


def each_ally(ruling, by):
    for ally in ruling.book.setting.allies:
        if ally != by:
            _falls(ruling, ally, by, ruling.book.parameters.trust_breach)


def _falls(ruling, of, toward, points):
    ruling.shift("trust_fell", by={names.trust(of, toward): -points})


def by_what_the_order_says(ruling, by, order):
    moves = {"soften": {names.policy(by): 1.0}, "harden": {names.dissent(by): -2.0}}[order.stance]
    ruling.shift("policy_set", by=moves)


def nothing_is_set(ruling, by):
    to = {names.automation(by): 0.0}
    ruling.shift("automation_set", to=to, by={names.legitimacy(by): 0.0})


def by_the_state(ruling, by):
    if ruling.value(names.automation(by)) > 0.5:
        ruling.emit("targeting_scandal", by={names.legitimacy(by): -ruling.book.parameters.scandal_legitimacy})
    else:
        ruling.emit("automation_set", by={names.domestic_support(by): 0.1 * ruling.value(names.norms(by))})
    ruling.emit("norms_endorsed")


def gathered(ruling, by):
    given = []
    given.append(by)
    for seat in given:
        _falls(ruling, by, seat, 3.0)
"""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """Procedures that stand where those of the rules do."""
    path, name = tmp_path_factory.mktemp("planted") / "planted.py", "wargame.rules.planted"
    Path(path).write_text(PLANTED, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[name]


@pytest.fixture(scope="module")
def arm() -> OpenedArm:
    book, first = choose("first-download").opening()
    return OpenedArm(book, first, fold(State(), (first,)))


def parameters(*products: str) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(each.split()) for each in products)


BARE = parameters("")


@pytest.mark.parametrize(
    ("procedure", "wanted"),
    [
        ("through_the_calendar", [VariableMove("legitimacy", ("rome",), parameters("trust_norms"))]),
        ("own_room", [VariableMove("narrow", ("rome", "cyber"), parameters("partner_gain"))]),
        ("own_room_by_a_name", [VariableMove("adoption", ("rome",), parameters("operator_step"))]),
        ("room_of_another", [VariableMove("narrow", ("rome", "cyber"), None)]),
        ("left_at_once", []),
        ("nothing_is_set", [VariableMove("automation", ("rome",), BARE)]),
        (
            "by_the_state",
            [
                VariableMove("legitimacy", ("rome",), parameters("scandal_legitimacy")),
                VariableMove("domestic_support", ("rome",), None),
            ],
        ),
        ("gathered", [VariableMove("trust", ("rome", None), BARE)]),
    ],
)
def test_what_a_procedure_writes_is_read_with_what_it_goes_by(
    planted: ModuleType, arm: OpenedArm, procedure: str, wanted: list[VariableMove]
) -> None:
    assert list(written_by(getattr(planted, procedure), ruling=arm.ruling(), by="rome")) == wanted


def test_loops_over_what_the_scenario_knows_are_gone_through_seat_by_seat(planted: ModuleType, arm: OpenedArm) -> None:
    found = written_by(planted.each_ally, ruling=arm.ruling(), by="washington")
    assert [each.place for each in found] == [(ally, "washington") for ally in arm.book.setting.allies]
    unknown = written_by(planted.each_ally, by="washington")
    assert unknown == (VariableMove("trust", (None, "washington"), parameters("trust_breach")),)


@pytest.mark.parametrize(
    ("order", "families"),
    [({"stance": "soften"}, {"policy"}), ({"stance": "harden"}, {"dissent"}), ({}, {"policy", "dissent"})],
)
def test_of_what_an_order_chooses_only_that_is_read_where_it_is_known(
    planted: ModuleType, arm: OpenedArm, order: dict[str, Any], families: set[str]
) -> None:
    found = written_by(planted.by_what_the_order_says, ruling=arm.ruling(), by="meta", order=SimpleNamespace(**order))
    assert {each.family for each in found} == families


def test_events_that_only_the_state_of_a_game_brings_are_not_brought_in_any_case(
    planted: ModuleType, arm: OpenedArm
) -> None:
    assert emitted_by(planted.by_the_state, ruling=arm.ruling(), by="rome") == {"norms_endorsed"}
