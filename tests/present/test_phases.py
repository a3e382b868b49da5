"""Whether anything that is written now would still be sent."""

from __future__ import annotations

import pytest

from wargame.core.ids import Phase
from wargame.present.phases import talk_comes
from wargame.table.chair import Clock


@pytest.mark.parametrize(
    ("turn", "phase", "round_", "owes", "comes"),
    [
        (1, "orders", 0, True, True),
        (1, "news", 0, False, True),
        (3, "brief", 0, False, True),
        (3, "talk", 1, False, True),
        (3, "talk", 2, True, True),
        (3, "talk", 2, False, False),
        (3, "orders", 0, True, False),
        (3, "weigh", 0, True, False),
        (3, "news", 0, False, False),
        (3, "end", 0, False, False),
    ],
)
def test_in_the_last_turn_nothing_is_sent_once_its_talk_is_sealed(
    turn: int, phase: Phase, round_: int, owes: bool, comes: bool
) -> None:
    clock = Clock(turn=turn, turns=3, phase=phase, round=round_, left=None, paused=False)
    assert talk_comes(clock, 2, owes=owes) is comes
