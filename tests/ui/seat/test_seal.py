"""The seal where several people share a seat: who would decide otherwise, and where that is kept."""

from __future__ import annotations

import pytest

from tests.ui.conftest import SIZES, WIDE, Pictured, press, shown, still
from tests.ui.fits import clipped
from tests.ui.rooms import a_room, until
from wargame.players.scripted import Scripted
from wargame.present.final_argument import may_conclude
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


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_when_the_play_is_over_a_seat_writes_its_final_argument_before_anything_is_revealed(
    size: tuple[int, int], pictured: Pictured
) -> None:
    room = a_room()
    chair, mind = room.chair("rome"), Scripted(room.setting.by_id["rome"].doctrine, 1)
    app = WargameApp(of_room(room, control=True), first="rome")
    async with app.run_test(size=size) as pilot:
        while not may_conclude(chair.look()):
            await until(pilot, lambda: chair.owes or room.clock().phase in ("brief", "news", "adjudication"))
            if chair.owes:
                await chair.submit(mind.answer(chair.look()))
            elif not may_conclude(chair.look()):
                room.control.skip()
            await pilot.pause()
        await press(pilot, "enter enter")
        await press(pilot, "enter")
        await press(pilot, "f9")
        assert "YOUR FINAL ARGUMENT" in shown(app)
        await press(pilot, "'we_kept_our_shelf")
        await still(app, pilot)
        pictured(app, f"final-argument-{size[0]}x{size[1]}")
        await press(pilot, "enter")
        await until(pilot, lambda: any(event.kind == "final_argument" for event in room.record))
        assert not any(event.kind == "secrets_revealed" for event in room.record)
        (said,) = [event for event in room.record if event.kind == "final_argument"]
        assert (said.about, said.body, said.audience) == (("rome",), "we kept our shelf", "public")
