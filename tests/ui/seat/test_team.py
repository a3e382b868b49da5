"""Several people on a seat at the desk: a channel of their own, an objection with the key of the seal, who hands in."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from unittest.mock import patch

import pytest
from textual.pilot import Pilot

from tests.table.rig import opened
from tests.ui.conftest import shown
from tests.ui.fits import clipped
from tests.ui.rooms import a_room
from wargame.core.moves import Message, Talk
from wargame.players.base import Answer
from wargame.players.scripted import Scripted
from wargame.present.final_argument import may_conclude
from wargame.present.local_table import LocalTable, RoomHost
from wargame.present.team_rows import team_rows
from wargame.present.team_words import team_stands, team_told
from wargame.table.chair import Draft
from wargame.table.local_chair import LocalChair
from wargame.table.room import Room
from wargame.table.team import Team
from wargame.ui.app import WargameApp
from wargame.ui.seat.concluding import conclude
from wargame.ui.seat.desk import DeskScreen
from wargame.ui.seat.forms.weigh_form import WeighForm
from wargame.ui.seat.seal import Seal
from wargame.ui.widgets.frame import Status
from wargame.ui.widgets.window import Window


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


@pytest.mark.slow
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
                assert "write to your team" in text
                assert "Ada: who pays?" in text
                assert "you: Meta pays" in text
                assert room.session.discussion["rome"] == ["rome-1: who pays?", "rome-2: Meta pays"]

    asyncio.run(test())


@pytest.mark.slow
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


def test_whoever_does_not_hand_in_is_told_that_it_was_done_and_not_told_it_of_the_own_seal() -> None:
    async def test() -> None:
        for handle, told in (("rome-2", True), ("rome-1", False)):
            room = opened(None, ("rome", "meta"))
            for name in ("Ada", "Ben"):
                room.join(name, seat="rome")
            async with at_the_desk_of(room, handle).run_test(size=(80, 24)) as pilot:
                await talking(room, pilot)
                lead = room.chair("rome", "rome-1")
                await lead.submit(Answer(Talk(moves=()), "human", rationale="we wait"))
                await pilot.pause()
                assert not room.owes("rome")
                assert (bottom_line(pilot) == "Ada has handed in for your seat") == told

    asyncio.run(test())


def test_whoever_shares_a_seat_is_told_once_that_the_one_who_hands_in_has_left_and_sees_who_is_away() -> None:
    def without(*away: str) -> Team:
        return replace(of_two().chair("rome", "rome-2").team, away=away)

    chair = of_two().chair("rome", "rome-2")
    stood = team_stands(chair)
    assert team_told(chair, stood, "") == ""
    with patch.object(LocalChair, "team", without("rome-1")):
        assert team_told(chair, stood, "").startswith("Ada, who hands in for your seat, has no desk open; the host can")
        assert team_told(chair, team_stands(chair), "") == ""
    with patch.object(LocalChair, "team", without("rome-3")):
        assert team_told(chair, stood, "") == ""
    assert [row.text.rstrip("-") for row in team_rows(without("rome-1"), 0, 1)] == ["--- no desk open: Ada "]
    assert team_rows(without(), 0, 1) == []


@pytest.mark.slow
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


def test_a_notebook_is_said_to_be_read_by_whoever_shares_it() -> None:
    async def asked(room: Room) -> str:
        async with at_the_desk_of(room, None).run_test(size=(100, 30)) as pilot:
            await talking(room, pilot)
            await pilot.press("e")
            await pilot.pause()
            return shown(pilot.app)

    async def test() -> None:
        assert "YOUR NOTEBOOK, read by your team and control" in await asked(of_two())
        assert "YOUR NOTEBOOK, read by you and control" in await asked(opened(None, ("rome",)))

    asyncio.run(test())


@pytest.mark.slow
def test_the_sign_of_the_team_leads_there_out_of_any_box_so_that_its_words_are_in_no_message_to_others() -> None:
    async def test() -> None:
        for pause in (False, True):
            room = of_two()
            async with at_the_desk_of(room, "rome-2").run_test(size=(100, 30)) as pilot:
                await talking(room, pilot)
                await pilot.press("w", *"We sell", "enter")
                await pilot.pause()
                for letter in "=sell nothing":
                    await pilot.press(letter)
                    if pause:
                        await pilot.pause()
                await pilot.press("enter")
                await pilot.pause()
                assert room.session.discussion["rome"] == ["rome-2: sell nothing"]
                assert room.chair("rome", "rome-2").draft.moves == (Message(to=("public",), text="We sell"),)
                assert dict(room.chair("rome", "rome-2").draft.typed) == {}
                assert "= YOUR TEAM" in shown(pilot.app)

    asyncio.run(test())


@pytest.mark.slow
def test_the_sign_within_a_message_is_a_letter_and_so_it_is_where_nobody_shares_the_seat() -> None:
    async def test() -> None:
        for room, handle, written in ((of_two(), "rome-2", "2=1+1"), (opened(None, ("rome",)), None, "=1+1")):
            async with at_the_desk_of(room, handle).run_test(size=(100, 30)) as pilot:
                await talking(room, pilot)
                await pilot.press("w", *written, "enter")
                await pilot.pause()
                assert room.chair("rome", handle).draft.moves == (Message(to=("public",), text=written),)

    asyncio.run(test())


@pytest.mark.slow
def test_what_others_add_while_the_seal_is_open_is_shown_there_and_sealed_with_a_key_pressed_after_that() -> None:
    async def test() -> None:
        room, added = of_two(), Message(to=("public",), text="We give way.")
        async with at_the_desk_of(room, "rome-1").run_test(size=(80, 24)) as pilot:
            await talking(room, pilot)
            await pilot.press("f9", *"plan", "tab", *"reason")
            await pilot.pause()
            assert "nothing: you pass" in shown(pilot.app)
            room.chair("rome", "rome-2").save(Draft(moves=(added,), rationale="reason", plan="plan"))
            await pilot.press("f9")  # aimed at what stood there
            await pilot.pause()
            assert isinstance(pilot.app.screen, Seal)
            assert room.owes("rome")
            assert "nothing: you pass" not in shown(pilot.app)
            assert "We give way." in shown(pilot.app)
            assert "the draft has changed, nothing is sealed yet" in pilot.app.screen.as_text()
            await pilot.press("f9")
            await pilot.pause()
            made = next(each for each in room.game.past.decisions.values() if each.origin == "human")
            assert made.body == Talk(moves=(added,))

    asyncio.run(test())


@pytest.mark.slow
def test_whoever_does_not_hand_in_is_told_who_does_wherever_the_key_of_the_seal_is_named() -> None:
    async def test() -> None:
        for handle, key, told in (
            ("rome-1", "F9 seal", "F9 seals them all"),
            ("rome-2", "F9 otherwise", "Ada hands them all in"),
        ):
            room = of_two()
            async with at_the_desk_of(room, handle).run_test(size=(80, 24)) as pilot:
                await talking(room, pilot)
                await pilot.press("w", *"hello", "enter")
                await pilot.pause()
                assert told in bottom_line(pilot)
                await pilot.press("escape")
                await pilot.pause()
                assert key in shown(pilot.app)

    asyncio.run(test())


@pytest.mark.slow
def test_a_final_argument_that_another_hands_in_is_not_lost_but_waits_for_the_team() -> None:
    async def test() -> None:
        room = of_two()
        async with at_the_desk_of(room, "rome-2").run_test(size=(80, 24)) as pilot:
            await talking(room, pilot)
            conclude(pilot.app.screen)  # as when another hands in since the box was opened
            await pilot.pause()
            await pilot.press(*"our last word", "enter")
            await pilot.pause()
            assert "Your text is kept in the box to your team" in bottom_line(pilot)
            await pilot.press("equals_sign", "enter")
            await pilot.pause()
            assert room.session.discussion["rome"] == ["rome-2: our last word"]

    asyncio.run(test())


@pytest.mark.slow
def test_another_than_whoever_hands_in_is_told_before_any_box_who_writes_the_final_argument() -> None:
    async def test() -> None:
        room = a_room()
        for name in ("Ada", "Ben"):
            room.join(name, seat="rome")
        lead, mind = room.chair("rome", "rome-1"), Scripted(room.setting.by_id["rome"].doctrine, 1)
        async with at_the_desk_of(room, "rome-2").run_test(size=(120, 36)) as pilot:
            while not may_conclude(lead.look()):
                if lead.owes:
                    await lead.submit(mind.answer(lead.look()))
                else:
                    room.control.skip()
                await pilot.pause()
            await pilot.press("f2", "f9")
            await pilot.pause()
            assert not isinstance(pilot.app.screen, Window)
            assert "Ada writes your seat's final argument" in bottom_line(pilot)

    asyncio.run(test())


@pytest.mark.slow
def test_whoever_does_not_hand_in_is_told_who_does_on_every_page() -> None:
    async def test() -> None:
        for handle, said in (("rome-1", "F9 goes on"), ("rome-2", "Ada goes on for your seat")):
            room = of_two()
            async with at_the_desk_of(room, handle).run_test(size=(100, 30)) as pilot:
                await talking(room, pilot)
                await pilot.press("f3")
                await pilot.pause()
                (only,) = pilot.app.screen.query_one(WeighForm).fields()
                assert only.note == f"no other seat argues a case: {said}"
        assert "by F9 of whoever hands in" in " ".join(DeskScreen.HELP.split())

    asyncio.run(test())


def test_at_100_columns_all_is_read_of_who_reads_and_how_much_is_left() -> None:
    async def test() -> None:
        room = opened(None, ("rome",))
        async with at_the_desk_of(room, None).run_test(size=(100, 30)) as pilot:
            await talking(room, pilot)
            await pilot.press("w")
            await pilot.pause()
            assert "2000 left   F6: who can read this" in shown(pilot.app)
            assert not clipped(pilot.app)

    asyncio.run(test())
