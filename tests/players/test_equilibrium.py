"""A table of one turn whose equilibrium in dominant strategies is worked out by hand, and found by the `best` player.

Two capitals are scored half on legitimacy, which is 50, and half on support at home, which is 60, so that who does
nothing has 55. By the rules of two orders, on paper:

- full oversight, from none, is two steps of +2 of legitimacy: +2 points of score;
- endorsing norms is +1.5 of legitimacy and +0.5 of support, of which a twentieth fades within the quarter: +0.75 and
  0.5 * 0.475 = +0.2375 points;
- nothing that the one can do moves either number of the other.

What each gains stands in a sum and hangs on nothing that the other does, so that both orders together are better than
any part of them against whatever the other plays: 55 + 2 + 0.9875 = 57.9875 for both. That is the one equilibrium.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from wargame.core.moves import Sealed, Talk, Weigh
from wargame.core.orders import AnyOrder, EndorseNorms, SetOversight
from wargame.core.setting import Seat
from wargame.paired.edits import Edit, edited
from wargame.players import specs
from wargame.players.base import Answer, Ask, Player, PlayerKind
from wargame.table.opening import choose, new_game

DUEL = Path(__file__).resolve().parents[1] / "scenario" / "duel"
FULL, HALF, NORMS = SetOversight(oversight=2), SetOversight(oversight=1), EndorseNorms()
GAINS: Mapping[tuple[AnyOrder, ...], float] = {
    (): 0.0,
    (HALF,): 1.0,
    (FULL,): 2.0,
    (NORMS,): 0.9875,
    (HALF, NORMS): 1.9875,
    (FULL, NORMS): 2.9875,
}
"""What each sheet brings, by hand."""
NOTHING = 55.0


class Fixed:
    """A player that gives these orders and says nothing; it keeps what it was asked."""

    kind: PlayerKind = "script"
    instant = True
    spec = "fixed"

    def __init__(self, orders: Sequence[AnyOrder]) -> None:
        self.orders, self.asked = tuple(orders), list[Ask]()

    async def decide(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        if ask.phase == "orders":
            return Answer(Sealed(signal=None, orders=self.orders), "scripted")
        return Answer(Talk(moves=()) if ask.phase == "talk" else Weigh(weighings=()), "scripted")


def scores(**players: Player) -> Mapping[str, float]:
    """The scores of the one turn."""

    def make(spec: str, seat: Seat, seed: int) -> Player:
        return players.get(seat.id) or specs.make(spec, seat, seed)

    return asyncio.run(new_game(choose(str(DUEL), everyone="best"), None, make=make).play()).scores


@pytest.mark.parametrize(("mine", "other"), list(product(GAINS, repeat=2)))
def test_every_pair_of_sheets_pays_what_was_worked_out_by_hand(
    mine: tuple[AnyOrder, ...], other: tuple[AnyOrder, ...]
) -> None:
    found = scores(north=Fixed(mine), south=Fixed(other))
    assert found["north"] == pytest.approx(NOTHING + GAINS[mine], abs=0.006)
    assert found["south"] == pytest.approx(NOTHING + GAINS[other], abs=0.006)


def test_both_orders_dominate_every_other_sheet_whatever_the_other_plays() -> None:
    best = max(GAINS, key=lambda sheet: GAINS[sheet])
    assert best == (FULL, NORMS)
    assert all(GAINS[best] > gain for sheet, gain in GAINS.items() if sheet != best)


def test_no_other_order_on_the_menu_moves_a_score_and_none_reaches_across() -> None:
    asking = Fixed(())
    scores(north=asking, south=Fixed(()))
    menu = asking.asked[-2 if asking.asked[-1].phase == "weigh" else -1].menu
    others = [
        order for kind in menu.kinds() if kind not in ("set_oversight", "endorse_norms") for order in menu.options(kind)
    ]
    assert others
    for order in others:
        found = scores(north=Fixed((order,)), south=Fixed(()))
        assert found["north"] <= NOTHING, order
        assert found["south"] == NOTHING, order


def test_the_best_player_finds_the_equilibrium_against_whatever_the_other_plays() -> None:
    reached = NOTHING + GAINS[FULL, NORMS]
    for sheet in GAINS:
        assert scores(south=Fixed(sheet))["north"] == pytest.approx(reached, abs=0.006)
    found = scores()
    assert found["north"] == found["south"] == pytest.approx(reached, abs=0.006)


@pytest.mark.parametrize("legitimacy", [0.1, 0.2, 0.5, 0.8, 0.9])
def test_with_other_weights_on_the_same_two_numbers_it_is_found_too(legitimacy: float) -> None:
    """A sheet of both orders is best whatever they weigh, and has no second order that takes the oversight back."""
    setup = choose(str(DUEL), everyone="best")
    aims = [
        {"measure": "legitimacy", "weight": legitimacy},
        {"measure": "domestic_support", "weight": round(1 - legitimacy, 1)},
    ]
    edits = [Edit(at=f"dossiers.{seat}.aims", do="set", to=aims) for seat in ("north", "south")]
    weighed = replace(setup, bundle=edited(setup.bundle, edits))
    by_hand = 50 * legitimacy + 60 * (1 - legitimacy) + 5.5 * legitimacy + 0.475 * (1 - legitimacy)
    found = asyncio.run(new_game(weighed, None).play()).scores
    assert found["north"] == found["south"] == pytest.approx(by_hand, abs=0.006)
