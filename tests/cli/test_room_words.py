"""What whoever hosts types: each word does its act and says so, also where no loop can wait for a keyboard."""

from __future__ import annotations

import asyncio
import io
import sys

import pytest

from tests.rooms.rig import Hosted, hosted, run, until
from wargame.commands.room_words import obey, words_heard


def said(here: Hosted, line: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What is told after a line."""
    capsys.readouterr()
    obey(line, here.hosted, here.room)
    told = capsys.readouterr()
    return " ".join((told.out + told.err).split())


def test_the_clock_of_everybody_is_paused_lets_run_and_is_extended_by_a_word(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def test() -> None:
        async with hosted(preset="90-minutes") as here:
            desk = await here.join("rome")
            await desk.up()
            left = here.room.clock().left
            assert left is not None
            assert "the clock stands, for everybody" in said(here, "pause", capsys)
            await until(lambda: desk.chair.clock().paused)
            assert "stands already" in said(here, "pause", capsys)
            assert "the clock runs on" in said(here, "go on", capsys)
            await until(lambda: not desk.chair.clock().paused)
            assert "the clock is not paused" in said(here, "go on", capsys)
            assert "15 minutes are left" in said(here, "extend 5", capsys)
            await until(lambda: (desk.chair.clock().left or 0) > left + 290)

    run(test())


@pytest.mark.parametrize("line", ["extend", "extend soon", "extend nan", "extend 0", "extend 99999999"])
def test_an_extension_that_is_no_number_of_minutes_changes_nothing(
    line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async def test() -> None:
        async with hosted(preset="90-minutes") as here:
            limit = here.room.parts.pacing.clock.limit
            assert "this must be minutes, such as `extend 5`" in said(here, line, capsys)
            assert here.room.parts.pacing.clock.limit == limit

    run(test())


@pytest.mark.parametrize("line", ["go", "go home", "nonsense"])
def test_no_word_of_a_room_is_told_with_those_that_are(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    async def test() -> None:
        async with hosted() as here:
            assert "this is no word of a room; accepted are who | renew PLACE" in said(here, line, capsys)

    run(test())


class _Typed(io.StringIO):
    """Lines that somebody types at a terminal."""

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 0


def test_where_no_loop_waits_for_a_keyboard_the_words_are_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        def refuse(*_: object) -> None:
            raise NotImplementedError

        monkeypatch.setattr(asyncio.get_running_loop(), "add_reader", refuse)
        monkeypatch.setattr(sys, "stdin", _Typed("who\nnext\n"))
        heard: list[str] = []
        with words_heard(heard.append):
            await until(lambda: len(heard) == 2)
        assert heard == ["who", "next"]

    run(test())
