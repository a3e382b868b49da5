"""Stable schemas: the same from the first turn to the last, with the seats of the table and bounds of numbers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic_core import to_json

from tests.players.llm.schema_parts import fits, nodes, properties, values_of
from wargame.players.llm.schema import stable
from wargame.players.llm.schema_size import size_of
from wargame.positions.scripted_games import questions
from wargame.table.opening import choose

TABLES = [("between-the-giants", "core"), ("between-the-giants", None), ("first-download", None), ("kyiv-winter", None)]


@pytest.mark.parametrize(("scenario", "variant"), TABLES)
def test_a_stable_schema_names_every_seat_of_the_table_and_holds_whole_numbers_to_their_bounds(
    scenario: str, variant: str | None
) -> None:
    setting = choose(scenario, variant=variant).opening()[0].setting
    for seat in setting.seats:
        orders, talk = (stable(phase, seat, setting).schema for phase in ("orders", "talk"))
        for form in (orders, talk):
            assert not size_of(form).is_too_large
            assert not [
                node for node in nodes(form) if node.get("type") in ("integer", "number") and "enum" not in node
            ]
        aimed = [(name, field) for name, field in properties(orders) if name in ("customer", "target", "supplier")]
        assert aimed
        assert all(set(setting.ids) == values_of(field) - {None} for _, field in aimed)
        assert all(values_of(field) == set(setting.labs) for name, field in properties(orders) if name == "lab")
        readers = [field["items"] for name, field in properties(talk) if name == "to" and "items" in field]
        assert [values_of(each) for each in readers] == [{*setting.ids, "public"}]


@pytest.mark.slow
@pytest.mark.parametrize(("scenario", "variant"), [("first-download", None), ("between-the-giants", "core")])
def test_a_stable_schema_stays_as_it_is_and_takes_all_that_scripts_do(scenario: str, variant: str | None) -> None:
    held: dict[tuple[str, str], Any] = {}
    said = 0
    for ask, answer in questions(scenario, variant, 1, 6):
        form = stable(ask.phase, ask.book.seat(ask.seat), ask.book.setting)
        assert held.setdefault((ask.seat, ask.phase), form) is form
        body: Any = answer.body
        moves = [*getattr(body, "moves", ()), *getattr(body, "orders", ()), *getattr(body, "weighings", ())]
        items = next(field["items"] for name, field in form.schema["properties"].items() if "items" in field)
        for move in moves:
            assert fits(json.loads(to_json(move)), items), (ask.id, move)
            said += 1
    assert said > 100


def test_no_id_that_comes_or_goes_stands_in_a_stable_schema() -> None:
    for ask, _ in questions("first-download", None, 3, 2):
        form = stable(ask.phase, ask.book.seat(ask.seat), ask.book.setting)
        values = {value for node in nodes(form.schema) for value in node.get("enum", ())}
        passing = {*ask.view.proposals, *ask.view.agreements, *ask.view.models, *ask.view.facts, *ask.view.arguments}
        assert passing
        assert not values & (passing - set(ask.book.setting.ids))
