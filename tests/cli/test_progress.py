"""How long something takes is told so that nobody reads of zero minutes."""

from __future__ import annotations

import pytest

from wargame.commands.progress import about_time


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.0, "less than a second"),
        (0.9, "less than a second"),
        (1.2, "about 1 s"),
        (89, "about 89 s"),
        (90, "about 2 min"),
        (5399, "about 90 min"),
        (5400, "about 1.5 hours"),
    ],
)
def test_a_time_is_told_in_the_unit_that_it_is_large_in(seconds: float, said: str) -> None:
    assert about_time(seconds) == said
