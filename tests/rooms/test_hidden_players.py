"""Where it is hidden who is a person, nothing that reaches a joined desk tells it: no name, no status, no haste."""

from __future__ import annotations

from dataclasses import replace

from tests.rooms.rig import Desk, Hosted, hosted, quiet, run, until
from tests.table.rig import answer

WORDS = (b'"player":"human"', b'"player":"script"', b'"player":"model"', b'"human"', b'"person"', b"scripted", b"Ada")
"""What would say of somebody at the table what they are."""


async def told(desk: Desk, here: Hosted) -> tuple[int, dict[str, bytes]]:
    """How many frames a desk was sent, and what it holds, once everything that changed has reached it."""
    await quiet(lambda: desk.line._number)
    return desk.line._number, dict(desk.line._parts)


def test_no_part_that_a_desk_is_sent_says_who_is_a_person_where_it_is_hidden() -> None:
    async def test() -> None:
        async with hosted(hide_players=True) as here:
            here.room.join("Ada", seat="meta")
            desk = await here.join("rome")
            await desk.up()
            _, parts = await told(desk, here)
            assert not [(name, word) for name, part in parts.items() for word in WORDS if word in part]
            seen = [replace(each, seat="", name="") for each in desk.chair.statuses() if each.seat != "rome"]
            assert len(seen) > 2
            assert set(seen) == {seen[0]}, "a script's seat stands as a person's does"

    run(test())


def test_where_it_is_not_hidden_the_same_parts_do_say_it() -> None:
    async def test() -> None:
        async with hosted() as here:
            here.room.join("Ada", seat="meta")
            desk = await here.join("rome")
            await desk.up()
            _, parts = await told(desk, here)
            found = {word for part in parts.values() for word in WORDS if word in part}
            assert {b'"player":"human"', b'"player":"script"', b"Ada"} <= found

    run(test())


def test_no_frame_tells_a_desk_that_somebody_else_has_come_written_or_answered() -> None:
    async def test() -> None:
        async with hosted(hide_players=True) as here:
            desk = await here.join("rome")
            await desk.up()
            frames, parts = await told(desk, here)
            other = await here.join("meta")
            await other.up()
            other.chair.save(replace(other.chair.draft, rationale="nobody else reads this"))
            await until(lambda: here.room.chair("meta").draft.rationale)
            await other.chair.submit(answer(here.room, "meta"), other.chair.look().id)
            await until(lambda: not here.room.owes("meta"))
            assert await told(desk, here) == (frames, parts)

    run(test())


def test_nobody_is_told_who_still_reads_where_that_would_tell_who_is_a_person() -> None:
    async def test() -> None:
        async with hosted(hide_players=True, preset="90-minutes") as here:
            desk, other = await here.join("rome"), await here.join("meta")
            await desk.up()
            assert here.room.clock().phase == "brief"
            frames, parts = await told(desk, here)
            assert desk.chair.others_read == ()
            await other.chair.has_read(1, "brief")
            assert await told(desk, here) == (frames, parts)

    run(test())
