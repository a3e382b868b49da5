"""Facts of a table in words: minutes as a clock shows them."""

from __future__ import annotations

import pytest

from wargame.present.table_facts import minutes_said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(10, "10"), (0, "0"), (7.33, "7:20"), (1.47, "1:28"), (2.2, "2:12"), (5.999, "6"), (90.5, "90:30")],
)
def test_minutes_are_said_as_a_clock_shows_them(minutes: float, said: str) -> None:
    assert minutes_said(minutes) == said
