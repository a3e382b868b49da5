"""A line is decoded fast where that gives what Python's own parser gives, and the slow way everywhere else."""

from __future__ import annotations

import json
import math

import pytest

from wargame.core.prose import Sentence, Text
from wargame.errors import TranscriptError
from wargame.transcript.entry import FIRST, line_of, parse

VALUES = (
    "-0",
    "-0.0",
    "1e400",
    "-Infinity",
    "5e-324",
    "0.30000000000000004",
    "9007199254740993",
    "123456789012345678901234567890",
    '"\\ud800"',
    '"\\ud83d\\ude00"',
    '"\\u0000\\/\\u00e9"',
    '{"a":1,"b":2,"a":3}',
    "[" * 300 + "]" * 300,
)


def _line(value: bytes) -> bytes:
    return line_of(4, "event", 1, "news", (), (), FIRST, b'{"value":' + value + b"}")


@pytest.mark.parametrize("value", VALUES)
def test_a_value_is_what_the_parser_of_python_makes_of_it(value: str) -> None:
    found = parse(_line(value.encode()), 4, {}).data["value"]
    assert repr(found) == repr(json.loads(value))


def test_no_number_is_what_it_says() -> None:
    assert math.isnan(parse(_line(b"NaN"), 4, {}).data["value"])


@pytest.mark.parametrize("value", [b"01", b"1.", b"'a'", b'"\x1f"', b"[1,]", b"nan", b"1 2", b'"\\x41"', b'"\xff"'])
def test_what_the_parser_of_python_refuses_is_refused(value: bytes) -> None:
    with pytest.raises(TranscriptError, match=r"^line 4: this is no transcript entry \("):
        parse(_line(value), 4, {})


def test_references_are_resolved_however_deep_they_stand() -> None:
    words = Text("We agreed.")
    refers = f'{{"blob":"{words.digest}"}}'
    value = f'[[{refers},1],{{"a":{{"pieces":["He said: ",{refers}]}},"b":2}}]'
    found = parse(_line(value.encode()), 4, {words.digest: words}).data["value"]
    assert found == [[words, 1], {"a": "He said: We agreed.", "b": 2}]
    assert found[0][0] is words
    assert isinstance(found[1]["a"], Sentence)
    with pytest.raises(TranscriptError, match="which no line before it stores"):
        parse(_line(value.encode()), 4, {})
