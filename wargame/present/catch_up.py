"""The story so far for somebody who takes a seat late, or comes back to it: told from that seat's knowledge alone."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.players.base import Ask
from wargame.present.desk_rows import promise_rows
from wargame.present.first_steps import HowToStep, with_key
from wargame.present.opening_page import opening_rows
from wargame.present.rows import ListRow, heading, prose, rule
from wargame.present.story_rows import moment_rows
from wargame.present.world_rows import agreement_rows
from wargame.review.account import date_of
from wargame.review.story import Story
from wargame.table.chair import Draft

MOST = 3
"""Moments of a turn."""


def catch_up_rows(ask: Ask, story: Story, turns: range, *, new: bool, how: HowToStep = with_key) -> Iterator[ListRow]:
    """What mattered in these turns and what binds the seat; nothing for no turns.

    `new` says that whoever sits there has not read the seat's brief either: then it comes first, with the plan that
    the seat followed so far; `how` says a step that may be tried.
    """
    if not turns:
        return
    if new:
        yield from _own_rows(ask, how)
    yield heading("THE STORY SO FAR, as your seat knows it")
    setting = ask.book.setting
    for turn in turns:
        yield rule(f"turn {turn}, {date_of(setting.start, setting.months, turn)}")
        yield from moment_rows(setting, story.turn(turn).moments[:MOST], ask.seat, 2)
    yield from _bound_rows(ask)


def arrival_rows(ask: Ask, how: HowToStep = with_key) -> Iterator[ListRow]:
    """Brief, plan so far and what binds the seat: for somebody who takes it when a single turn is over.

    That turn's result says what happened.
    """
    yield from _own_rows(ask, how)
    yield from _bound_rows(ask)


def _own_rows(ask: Ask, how: HowToStep) -> Iterator[ListRow]:
    yield from opening_rows(ask, Draft(), how)
    if ask.diary.plan:
        yield from prose("THE PLAN OF YOUR SEAT SO FAR", ask.diary.plan)


def _bound_rows(ask: Ask) -> Iterator[ListRow]:
    yield from agreement_rows(ask)
    promises = promise_rows(ask)
    if promises:
        yield heading("PLEDGES")
        yield from promises
    yield ListRow(((" ", ""),), marked=True)
