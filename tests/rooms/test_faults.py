"""Lines that break, stutter and forget: nothing sealed is lost, nothing is done twice, and nothing stays wrong."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.rooms.proxy import Cut, Message, Middle, middle, wild
from tests.rooms.rig import Desk, Hosted, hosted, play_in_turn, quiet, run, until
from tests.rooms.test_hosting import entries_but_for_times, same_as_at_the_table
from tests.table.rig import opened
from wargame.players.base import Answer
from wargame.rooms.desk_line import DRAFTS_APART
from wargame.rooms.frames import BrokenFrame
from wargame.table.chair import Draft
from wargame.table.clock import LoopTime
from wargame.table.opening_rooms import resume_room
from wargame.table.players import Means
from wargame.transcript.verify import verify


async def over(desk: Desk, line: Middle) -> None:
    """Lead a desk's line over this middle from now on."""
    await desk.kill()
    desk.line._address = line.address
    desk.kept = asyncio.create_task(desk.line.keep())


def a_game(out: Path, seed: int, *, broken: bool) -> dict[str, int]:
    """Rome and Meta play a whole game by their scripts, over lines that are broken or not; what was done to these."""
    done: dict[str, int] = {}

    async def test() -> None:
        async with (
            hosted(out) as here,
            middle(here.address, wild, seed) as one,
            middle(here.address, wild, seed + 100) as other,
        ):
            desks = [await here.join("rome"), await here.join("meta")]
            if broken:
                for desk, line in zip(desks, (one, other), strict=True):
                    await over(desk, line)
            await play_in_turn(desks, here.game)
            await until(lambda: all(desk.line.over for desk in desks))
            for desk in desks:
                same_as_at_the_table(desk)
            for line in (one, other):
                for what, often in line.done.items():
                    done[what] = done.get(what, 0) + often

    run(test())
    return done


def test_acts_over_a_line_that_says_everything_twice_and_then_breaks_are_done_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wargame.rooms.desk_line.FIRST_REST", 0.01)

    def worn(line: Middle, held: list[Message], message: Message) -> list[Message]:
        line.count("messages")
        if line.done["messages"] % 5 == 0:
            line.count("cut")
            raise Cut
        return [message, message]

    async def test() -> None:
        async with hosted(tmp_path / "game.jsonl", ("rome",)) as here, middle(here.address, worn) as line:
            desk = await here.join("rome")
            await over(desk, line)
            for _ in range(3):
                await until(lambda: desk.chair.owes)
                desk.chair.save(Draft(rationale="as I said"))
                asked = desk.chair.look().id
                await desk.chair.submit(desk.answer(), asked)
                assert here.room.game.past.decisions[asked].seat == "rome"
            assert line.done["cut"] >= 2

    run(test())


@pytest.mark.slow
def test_lines_that_are_cut_and_stutter_change_no_game(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wargame.rooms.desk_line.FIRST_REST", 0.01)
    assert a_game(tmp_path / "good.jsonl", 1, broken=False) == {}
    good, done, seed = (
        entries_but_for_times(tmp_path / "good.jsonl"),
        dict.fromkeys(("cut", "doubled", "held back"), 0),
        2,
    )
    while min(done.values()) < 20:
        out = tmp_path / f"{seed}.jsonl"
        for what, often in a_game(out, seed, broken=True).items():
            done[what] += often
        assert verify(out).turns == 3
        assert entries_but_for_times(out) == good, f"lines of seed {seed}"
        seed += 1


def test_a_host_that_was_killed_and_started_again_has_everybody_back_with_draft_and_answers(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    async def test() -> None:
        typed = Draft(rationale="half a thou", typed=(("all", "and half a mess"),))
        async with hosted(out) as here:
            rome, meta = await here.join("rome"), await here.join("meta")
            await meta.chair.submit(meta.answer(), meta.chair.look().id)
            rome.chair.save(typed)
            await until(lambda: here.room.chair("rome").draft == typed)
        room = resume_room(out, Means(time=LoopTime()))
        async with hosted(room=room) as here:
            again = await here.join("rome", key=rome.line.key)
            assert again.chair.draft == typed
            assert again.chair.owes
            back = await here.join("meta", key=meta.line.key)
            assert not back.chair.owes

    run(test())


def test_an_answer_whose_receipt_was_lost_with_the_host_is_not_refused_when_it_comes_again(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    async def test() -> None:
        async with hosted(out) as here:
            rome = await here.join("rome")
            asked, answer = rome.chair.look().id, rome.answer()
            await rome.chair.submit(answer, asked)
        async with hosted(room=resume_room(out, Means(time=LoopTime()))) as here:
            rome = await here.join("rome", key=rome.line.key)
            await rome.chair.submit(answer, asked)
            with pytest.raises(Exception, match="is in already"):
                await rome.chair.submit(Answer(answer.body, "human", "another reason"), asked)

    run(test())


def test_a_desk_that_joins_late_or_after_turns_were_taken_back_holds_the_bytes_of_one_that_was_there_all_along() -> (
    None
):
    async def test() -> None:
        async with hosted() as here:
            rome, meta = await here.join("rome"), await here.join("meta")
            for turn in (1, 2, 3, 2):
                if turn < here.room.clock().turn:
                    here.room.control.undo("they want to try it again", turn)
                while here.room.clock().turn < turn:
                    await answered(here, rome, meta)
                late = await here.join("rome", key=rome.line.key)
                await late.up()
                await rome.kill()
                mine, own = late.chair.telling(), here.room.chair("rome").telling()
                assert [dict(view.values) for view in mine.views.values()] == [
                    dict(view.values) for view in own.views.values()
                ]
                assert mine.told == own.told
                same_as_at_the_table(late)
                rome = late

    run(test())


async def answered(here: Hosted, *desks: Desk) -> None:
    """Each of these hands in what is asked of it."""
    for desk in desks:
        chair, own = desk.chair, here.room.chair(desk.seat)
        if own.owes:
            await until(lambda chair=chair, own=own: chair.owes and chair.look().id == own.look().id)  # type: ignore[misc]
            await chair.submit(desk.answer(), chair.look().id)
    await asyncio.sleep(0.01)


def test_a_frame_that_came_twice_changes_nothing_and_one_without_those_before_it_is_refused() -> None:
    async def test() -> None:
        async with hosted() as here, middle(here.address) as line:
            desk = await here.join("rome", address=line.address)
            await desk.up()
            await desk.chair.submit(desk.answer(), desk.chair.look().id)
            await desk.kill()
            frames = [message for message in line.seen if isinstance(message, bytes)]
            assert len(frames) >= 3
            before = desk.line._number, desk.line._parts
            desk.line._framed(frames[-1])
            assert (desk.line._number, desk.line._parts) == before
            desk.line._number, desk.line._parts = 0, {}
            with pytest.raises(BrokenFrame, match="came after frame 0"):
                desk.line._framed(frames[-1])

    run(test())


def test_a_desk_that_types_without_end_is_read_at_its_own_pace_and_others_are_not_kept_waiting() -> None:
    async def test() -> None:
        async with hosted() as here:
            rome, meta = await here.join("rome"), await here.join("meta")
            for number in range(2000):
                rome.chair.save(Draft(rationale="x" * number))
                if number % 100 == 0:
                    await asyncio.sleep(0)
            began = asyncio.get_running_loop().time()
            await meta.chair.submit(meta.answer(), meta.chair.look().id)
            passed = asyncio.get_running_loop().time() - began
            assert passed < 2000 * DRAFTS_APART / 4, (
                "what is drafted goes out so seldom that the last one had long to wait"
            )
            await until(lambda: here.room.chair("rome").draft.rationale == "x" * 1999)

    run(test())


def test_a_room_without_anybody_joined_waits(tmp_path: Path) -> None:
    room = opened(tmp_path / "game.jsonl", ("rome",))

    async def test() -> None:
        async with hosted(room=room, people=("rome",)) as here:
            await until(lambda: here.room.owes("rome"))
            await quiet(lambda: here.room.clock().phase)
            assert here.room.owes("rome")
            assert here.told == []

    run(test())
