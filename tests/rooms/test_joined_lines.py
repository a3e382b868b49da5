"""A joined desk line by line: the line mode of one keyboard, over a line that may break and with people to wait for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.rooms.rig import Desk, Hosted, hosted, play_out, run, until
from wargame.console.commands import COMMANDS
from wargame.console.console import CLOSED, NEWS_EVERY, Console
from wargame.console.playing import play_local_table
from wargame.core.moves import Message, Talk
from wargame.present.joined import joined_table
from wargame.rooms.put_off import PutOff


class Keyboard:
    """Somebody who types a line when the test says so; a question that is given up is forgotten."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.prompt = ""
        """What stands there as a question; empty while nothing is asked."""
        self._typed: asyncio.Queue[str | None] = asyncio.Queue()

    async def read(self, prompt: str) -> str | None:
        self.told.append(prompt)
        self.prompt = prompt
        try:
            return await self._typed.get()
        finally:
            self.prompt = ""

    async def type(self, line: str | None, at: str = "> ") -> None:
        """Type a line once this question stands there, or one that ends like it."""
        await until(lambda: self.prompt == at or (at != "> " and self.prompt.endswith(at)))
        self._typed.put_nowait(line)
        await until(self._typed.empty)
        await asyncio.sleep(0)

    def put(self, line: str) -> None:
        """Type a line, whatever is asked."""
        self._typed.put_nowait(line)

    @property
    def idle(self) -> bool:
        """Whether everything that was typed has been read."""
        return self._typed.empty()

    def write(self, line: str) -> None:
        self.told.append(line)

    @property
    def text(self) -> str:
        return "\n".join(self.told)


def sat_down(desk: Desk, keyboard: Keyboard) -> asyncio.Task[None]:
    """The console of a person at a terminal, over the line that the desk keeps up."""
    table = joined_table(desk.line, back="wargame join --plain")
    console = Console(desk.chair, keyboard.read, keyboard.write, COMMANDS, table=table, while_waiting=True)
    return asyncio.create_task(console.play(desk.kept))


def at_a_desk(test: Callable[[Hosted, Desk, Keyboard, asyncio.Task[None]], object], **options: object) -> None:
    async def whole() -> None:
        async with hosted(**options) as here:  # type: ignore[arg-type]
            desk, keyboard = await here.join("rome"), Keyboard()
            await desk.up()
            sitting = sat_down(desk, keyboard)
            try:
                await test(here, desk, keyboard, sitting)  # type: ignore[misc]
            finally:
                sitting.cancel()
                with suppress(asyncio.CancelledError, PutOff):
                    await sitting

    run(whole())


def test_what_is_typed_line_by_line_at_a_joined_desk_is_in_the_record_of_its_room() -> None:
    async def test(here: Hosted, desk: Desk, keyboard: Keyboard, sitting: asyncio.Task[None]) -> None:
        await keyboard.type("say meta: what would you want?")
        await until(lambda: here.room.chair("rome").draft.moves)
        await keyboard.type("seal yes")
        await until(lambda: not here.room.owes("rome"))
        made = here.room.game.past.decided["rome"]
        assert made.body == Talk(moves=(Message(to=("meta",), text="what would you want?"),))
        await keyboard.type("status", at="`status` tells for whom> ")
        await until(lambda: "Meta (human): owes its answer" in keyboard.text)

    at_a_desk(test)


def test_a_phase_that_closes_under_a_question_says_so_and_the_next_one_is_told_at_once() -> None:
    async def test(here: Hosted, desk: Desk, keyboard: Keyboard, sitting: asyncio.Task[None]) -> None:
        await keyboard.type("offer meta")
        await until(lambda: keyboard.prompt and keyboard.prompt != "> ")
        here.room.control.skip()
        await until(lambda: CLOSED in keyboard.told)
        await until(lambda: keyboard.prompt == "> ")
        assert "Turn 1 of 3, talk, round 2. You are Rome." in keyboard.text
        assert not desk.chair.draft.moves

    at_a_desk(test)


def test_a_line_that_breaks_under_a_question_is_told_and_told_again_when_it_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert NEWS_EVERY <= 1.0
    monkeypatch.setattr("wargame.console.console.NEWS_EVERY", 0.01)

    async def test(here: Hosted, desk: Desk, keyboard: Keyboard, sitting: asyncio.Task[None]) -> None:
        await until(lambda: keyboard.prompt)
        socket = here.hosted._places["rome"].socket
        assert socket is not None
        await socket.close(1001)
        await until(lambda: "The line to the room is down" in keyboard.text)
        await until(lambda: "The line to the room is back." in keyboard.text)
        await keyboard.type("seal yes")
        await until(lambda: not here.room.owes("rome"))

    at_a_desk(test)


def test_a_time_to_read_ends_line_by_line_when_everybody_has_pressed_enter() -> None:
    async def test(here: Hosted, desk: Desk, keyboard: Keyboard, sitting: asyncio.Task[None]) -> None:
        other = await here.join("meta")
        await keyboard.type("look brief", at="Enter when you have read> ")
        await keyboard.type("", at="Enter when you have read> ")
        await until(lambda: other.chair.others_read == ())
        assert here.room.clock().phase == "brief"
        await other.chair.has_read(1, "brief")
        await until(lambda: keyboard.prompt == "> ")
        assert here.room.clock().phase == "talk"

    at_a_desk(test, preset="90-minutes")


def test_a_desk_that_is_withdrawn_ends_its_question_and_tells_no_end_of_the_game() -> None:
    async def test(here: Hosted, desk: Desk, keyboard: Keyboard, sitting: asyncio.Task[None]) -> None:
        await until(lambda: keyboard.prompt)
        here.hosted.withdraw("rome")
        await asyncio.wait([sitting], timeout=120)
        assert sitting.done()
        assert "the game is over" not in keyboard.text
        assert "withdrawn the desk of Rome" in desk.line.put_off

    at_a_desk(test)


def test_when_the_game_is_over_its_results_can_be_looked_at_until_enter() -> None:
    async def test(here: Hosted, desk: Desk, keyboard: Keyboard, sitting: asyncio.Task[None]) -> None:
        others = [asyncio.create_task(play_out(await here.join("meta")))]
        while not desk.line.over:
            await until(lambda: desk.line.over or keyboard.prompt == "> ")
            if not desk.line.over:
                keyboard.put("seal yes")
                await until(lambda: keyboard.idle)
        told = keyboard.text.count("== turn 1 is over ==")
        await keyboard.type("result 1", at="the game is over> ")
        await until(lambda: keyboard.text.count("== turn 1 is over ==") == told + 1)
        await keyboard.type("seal yes", at="the game is over> ")
        await until(lambda: "The game is over: `result TURN` and `look` tell" in keyboard.text)
        await keyboard.type("", at="the game is over> ")
        await asyncio.wait([sitting], timeout=120)
        assert sitting.done()
        assert "== the game is over ==" in keyboard.text
        await asyncio.gather(*others)

    at_a_desk(test)


def test_line_mode_over_a_pipe_reads_nothing_while_others_are_waited_for() -> None:
    async def test() -> None:
        async with hosted() as here:
            desk = await here.join("rome")
            await desk.kill()
            lines, told = iter(["seal yes"]), list[str]()

            async def read(prompt: str) -> str | None:
                told.append(prompt)
                return next(lines, None)

            async def opening() -> object:
                return joined_table(desk.line, back="wargame join --plain")

            playing = asyncio.create_task(play_local_table(opening, read, told.append))  # type: ignore[arg-type]
            await until(lambda: not here.room.owes("rome"))
            await asyncio.sleep(0.05)
            assert not playing.done(), "it waits for the others, and the input has not ended for it yet"
            assert told.count("> ") == 1
            here.room.control.skip()
            assert await playing is False
            assert told[-1] == "\nThe input has ended."

    run(test())
