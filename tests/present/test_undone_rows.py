"""What control took back is told to those whom it concerns, and to nobody what others had among themselves."""

from __future__ import annotations

from functools import lru_cache

import pytest

from tests.ui.seats import Game
from tests.ui.views import played
from wargame.core.ids import PUBLIC, may_read
from wargame.core.telling import Telling, Undoing, telling
from wargame.present.marks import Marks
from wargame.present.undone_rows import undone_rows


@lru_cache(maxsize=1)
def game() -> Game:
    return played("kyiv", answered=12)


def undone(viewer: str, to_turn: int = 2) -> Telling:
    """The game with everything from a turn on taken back."""
    record = game().sequence.record
    gone = tuple(event for event in record if event.turn >= to_turn)
    stands = [event for event in record if event.turn < to_turn]
    book = game().book
    return telling(book.setting, book.seed, viewer, stands, {}, undone=[Undoing(3, to_turn, gone)])


@pytest.mark.parametrize("seat", ["kyiv", "paris", "deepseek"])
def test_a_seat_is_told_what_of_its_bonds_is_gone_and_how_many_orders(seat: str) -> None:
    rows = list(undone_rows(undone(seat).undone, seat))
    text = [row.text for row in rows]
    assert "CONTROL TOOK TURNS 2 TO 3 BACK" in text
    assert any("start of turn 2 again" in line for line in text)
    gone = [event for event in game().sequence.record if event.turn >= 2]
    signed = [e.text for e in gone if e.kind == "agreement_signed" and seat in e.about]
    told = [line for line in text if "gone: " in line]
    assert bool(signed) <= bool(told)
    orders = sum(event.kind == "order_opened" and event.about[0] == seat for event in gone)
    assert not orders or any(f"{orders} order" in line for line in text)


@pytest.mark.parametrize("viewer", ["kyiv", "paris", "deepseek", PUBLIC])
def test_nobody_is_told_of_events_that_it_had_not_seen(viewer: str) -> None:
    gone = [event for event in game().sequence.record if event.turn >= 2]
    seen = [each for taken in undone(viewer).undone for each in taken.gone]
    readable = [e for e in gone if e.audience == PUBLIC or (viewer != PUBLIC and may_read(e.audience, viewer))]
    assert [each.text for each in seen] == [event.text for event in readable]


def test_what_was_read_of_what_is_gone_counts_as_unread() -> None:
    marks = Marks({"#": 90, "@paris": 20}, answered=80, result=2).told_of_undoing(1, 2, 40)
    assert marks == Marks({"#": 40, "@paris": 20}, answered=40, result=1, undone=1)
