"""Control's desk and an observer's place line by line, over a real line: each act by a word, news without asking."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from tests.rooms.facilitated import all_sealed, facilitated
from tests.rooms.rig import Hosted, run, until
from tests.rooms.test_joined_lines import Keyboard
from tests.rooms.test_observers import OBSERVER, kept, observed
from tests.table.rig import QUIET, opened
from tests.table.test_rulings import CASE, QUIET_SEED
from wargame.console.control_words import CONTROL_WORDS
from wargame.console.desk_playing import play_desk
from wargame.core import names
from wargame.core.ids import CONTROL
from wargame.core.moves import Sealed, Weigh
from wargame.present.joined import joined_table
from wargame.transcript.verify import verify

At = Callable[[Hosted, Keyboard, asyncio.Task[bool]], Coroutine[Any, Any, None]]
ASKS = "control> "


async def sat_down(here: Hosted, place: str, keyboard: Keyboard) -> asyncio.Task[bool]:
    """Somebody at this place, line by line, over a line that is theirs."""
    desk = await here.join(place)
    await desk.kill()
    table = joined_table(desk.line, back="wargame join --plain")
    return asyncio.create_task(play_desk(table, desk.line.end.name, keyboard.read, keyboard.write))


def at_control(test: At, record: Path | None = None, **options: Any) -> None:
    async def whole() -> None:
        async with facilitated(record, **options) as here:
            keyboard = Keyboard()
            sitting = await sat_down(here, CONTROL, keyboard)
            try:
                await test(here, keyboard, sitting)
            finally:
                sitting.cancel()
                with suppress(asyncio.CancelledError):
                    await sitting

    run(whole())


async def typed(keyboard: Keyboard, line: str, told: str) -> None:
    """Type a line to control's desk, and wait until this was told after it."""
    at = len(keyboard.told)
    await keyboard.type(line, at=ASKS)
    await until(lambda: told in "\n".join(keyboard.told[at:]))


def test_control_reads_state_presence_and_the_truth(tmp_path: Path) -> None:
    async def test(here: Hosted, keyboard: Keyboard, sitting: asyncio.Task[bool]) -> None:
        await until(lambda: "Turn 1 of 2" in keyboard.text)
        await typed(keyboard, "status", "Nobody's answer is waited for.")
        assert "not here yet" in keyboard.text
        rome = await here.join("rome")
        await rome.up()
        await until(lambda: "Rome: at the desk." in keyboard.told)
        assert "Rome: away." not in keyboard.told, "a line that comes back at once is no news"
        first = here.room.record[-1]
        await typed(keyboard, "news", first.text)
        await typed(keyboard, "news", "Nothing has happened that you have not read.")
        await typed(keyboard, f"event {first.id}", "read by ")
        await typed(keyboard, "find rome budget", names.budget("rome"))
        await typed(keyboard, "injects", "")
        await typed(keyboard, "log", "Control has done nothing so far.")
        await typed(keyboard, "cases", "No argument waits for a ruling.")
        await typed(keyboard, "help", "undo TURN REASON")
        await typed(keyboard, "stauts", "did you mean status?")

    at_control(test, tmp_path / "game.jsonl")


def test_control_moves_the_clock_speaks_injects_sets_swaps_and_notes(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"

    async def test(here: Hosted, keyboard: Keyboard, sitting: asyncio.Task[bool]) -> None:
        room = here.room
        await typed(keyboard, "pause", "The clock is paused")
        assert room.clock().paused
        await typed(keyboard, "pause", "the clock stands already")
        await typed(keyboard, "resume", "left.")
        left = room.clock().left
        await typed(keyboard, "extend 5", "left.")
        assert room.clock().left is not None
        assert left is not None
        assert (room.clock().left or 0) > left + 200
        await typed(keyboard, "extend soon", "extend: 'soon' is not a number")
        await typed(keyboard, "say rome: come to the table", "Control")
        await typed(keyboard, "say nobody: come", "nobody")
        await typed(keyboard, "inject all: the lights go out", "the lights go out")
        listed = next(each.inject.id for each in room.control.injects() if each.status == "waiting")
        await typed(keyboard, f"strike {listed} it would be too much", "is struck from the list")
        await typed(keyboard, f"inject {listed}", "it has fired or was struck")
        await typed(keyboard, f"set {names.budget('rome')} 9 a grant was forgotten", "")
        await until(lambda: room.game.sequence.state.values[names.budget("rome")] == 9)
        await typed(keyboard, f"set {names.budget('rome')} 9", "write `set VARIABLE VALUE REASON`")
        await typed(keyboard, "set rome.nothing 9 for no reason", "rome.nothing")
        await typed(keyboard, "swap meta scripted nobody came for it", "Meta is now played by scripted.")
        assert not room.is_human("meta")
        await typed(keyboard, "swap meta wizard nobody came for it", "wizard")
        await typed(keyboard, "note they look at each other", "Noted at line")
        assert kept(record)[-1].text == "they look at each other"
        await typed(keyboard, "late 5", "plays by it")
        await typed(keyboard, "log", "a grant was forgotten")

    at_control(test, record)


def test_an_argument_is_ruled_a_turn_taken_back_and_the_game_ended_by_words(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"

    async def test(here: Hosted, keyboard: Keyboard, sitting: asyncio.Task[bool]) -> None:
        room = here.room
        seats = [await here.join("rome"), await here.join("meta")]
        await typed(keyboard, "go", "talk, round 1")
        while room.clock().phase == "talk":
            await all_sealed(here, seats)
        await all_sealed(
            here, seats, ("meta", Sealed(signal=None, orders=(CASE,))), ("rome", Sealed(signal=None, orders=()))
        )
        await all_sealed(here, seats, ("rome", Weigh(weighings=())), ("meta", Weigh(weighings=())))
        await until(lambda: "The game waits for your ruling" in keyboard.text)
        await typed(keyboard, "wait", ASKS)  # there is nothing to wait for: control is waited for
        await typed(keyboard, "cases", f"1 Meta: {CASE.action}")
        await typed(keyboard, "judges 1", "No judge is at this table; the ruling is yours.")
        await typed(keyboard, "rule 2 for it is plain", "name an argument by its number, 1 to 1")
        await typed(keyboard, "odds 1 60 it may well be", "60")
        await typed(keyboard, "roll 1", "argument")
        await until(lambda: "Turn 1 of 2, news" in keyboard.text)
        assert room.control.cases() == ()
        await keyboard.type("undo 1 the table asks for it", at=ASKS)
        await keyboard.type("no", at="yes does it> ")
        await until(lambda: "given up; nothing has changed" in keyboard.text)
        await keyboard.type("undo 1 the table asks for it", at=ASKS)
        await keyboard.type("yes", at="yes does it> ")
        await until(lambda: "Back at the start of turn 1; every seat is asked anew." in keyboard.text)
        assert room.game.past.undone
        await keyboard.type("end it is late by now", at=ASKS)
        await keyboard.type("yes", at="yes does it> ")
        await until(lambda: "The play is over." in keyboard.text)
        await keyboard.type("reveal", at=ASKS)
        await keyboard.type("yes", at="yes does it> ")
        await typed(keyboard, "go we are done", "")
        await here.game
        assert await sitting
        assert keyboard.told[-1] == "The game is over."

    at_control(test, record)
    assert verify(record).record.lines


def test_a_white_cell_does_line_by_line_what_it_may_and_is_refused_the_rest(tmp_path: Path) -> None:
    async def test() -> None:
        room = opened(tmp_path / "game.jsonl", ("rome", "meta"), seats=QUIET, seed=QUIET_SEED, facilitated=True)
        handle = room.control.come_in("Ada", "white_cell").handle
        async with facilitated(room=room, others=(CONTROL, handle)) as here:
            keyboard = Keyboard()
            sitting = await sat_down(here, handle, keyboard)
            await typed(keyboard, "say all: a word of the white cell", "Control")
            await typed(keyboard, "set rome.budget 9 because I can", "the white cell has no right to override")
            await typed(keyboard, "pause", "the white cell has no right to pause")
            assert [each.what for each in room.control.deviations() if each.what == "refused"] == ["refused"] * 2
            await keyboard.type("quit", at=ASKS)
            assert not await sitting

    run(test())


def test_an_observer_hears_what_is_public_and_notes_line_by_line(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"

    async def test() -> None:
        async with observed(record) as here:
            keyboard = Keyboard()
            sitting = await sat_down(here, OBSERVER, keyboard)
            note = partial(keyboard.type, at="observer> ")
            await until(lambda: "Rome lets it be known" in keyboard.text)
            await note("note warning: they mean it")
            await note("note it drags on")
            await note("note")
            await keyboard.type("surprise", at="makes none): ")
            await note("note")
            await keyboard.type("", at="makes none): ")
            await note("tags")
            await note("status")
            await until(lambda: "3 of your notes are kept." in keyboard.text)
            assert [each.said for each in kept(record)] == ["[warning] they mean it", "it drags on", "[surprise]"]
            assert "misreading: one seat takes" in keyboard.text
            assert "owes its answer" in keyboard.text
            here.room.control.end_game("the evening is over")
            await until(lambda: "Notes are still kept while its room is open" in keyboard.text)
            await note("note process: after the end")
            await until(lambda: len(kept(record)) == 4)
            await note("quit")
            assert await sitting
            assert keyboard.told[-1] == "The game is over."

    run(test())


def test_an_observer_reads_the_news_back_and_is_told_of_a_tag_that_is_none(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"

    async def test() -> None:
        async with observed(record) as here:
            keyboard = Keyboard()
            sitting = await sat_down(here, OBSERVER, keyboard)
            note = partial(keyboard.type, at="observer> ")
            await until(lambda: "Rome lets it be known" in keyboard.text)
            keyboard.told.clear()
            for word in ("news", "news 1", "news all"):
                await note(word)
            await until(lambda: keyboard.text.count("Rome lets it be known") == 3)
            assert keyboard.text.count("News of turn 1:") == 3
            await note("news 7")
            await until(lambda: "There is no news of" in keyboard.text)
            await note("note sugnal: x")
            await until(lambda: "It is kept without a tag" in keyboard.text)
            assert "misreading" in keyboard.told[-2]
            assert [each.said for each in kept(record)] == ["sugnal: x"]
            await note("quit")
            assert not await sitting

    run(test())


def test_every_word_of_control_is_told_and_says_how_it_is_written() -> None:
    for name, word in CONTROL_WORDS.items():
        assert word.words.startswith(name)
        assert word.meaning


LACKING = ("set", "swap rome", "strike x", "retract", "undo x", "vote 1", "end", "event", "late x")


def test_a_line_that_lacks_something_is_answered_and_changes_nothing(tmp_path: Path) -> None:
    async def test(here: Hosted, keyboard: Keyboard, sitting: asyncio.Task[bool]) -> None:
        for line in LACKING:
            await keyboard.type(line, at=ASKS)
            await until(lambda: keyboard.prompt == ASKS)
            assert keyboard.told[-2] != ASKS, line
        assert here.room.control.deviations() == ()
        assert not sitting.done()

    at_control(test, tmp_path / "game.jsonl")
