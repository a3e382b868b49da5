"""The household of a turn tells what ends in words of its own, for every kind of condition that there is."""

from __future__ import annotations

from wargame.core.conditions import CONDITIONS
from wargame.rules.turn.upkeep import OVER


def test_every_kind_of_condition_ends_in_a_sentence_that_names_whom_it_touched() -> None:
    assert OVER.keys() == CONDITIONS.keys()
    for said in OVER.values():
        assert "Rome" in said.format(seat="Rome")
        assert said.endswith(".")
