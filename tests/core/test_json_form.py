"""JSON straight from typed values: the bytes of `to_json`, and words by their digests."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import to_json

from tests.rules.desk import played
from wargame.core.clauses import GuaranteeClause
from wargame.core.json_form import KEPT, LEFT_OUT_IF_EMPTY, json_of, without_words
from wargame.core.moves import Decision, Message, Talk
from wargame.core.prose import Sentence, Text
from wargame.core.written import recorded
from wargame.players import drafts
from wargame.table.game import RunningGame

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"))
)


@pytest.fixture(scope="module")
def game() -> RunningGame:
    return played(seed=3, turns=4, everyone="scripted")


NESTED = st.recursive(
    SCALARS, lambda inner: st.lists(inner).map(tuple) | st.dictionaries(st.text('ab"\\\n\x1fé😀'), inner)
)


@pytest.mark.slow
@given(NESTED)
def test_plain_values_are_written_as_pydantic_writes_them(value: Any) -> None:
    assert without_words(value) == to_json(value).decode()
    assert json_of(value, {}) == to_json(value).decode()


@pytest.mark.parametrize("value", [1e-6, 5e-05, 1e16, 1.5e300, -0.0, 0.1 + 0.2, 1e22, 123456789012345.6])
def test_numbers_are_written_as_pydantic_writes_them_at_any_size(value: float) -> None:
    assert without_words(value) == to_json(value).decode()


def test_what_a_game_puts_into_its_state_and_says_is_written_as_pydantic_writes_it(game: RunningGame) -> None:
    said = [event.value for event in game.sequence.record if event.value is not None]
    put = [put.entity for event in game.sequence.record for put in event.puts]
    assert len(said) > 50
    assert len(put) > 20
    for value in (*said, *put):
        assert without_words(value) == to_json(value).decode()


def test_decisions_are_written_as_they_are_recorded_with_words_in_the_same_order(game: RunningGame) -> None:
    decisions = game.past.decisions.values()
    assert len(decisions) > 20
    for decision in decisions:
        found: dict[str, str] = {}
        expected: dict[str, str] = {}
        data = recorded(decision, expected)
        absent = [name for name in LEFT_OUT_IF_EMPTY[Decision] if not data[name]]
        assert json.loads(json_of(decision, found)) == {key: data[key] for key in data if key not in absent}
        assert list(found.items()) == list(expected.items())


def test_a_text_stands_as_its_digest_and_a_sentence_as_its_pieces() -> None:
    words = Text("a “word”")
    found: dict[str, str] = {}
    sentence = Sentence(("He said: ", words))
    assert json.loads(json_of((words, sentence), found)) == [
        {"blob": words.digest},
        {"pieces": ["He said: ", {"blob": words.digest}]},
    ]
    assert found == {words.digest: words}


def test_plain_words_in_a_place_of_words_are_told_apart_and_blank_ones_are_not() -> None:
    found: dict[str, str] = {}
    talk = Talk(moves=(Message(to=("rome",), text="hello"), Message(to=("rome",), text=" ")))
    told = json.loads(json_of(talk, found))
    assert [move["text"] for move in told["moves"]] == [{"blob": Text("hello").digest}, " "]
    assert list(found.values()) == ["hello"]


def test_terms_that_stand_where_others_stood_in_memory_are_written_as_they_are() -> None:
    for turns in range(2 * KEPT):
        terms = drafts.terms(GuaranteeClause(giver="rome", taker="paris"), turns=turns)
        for _ in range(2):
            assert without_words(terms) == to_json(terms).decode()
