"""The seal where several people share a seat: who would decide otherwise, and where that is kept."""

from __future__ import annotations

import pytest

from tests.ui.conftest import SIZES, WIDE, Pictured, press, shown, still
from tests.ui.fits import clipped
from tests.ui.rooms import a_room, until
from wargame.present.local_table import of_room
from wargame.table.room import Room
from wargame.ui.app import WargameApp
from wargame.ui.seat.seal import Seal
from wargame.ui.widgets.composer import Composer

pytestmark = pytest.mark.anyio


def made(room: Room) -> tuple[str, ...]:
    """The dissent in Rome's first answer."""
    return next(d.dissent for d in room.game.past.decisions.values() if d.seat == "rome")


@pytest.mark.parametrize("size", SIZES)
async def test_whoever_would_decide_otherwise_can_say_so_when_the_seat_seals(
    size: tuple[int, int], pictured: Pictured
) -> None:
    room = a_room(("rome",), facilitated=False)
    room.join("Ada", seat="rome")
    room.join("Bo", seat="rome")
    app = WargameApp(of_room(room))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: room.owes("rome"))
        await press(pilot, "enter f9")
        assert isinstance(app.screen, Seal)
        assert "OTHERWISE" in shown(app)
        await still(app, pilot)
        pictured(app, f"seal-team-{size[0]}x{size[1]}")
        assert not clipped(app)
        for name, text in (("plan", "Independence."), ("rationale", "We wait."), ("otherwise", "Cleo: too slow")):
            app.screen.query_one(f"#{name}", Composer).load_text(text)
        await press(pilot, "f9")
        assert isinstance(app.screen, Seal), "a name that sits elsewhere must not be lost"
        assert "on this seat: Ada, Bo" in app.screen.as_text()
        await press(pilot, "escape f9")
        assert isinstance(app.screen, Seal)
        box = app.screen.query_one("#otherwise", Composer)
        assert box.text == "Cleo: too slow"
        box.load_text("Bo: too slow")
        await press(pilot, "f9")
        await until(pilot, lambda: any(d.seat == "rome" for d in room.game.past.decisions.values()))
    assert made(room) == ("rome-2: too slow",)


async def test_one_person_alone_is_not_asked_who_disagrees() -> None:
    room = a_room(("rome",), facilitated=False)
    room.join("Ada", seat="rome")
    app = WargameApp(of_room(room))
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: room.owes("rome"))
        await press(pilot, "enter f9")
        assert isinstance(app.screen, Seal)
        assert not app.screen.query("#otherwise")
