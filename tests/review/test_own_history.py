"""What a seat can say of its own numbers agrees with the record, and never goes beyond its view."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.desk import played
from wargame.core import names
from wargame.core.codebook import owner
from wargame.core.events import Change
from wargame.core.fold import fold
from wargame.core.ids import may_read
from wargame.core.state import State
from wargame.core.views import Observer, View
from wargame.review.own_history import UNTOLD, OwnHistory
from wargame.review.reliance import needs, suppliers, without
from wargame.rules.model.measures import picture
from wargame.table.game import RunningGame


@pytest.fixture(scope="module")
def table() -> RunningGame:
    return played("between-the-giants", variant="core", seed=4, turns=3, everyone="scripted")


def view_of(table: RunningGame, seat: str) -> View:
    return Observer(table.book.setting, table.book.seed, seat).view(table.sequence.state, table.sequence.record)


@pytest.mark.parametrize("seat", ["kyiv", "paris", "anthropic"])
def test_the_history_of_own_numbers_is_that_of_the_record(table: RunningGame, seat: str) -> None:
    view, events = view_of(table, seat), table.sequence.record
    past = OwnHistory(view)
    states = [fold(State(), [event for event in events if event.turn <= turn]) for turn in range(view.turn + 1)]
    told = 0
    for variable in (name for name in view.values if owner(name) == seat and past.changes.get(name)):
        movers = [event for event in events[1:] if any(change.variable == variable for change in event.changes)]
        if all(may_read(event.audience, seat) for event in movers):
            told += 1
            for value, state in zip(past.history(variable), states, strict=True):
                assert value == pytest.approx(state.values.get(variable, 0.0)), variable
    assert told > 5


def test_of_an_estimate_only_the_present_is_known(table: RunningGame) -> None:
    past = OwnHistory(view_of(table, "paris"))
    history = past.history(names.capability("kyiv", "cyber"))
    assert history[:-1] == (None,) * (len(history) - 1)
    assert history[-1] == past.view.values[names.capability("kyiv", "cyber")]
    assert OwnHistory(past.view).history(names.points("washington")) == (None,) * len(history)


def test_what_moved_is_told_from_large_to_small_with_the_event_that_moved_it(table: RunningGame) -> None:
    view = view_of(table, "kyiv")
    texts = {seen.text for seen in view.events} | {UNTOLD}
    for turn in (1, 2, 3):
        found = OwnHistory(view).movers(turn)
        assert found
        for item in found:
            assert owner(item.variable) in ("kyiv", "world")
            assert item.before != item.after
            assert item.cause in texts


def test_what_moved_of_others_is_only_what_is_public(table: RunningGame) -> None:
    view = view_of(table, "kyiv")
    for item in OwnHistory(view).movers(2, 50, own=False):
        assert item.variable not in view.spread
        assert owner(item.variable) not in ("kyiv", "world")


def test_shares_of_suppliers_and_home_make_up_the_whole(table: RunningGame) -> None:
    book = table.book
    found = needs(book, view_of(table, "paris"))
    assert found[0].holder == "paris"
    for need in found:
        total = need.home + sum(each.share for each in need.by.values())
        assert total == pytest.approx(1) or total == 0
        assert need.holder not in need.by
        assert need.word in ("low", "medium", "high")


def test_losses_are_the_leverage_of_the_rules_as_the_seat_can_reckon_it(table: RunningGame) -> None:
    book = table.book
    view = view_of(table, "washington")
    look = picture(book, view)
    for need in needs(book, view):
        for by, reliance in need.by.items():
            assert reliance.loss == look.leverage[need.holder].get(by, 0.0)
            whole, left = without(book, view, need.holder, by)
            assert left == pytest.approx(whole * (1 - reliance.loss))


def test_a_supplier_behind_the_scenes_is_a_column_too(table: RunningGame) -> None:
    book = table.book
    found = needs(book, view_of(table, "washington"))
    assert list(suppliers(book, found)) == [s for s in book.setting.ids if any(s in need.by for need in found)]


def test_numbers_of_others_are_never_called_exact(table: RunningGame) -> None:
    book = table.book
    for need in needs(book, view_of(table, "paris")):
        assert not need.exact or need.holder == "paris"


def test_a_net_move_is_captioned_with_what_carried_it_and_not_with_what_took_some_of_it_back(
    table: RunningGame,
) -> None:
    view, trust = view_of(table, "paris"), names.trust("paris", "kyiv")
    moves = (("It kept its word.", 50, 53), ("It signed.", 53, 54), ("Trust drifted.", 54, 53.5))
    seen = tuple(
        replace(view.events[0], turn=1, text=text, changes=(Change(trust, before, after),))
        for text, before, after in moves
    )
    told = replace(view, turn=1, values={trust: 53.5}, spread={}, events=seen)
    (item,) = OwnHistory(told).movers(1)
    assert (item.before, item.after, item.cause) == (50, 53.5, "It kept its word.")
