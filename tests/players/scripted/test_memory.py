"""What a script keeps from one question to the next is only time saved: a script made anew answers the same."""

from __future__ import annotations

import pytest

import wargame
from wargame.players.base import PlayerKind
from wargame.players.scripted import Scripted, script_of


class Doubled:
    """The scripts of all seats, each question asked of one that played so far and of one made for it."""

    spec = "own:doubled"
    kind: PlayerKind = "script"
    instant = True

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.kept: dict[str, Scripted] = {}
        self.asked = 0

    async def decide(self, ask: wargame.Ask) -> wargame.Answer:
        seat = ask.book.setting.by_id[ask.seat]
        kept = self.kept.setdefault(ask.seat, script_of(seat, self.seed))
        answer, anew = kept.answer(ask), script_of(seat, self.seed).answer(ask)
        assert answer == anew, (ask.id, ask.seat)
        self.asked += 1
        return answer


@pytest.mark.parametrize("seed", [5, 7])
def test_a_script_made_anew_in_the_middle_of_a_game_answers_as_one_that_played_so_far(seed: int) -> None:
    player = Doubled(seed)
    wargame.play("between-the-giants", variant="core", seed=seed, turns=4, everyone=player)
    assert player.asked > 7 * 4 * 2
