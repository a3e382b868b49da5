"""From free text comes the object that stands in it, never a part of a broken one."""

from __future__ import annotations

import pytest

from wargame.players.llm.extract import declines, extract


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": 1}', '{"a": 1}'),
        ('```json\n{"a": {"b": "}"}}\n```', '{"a": {"b": "}"}}'),
        ('Use {braces} so:\n{"a": 1}\nHope {that} helps', '{"a": 1}'),
        ('<think>maybe {"a": 2}, no</think>\n{"a": 1}', '{"a": 1}'),
        ('First {"a": 1}, better {"a": 1, "b": 2}', '{"a": 1, "b": 2}'),
    ],
)
def test_one_object_is_found_among_words(text: str, found: str) -> None:
    assert extract(text) == found


@pytest.mark.parametrize(
    "text", ['{"a": [{"b": 1}, {"b": 2}', '{"a"= {"b": 1}}', "no object", "", '{"a": "never closed']
)
def test_what_holds_no_whole_object_comes_back_as_it_is(text: str) -> None:
    assert extract(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, but I can't help with that.",
        "I cannot take part in this.",
        "As an AI, I will not.",
        "I won’t do it.",
    ],
)
def test_short_refusals_in_words_are_recognised(text: str) -> None:
    assert declines(text)


@pytest.mark.parametrize("text", ['I\'m sorry, here it is: {"a": 1}', "Paris offers talks.", "", "Sorry " * 200])
def test_nothing_else_is_taken_for_a_refusal(text: str) -> None:
    assert not declines(text)
