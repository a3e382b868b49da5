"""A codebook tells what the levels of a factor set, short enough for a line."""

from __future__ import annotations

from pathlib import Path

from tests.batch.studies import SMALL, planned
from wargame.batch.level_meanings import MOST_LEVELS, MOST_OF_A_LEVEL, level_meaning
from wargame.batch.result_columns import headings


def test_the_column_of_a_factor_says_what_its_levels_set(tmp_path: Path) -> None:
    runs = headings(planned(tmp_path, SMALL))["runs"]
    assert runs["factor.rome"].meaning == "level of this factor: scripted: all as in `game`; random: seats rome=random"
    assert runs["factor.threats"].meaning.endswith("cost no trust: params trust_threat=0")


def test_what_a_level_sets_is_cut_with_an_ellipsis_and_so_are_many_levels(tmp_path: Path) -> None:
    long = f"scripted:temper=even,{','.join(['coerce=off'] * 1)}"
    many = ", ".join(
        f"rome: '{long}'" if not at else f"{seat}: '{long}'"
        for at, seat in enumerate(("rome", "meta", "anthropic", "palantir"))
    )
    levels = "".join(f"      - {{name: l{at}, params: {{trust_threat: {at}}}}}\n" for at in range(12))
    text = SMALL.replace("seats: {rome: random}", f"seats: {{{many}}}").replace(
        "      - {name: as usual}\n      - {name: cost no trust, params: {trust_threat: 0}}\n", levels
    )
    threats, rome = (level_meaning(each) for each in planned(tmp_path, text).factors)
    assert rome.endswith("…")
    assert len(rome.rsplit("random: ", 1)[1]) == MOST_OF_A_LEVEL
    assert threats.endswith(f"and {12 - MOST_LEVELS} more")
