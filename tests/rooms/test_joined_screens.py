"""The screens of a joined desk: the ones of a table at this machine, but for what is said of the table itself."""

from __future__ import annotations

import asyncio

import pytest

from tests.rooms.rig import hosted, run, until
from tests.ui.conftest import shown
from wargame.errors import NotAllowed
from wargame.present.joined import joined_table
from wargame.present.table_news import TableNews
from wargame.rooms.desk_line import AN_ACT
from wargame.ui.app import WargameApp
from wargame.ui.leave import DeskClosed


@pytest.mark.slow
def test_a_joined_desk_says_who_still_reads_what_becomes_of_it_and_when_its_line_is_down() -> None:
    async def test() -> None:
        async with hosted(preset="90-minutes") as here:
            desk, other = await here.join("rome"), await here.join("meta")
            await desk.kill()
            app = WargameApp(joined_table(desk.line, "you are back", "wargame join ws://127.0.0.1:1"))
            async with app.run_test(size=(100, 30)) as pilot:
                await desk.up()
                await pilot.press("f2")
                await pilot.pause()
                assert app.screen.wanted() == "time to read; F9 says that you have read, as Meta must too"  # type: ignore[attr-defined]
                await pilot.press("f9")
                await until(lambda: other.chair.others_read == ())
                await pilot.pause()
                assert app.screen.wanted() == "you have read; Meta may still be reading"  # type: ignore[attr-defined]
                await other.chair.has_read(1, "brief")
                await until(lambda: desk.chair.owes)
                await pilot.press("w", *"Rome speaks", "enter", "escape")
                await until(lambda: here.room.chair("rome").draft.moves)
                await pilot.press("q")
                await pilot.pause()
                assert "The room goes on without you, and your desk stays as it is." in shown(app)
                assert "wargame join ws://127.0.0.1:1" in shown(app)
                await pilot.press("escape")
                here.hosted.withdraw("rome")
                await until(lambda: desk.line.put_off)
                await pilot.pause()
                assert "the host has withdrawn the desk of Rome" in " ".join(shown(app).split())

    run(test())


@pytest.mark.slow
@pytest.mark.parametrize("key", ["enter", "escape"])
def test_a_desk_that_was_put_off_is_closed_for_whoever_still_sits_there_and_keys_leave_it(key: str) -> None:
    async def test() -> None:
        async with hosted() as here:
            desk = await here.join("rome")
            await desk.kill()
            app = WargameApp(joined_table(desk.line, "", "wargame join ws://127.0.0.1:1"))
            async with app.run_test(size=(80, 24)) as pilot:
                await until(lambda: desk.chair.owes)
                await pilot.press("f2", "w")
                here.hosted.withdraw("rome")
                await until(lambda: isinstance(app.screen, DeskClosed))
                await pilot.press(*"later", "f9")
                assert "THIS DESK IS CLOSED" in shown(app)
                assert "the host has withdrawn the desk of Rome" in " ".join(shown(app).split())
                await pilot.press(key)
                await until(lambda: not app.is_running)

    run(test())


def test_an_act_at_a_desk_that_was_put_off_is_refused_at_once_with_the_reason() -> None:
    async def test() -> None:
        async with hosted() as here:
            desk = await here.join("rome")
            await desk.up()
            here.hosted.withdraw("rome")
            await until(lambda: desk.line.put_off)
            async with asyncio.timeout(AN_ACT / 3):
                with pytest.raises(NotAllowed, match="this desk is closed: the host has withdrawn the desk of Rome"):
                    await desk.line.chair.conclude("a last word")
                with pytest.raises(NotAllowed, match="this desk is closed"):
                    await desk.line.chair.advise("what now?")

    run(test())


def test_a_line_that_is_down_is_told_once_and_told_again_when_it_is_back() -> None:
    async def test() -> None:
        async with hosted() as here:
            desk, news = await here.join("rome"), TableNews()
            local_table = joined_table(desk.line)
            await desk.up()
            assert list(news.of(local_table)) == []
            socket = here.hosted._places["rome"].socket
            assert socket is not None
            await socket.close(1001)
            await until(lambda: desk.line.trouble)
            ((said, fault),) = news.of(local_table)
            assert said.startswith("the line to the room is down (the line has ended); what you prepare is kept here")
            assert fault
            assert list(news.of(local_table)) == []
            desk.line.trouble = ""
            assert list(news.of(local_table)) == [("the line to the room is back", False)]

    run(test())
