"""Named settings of each doctrine."""

from __future__ import annotations

import pytest

from wargame.players import specs
from wargame.players.scripted import DOCTRINES
from wargame.players.scripted.strategies import STRATEGIES


def test_every_doctrine_can_be_played_in_three_ways_at_least() -> None:
    """The table names all doctrines, and the first way is the doctrine as it is."""
    assert set(STRATEGIES) == set(DOCTRINES)
    for doctrine, ways in STRATEGIES.items():
        assert len(set(ways.values())) >= 3
        assert next(iter(ways.values())) == f"scripted:{doctrine}"


@pytest.mark.parametrize("spec", [spec for ways in STRATEGIES.values() for spec in ways.values()])
def test_a_named_way_can_be_seated(spec: str) -> None:
    """Each is a spec of a script that means something."""
    assert specs.parse(spec).kind == "script"
