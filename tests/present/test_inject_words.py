"""When an inject of the list comes is told in words, as all variables are."""

from __future__ import annotations

import pytest

from wargame.present.inject_words import trigger
from wargame.table.opening import choose


@pytest.mark.parametrize(
    ("pack", "inject", "words"),
    [
        ("between-the-giants", "first-consortia", "turn 2"),
        ("between-the-giants", "instructors-arrive", "Kyiv's power grid below 45"),
        ("between-the-giants", "directive-returns", "how coercive Washington is seen to be above 0.55"),
        ("between-the-giants", "europe-thinks-aloud", "Paris's trust in Washington below 18"),
        ("llama-for-allies", "qwen-leaps", "18% a turn"),
    ],
)
def test_a_trigger_holds_no_name_of_a_variable(pack: str, inject: str, words: str) -> None:
    setting = choose(pack).opening()[0].setting
    assert trigger(next(each for each in setting.injects if each.id == inject), setting) == words
