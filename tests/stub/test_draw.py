"""What is drawn fits its schema, in the order of its keys, and is the same for the same seed."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from wargame.stub.draw import draw, shape_of, spoiled

SCHEMA: dict[str, Any] = {
    "type": "object",
    "$defs": {"deal": {"type": "object", "properties": {"kind": {"const": "deal"}, "price": {"type": "integer"}}}},
    "properties": {
        "rationale": {"type": "string", "maxLength": 20},
        "orders": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {
                "anyOf": [
                    {
                        "type": "object",
                        "properties": {"kind": {"const": "grant"}, "to": {"type": "string", "enum": ["kyiv", "paris"]}},
                    },
                    {"$ref": "#/$defs/deal"},
                ]
            },
        },
        "points": {"type": "integer", "minimum": 2, "maximum": 4},
        "share": {"type": "number", "minimum": 0, "maximum": 1},
        "note": {"anyOf": [{"type": "string", "minLength": 30}, {"type": "null"}]},
        "sure": {"type": "boolean"},
        "plan": {"type": ["string", "null"]},
    },
}


@pytest.mark.parametrize("seed", range(30))
def test_a_drawn_value_fits_its_schema(seed: int) -> None:
    value = draw(SCHEMA, Random(seed))
    assert list(value) == list(SCHEMA["properties"])
    assert 0 < len(value["rationale"]) <= 20
    assert 1 <= len(value["orders"]) <= 2
    for order in value["orders"]:
        assert order["kind"] in ("grant", "deal")
        assert order.get("to", "kyiv") in ("kyiv", "paris")
        assert isinstance(order.get("price", 0), int)
    assert 2 <= value["points"] <= 4
    assert 0 <= value["share"] <= 1
    assert value["note"] is None or len(value["note"]) >= 30
    assert isinstance(value["sure"], bool)
    assert value["plan"] is None or isinstance(value["plan"], str)


def test_the_same_seed_draws_the_same_and_others_draw_otherwise() -> None:
    values = {json.dumps(draw(SCHEMA, Random(seed))) for seed in range(20)}
    assert draw(SCHEMA, Random(3)) == draw(SCHEMA, Random(3))
    assert len(values) > 15


def test_a_spoiled_value_keeps_its_shape_and_loses_its_names() -> None:
    value = {"kind": "grant", "to": "kyiv", "price": 3, "why": "two words", "sure": True, "list": ["paris"]}
    assert spoiled(value) == {
        "kind": "grant",
        "to": "nowhere",
        "price": 1_000_003,
        "why": "two words",
        "sure": True,
        "list": ["nowhere"],
    }


def test_a_schema_is_found_in_a_prompt() -> None:
    text = f"Answer so. {{not this}}\n{json.dumps(SCHEMA)}\nThank you."
    assert shape_of(["first", text]) == SCHEMA
    assert shape_of(["no schema", '{"a": 1}']) is None
