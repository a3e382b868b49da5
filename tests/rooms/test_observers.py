"""An observer of a room: sees what is public, and writes notes that stand beside the record at their line."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import pytest

from tests.rooms.facilitated import end
from tests.rooms.proxy import middle, wild
from tests.rooms.rig import Desk, Hosted, hosted, play_in_turn, quiet, run, until
from tests.rooms.test_secrets import drafts_said_and_sealed, in_words
from tests.table.rig import opened
from tests.ui.conftest import shown
from wargame.core.ids import CONTROL
from wargame.errors import NotAllowed, SpecError, WargameError
from wargame.present.joined import joined_table
from wargame.rooms.addresses import RoomAddress
from wargame.rooms.held_observer import unread_notes
from wargame.rooms.messages import FromDesk
from wargame.rooms.remote_observer import RemoteObserver
from wargame.table.clock import LoopTime
from wargame.table.observing import BegunNote
from wargame.table.public_view import PUBLIC_SCREEN
from wargame.transcript.line_index import index_of
from wargame.transcript.note_tags import NOTE_TAGS
from wargame.transcript.notes import Note, notes_beside, read_notes
from wargame.transcript.verify import verify
from wargame.ui.app import WargameApp

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

OBSERVER = "observer-1"


@asynccontextmanager
async def observed(record: Path, **options: Any) -> AsyncIterator[Hosted]:
    """A room with an observer, hosted."""
    room = opened(record, ("rome", "meta"), **{"time": LoopTime(), **options})
    assert room.control.come_in("Olive", "observer").handle == OBSERVER
    facilitated = room.session.settings.facilitated
    others = (*((CONTROL,) if facilitated else ()), OBSERVER, PUBLIC_SCREEN)
    async with hosted(record, room=room, others=others) as here:
        yield here


def looks_on(desk: Desk) -> RemoteObserver:
    assert isinstance(desk.line.end, RemoteObserver)
    return desk.line.end


def kept(record: Path) -> tuple[Note, ...]:
    return read_notes(notes_beside(record)).every


async def answered(here: Hosted, *seats: Desk) -> None:
    """Each of these seats answers what it is asked now."""
    for desk in seats:
        await until(partial(_owes, desk))
        await desk.chair.submit(desk.answer(), desk.chair.look().id)


def _owes(desk: Desk) -> bool:
    return bool(desk.chair.owes)


def newest(record: Path) -> int:
    """The last line of a record that is a step of its game."""
    index = index_of(record)
    try:
        return max(index.numbers("event", "decision", "override"))
    finally:
        index.close()


def test_a_note_is_tied_to_the_line_that_stood_last_when_it_was_begun(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"

    async def test() -> None:
        async with observed(record) as here:
            rome, meta = await here.join("rome"), await here.join("meta")
            desk = await here.join(OBSERVER)
            await desk.up()
            await until(lambda: here.room.owes("rome"))
            await quiet(lambda: (newest(record), desk.line._number))
            begun, stood = looks_on(desk).begin(), newest(record)
            await answered(here, rome, meta)
            await until(lambda: here.room.clock().round == 2)
            assert newest(record) > stood, "the record has grown while the note was written"
            await looks_on(desk).write(begun, "warning", "they say that they would, and mean it")
            (note,) = kept(record)
            assert note.line == stood
            assert (note.who, note.eyes, note.tag) == (OBSERVER, CONTROL, "warning")
            index = index_of(record)
            assert note.holds(index.line)
            index.close()
            await quiet(lambda: (newest(record), desk.line._number))
            stood = newest(record)
            await looks_on(desk).write(looks_on(desk).begin(), "", "later")
            assert kept(record)[-1].line == stood > note.line
            await until(lambda: looks_on(desk).notes == 2)

    run(test())


def test_a_note_that_comes_again_is_kept_once_and_one_that_says_nothing_is_refused(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"

    async def test() -> None:
        async with observed(record) as here:
            desk = await here.join(OBSERVER)
            await desk.up()
            begun = looks_on(desk).begin()
            for _ in range(2):
                await looks_on(desk).write(begun, "other", "once")
            await looks_on(desk).write(looks_on(desk).begin(), "surprise", "")
            assert [each.said for each in kept(record)] == ["[other] once", "[surprise]"]
            refused = {("", "  "): "says nothing", ("gossip", "x"): "no such tag", ("", "x" * 2001): "at most 2000"}
            for (tag, text), why in refused.items():
                with pytest.raises(NotAllowed, match=why):
                    await looks_on(desk).write(looks_on(desk).begin(), tag, text)
            await looks_on(desk).write(BegunNote("far", 1e18), "", "begun in the future")
            await looks_on(desk).write(BegunNote("long", -1e18), "", "begun before the game")
            assert len(kept(record)) == 4

    run(test())


def test_notes_are_there_again_after_the_host_and_a_note_that_it_had_is_not_doubled(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"

    async def test() -> None:
        async with observed(record) as here:
            desk = await here.join(OBSERVER)
            await desk.up()
            begun = looks_on(desk).begin()
            await looks_on(desk).write(begun, "split", "they whisper")
            key = desk.line.key
        from wargame.table.opening_rooms import resume_room

        room = resume_room(record)
        async with hosted(record, room=room, others=(OBSERVER, PUBLIC_SCREEN)) as here:
            desk = await here.join(OBSERVER, key=key)
            await desk.up()
            assert looks_on(desk).notes == 1
            await looks_on(desk).write(begun, "split", "they whisper")
            assert len(kept(record)) == 1

    run(test())


def test_control_learns_that_notes_come_and_nobody_who_plays_learns_of_one(tmp_path: Path) -> None:
    record, planted = tmp_path / "game.jsonl", "planted-note-5b1d"

    async def test() -> None:
        async with (
            observed(record, facilitated=True) as here,
            middle(here.address) as to_rome,
            middle(here.address) as to_wall,
            middle(here.address) as to_control,
            middle(here.address) as to_observer,
        ):
            rome = await here.join("rome", address=to_rome.address)
            wall = await here.join(PUBLIC_SCREEN, address=to_wall.address)
            control = await here.join(CONTROL, address=to_control.address)
            desk = await here.join(OBSERVER, address=to_observer.address)
            for each in (rome, wall, control, desk):
                await each.up()
            await quiet(lambda: len(to_rome.seen))
            before = len(in_words(to_rome.seen))
            await looks_on(desk).write(looks_on(desk).begin(), "process", planted)
            await until(lambda: end(control).desk().presence()["Olive, observer"] == "at the desk, 1 note")
            await quiet(lambda: [len(each.seen) for each in (to_observer, to_rome, to_wall, to_control)])
            assert planted in in_words(to_observer.seen), "what is looked for can be found"
            assert [planted in in_words(each.seen) for each in (to_rome, to_wall, to_control)] == [False] * 3
            assert len(in_words(to_rome.seen)) == before, "no seat is sent anything because a note was made"
            assert planted not in record.read_text()

    run(test())


def test_what_an_observer_is_sent_holds_nothing_that_somebody_keeps_to_themselves(tmp_path: Path) -> None:
    names = ("draft", "half", "whisper", "reason", "plan", "notebook", "dissent")
    secrets = {name: f"planted-{name}-2d7a" for name in names}

    async def test() -> None:
        async with observed(tmp_path / "game.jsonl") as here, middle(here.address) as line:
            desk = await here.join(OBSERVER, address=line.address)
            await desk.up()
            own, _ = await drafts_said_and_sealed(here, secrets)
            await until(lambda: looks_on(desk).clock().phase == "orders")
            said = in_words(line.seen)
            assert all(secret in own for secret in secrets.values()), "what is looked for can be found"
            assert [name for name, secret in secrets.items() if secret in said] == []
            truth, public = here.room.game.sequence.state.values, here.room.view.public().values
            assert [name for name in set(truth) - set(public) if f'"{name}"' in said] == []

    run(test())


def test_a_game_with_notes_is_the_game_without_and_verify_passes_over_them(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"

    async def test() -> None:
        async with observed(record, turns=2) as here:
            seats = [await here.join("rome"), await here.join("meta")]
            desk = await here.join(OBSERVER)
            await desk.up()
            playing = asyncio.create_task(play_in_turn(seats, here.game))
            while not here.game.done():
                await looks_on(desk).write(looks_on(desk).begin(), "other", "so it goes")
                await asyncio.sleep(0.1)
            await playing

    run(test())
    notes = kept(record)
    assert notes
    assert verify(record).record.lines
    index = index_of(record)
    assert all(note.holds(index.line) for note in notes)
    index.close()


@pytest.mark.slow
def test_n_begins_a_note_with_a_tag_and_a_text(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"

    async def test() -> None:
        async with observed(record) as here:
            desk = await here.join(OBSERVER)
            await desk.kill()
            app = WargameApp(joined_table(desk.line, "", "wargame join ws://127.0.0.1:1"))
            async with app.run_test(size=(80, 24)) as pilot:
                await desk.up()
                await pilot.pause()
                assert "n note" in shown(app)
                await pilot.press("n")
                await pilot.pause()
                assert all(tag in shown(app) for tag in NOTE_TAGS)
                await pilot.press("2", *"so", "enter")
                await until(lambda: len(kept(record)) == 1)
                await pilot.pause()
                await until(lambda: "the note is kept" in shown(app))
                await pilot.press("n", "0", "enter")
                await pilot.pause()
                assert "your words" in shown(app), "with neither a tag nor a text there is no note"
                await pilot.press("escape")
                await pilot.pause()
                assert "no note was made" in shown(app)
                await pilot.press("n", "escape", "n", "1", "enter")
                await until(lambda: len(kept(record)) == 2)
            assert [each.said for each in kept(record)] == ["[misreading] so", "[surprise]"]

    run(test())


@pytest.mark.slow
def test_a_note_that_cannot_be_kept_is_there_again_to_be_sent(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"

    async def test() -> None:
        async with observed(record) as here:
            desk = await here.join(OBSERVER)
            await desk.kill()
            app = WargameApp(joined_table(desk.line))
            async with app.run_test(size=(80, 24)) as pilot:
                await desk.up()
                away = notes_beside(record)
                away.mkdir()
                await pilot.press("n", "1", *"so", "enter")
                await until(lambda: "not kept yet" in shown(app))
                away.rmdir()
                await pilot.press("n")
                await pilot.pause()
                assert "so" in shown(app)
                await pilot.press("enter")
                await until(lambda: away.is_file())
            assert [each.said for each in kept(record)] == ["[surprise] so"]

    run(test())


def test_a_note_is_kept_after_the_game_while_the_room_stands(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"

    async def test() -> None:
        async with observed(record) as here:
            desk = await here.join(OBSERVER)
            await desk.up()
            here.room.control.end_game("the evening is over")
            await here.game
            await until(lambda: desk.line.over)
            await asyncio.sleep(0.05)
            await looks_on(desk).write(looks_on(desk).begin(), "process", "it ended well")
            assert [each.said for each in kept(record)] == ["[process] it ended well"]
            assert not desk.kept.done()

    run(test())


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_what_lies_where_notes_are_kept_is_told_to_the_host_and_keeps_nobody_out(tmp_path: Path, kind: str) -> None:
    record = tmp_path / "game.jsonl"
    path = notes_beside(record)

    async def test() -> None:
        async with observed(record) as here:
            path.mkdir() if kind == "folder" else os.mkfifo(path)
            desk = await here.join(OBSERVER)
            await desk.up()
            with pytest.raises(NotAllowed, match=path.name):
                await looks_on(desk).write(looks_on(desk).begin(), "", "so")

    run(test())
    with pytest.raises(SpecError, match=r"notes\.jsonl.*move away what is there"):
        unread_notes(record)


def test_lines_of_the_file_of_notes_that_are_none_are_told_by_number(tmp_path: Path) -> None:
    record = tmp_path / "game.jsonl"
    notes_beside(record).write_bytes(b"\xff\xfe\n{}\n" + b"[]\n" * 9)
    told = unread_notes(record)
    assert "line 1 is no note" in told[0]
    assert "line 2 is no note" in told[1]
    assert told[-1].endswith("6 more lines are no notes")


def test_no_two_kinds_of_message_of_a_desk_are_called_the_same() -> None:
    kinds = [get_args(get_type_hints(each)["kind"])[0] for each in get_args(FromDesk)]
    assert sorted(kinds) == sorted(set(kinds))


def test_no_note_is_lost_or_doubled_by_a_line_that_is_cut_and_stutters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wargame.rooms.desk_line.FIRST_REST", 0.01)
    record = tmp_path / "game.jsonl"

    async def test() -> None:
        async with observed(record) as here, middle(here.address, wild, 11) as line:
            desk = await _let_in(here, line.address)
            for number in range(12):
                begun, said = looks_on(desk).begin(), False
                while not said:
                    with suppress(NotAllowed):  # nobody can say yet whether it arrived: the same one once more
                        await looks_on(desk).write(begun, "other", f"note {number}")
                        said = True
            assert [each.text for each in kept(record)] == [f"note {number}" for number in range(12)]
            assert line.done["cut"]
            assert line.done["doubled"]

    run(test())


async def _let_in(here: Hosted, address: RoomAddress) -> Desk:
    """A desk that comes until its first look arrives whole."""
    while True:
        with suppress(WargameError):
            return await here.join(OBSERVER, address=address)
