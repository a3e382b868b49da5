"""What holds in every game, whoever plays: ranges, budgets, legality, causes, endings, the fold, common chance."""

from __future__ import annotations

import asyncio
import itertools
import random
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules.desk import Desk, grown, menu_of, played, sealed
from wargame.core import chance, names
from wargame.core.agreements import ENDINGS
from wargame.core.codebook import bounds, family_of
from wargame.core.domains import Domain, fields_of
from wargame.core.events import Event
from wargame.core.fold import fold
from wargame.core.ids import AREAS, ModelId
from wargame.core.moves import Decision, Sealed
from wargame.core.orders import ORDER_TYPES, AdoptOpen, AnyOrder, InvokeDpa
from wargame.core.setting import Seat
from wargame.core.state import State
from wargame.core.views import Observer
from wargame.players import specs
from wargame.players.base import Answer, Ask, Player
from wargame.players.random import RandomPlayer
from wargame.rules.legality import refusal, sheet_refusals
from wargame.rules.menu import Menu
from wargame.rules.orders.verbs import known_models
from wargame.table.game import RunningGame
from wargame.table.opening import choose, new_game

FEW = [(seed, "random") for seed in range(1, 5)] + [(seed, "scripted") for seed in range(1, 3)]


@lru_cache(maxsize=16)
def grand(seed: int, everyone: str) -> RunningGame:
    return played("between-the-giants", variant="core", seed=seed, everyone=everyone)


@pytest.fixture(params=FEW, ids=lambda value: f"{value[1]}-{value[0]}")
def game(request: pytest.FixtureRequest) -> RunningGame:
    return grand(*request.param)


# one look at a record


def ranges_hold(table: RunningGame) -> None:
    for event in table.sequence.record:
        for change in event.changes:
            low, high = bounds(change.variable)
            assert low <= change.after <= high, (event.id, change)


def nothing_is_overdrawn(table: RunningGame) -> None:
    for event in table.sequence.record:
        if event.kind == "order_opened":
            for change in event.changes:
                assert change.after >= 0, (event.id, change)
        for change in event.changes:
            if change.variable.endswith((".budget", ".points")):
                assert change.after >= 0, (event.id, change)


def every_event_has_a_rule_and_known_causes(table: RunningGame, decisions: set[str]) -> None:
    known = {"scenario"}
    for event in table.sequence.record:
        assert event.rule, event
        assert event.causes, event
        for cause in event.causes:
            stem, _, number = cause.partition("#")
            assert cause in known or (stem in decisions and number), (event.id, event.kind, cause)
        known.add(event.id)


def every_signature_ends_once(table: RunningGame) -> None:
    endings = [f"agreement_{status}" for status in ENDINGS]
    state = table.sequence.state
    ended: dict[str, int] = dict.fromkeys(state.agreements, 0)
    for event in table.sequence.record:
        if event.kind in endings:
            for put in event.puts:
                if put.table == "agreements":
                    ended[put.entity.id] += 1
    assert all(count == 1 for count in ended.values()), ended
    assert {a.status for a in state.agreements.values()} <= set(ENDINGS)


def the_fold_of_the_record_is_the_state(table: RunningGame) -> None:
    assert fold(State(), table.sequence.record).hash() == table.sequence.state.hash()


def sheets_are_one_major_and_two_minor(table: RunningGame) -> None:
    given_: dict[tuple[int, str], list[Event]] = {}
    for event in table.sequence.record:
        if event.kind == "order_opened":
            given_.setdefault((event.turn, event.about[0]), []).append(event)
    for sheet in given_.values():
        spent = [
            {c.variable.rpartition(".")[2]: round(c.before - c.after, 6) for c in event.changes} for event in sheet
        ]
        majors = sum(1 for price in spent if price.get("points", 0) >= 2 or price.get("budget", 0) >= 3)
        assert majors <= 1
        assert len(sheet) - majors <= 2


def decision_names(table: RunningGame) -> set[str]:
    setting = table.book.setting
    names = set()
    for turn in range(1, setting.turns + 1):
        for seat in setting.ids:
            names |= {f"{turn}.talk{n}.{seat}" for n in range(1, setting.talk_rounds + 1)}
            names |= {f"{turn}.orders.{seat}", f"{turn}.weigh.{seat}"}
    return names


@pytest.mark.slow
def test_no_variable_leaves_its_range(game: RunningGame) -> None:
    ranges_hold(game)


def test_no_budget_and_no_political_capital_falls_below_zero(game: RunningGame) -> None:
    nothing_is_overdrawn(game)


def test_every_event_names_a_rule_and_causes_that_exist(game: RunningGame) -> None:
    every_event_has_a_rule_and_known_causes(game, decision_names(game))


def test_every_signed_agreement_ends_in_exactly_one_way(game: RunningGame) -> None:
    assert game.sequence.state.agreements
    every_signature_ends_once(game)


def test_folding_the_record_anew_gives_the_live_state(game: RunningGame) -> None:
    the_fold_of_the_record_is_the_state(game)


def test_no_sheet_has_more_than_one_major_and_two_minor_orders(game: RunningGame) -> None:
    sheets_are_one_major_and_two_minor(game)


def test_every_change_is_made_in_the_variables_of_the_codebook(game: RunningGame) -> None:
    for event in game.sequence.record:
        for change in event.changes:
            family = family_of(change.variable)
            assert family is not None, change
            assert not family.derived, change


def test_event_ids_count_up_without_gaps_within_each_turn(game: RunningGame) -> None:
    for turn, events in itertools.groupby(game.sequence.record, key=lambda event: event.turn):
        assert [event.id for event in events] == [
            f"{turn}.{n}" for n in range(1, 1 + sum(1 for e in game.sequence.record if e.turn == turn))
        ]


def test_each_change_starts_where_the_last_one_ended(game: RunningGame) -> None:
    now: dict[str, float] = {}
    for event in game.sequence.record:
        for change in event.changes:
            assert change.before == now.get(change.variable, 0.0), (event.id, change)
            now[change.variable] = change.after


def test_every_recorded_draw_can_be_computed_again_from_seed_turn_and_purpose(game: RunningGame) -> None:
    for event in game.sequence.record:
        for draw in event.draws:
            if draw.purpose.startswith("argument."):
                assert draw.value == sum(chance.two_dice(game.book.seed, event.turn, draw.purpose))
            else:
                assert draw.value == chance.uniform(game.book.seed, event.turn, draw.purpose)


GAMES = 2000


@pytest.mark.slow
@pytest.mark.parametrize("part", [0, *(pytest.param(part, marks=pytest.mark.slow) for part in range(1, 16))])
def test_the_laws_hold_over_thousands_of_random_games(part: int) -> None:
    for number in range(GAMES // 16):
        seed = 1000 * part + number
        grand_game = number < 4
        table = (
            played("between-the-giants", variant="core", seed=seed)
            if grand_game
            else played("first-download", seed=seed)
        )
        ranges_hold(table)
        nothing_is_overdrawn(table)
        sheets_are_one_major_and_two_minor(table)
        every_signature_ends_once(table)
        every_event_has_a_rule_and_known_causes(table, decision_names(table))
        the_fold_of_the_record_is_the_state(table)


# legality


def _states() -> list[tuple[Any, State]]:
    """Openings and ends of games: every kind of state that a menu is asked about."""
    tables = [grand(1, "random"), grand(2, "random"), grand(1, "scripted")]
    desk = Desk()
    return [(desk.book, desk.state), *((table.book, table.sequence.state) for table in tables)]


@pytest.mark.parametrize("which", range(4))
def test_every_order_on_the_menu_is_accepted(which: int) -> None:
    book, state = _states()[which]
    for seat in book.setting.ids:
        menu = menu_of(book, state, seat)
        for kind in ORDER_TYPES:
            for order in menu.options(kind):
                assert refusal(book, state, seat, order) is None
                assert sheet_refusals(book, state, seat, (order,)) == (None,)


NONSENSE = {"seat": ("moscow", "", "Paris", "control", "public"), "model": ("skynet", "", "sov-kyiv")}


def could_hold(book: Any, state: State, field: Domain) -> list[Any]:
    """What a field could hold, nonsense included."""
    return [*field.among(book.setting.ids, tuple(state.models)), *NONSENSE.get(field.kind, ())]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), which=st.integers(0, 3))
def test_an_order_is_accepted_exactly_if_the_menu_offers_it(data: st.DataObject, which: int) -> None:
    book, state = _states()[which]
    seat = data.draw(st.sampled_from(book.setting.ids))
    kind = data.draw(st.sampled_from([kind for kind in ORDER_TYPES if kind != "argument"]))
    values = {
        name: data.draw(st.sampled_from(could_hold(book, state, field)), label=name)
        for name, field in fields_of(ORDER_TYPES[kind]).items()
    }
    order: Any = ORDER_TYPES[kind](**values)
    menu = menu_of(book, state, seat)
    refused = menu.refusal(order)
    assert (refused is None) == (order in set(menu.options(kind)))
    if refused is not None:
        assert len(refused.sentence) > 10


@settings(max_examples=150, deadline=None)
@given(data=st.data(), which=st.integers(0, 3))
def test_a_sheet_never_passes_more_than_its_limits_and_the_purse_allow(data: st.DataObject, which: int) -> None:
    book, state = _states()[which]
    seat = data.draw(st.sampled_from(book.setting.ids))
    menu = menu_of(book, state, seat)
    legal = _menu_of(which, seat)
    sheet: tuple[AnyOrder, ...] = tuple(data.draw(st.lists(st.sampled_from(legal), max_size=7))) if legal else ()
    passed = [order for order, refused in zip(sheet, menu.sheet(sheet), strict=True) if refused is None]
    prices = [menu.cost(order) for order in passed]
    heavy = [price for price in prices if price[0] >= 2 or price[1] >= 3]
    assert len(heavy) <= 1
    assert len(prices) - len(heavy) <= 2
    assert sum(points for points, _ in prices) <= state.values[names.points(seat)]
    assert sum(budget for _, budget in prices) <= state.values[names.budget(seat)]
    assert len(set(passed)) == len(passed)


@lru_cache(maxsize=128)
def _menu_of(which: int, seat: str) -> tuple[AnyOrder, ...]:
    book, state = _states()[which]
    return menu_of(book, state, seat).all_orders()


def _hidden(variable: str, seat: str) -> bool:
    """Another's variable whose exact value this seat does not know."""
    family = family_of(variable)
    if family is None or variable.startswith(f"{seat}.") or variable.startswith(("world.", "model.")):
        return False
    return family.noise is None or family.noise > 0


@pytest.mark.parametrize("which", range(4))
def test_a_menu_does_not_change_with_what_its_seat_cannot_know(which: int) -> None:
    book, state = _states()[which]
    rng = random.Random(which)
    for seat in book.setting.ids:
        menu = set(_menu_of(which, seat))
        for _ in range(3):
            moved = {name: rng.uniform(*bounds(name)) for name in state.values if _hidden(name, seat)}
            other = set(menu_of(book, grown(state, moved), seat).all_orders())
            assert menu == other, (seat, menu ^ other)


@pytest.mark.parametrize("seat", ["kyiv", "paris", "meta", "beijing"])
def test_a_refusal_does_not_name_another_seats_hidden_model(seat: str) -> None:
    table = grand(2, "random")
    hidden = [m.id for m in table.sequence.state.models.values() if m.id.startswith("copy-") and m.owner != seat]
    menu = menu_of(table.book, table.sequence.state, seat)
    for order in (AdoptOpen(model=ModelId("nonsense")), AdoptOpen(model=ModelId("mistral-large-9"))):
        refused = menu.refusal(order)
        assert refused is not None
        assert not any(name in refused.sentence for name in hidden)
    assert not set(known_models(table.sequence.state, seat)) & set(hidden)


def test_the_menu_of_a_player_and_the_adjudicator_agree() -> None:
    desk = Desk("core")
    for seat in desk.book.setting.ids:
        for order in _first_of_each(menu_of(desk.book, desk.state, seat)):
            _, events = desk.adjudicator.open_orders(desk.state, 1, [sealed(seat, 1, order)])
            assert events[0].kind == "order_opened", (seat, order, events[0].text)


def _first_of_each(menu: Menu) -> list[AnyOrder]:
    return [order for kind in ORDER_TYPES if (order := next(menu.options(kind), None)) is not None]


# common random numbers


class OneMore(RandomPlayer):
    """The random player, but in turn 1 it orders one thing besides."""

    async def decide(self, ask: Ask) -> Answer:
        answer = await super().decide(ask)
        if ask.turn == 1 and isinstance(answer.body, Sealed):
            return Answer(Sealed(signal=None, orders=(InvokeDpa(lab="anthropic"),)), "scripted")
        return answer


def test_arms_that_differ_in_one_decision_share_every_draw_of_the_same_name() -> None:
    def make(spec: str, seat: Seat, seed: int) -> Player:
        return OneMore(seed) if seat.id == "washington" else specs.make(spec, seat, seed)

    game = choose("between-the-giants", variant="core", seed=5, everyone="random")
    one, other = played("between-the-giants", variant="core", seed=5), new_game(game, None, make=make)
    asyncio.run(other.play())
    assert one.sequence.state.hash() != other.sequence.state.hash()
    draws = _draws(one.sequence.record)
    shared = {name: value for name, value in _draws(other.sequence.record).items() if name in draws}
    assert len(shared) > 20
    assert all(draws[name] == value for name, value in shared.items())


def _draws(record: list[Event]) -> dict[tuple[int, str], float]:
    return {(e.turn, d.purpose): d.value for e in record for d in e.draws}


@pytest.mark.slow
@given(st.integers(0, 2**32), st.integers(1, 60), st.text(max_size=30), st.text(max_size=30))
def test_a_draw_depends_on_seed_turn_and_purpose_alone(seed: int, turn: int, purpose: str, other: str) -> None:
    first = chance.uniform(seed, turn, purpose)
    chance.uniform(seed, turn, other)
    assert chance.uniform(seed, turn, purpose) == first
    assert 0 <= first < 1
    assert all(1 <= die <= 6 for die in chance.two_dice(seed, turn, purpose))


def test_draws_are_spread_evenly() -> None:
    values = [chance.uniform(1, 1, f"purpose {n}") for n in range(10_000)]
    assert abs(sum(values) / len(values) - 0.5) < 0.01
    for tenth in range(10):
        share = sum(tenth / 10 <= value < (tenth + 1) / 10 for value in values) / len(values)
        assert abs(share - 0.1) < 0.012


def test_observers_can_look_at_every_state_of_a_game() -> None:
    table = grand(1, "random")
    for seat in table.book.setting.ids:
        view = Observer(table.book.setting, table.book.seed, seat).view(table.sequence.state, table.sequence.record)
        assert set(view.spread) <= set(view.values)


def test_decisions_that_do_nothing_still_make_a_valid_turn() -> None:
    desk = Desk("core")
    silent: list[Decision] = [sealed(seat, 1) for seat in desk.book.setting.ids]
    events = desk.orders(*silent)
    assert any(event.kind == "frontier_advanced" for event in events)
    assert not any(event.kind == "order_opened" for event in events)
    assert all(0 <= desk.state.values[names.capability("kyiv", area)] <= 100 for area in AREAS)
