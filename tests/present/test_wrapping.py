"""Lines for a terminal are broken at blanks, and lose no word."""

from __future__ import annotations

import pytest

from wargame.present.wrapping import wrapped

PLACE = "/a/place/that/is/longer/than/any/line/may/be/and/stays/whole.jsonl"


@pytest.mark.parametrize("width", [20, 40, 79])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost_or_cut(width: int) -> None:
    text = "Rome: nothing was signed.\n    - a line that is set in goes on set in, and a little further\n\nx"
    lines = wrapped(text, width).split("\n")
    assert max(map(len, lines)) <= width
    assert "\n".join(lines).split() == text.split()
    assert "" in lines
    assert all(
        line.startswith("    ") for line in lines[lines.index(next(x for x in lines if "- a" in x)) : lines.index("")]
    )


def test_a_word_that_is_longer_than_a_line_stays_whole_and_short_lines_stay_as_they_are() -> None:
    assert wrapped(f"kept in {PLACE}", 30).split("\n")[-1].strip() == PLACE
    assert wrapped("a  table   of  columns", 30) == "a  table   of  columns"
