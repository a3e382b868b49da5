"""Several people on a seat at the desk: a channel of their own, an objection with the key of the seal, who hands in."""

from __future__ import annotations

import asyncio

from textual.pilot import Pilot

from tests.table.rig import opened
from tests.ui.conftest import shown
from wargame.core.moves import Message
from wargame.present.local_table import LocalTable, RoomHost
from wargame.table.chair import Draft
from wargame.table.room import Room
from wargame.ui.app import WargameApp
from wargame.ui.widgets.frame import Status


def at_the_desk_of(room: Room, handle: str | None) -> WargameApp:
    chair = room.chair("rome", handle)
    names = {seat.id: seat.name for seat in room.setting.seats}
    return WargameApp(LocalTable(room.setting.title, names, {"rome": chair}, RoomHost(room), own_pace=True))


async def talking(room: Room, pilot: Pilot[None]) -> None:
    await pilot.pause()
    room.read_on("everybody")
    await pilot.press("f2")
    await pilot.pause()
    assert room.clock().phase == "talk"


def of_two() -> Room:
    room = opened(None, ("rome",))
    for name in ("Ada", "Ben"):
        room.join(name, seat="rome")
    return room


def test_a_team_has_a_channel_and_one_key_writes_there() -> None:
    async def test() -> None:
        for size in ((80, 24), (120, 36)):
            room = of_two()
            async with at_the_desk_of(room, "rome-2").run_test(size=size) as pilot:
                await talking(room, pilot)
                await room.chair("rome", "rome-1").note("who pays?")
                await pilot.pause()
                await pilot.press("=", *"Meta pays", "enter")
                await pilot.pause()
                text = shown(pilot.app)
                assert "= YOUR TEAM" in text
                assert "Ada: who pays?" in text
                assert "you: Meta pays" in text
                assert room.session.discussion["rome"] == ["rome-1: who pays?", "rome-2: Meta pays"]

    asyncio.run(test())


def test_whoever_does_not_hand_in_objects_with_the_key_of_the_seal() -> None:
    async def test() -> None:
        room = of_two()
        async with at_the_desk_of(room, "rome-2").run_test(size=(100, 30)) as pilot:
            await talking(room, pilot)
            assert "Ada hands in for your seat" in pilot.app.screen.wanted()  # type: ignore[attr-defined]
            await pilot.press("f9")
            await pilot.pause()
            assert "Ada hands in for your seat. Drafted so far:" in shown(pilot.app)
            await pilot.press(*"too soon", "enter")
            await pilot.pause()
            assert room.session.dissent["rome"] == {"rome-2": "too soon"}
            assert room.owes("rome")

    asyncio.run(test())


def test_whoever_is_alone_on_a_seat_is_told_so() -> None:
    async def test() -> None:
        room = opened(None, ("rome",))
        async with at_the_desk_of(room, None).run_test(size=(100, 30)) as pilot:
            await talking(room, pilot)
            await pilot.press("=")
            await pilot.pause()
            assert "you are alone on this seat" in shown(pilot.app)
            assert "Your team" not in shown(pilot.app)

    asyncio.run(test())


def bottom_line(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one(Status).as_text()


def test_everybody_of_a_team_is_told_in_the_bottom_line_that_somebody_else_hands_in_from_now_on() -> None:
    async def test() -> None:
        room = of_two()
        async with at_the_desk_of(room, "rome-1").run_test(size=(80, 24)) as pilot:
            await talking(room, pilot)
            room.control.skip()
            await pilot.pause()
            assert "your answer is wanted, F9 seals it" in bottom_line(pilot)
            room.lead("rome-2")
            await pilot.pause()
            told = "Ben hands in for your seat from now on; F9 says what you would do otherwise"
            assert bottom_line(pilot) == told
            await room.chair("rome", "rome-2").note("is that right?")
            await pilot.pause()
            assert bottom_line(pilot) == told, "and told once"
            room.lead("rome-1")
            await pilot.pause()
            assert bottom_line(pilot).startswith("you hand in from now on: ")
            assert bottom_line(pilot).endswith("your answer is wanted, F9 seals it")

    asyncio.run(test())


def test_what_a_team_has_drafted_is_said_to_be_read_by_the_team_and_what_one_person_has_by_them_alone() -> None:
    async def drafted(room: Room, handle: str | None) -> tuple[str, str]:
        room.chair("rome", handle).save(Draft(moves=(Message(to=("public",), text="We build."),)))
        async with at_the_desk_of(room, handle).run_test(size=(120, 36)) as pilot:
            await talking(room, pilot)
            desk = shown(pilot.app)
            await pilot.press("f3")
            await pilot.pause()
            await pilot.press("f6")
            await pilot.pause()
            return desk, bottom_line(pilot)

    async def test() -> None:
        desk, line = await drafted(of_two(), "rome-2")
        assert "drafted, read by your team alone until sealed" in desk
        assert "by your team at once, what is half written by you alone; control reads what is sealed" in line
        desk, line = await drafted(of_two(), None)
        assert "drafted, read by your team alone until sealed" in desk
        assert "what is drafted here is read by your team at once; control" in line
        desk, line = await drafted(opened(None, ("rome",)), None)
        assert "drafted, read by you alone until sealed" in desk
        assert "read by you alone until you seal it" in line

    asyncio.run(test())
