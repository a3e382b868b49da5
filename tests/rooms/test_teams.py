"""Several people on one seat of a room, each at a terminal of their own: one draft, one answer, words of their own."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from tests.rooms.rig import Desk, Hosted, hosted, play_in_turn, quiet, run, until
from tests.rooms.test_joined_lines import Keyboard, sat_down
from tests.table.rig import opened
from wargame.core.ids import CONTROL
from wargame.core.moves import Message, Talk
from wargame.errors import NotAllowed
from wargame.present.channels import TEAM, TalkChannel
from wargame.rooms.lines_away import MISSED
from wargame.rooms.messages import Arrival, FromDesk, NoteSaid
from wargame.rooms.peoples_places import places_of
from wargame.table.chair import Draft
from wargame.table.clock import LoopTime
from wargame.table.room import Room
from wargame.transcript.verify import verify

CANARY = "canary among Romans"


def of_three(out: Path | None = None, **options: Any) -> Room:
    room = opened(out, ("rome", "meta"), time=LoopTime(), **options)
    for name in ("Ada", "Ben", "Cleo"):
        room.join(name, seat="rome")
    return room


async def three(here: Hosted) -> tuple[Desk, Desk, Desk]:
    ada, ben, cleo = [await here.join(f"rome-{number}") for number in (1, 2, 3)]
    for desk in (ada, ben, cleo):
        await desk.up()
    return ada, ben, cleo


async def begun(here: Hosted, ada: Desk, meta: Desk) -> None:
    await ada.chair.has_read(1, "brief")
    await meta.chair.has_read(1, "brief")
    await until(lambda: ada.chair.owes)


def said(text: str) -> Message:
    return Message(to=("meta",), text=text)


def test_two_who_add_at_once_lose_nothing_and_what_is_half_written_stays_ones_own() -> None:
    async def test() -> None:
        room = of_three()
        async with hosted(room=room, people=(*places_of(room),)) as here:
            ada, ben, cleo = await three(here)
            meta = await here.join("meta")
            await begun(here, ada, meta)
            ada.chair.save(Draft(moves=(said("a"),), typed=(("to #", "half of Ada"),)))
            ben.chair.save(Draft(moves=(said("b"),), typed=(("to #", "half of Ben"),)))
            desks = (ada, ben, cleo)
            await until(lambda: all(set(d.chair.draft.moves) == {said("a"), said("b")} for d in desks))
            assert [dict(d.chair.draft.typed) for d in desks] == [
                {"to #": "half of Ada"},
                {"to #": "half of Ben"},
                {},
            ]

    run(test())


@pytest.mark.slow
def test_one_hands_in_the_others_object_and_the_record_keeps_what_they_said(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    async def test() -> None:
        room = of_three(out)
        async with hosted(room=room, people=(*places_of(room),)) as here:
            ada, ben, cleo = await three(here)
            meta = await here.join("meta")
            with pytest.raises(NotAllowed, match="Ada says for your seat when it has read"):
                await ben.chair.has_read(1, "brief")
            await begun(here, ada, meta)
            await ben.chair.note(CANARY)
            await cleo.chair.note("agreed")
            with pytest.raises(NotAllowed, match="Ada says that at a desk of their own"):
                await cleo.chair.dissent("not I", "rome-1")
            await cleo.chair.dissent("too soon")
            await until(lambda: [line.text for line in ada.chair.team.lines] == [CANARY, "agreed"])
            assert ada.chair.team.against == (("rome-3", "too soon"),), "nobody objects in another's name"
            await until(lambda: ben.chair.owes)
            with pytest.raises(NotAllowed, match="rome-1 hands in for this seat"):
                await ben.chair.submit(ada.answer(), ben.chair.look().id)
            with pytest.raises(NotAllowed, match="Ada hands in for this seat, and alone can hand that over"):
                await ben.chair.hand_over("rome-2")
            await ada.chair.hand_over("rome-2")
            await until(lambda: ben.chair.team.leads)
            await ben.chair.submit(ada.answer(), ben.chair.look().id)
            await until(lambda: not ada.chair.owes)
            assert [line.text for line in cleo.chair.team.lines] == [CANARY, "agreed"], "it stands in the record now"
            await meta.chair.submit(meta.answer(), meta.chair.look().id)
            await until(lambda: meta.chair.look().round == 2)
            known = b"".join(meta.line._parts.values())
            assert known
            assert CANARY.encode() not in known
            assert b"too soon" not in known
            assert CANARY not in repr(room.public())
            await play_in_turn((ben, meta), here.game)

    run(test())
    made = verify(out).decisions["1.talk1.rome"]
    assert made.discussion == (f"rome-2: {CANARY}", "rome-3: agreed")
    assert made.dissent == ("rome-3: too soon",)


def test_line_by_line_what_is_sealed_was_shown_and_nobody_speaks_for_another() -> None:
    async def test() -> None:
        room = of_three()
        async with hosted(room=room, people=(*places_of(room),)) as here:
            ada, ben, _ = await three(here)
            await begun(here, ada, await here.join("meta"))
            lead, other = Keyboard(), Keyboard()
            sitting = [sat_down(ada, lead), sat_down(ben, other)]
            try:
                await other.type("seal yes")
                await until(lambda: "Ada hands in for your seat; `otherwise Ben: why`" in other.text)
                await lead.type("otherwise Ben: not I")
                await until(lambda: "here write `otherwise Ada: why`" in lead.text)
                await lead.type("otherwise Ada: too soon")
                await until(lambda: ben.chair.team.against == (("rome-1", "too soon"),))
                ben.chair.save(Draft(moves=(said("a"),)))
                await until(lambda: ada.chair.draft.moves == (said("a"),))
                await lead.type("seal yes")
                await until(lambda: "`seal yes` hands it in as it stands here" in lead.text)
                assert room.owes("rome")
                await lead.type("seal")
                await lead.type("because", at="your reason, for the review (Enter for none)? ")
                await lead.type("", at="your plan for the game, for the review (Enter for none)? ")
                await until(lambda: lead.prompt.startswith("hand this in"))
                ben.chair.save(Draft(moves=(said("a"), said("b"))))
                await until(lambda: ada.chair.draft.moves == (said("a"), said("b")))
                told = len(lead.told)
                await lead.type("yes", at="hand this in (yes or no)? ")
                await until(lambda: "have changed the draft since you saw it" in "".join(lead.told[told:]))
                assert room.owes("rome")
                assert "  2 " in "\n".join(lead.told[told:]), "shown before it is asked again"
                await lead.type("yes", at="hand this in (yes or no)? ")
                await until(lambda: not room.owes("rome"))
                assert room.game.past.decided["rome"].body == Talk(moves=(said("a"), said("b")))
            finally:
                for task in sitting:
                    task.cancel()
                await asyncio.gather(*sitting, return_exceptions=True)

    run(test())


def test_a_line_to_the_team_that_comes_again_is_said_once() -> None:
    async def test() -> None:
        room = of_three()
        async with hosted(room=room, people=(*places_of(room),)) as here:
            ada, _, _ = await three(here)
            await ada.chair.note("once")
            await here.hosted._places["rome-1"].do(NoteSaid("said", 99, "once", 1))
            assert [line.text for line in room.chair("rome").team.lines] == ["once"]

    run(test())


def test_one_of_a_team_is_put_off_alone_and_every_one_has_a_code() -> None:
    async def test() -> None:
        room = of_three()
        assert places_of(room) == ("rome-1", "rome-2", "rome-3", "meta")
        async with hosted(room=room, people=(*places_of(room),)) as here:
            ada, ben, cleo = await three(here)
            here.hosted.withdraw("rome-2")
            await until(lambda: ben.line.put_off)
            assert "the host has withdrawn the desk of Rome, Ben" in ben.line.put_off
            await cleo.chair.note("still here")
            await until(lambda: len(ada.chair.team.lines) == 1)
            assert any(line.startswith("Rome, Ben (rome-2): not here yet; code ") for line in here.hosted.who())

    run(test())


def test_the_host_is_told_who_of_a_team_hands_in_and_nothing_of_it_where_one_person_has_a_seat() -> None:
    def leading(here: Hosted) -> list[str]:
        return [line.partition(":")[0] for line in here.hosted.who() if "hands in for the seat" in line]

    async def test() -> None:
        room = of_three()
        async with hosted(room=room, people=(*places_of(room),)) as here:
            assert leading(here) == ["Rome, Ada (rome-1)"]
            assert here.hosted.who()[0].startswith("Rome, Ada (rome-1): hands in for the seat, not here yet; code ")
            room.lead("rome-3")
            assert leading(here) == ["Rome, Cleo (rome-3)"]
        room = opened(None, ("rome", "meta"), time=LoopTime())
        room.join("Ada", seat="rome")
        async with hosted(room=room) as here:
            assert leading(here) == []

    run(test())


def test_control_reads_what_a_team_says_with_the_next_answer_of_the_seat_and_so_it_is_told() -> None:
    async def test() -> None:
        room = of_three(facilitated=True)
        async with hosted(room=room, people=(*places_of(room),), others=(CONTROL,)) as here:
            ada, _, _ = await three(here)
            meta, control = await here.join("meta"), await here.join(CONTROL)
            await control.up()

            def known() -> bytes:
                return b"".join(control.line._parts.values())

            await ada.chair.note(CANARY)
            before = control.line._number
            room.control.skip()
            await until(lambda: ada.chair.owes and control.line._number > before)
            await meta.chair.submit(meta.answer(), meta.chair.look().id)
            await until(lambda: not meta.chair.owes)
            assert known()
            assert CANARY.encode() not in known()
            await ada.chair.submit(ada.answer(), ada.chair.look().id)
            await until(lambda: CANARY.encode() in known())
            told = TalkChannel(TEAM, ()).readers(room.setting, "rome")
            assert told == "read at once by the people of Rome; control reads it with your next answer"

    run(test())


@pytest.mark.slow
def test_a_team_is_told_within_seconds_who_of_them_has_no_desk_open_and_others_are_not() -> None:
    async def test() -> None:
        room = of_three()
        async with hosted(room=room, people=(*places_of(room),)) as here:
            ada, ben = await here.join("rome-1"), await here.join("rome-2")
            meta = await here.join("meta")
            for desk in (ada, ben, meta):
                await desk.up()
            await until(lambda: ada.chair.team.away == ben.chair.team.away == ("rome-3",))
            assert not ben.chair.team.lead_away
            await quiet(lambda: meta.line._number)
            before = meta.line._number
            gone_at = here.room.parts.time.now()
            await ada.kill()
            await until(lambda: ben.chair.team.lead_away)
            assert here.room.parts.time.now() - gone_at >= MISSED, "a line that comes back at once is told to nobody"
            assert ben.chair.team.away == ("rome-1", "rome-3")
            assert (meta.line._number, meta.chair.team.away) == (before, ())
            again = await here.join("rome-1")
            await again.up()
            await until(lambda: ben.chair.team.away == ("rome-3",))

    run(test())


def test_each_kind_of_message_has_a_name_of_its_own() -> None:
    kinds = [get_args(get_type_hints(each)["kind"])[0] for each in (*get_args(FromDesk), *get_args(Arrival))]
    assert len(kinds) == len(set(kinds)), sorted(kinds)
