"""The news screen: everything the seat has seen, in order, by kind and by words, with what stands behind it."""

from __future__ import annotations

import pytest

from tests.ui.conftest import SIZES, SMALL, WIDE, Pictured, at_table, press, shown
from tests.ui.fits import clipped
from tests.ui.views import asked, played
from wargame.core.event_kinds import subject_of
from wargame.core.ids import may_read
from wargame.present.channels import channel_key
from wargame.present.news_rows import KINDS, behind_rows, belongs, kind_of, news_rows, score_rows, sign_of
from wargame.present.world_rows import because_rows
from wargame.review.own_history import OwnHistory
from wargame.ui.app import WargameApp
from wargame.ui.seat.news import NewsScreen
from wargame.ui.widgets.lists import Lines

pytestmark = pytest.mark.anyio
OPEN = "f5 l"
"""The ledger, which is folded behind what mattered."""


def news(seat: str = "kyiv") -> WargameApp:
    return at_table(played(seat, answered=5))


def test_every_event_is_of_one_kind_that_has_a_name() -> None:
    ask = asked("kyiv", answered=5)
    for seen in ask.view.events:
        assert kind_of(seen) in KINDS
        assert sum(belongs(seen, kind) for kind in KINDS if kind not in ("all", "numbers")) == 1


def test_everything_that_the_seat_has_seen_is_told_once_and_nothing_else() -> None:
    ask = asked("kyiv", answered=5)
    told = [int(row.key) for row in news_rows(ask, "all") if row.key]
    assert told == [at for at, seen in enumerate(ask.view.events) if seen.kind != "game_started"]
    assert all(may_read(seen.audience, "kyiv") for seen in ask.view.events)


def test_the_sign_before_an_item_tells_who_read_it() -> None:
    ask = asked("kyiv", answered=5)
    for seen in ask.view.events:
        others = () if seen.audience == "public" else [seat for seat in seen.audience if seat != "kyiv"]
        expected = "#" if seen.audience == "public" else {0: "~", 1: "@"}.get(len(others), "&")
        assert sign_of(ask, seen) == expected


def test_behind_an_item_stand_its_readers_and_what_it_moved() -> None:
    ask = asked("kyiv", answered=5)
    seen = next(seen for seen in ask.view.events if seen.cite and seen.changes)
    text = "\n".join(row.text for row in behind_rows(ask, seen))
    assert "everyone" in text
    assert str(seen.cite) in text
    assert "->" in text


def test_a_score_is_counted_from_what_the_seat_knows() -> None:
    ask = asked("kyiv", answered=5)
    text = "\n".join(row.text for row in score_rows(ask))
    assert "in all" in text
    assert text.count("of 100)") == len(ask.book.seat("kyiv").aims)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_kinds_and_words_narrow_the_list_and_it_says_how_far(size: tuple[int, int]) -> None:
    app = news()
    async with app.run_test(size=size) as pilot:
        await press(pilot, OPEN)
        lines = app.screen.query_one("#news-lines", Lines)
        everything = len(lines.rows)
        await press(pilot, "f")
        assert len(lines.rows) < everything
        assert "messages and statements" in shown(app)
        await press(pilot, "F slash g r i d enter")
        assert all("grid" in row.text.casefold() for row in lines.rows)
        assert f"of {everything}" in shown(app)
        await press(pilot, "enter")
        assert "read by" in shown(app)
        assert clipped(app) == []


@pytest.mark.slow
async def test_the_right_side_follows_the_cursor() -> None:
    app = news()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{OPEN} home")
        first = app.screen.query_one("#behind-lines", Lines).as_text()
        await press(pilot, "down")
        assert app.screen.query_one("#behind-lines", Lines).as_text() != first


async def test_brackets_go_from_turn_to_turn() -> None:
    app = news()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{OPEN} left_square_bracket")
        lines = app.screen.query_one("#news-lines", Lines)
        events = app.stage.chair.look().view.events if app.stage.chair else ()
        assert lines.chosen is not None
        assert events[int(lines.chosen.key)].turn == 1
        await press(pilot, "right_square_bracket")
        assert events[int(lines.chosen.key)].turn == 2
        await press(pilot, "right_square_bracket")
        assert "no news of a later turn" in shown(app)


async def test_scores_are_shown_when_they_are_given() -> None:
    game = played("rome", "first-download", answered=15)
    assert game.over
    text = "\n".join(row.text for row in score_rows(game.ask("rome")))
    assert "Rome scores" in text


@pytest.mark.slow
@pytest.mark.parametrize(("size", "name"), [(WIDE, "news-wide"), (SMALL, "news-small")])
async def test_the_news_look_as_they_did(size: tuple[int, int], name: str, pictured: Pictured) -> None:
    app = news()
    async with app.run_test(size=size) as pilot:
        await press(pilot, "f5")
        pictured(app, name)


@pytest.mark.slow
async def test_news_opens_on_what_mattered_and_unfolds_the_ledger_on_a_key() -> None:
    app = news()
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "f5")
        lines = app.screen.query_one("#news-lines", Lines)
        ask = app.screen.ask if isinstance(app.screen, NewsScreen) else None
        assert ask is not None
        headlines = [row for row in lines.rows if row.key.isdigit()]
        assert 6 <= len(headlines) <= 7 * ask.turn
        assert "what mattered" in shown(app)
        await press(pilot, "l")
        assert len([row for row in lines.rows if row.key.isdigit()]) == len(ask.view.events)
        await press(pilot, "l")
        assert [row.key for row in lines.rows if row.key.isdigit()] == [row.key for row in headlines]


@pytest.mark.parametrize("seat", ["kyiv", "paris", "rome"])
def test_what_the_rules_made_of_a_deal_is_news_and_stands_in_no_private_channel(seat: str) -> None:
    ask = asked(seat, answered=9) if seat != "rome" else asked(seat, "first-download", answered=5)
    setting = ask.book.setting
    for seen in ask.view.events:
        key = channel_key(setting, seat, seen)
        if subject_of(seen.kind) in ("trust", "upkeep", "forces", "staff", "model"):
            assert key == "", (seen.kind, key)
        if seen.kind == "message_sent" and seen.audience != "public":
            assert key[0] in "@&!"


def test_what_moved_tells_of_a_turn_under_way_and_of_the_one_before_with_what_own_orders_moved() -> None:
    ask = asked("kyiv", answered=4)
    assert (ask.turn, ask.phase) == (2, "talk")
    past = OwnHistory(ask.view)
    text = [row.text for row in because_rows(ask, past, 2)]
    now, before = (next(at for at, line in enumerate(text) if f"turn {turn}" in line) for turn in (2, 1))
    assert now < before
    moved = past.movers(1, 8)
    assert moved
    assert all(any(item.cause in line for line in text[before:]) for item in moved)
