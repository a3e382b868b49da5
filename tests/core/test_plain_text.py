"""What is shown of a text that would steer a terminal or hide something."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wargame.core.plain_text import plain, plain_line, steering


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\u001b[31mred"),
        ("bell\x07", "bell\\u0007"),
        ("\x9b2J", "\\u009b2J"),
        ("del\x7f", "del\\u007f"),
        ("\u202egnirts", "\\u202egnirts"),
        ("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"),
        ("pay\u200cpal", "pay\\u200cpal"),
        ("half \ud800", "half \\ud800"),
        ("hidden \U000e0041", "hidden \\udb40\\udc41"),
        ("a\tb", "a b"),
    ],
)
def test_what_steers_or_hides_is_shown_by_number(text: str, shown: str) -> None:
    assert plain(text) == plain_line(text) == shown
    assert bool(steering(text)) == ("\\" in shown)


@pytest.mark.parametrize(
    "text", ["Élysée, 東京, Київ", "می\u200cخواهم", "👩\u200d🔬 🏳️\u200d🌈", "क्\u200dष", "a\u00a0b", "two\nlines"]
)
def test_scripts_and_pictures_are_left_alone(text: str) -> None:
    assert plain(text) == text
    assert steering(text) == ""


def test_nothing_goes_back_to_the_beginning_of_a_line() -> None:
    assert plain("back\rover\r\nnext") == "back\\rover\nnext"


def test_a_line_stays_one_whatever_breaks_lines() -> None:
    assert plain_line("a\r\nb\nc\rd\x0be\x0cf\x85g\u2028h\u2029i\x1cj") == "a b c d e f g h i j"


@given(st.text())
def test_nothing_that_is_shown_steers(text: str) -> None:
    for shown in (plain(text), plain_line(text)):
        assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") and c != "\n"]
    assert "\n" not in plain_line(text)
    assert plain(plain(text)) == plain(text)


@given(st.text())
def test_json_says_the_same_when_it_is_shown(text: str) -> None:
    assert json.loads(plain(json.dumps({"said": text}, ensure_ascii=False))) == {"said": text}
