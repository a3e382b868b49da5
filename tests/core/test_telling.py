"""A telling is the view of its viewer with links between what it sees, and nothing more."""

from __future__ import annotations

import asyncio
from functools import lru_cache

import pytest

from wargame.core.agreements import Proposal
from wargame.core.events import Event
from wargame.core.fold import fold
from wargame.core.ids import CONTROL, PUBLIC, may_read
from wargame.core.models import Access
from wargame.core.setting import Setting
from wargame.core.state import State
from wargame.core.telling import Telling, telling
from wargame.core.views import Observer
from wargame.table.game import RunningGame
from wargame.table.opening import choose, new_game


@lru_cache(maxsize=1)
def played() -> RunningGame:
    game = new_game(choose("between-the-giants", variant="core", seed=7, turns=3), None)
    asyncio.run(game.play())
    return game


def setting() -> Setting:
    return played().book.setting


def events() -> list[Event]:
    return played().sequence.record


def told_to(viewer: str, *, numbered: bool = False) -> Telling:
    game = played()
    return telling(setting(), game.book.seed, viewer, events(), game.past.decisions, numbered=numbered)


VIEWERS = ("paris", "kyiv", "anthropic", "deepseek")


@pytest.mark.parametrize("seat", VIEWERS)
def test_a_seat_is_told_the_events_of_its_view(seat: str) -> None:
    game = played()
    view = Observer(setting(), game.book.seed, seat).view(game.sequence.state, events())
    assert tuple(told.seen for told in told_to(seat).told) == view.events


@pytest.mark.parametrize("seat", VIEWERS)
def test_what_a_seat_knew_at_the_end_of_a_turn_is_what_its_view_was_then(seat: str) -> None:
    game = played()
    observer = Observer(setting(), game.book.seed, seat)
    last = max(at for at, event in enumerate(events()) if event.turn == 2)
    view = observer.view(fold(State(), events()[: last + 1]), events()[: last + 1])
    assert repr(told_to(seat).views[2]) == repr(view)


@pytest.mark.parametrize("seat", VIEWERS)
def test_links_join_only_what_a_seat_has_seen_and_follow_the_causes_on_record(seat: str) -> None:
    readable = [event for event in events() if may_read(event.audience, seat)]
    for told, event in zip(told_to(seat).told, readable, strict=True):
        assert {readable[at].id for at in told.because} <= set(event.causes)
        assert all(name.partition("#")[0] in played().past.decisions for name in told.decisions)


@pytest.mark.parametrize("seat", VIEWERS)
def test_no_decision_of_another_seat_is_told(seat: str) -> None:
    telling_ = told_to(seat)
    assert {made.seat for made in telling_.decisions.values()} == {seat}
    assert {name.split(".")[2].partition("#")[0] for told in telling_.told for name in told.decisions} == {seat}


def test_control_is_told_everything_and_the_public_what_is_public() -> None:
    assert len(told_to(CONTROL).told) == len(events())
    assert len(told_to(CONTROL).decisions) == len(played().past.decisions)
    public = told_to(PUBLIC)
    assert [told.seen.text for told in public.told] == [e.text for e in events() if e.audience == PUBLIC]
    assert not public.decisions
    assert not any(told.decisions for told in public.told)


def test_a_seat_in_play_does_not_learn_how_many_events_there_are() -> None:
    assert {told.number for told in told_to("paris").told} == {0}
    numbers = [told.number for told in told_to("paris", numbered=True).told]
    assert numbers == [n for n, event in enumerate(events(), 1) if may_read(event.audience, "paris")]


@pytest.mark.parametrize("viewer", [*VIEWERS, CONTROL, PUBLIC])
def test_the_events_of_the_turns_are_all_events(viewer: str) -> None:
    told = told_to(viewer)
    spans = [told.of_turn(turn) for turn in range(told.turns + 1)]
    assert [at for span in spans for at in span] == list(range(len(told.told)))
    assert all(told.told[at].seen.turn == turn for turn, span in enumerate(spans) for at in span)


@pytest.mark.parametrize("seat", VIEWERS)
def test_what_entered_is_told_as_the_seat_sees_it(seat: str) -> None:
    for told in told_to(seat).told:
        for put in told.puts:
            if isinstance(put.entity, Access) and put.entity.source == "illicit":
                assert put.entity.holder == seat or put.entity.audience == PUBLIC
            if isinstance(put.entity, Proposal):
                assert seat in put.entity.needed
