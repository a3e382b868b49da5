"""How the windows of the desk, the forms of orders, a number's reasons and the end look at both sizes.

A picture is a claim about a whole screen, so it is looked at before it is kept: `rsvg-convert` makes a PNG of it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.conftest import SIZES, Pictured, at_table, press, settled, still
from tests.ui.rooms import a_room, until
from tests.ui.seat.test_orders import to_weighing
from tests.ui.seats import Game, Seated
from tests.ui.views import played
from wargame.players.scripted import Scripted
from wargame.players.scripted.advice import scripted_advice
from wargame.present.local_table import of_room
from wargame.ui.app import WargameApp

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("size", SIZES)]
Size = tuple[int, int]

DESK = {
    "desk": "enter",
    "help": "enter ?",
    "leave": "enter q",
    "recipients": "enter t down down enter",
    "notebook": "enter e 'Meta_wants_a_reference.",
    "palette": "enter ctrl+p",
    "pledge": "enter p enter down enter",
    "signal": "enter s enter 'We_build_at_home. enter down enter right",
    "counter": "enter f9 f9 f9 3 down enter c",
    "offer-form": "enter 1 down o enter",
}
"""Keys from the first page of the tutorial, by picture."""


@pytest.mark.slow
@pytest.mark.parametrize("place", DESK)
async def test_a_window_of_the_desk_looks_as_it_did(place: str, size: Size, pictured: Pictured) -> None:
    app = at_table(Game(), record=Path("runs") / "first-download.jsonl")
    async with app.run_test(size=size) as pilot:
        await press(pilot, DESK[place])
        await still(app, pilot)
        pictured(app, f"{place}-{size[0]}x{size[1]}")


async def test_advice_stands_beside_the_talk(size: Size, pictured: Pictured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Seated, "advise", lambda chair, question: scripted_advice(chair.look(), question))
    app = at_table(played("rome", "first-download"))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "enter a")
        await still(app, pilot)
        pictured(app, f"advice-asked-{size[0]}x{size[1]}")
        await press(pilot, "enter")
        await settled(app, "advice")
        await press(pilot, "6")
        await still(app, pilot)
        pictured(app, f"advice-{size[0]}x{size[1]}")


@pytest.mark.slow
async def test_an_argument_being_made_looks_as_it_did(size: Size, pictured: Pictured) -> None:
    app = at_table(played("kyiv"))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "enter f3 a r g u enter enter 'Kyiv_shows_its_books. enter p a r enter enter")
        await still(app, pilot)
        pictured(app, f"argument-{size[0]}x{size[1]}")


async def test_weighing_an_argument_looks_as_it_did(size: Size, pictured: Pictured) -> None:
    game = Game(("kyiv", "paris"), "between-the-giants", "core")
    await to_weighing(game)
    app = at_table(game)
    async with app.run_test(size=size) as pilot:
        await app.stage.sit_down("paris", first="orders")
        await pilot.pause()
        await press(pilot, "2 enter down enter")
        await still(app, pilot)
        pictured(app, f"weigh-{size[0]}x{size[1]}")


async def test_a_number_with_its_reasons_looks_as_it_did(size: Size, pictured: Pictured) -> None:
    app = at_table(played("kyiv", answered=5))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "enter f4 T enter")
        await still(app, pilot)
        pictured(app, f"because-{size[0]}x{size[1]}")


@pytest.mark.slow
async def test_the_end_with_its_scores_looks_as_it_did(size: Size, pictured: Pictured) -> None:
    room = a_room(facilitated=False)
    chair, mind = room.chair("rome"), Scripted(room.setting.by_id["rome"].doctrine, 1)
    app = WargameApp(of_room(room), first="rome")
    async with app.run_test(size=size) as pilot:
        while not room.over:
            await until(pilot, lambda: chair.owes or room.over)
            if chair.owes:
                await chair.submit(mind.answer(chair.look()))
        await press(pilot, "enter f5")
        await still(app, pilot)
        pictured(app, f"scores-{size[0]}x{size[1]}")
