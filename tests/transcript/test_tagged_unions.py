"""What is read by its kind comes out as pydantic makes it, and what cannot be read is told of in the same words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic_core import SchemaValidator

from tests.transcript.test_chain import recorded, write
from wargame.core.event_values import EventValue
from wargame.core.moves import Body, Decision
from wargame.transcript.reading import read
from wargame.transcript.tagged_unions import by_kind, tagged

TALK = {"kind": "talk", "moves": [{"kind": "message", "to": ["paris"], "text": "Come."}]}


@pytest.mark.parametrize(("kind", "type_", "field"), [("decision", Decision, None), ("event", EventValue, "value")])
def test_a_game_is_read_as_pydantic_reads_it(tmp_path: Path, kind: str, type_: Any, field: str | None) -> None:
    path = write(tmp_path, recorded())
    usual: TypeAdapter[Any] = TypeAdapter(type_)
    quick = SchemaValidator(tagged(usual.core_schema))
    found = [
        entry.data if field is None else entry.data.get(field) for entry in read(path).entries if entry.kind == kind
    ]
    found = [each for each in found if each is not None]
    assert len(found) > 10
    for data in found:
        made = quick.validate_python(data)
        assert made == usual.validate_python(data)
        assert type(made) is type(usual.validate_python(data))


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "peace", "moves": []},
        {"kind": "talk", "moves": [{"kind": "message"}]},
        {"kind": "talk", "moves": [{"kind": 3}]},
        {"kind": "talk", "moves": [{}]},
        [],
    ],
)
def test_what_cannot_be_read_is_told_of_as_before(data: object) -> None:
    usual: TypeAdapter[Any] = TypeAdapter(Body)
    with pytest.raises(ValidationError) as told:
        usual.validate_python(data)
    with pytest.raises(ValidationError) as fault:
        by_kind(usual)(data)
    assert fault.value.errors(include_url=False) == told.value.errors(include_url=False)


def test_a_kind_that_is_left_out_is_guessed_as_before() -> None:
    usual: TypeAdapter[Any] = TypeAdapter(Body)
    data = {"moves": TALK["moves"]}
    assert by_kind(usual)(data) == usual.validate_python(data) == usual.validate_python(TALK)


def test_no_union_of_things_with_a_kind_is_left_to_trying() -> None:
    usual: TypeAdapter[Any] = TypeAdapter(Decision)
    before, after = str(usual.core_schema), str(tagged(usual.core_schema))
    assert before.count("'tagged-union'") == 0
    assert after.count("'tagged-union'") == before.count("'type': 'union'") > 3
