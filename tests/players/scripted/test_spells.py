"""Scripts act by time: in months as much in a quarter as one sheet of a quarter holds, and for terms of quarters."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from tests.players.scripted.games import Told, orders, signed
from tests.players.test_players import ask_of
from tests.rules.desk import Desk
from wargame.core.ids import SeatId
from wargame.core.orders import AnyOrder, aimed_at
from wargame.paired.calendars import on_calendar
from wargame.players.scripted import Scripted
from wargame.players.scripted.mind import Mind
from wargame.players.scripted.situation import UP_TO_DATE
from wargame.rules.legality import MOST_MAJOR, MOST_MINOR, is_work
from wargame.table.opening import choose, new_game

QUARTER = 3


@cache
def in_months(seed: int) -> Told:
    """The core table in months."""
    setup = choose("between-the-giants", variant="core", seed=seed)
    game = new_game(replace(setup, bundle=on_calendar(setup.bundle, 1.0)), None)
    asyncio.run(game.play())
    return Told(game.sequence.book.setting, game.sequence.book, tuple(game.sequence.record), ())


def acts(seed: int) -> dict[SeatId, list[tuple[int, AnyOrder]]]:
    found: dict[SeatId, list[tuple[int, AnyOrder]]] = defaultdict(list)
    for turn, seat, opened in orders(in_months(seed)):
        if not is_work(opened.order) and opened.order.kind not in UP_TO_DATE:
            found[seat].append((turn, opened.order))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_no_act_is_done_twice_in_a_quarter(seed: int) -> None:
    last: dict[tuple[object, ...], int] = {}
    for seat, done in acts(seed).items():
        for turn, order in done:
            deed = seat, order.kind, aimed_at(order), getattr(order, "model", None)
            assert not 0 < turn - last.get(deed, -QUARTER) < QUARTER, f"{deed} in turn {turn}"
            last[deed] = turn
    assert len(last) > 50


@pytest.mark.parametrize("seed", [1, 2])
def test_the_acts_of_any_quarter_fit_on_one_sheet(seed: int) -> None:
    for seat, done in acts(seed).items():
        for first in range(1, in_months(seed).setting.turns):
            together = [order for turn, order in done if first <= turn < first + QUARTER]
            assert len(together) <= MOST_MAJOR + MOST_MINOR, f"{seat} from turn {first}"


def test_scripts_sign_for_quarters_and_not_for_turns() -> None:
    lengths = [value.terms.turns for _, value in signed(in_months(1))]
    assert len(lengths) > 10
    assert all(turns >= 2 * QUARTER for turns in lengths), lengths


def _mind(months: float, turn: int, pace: float = 3.0) -> Mind:
    desk = Desk("core")
    setting = replace(desk.book.setting, months=months, turns=30, pace=pace)
    desk.book = replace(desk.book, setting=setting)
    return Scripted("patron", 7).mind(replace(ask_of(desk, "washington"), turn=turn, book=desk.book))


def test_a_mood_lasts_a_quarter_and_moods_do_not_all_change_at_once() -> None:
    purposes = ("pledge", "framework", "stake", "chips", "data", "gift")
    changes: dict[str, list[int]] = {}
    for purpose in purposes:
        moods = [_mind(1.0, turn).whim(purpose) for turn in range(1, 13)]
        assert 4 <= len(set(moods)) <= 5
        changes[purpose] = [turn for turn in range(1, 12) if moods[turn] != moods[turn - 1]]
        assert {later - sooner for sooner, later in pairwise(changes[purpose])} == {QUARTER}
    assert len({min(each) for each in changes.values()}) > 1


def test_where_a_turn_is_a_spell_nothing_waits_for_time() -> None:
    for months, pace in ((3.0, 3.0), (0.25, 0.25), (3.0, 1.0)):
        mind = _mind(months, 5, pace)
        assert (mind.turns_a_spell, mind.spell("pledge"), mind.done) == (1, 5, ())
    assert _mind(0.25, 5, 1.0).turns_a_spell == 4
    assert _mind(1.0, 5).lasting(2) == 6
    assert _mind(0.25, 5).lasting(50) == 144, "three years at most"
