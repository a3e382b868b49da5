"""Calls to seats that are waited for: once, then as reminders, to people alone, and with nothing of the game."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.rooms.rig import hosted, run, until
from tests.table.rig import FakeTime, answer, opened, settle, time_of
from wargame.rooms.seat_calls import SeatCall, SeatCalls, ran
from wargame.table.presets import each_phase
from wargame.table.room import Room

HOUR = 3600.0


def at_table(room: Room, what: Callable[[Room, FakeTime], Awaitable[None]]) -> None:
    """Do something while a game of people waits for them."""

    async def meet() -> None:
        task = asyncio.ensure_future(room.play())
        await settle()
        try:
            await what(room, time_of(room))
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    asyncio.run(meet())


def calls_of(room: Room, remind: float | None = None, unread: tuple[str, ...] = ()) -> SeatCalls:
    return SeatCalls(room, lambda: unread, remind)


def made(calls: SeatCalls) -> list[tuple[str, int]]:
    return [(call.seat, call.number) for call in calls.due()]


def test_each_seat_of_people_is_called_once_a_phase_and_no_script_ever() -> None:
    async def test(room: Room, time: FakeTime) -> None:
        calls = calls_of(room)
        assert made(calls) == [("rome", 1), ("meta", 1)]
        assert made(calls) == []
        await room.chair("rome").submit(answer(room, "rome"))
        await room.chair("meta").submit(answer(room, "meta"))
        await settle()
        assert room.clock().round == 2
        assert made(calls) == [("rome", 1), ("meta", 1)]

    at_table(opened(), test)


def test_whoever_has_answered_is_reminded_of_nothing_and_others_when_half_of_the_time_is_gone() -> None:
    async def test(room: Room, time: FakeTime) -> None:
        calls = calls_of(room)
        made(calls)
        await room.chair("rome").submit(answer(room, "rome"))
        time.pass_(11 * HOUR)
        assert made(calls) == []
        time.pass_(1.1 * HOUR)
        assert made(calls) == [("meta", 2)]
        time.pass_(6 * HOUR)
        assert made(calls) == []

    at_table(opened(preset=_all_talk(24)), test)


def _all_talk(hours: float) -> Any:
    """A session in which each round of talk has so many hours, and nothing is read before."""
    from dataclasses import replace

    return replace(each_phase(hours, 2), brief=0.0)


def test_reminders_every_so_many_hours_go_on_without_a_clock_and_stop_while_it_is_paused() -> None:
    async def test(room: Room, time: FakeTime) -> None:
        calls = calls_of(room, remind=4 * HOUR)
        assert made(calls) == [("rome", 1), ("meta", 1)]
        time.pass_(3.9 * HOUR)
        assert made(calls) == []
        time.pass_(0.2 * HOUR)
        assert made(calls) == [("rome", 2), ("meta", 2)]
        room.control.pause()
        time.pass_(9 * HOUR)
        assert made(calls) == []
        room.control.resume()
        assert made(calls) == [("rome", 3), ("meta", 3)]

    at_table(opened(), test)


def test_the_deadline_is_the_moment_of_the_wall_clock_and_no_time_in_which_the_host_slept_is_taken_from_it() -> None:
    async def test(room: Room, time: FakeTime) -> None:
        (first, *_) = calls_of(room).due()
        assert datetime.fromisoformat(first.deadline).timestamp() == pytest.approx(time.outside() + 24 * HOUR, abs=60)
        time.sleep(8 * HOUR, ran_on=False)
        (again, *_) = calls_of(room).due()
        moved = datetime.fromisoformat(again.deadline) - datetime.fromisoformat(first.deadline)
        assert moved.total_seconds() == 8 * HOUR

    at_table(opened(preset=_all_talk(24)), test)


def test_a_host_that_was_started_again_calls_again_whoever_owes_an_answer() -> None:
    async def test(room: Room, time: FakeTime) -> None:
        before = calls_of(room)
        made(before)
        await room.chair("rome").submit(answer(room, "rome"))
        assert made(before) == []
        assert made(calls_of(room)) == [("meta", 1)]

    at_table(opened(), test)


def test_whoever_has_yet_to_read_is_called_too() -> None:
    async def test(room: Room, time: FakeTime) -> None:
        assert room.clock().phase == "brief"
        calls = calls_of(room, unread=("meta",))
        (call,) = calls.due()
        assert (call.seat, call.phase, call.name) == ("meta", "brief", "Meta")

    at_table(opened(preset=each_phase(24, 2)), test)


def test_a_phase_of_hours_has_them_in_each_round_of_talk_and_at_the_end() -> None:
    preset = each_phase(12, 2)
    phases = ("brief", "talk", "orders", "weigh", "adjudication", "news")
    assert [preset.seconds(phase, 1, last=False, rounds=2) for phase in phases] == [12 * HOUR] * 6  # type: ignore[arg-type]
    assert preset.seconds("news", 3, last=True, rounds=2) == 12 * HOUR
    assert preset.turns is None


# the command


def test_a_command_is_told_who_when_and_where_and_nothing_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARGAME_WORD_ROME", "lupercalia")
    told: list[str] = []

    async def test() -> None:
        async with hosted(people=("rome", "meta")) as here:
            calls = SeatCalls(here.room, here.hosted.unread)
            command = f'env > "{tmp_path}/$SEAT.part"; mv "{tmp_path}/$SEAT.part" "{tmp_path}/$SEAT"'
            async with calls.made(command, here.address.uri, told.append):
                await until(lambda: (tmp_path / "meta").exists())
            seen = {
                each: dict(line.partition("=")[::2] for line in (tmp_path / each).read_text().splitlines())
                for each in ("rome", "meta")
            }
            for seat, name in (("rome", "Rome"), ("meta", "Meta")):
                given = {
                    key: seen[seat][key] for key in ("SEAT", "NAME", "TURN", "PHASE", "DEADLINE", "CALL", "ADDRESS")
                }
                assert list(given.values()) == [seat, name, "1", "talk", "", "1", here.address.uri]
                text = (tmp_path / seat).read_text()
                assert "lupercalia" not in text
                assert not any(code in text for code in here.hosted.keyring.codes.values())
            assert told == []

    run(test())
    assert {path.name for path in tmp_path.iterdir()} == {"rome", "meta"}


def test_a_command_that_fails_is_told_and_the_game_goes_on() -> None:
    told: list[str] = []

    async def test() -> None:
        async with hosted() as here:
            async with SeatCalls(here.room, here.hosted.unread).made("exit 3", here.address.uri, told.append):
                await until(lambda: len(told) == 2)
            assert told[0] == "the command of --notify for Rome failed with exit code 3"
            assert here.room.owes("rome")
            assert not here.game.done()

    run(test())


def test_a_fault_that_ends_the_calls_is_told_when_it_comes_and_the_game_goes_on() -> None:
    told: list[str] = []

    class Broken(SeatCalls):
        """Calls that cannot be made, for a fault of the program."""

        def due(self) -> Iterator[SeatCall]:
            """None."""
            raise RuntimeError("nobody knows who has read")

    async def test() -> None:
        async with hosted() as here, Broken(here.room, tuple).made("true", here.address.uri, told.append):
            await until(lambda: bool(told))
            assert not here.game.done()

    with pytest.raises(RuntimeError, match="nobody knows"):
        run(test())
    assert told == ["nobody is called by --notify from now on (RuntimeError: nobody knows who has read)"]


def test_a_command_that_does_not_end_is_ended_with_what_it_started(tmp_path: Path) -> None:
    async def test() -> None:
        for longest in (0.4, 4, 40):  # on a busy machine what it starts may not have begun in the shortest
            fault = await ran(f"sh -c 'echo $$ > {tmp_path}/child; sleep 3600' & wait", {}, longest=longest)
            assert fault == f"ran for more than {longest:g} seconds and was ended"
            if (tmp_path / "child").is_file() and (tmp_path / "child").read_text():
                break
        child = int((tmp_path / "child").read_text())
        await until(lambda: not _is_alive(child))

    run(test())


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
