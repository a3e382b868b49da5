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
        ("\x1b]8;;http://evil\x1b\\here\x1b]8;;\x1b\\", "\\u001b]8;;http://evil\\u001b\\here\\u001b]8;;\\u001b\\"),
        ("\x1bP$q q\x1b\\\x1b_G\x9c", "\\u001bP$q q\\u001b\\\\u001b_G\\u009c"),
        ("\x90dcs\x9d0;t\x9c\x9fapc", "\\u0090dcs\\u009d0;t\\u009c\\u009fapc"),
        ("over\x08\x08\x08\x08fine", "over\\b\\b\\b\\bfine"),
        ("a\ufe01b", "a\\ufe01b"),
        ("\u2764\ufe0f\ufe0f\ufe0e", "\u2764\ufe0f\\ufe0f\\ufe0e"),
        ("x\U000e0120\U000e0121", "x\\udb40\\udd20\\udb40\\udd21"),
        ("Z\u0301\u0302\u0303\u0304\u0305\u0306", "Z\u0301\u0302\u0303\u0304\\u0305\\u0306"),
        ("fill\u3164\u115f\uffa0er", "fill\\u3164\\u115f\\uffa0er"),
        ("join\u034f\u2065", "join\\u034f\\u2065"),
    ],
)
def test_what_steers_or_hides_is_shown_by_number(text: str, shown: str) -> None:
    assert plain(text) == plain_line(text) == shown
    assert bool(steering(text)) == ("\\" in shown)


@pytest.mark.parametrize(
    "text",
    [
        "Élysée, 東京, Київ",
        "می\u200cخواهم",
        "👩\u200d🔬 🏳️\u200d🌈",
        "क्\u200dष",
        "a\u00a0b",
        "two\nlines",
        "1\ufe0f\u20e3 #\ufe0f\u20e3",
        "葛\U000e0100",
        "❤️",
        "Việt ệ",
        "ก็ ที่",
        "שָׁ֑",
    ],
)
def test_scripts_and_pictures_are_left_alone(text: str) -> None:
    assert plain(text) == text
    assert steering(text) == ""


def test_nothing_goes_back_to_the_beginning_of_a_line() -> None:
    assert plain("back\rover\r\nnext") == "back\\rover\nnext"


def test_a_line_stays_one_whatever_breaks_lines() -> None:
    assert plain_line("a\r\nb\nc\rd\x0be\x0cf\x85g\u2028h\u2029i\x1cj") == "a b c d e f g h i j"


UNSEEN = st.sampled_from("\u200c\u200d\ufe0f\ufe01\U000e0100\u0301\u0489\u202e\u034f\u2764a1\u06cc")


@given(st.text() | st.text(UNSEEN))
def test_nothing_that_is_shown_steers(text: str) -> None:
    for shown in (plain(text), plain_line(text)):
        assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") and c != "\n"]
    assert "\n" not in plain_line(text)
    assert plain(plain(text)) == plain(text)
    assert steering(plain_line(text)) == ""


@given(st.text() | st.text(UNSEEN))
def test_json_says_the_same_when_it_is_shown(text: str) -> None:
    assert json.loads(plain(json.dumps({"said": text}, ensure_ascii=False))) == {"said": text}
