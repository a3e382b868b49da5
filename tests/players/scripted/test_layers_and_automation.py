"""What the dossiers give does not stay as it is: supply comes home or goes abroad, and forces automate under watch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from tests.players.scripted.games import SEEDS, TABLES, Told, core, orders, told
from tests.rules.desk import grown
from wargame.core import names
from wargame.core.fold import fold
from wargame.core.ids import LAYERS, SeatId
from wargame.core.orders import DeployAutomation, SetOversight
from wargame.core.state import State
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.model.leverage import dependence

FEW = SEEDS[:8]
WINTER = ("kyiv-winter", None)
WINTERS = SEEDS[:3]
PARIS, KYIV = SeatId("paris"), SeatId("kyiv")
STOCKED = tuple(layer for layer in LAYERS if layer != "model")
"""Layers that stand in the state; that of models follows what is in use."""


@cache
def ends(seed: int, table: tuple[str, str | None] = TABLES[0]) -> tuple[Rulebook, State, State]:
    """The rules of a game, its opening and its last state."""
    game = told(*table, seed)
    return game.book, fold(State(), game.record[:1]), fold(State(), game.record)


def layers_moved(book: Rulebook, before: State, after: State) -> set[str]:
    """Layers of supply of which some government has another share at home in the end."""
    moved: set[str] = set()
    for layer in STOCKED:
        shares = [names.home_share(holder, layer) for holder in book.setting.governments]
        if any(before.values[name] != after.values[name] for name in shares):
            moved.add(layer)
    return moved


def by_layers(book: Rulebook, before: State, after: State, holder: SeatId) -> float:
    """E8: by how much the layers that were moved changed a government's dependence, whatever models it uses."""
    as_before = {name: before.values[name] for name in (names.home_share(holder, layer) for layer in STOCKED)}
    return dependence(book, after, holder) - dependence(book, grown(after, as_before), holder)


def test_chips_clouds_and_integration_move_in_every_game() -> None:
    for seed in FEW:
        assert layers_moved(*ends(seed)) >= {"chips", "cloud", "integration"}
    for seed in WINTERS:
        assert "integration" in layers_moved(*ends(seed, WINTER))


def test_paris_brings_supply_home_and_contractors_take_that_of_kyiv() -> None:
    paris, kyiv = ([by_layers(*ends(seed), seat) for seed in FEW] for seat in (PARIS, KYIV))
    assert sum(change < -0.005 for change in paris) > len(FEW) / 2
    assert sum(change > 0.005 for change in kyiv) > len(FEW) / 2


def test_dependence_is_no_constant_of_the_dossier() -> None:
    for seat in (PARIS, KYIV):
        found = [dependence(book, after, seat) for book, _, after in map(ends, FEW)]
        assert max(found) - min(found) > 0.05


# automation


def settings(game: Told, seat: SeatId) -> list[tuple[int, DeployAutomation | SetOversight]]:
    """Orders of a government on the automation of its targeting, with their turns."""
    sheets = ((turn, by, opened.order) for turn, by, opened in orders(game))
    return [
        (turn, order) for turn, by, order in sheets if by == seat and isinstance(order, DeployAutomation | SetOversight)
    ]


def first_automated(game: Told) -> dict[SeatId, int]:
    """Who took its people part of the way out of the loop, and when first."""
    found: dict[SeatId, int] = {}
    for turn, by, opened in orders(game):
        if isinstance(opened.order, DeployAutomation) and opened.order.oversight < 2:
            found.setdefault(by, turn)
    return found


def test_forces_are_automated_with_a_human_only_partly_in_the_loop() -> None:
    games = [*core(FEW), *(told(*WINTER, seed) for seed in WINTERS)]
    assert sum(bool(first_automated(game)) for game in games) > len(games) / 2
    for game in games:
        for seat, turn in first_automated(game).items():
            at = fold(State(), [event for event in game.record if event.turn <= turn])
            assert at.values[names.automation(seat)] > 0
            assert at.values[names.oversight(seat)] < 1


@pytest.mark.slow
def test_oversight_follows_a_scandal_before_the_game_is_over() -> None:
    struck = 0
    for game in core(SEEDS):
        for event in game.record:
            if event.kind == "targeting_scandal" and event.turn + 2 <= game.setting.turns:
                struck += 1
                after = [order for turn, order in settings(game, event.about[0]) if turn > event.turn]
                assert any(order.oversight == 2 for order in after), (game.book.seed, event.turn)
    assert struck >= 4


def test_oversight_is_raised_sooner_after_a_scandal_than_without_one() -> None:
    turns: Counter[bool] = Counter()
    raised: Counter[bool] = Counter()
    for game in core(SEEDS):
        shaken = {(event.turn + 1, event.about[0]) for event in game.record if event.kind == "targeting_scandal"}
        for seat, turn in unwatched(game):
            after = (turn, seat) in shaken
            turns[after] += 1
            raised[after] += any(at == turn and isinstance(order, SetOversight) for at, order in settings(game, seat))
    at_once, otherwise = (raised[after] / turns[after] for after in (True, False))
    assert at_once > max(1 / 3, 2 * otherwise)


def unwatched(game: Told) -> Iterator[tuple[SeatId, int]]:
    """Seats and turns that begin with automation under less than full oversight."""
    values = {change.variable: change.after for change in game.record[0].changes}
    turn = 0
    for event in game.record:
        if event.turn > turn:
            turn = event.turn
            for seat in game.setting.governments:
                if values[names.automation(seat)] > 0 and values[names.oversight(seat)] < 1:
                    yield seat, turn
        values |= {change.variable: change.after for change in event.changes}
