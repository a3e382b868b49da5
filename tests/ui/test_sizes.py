"""Both sizes: nothing is clipped on any screen or window, and the screens look as they did."""

from __future__ import annotations

import pytest

from tests.ui.conftest import SIZES, SMALL, Pictured, at_table, press, shown
from tests.ui.fits import clipped
from tests.ui.seats import Game

pytestmark = pytest.mark.anyio

PLACES = {
    "since": "",
    "desk": "enter",
    "desk-offers": "enter f9 f9 f9 3",
    "desk-channels": "enter 1",
    "desk-seats": "enter 4",
    "desk-promises": "enter 5",
    "desk-writing": "enter w",
    "help": "enter ?",
    "readers": "enter f6",
    "recipients": "enter t",
    "pledge": "enter p",
    "signal": "enter s",
    "terms": "enter 1 down o",
    "offer": "enter f9 f9 f9 3 enter",
    "seal": "enter w 'hello enter f9",
    "notebook": "enter e",
    "advice": "enter a",
    "palette": "enter ctrl+p",
}
"""How to get to every screen and window of a desk."""


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("size", SIZES)
async def test_nothing_is_clipped(place: str, size: tuple[int, int]) -> None:
    app = at_table(Game())
    async with app.run_test(size=size) as pilot:
        await press(pilot, PLACES[place])
        assert app.focused is not None
        assert not clipped(app)


@pytest.mark.slow
@pytest.mark.parametrize("place", ["since", "desk-offers", "seal", "offer", "readers"])
@pytest.mark.parametrize("size", SIZES)
async def test_the_screen_looks_as_it_did(place: str, size: tuple[int, int], pictured: Pictured) -> None:
    app = at_table(Game())
    async with app.run_test(size=size) as pilot:
        await press(pilot, PLACES[place])
        pictured(app, f"{place}-{size[0]}x{size[1]}")


@pytest.mark.slow
async def test_a_narrow_screen_shows_one_pane_and_tab_goes_through_all() -> None:
    app = at_table(Game())
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "enter")
        seen = set()
        for _ in range(8):
            seen |= {title for title in ("CHANNELS", "ALL, PUBLIC", "TABLE", "SEATS", "PLEDGES") if title in shown(app)}
            await press(pilot, "tab" if not app.query("#composer:focus") else "escape tab tab")
        assert seen >= {"CHANNELS", "ALL, PUBLIC", "TABLE", "SEATS", "PLEDGES"}


async def test_growing_and_shrinking_keeps_the_place() -> None:
    app = at_table(Game())
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "enter 1 down")
        before = app.focused
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        assert app.focused is before
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.focused is before
        assert not clipped(app)


@pytest.mark.parametrize(("left", "word"), [(581.0, "09:41 left"), (299.0, "last five minutes"), (59.0, "LAST MINUTE")])
async def test_the_clock_says_a_word_at_five_minutes_and_at_one(left: float, word: str) -> None:
    app = at_table(Game(left=left))
    async with app.run_test(size=(120, 36)):
        assert word in shown(app)


async def test_a_sentence_that_one_line_cannot_hold_is_said_in_two() -> None:
    app = at_table(Game())
    long = "the offer cannot be made: Rome has 3 of budget, the price of 2 a turn over three turns takes 6 of it"
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "enter")
        app.tell(long, fault=True)
        await pilot.pause()
        assert f"! {long}" in " ".join(shown(app).split())
        app.tell("short again")
        await pilot.pause()
        assert shown(app).splitlines()[-1] == "short again"
