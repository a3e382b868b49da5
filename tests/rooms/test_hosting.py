"""A hosted room: what a joined desk is given and takes is what a chair at the table gives and takes, no more."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

import wargame
from tests.rooms.rig import Desk, Hosted, hosted, play_in_turn, play_out, run, until
from tests.table.rig import FakeTime, opened
from wargame.core.moves import Message, Talk
from wargame.errors import NotAllowed, WargameError
from wargame.players.base import Answer
from wargame.rooms.keys import WrongTries
from wargame.rooms.put_off import PutOff
from wargame.table.chair import Draft
from wargame.table.clock import LoopTime
from wargame.transcript.entry import Entry
from wargame.transcript.reading import read
from wargame.transcript.verify import verify


def same_as_at_the_table(desk: Desk) -> None:
    """All that the joined chair gives is what the seat's own chair gives, but for seconds that run on."""
    here, there = desk.line.chair, desk.room.chair(desk.seat)
    mine, own = here.look(), there.look()
    assert mine.id == own.id
    assert replace(mine.view, values=dict(mine.view.values), spread=dict(mine.view.spread)) == replace(
        own.view, values=dict(own.view.values), spread=dict(own.view.spread)
    )
    assert (mine.book, mine.diary) == (own.book, own.diary)
    assert mine.menu.all_orders() == own.menu.all_orders()
    assert (here.owes, here.undone, here.people) == (there.owes, there.undone, there.people)
    assert replace(here.clock(), left=None) == replace(there.clock(), left=None)
    assert [replace(each, idle=0.0) for each in here.statuses()] == [
        replace(each, idle=0.0) for each in there.statuses()
    ]


def entries_but_for_times(path: Path) -> list[tuple[object, ...]]:
    """What a record says, without when it was said."""

    def plain(entry: Entry) -> tuple[object, ...]:
        data = {name: value for name, value in entry.data.items() if name not in ("at", "salt", "hash", "seal")}
        return entry.kind, entry.turn, entry.phase, entry.audience, entry.causes, json.dumps(data, default=str)

    return [plain(entry) for entry in read(path).entries if entry.kind not in ("clock", "blob", "header")]


@pytest.mark.slow
def test_a_whole_game_of_two_joined_desks_is_the_game_that_one_keyboard_records(tmp_path: Path) -> None:
    async def far(out: Path) -> None:
        async with hosted(out) as here:
            desks = [await here.join("rome"), await here.join("meta")]
            assert [await play_out(desk, 1) for desk in desks] == [1, 1]
            await until(lambda: here.room.clock().round == 2 and all(desk.chair.clock().round == 2 for desk in desks))
            for desk in desks:
                same_as_at_the_table(desk)
            await play_in_turn(desks, here.game)
            await until(lambda: all(desk.line.over for desk in desks))
            for desk in desks:
                same_as_at_the_table(desk)
                telling, own = desk.line.chair.telling(), here.room.chair(desk.seat).telling()
                assert telling.told == own.told
                assert (telling.decisions, telling.undone) == (own.decisions, own.undone)
                assert set(telling.views) == set(own.views)
                assert all(dict(view.values) == dict(own.views[turn].values) for turn, view in telling.views.items())
            await here.hosted.all_told(5)

    async def near(out: Path) -> None:
        room = opened(out, ("rome", "meta"))
        game = asyncio.create_task(room.play())
        while not game.done():
            for seat in ("rome", "meta"):
                chair = room.chair(seat)
                if chair.owes:
                    await chair.submit(Desk.answer(_Near(room, chair)), chair.look().id)  # type: ignore[arg-type]
            await asyncio.sleep(0)
        await game

    run(far(tmp_path / "far.jsonl"))
    run(near(tmp_path / "near.jsonl"))
    assert verify(tmp_path / "far.jsonl").turns == 3
    assert entries_but_for_times(tmp_path / "far.jsonl") == entries_but_for_times(tmp_path / "near.jsonl")


class _Near:
    """A seat at the table itself, for the same hand that plays the joined ones."""

    def __init__(self, room: object, chair: object) -> None:
        self.room, self.seat = room, chair.seat  # type: ignore[attr-defined]
        self.line = type("Line", (), {"chair": chair})


def test_a_draft_that_was_typed_at_a_desk_that_is_killed_lies_there_when_it_is_opened_again() -> None:
    async def test() -> None:
        async with hosted() as here:
            desk = await here.join("rome")
            typed = Draft(typed=(("all", "Rome would li"),), notebook="nobody else reads this")
            desk.chair.save(typed)
            await until(lambda: here.room.chair("rome").draft == typed)
            await desk.kill()
            again = await here.join("rome", key=desk.line.key)
            assert again.chair.draft == typed
            assert here.room.chair("meta").draft == Draft()

    run(test())


def test_what_was_typed_while_the_line_was_down_reaches_the_room_when_it_is_back() -> None:
    async def test() -> None:
        async with hosted() as here:
            desk = await here.join("rome")
            await until(lambda: here.hosted._places["rome"].socket is not None)
            socket = here.hosted._places["rome"].socket
            assert socket is not None
            await socket.close(1001)
            desk.chair.save(typed := Draft(rationale="typed in the dark"))
            assert desk.chair.draft == typed
            await until(lambda: here.room.chair("rome").draft == typed)
            await until(lambda: desk.line.trouble == "")

    run(test())


def test_handing_in_empties_the_draft_here_and_there_and_a_second_answer_is_refused() -> None:
    async def test() -> None:
        async with hosted() as here:
            desk = await here.join("rome")
            asked, said = desk.chair.look().id, Talk(moves=(Message(to=("public",), text="well"),))
            answer = Answer(said, "human", "so")
            desk.chair.save(Draft(moves=said.moves, rationale="so"))
            await desk.chair.submit(answer, asked)
            assert (desk.chair.draft, here.room.chair("rome").draft) == (Draft(), Draft())
            assert not desk.chair.owes
            await desk.chair.submit(answer, asked)  # the same again, as after a receipt that was lost, is done already
            with pytest.raises(NotAllowed, match="is in already, and it stands"):
                await desk.chair.submit(replace(answer, rationale="otherwise"), asked)

    run(test())


def test_a_game_goes_on_to_read_when_all_desks_have_said_that_they_have_read() -> None:
    async def test() -> None:
        async with hosted(preset="90-minutes") as here:
            rome, meta = await here.join("rome"), await here.join("meta")
            assert here.room.clock().phase == "brief"
            assert rome.chair.others_read == ("meta",)
            await rome.chair.has_read(1, "brief")
            await until(lambda: meta.chair.others_read == ())
            assert here.room.clock().phase == "brief"
            await meta.chair.has_read(1, "brief")
            await until(lambda: rome.chair.clock().phase == "talk")
            left, own = rome.chair.clock().left, here.room.clock().left
            assert left is not None
            assert own is not None
            assert abs(left - own) < 0.5

    run(test())


# who is let in


async def all_heard(line: ClientConnection) -> list[str | bytes]:
    """Everything that a room sends on a line until it closes it."""
    heard: list[str | bytes] = []
    with suppress(ConnectionClosed):
        while True:
            heard.append(await line.recv())
    return heard


@pytest.mark.parametrize("first", ["", "x", "{}", '{"kind":"code"}', '{"kind":"draft","act":1}', "0" * 5000])
def test_whoever_brings_no_code_is_told_so_and_given_nothing_else(first: str) -> None:
    async def test() -> None:
        async with hosted() as here, connect(here.address.uri, compression=None, proxy=None) as line:
            await line.send(first)
            heard = await all_heard(line)
            assert len(heard) == 1
            assert set(json.loads(heard[0])) == {"bye"}

    run(test())


def test_a_page_of_a_browser_is_not_even_heard() -> None:
    async def test() -> None:
        async with hosted() as here:
            with pytest.raises(Exception, match="403"):
                async with connect(here.address.uri, origin="http://127.0.0.1", proxy=None):  # type: ignore[arg-type]
                    pass

    run(test())


def test_another_version_of_the_program_is_refused_by_name_and_uses_no_code(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        async with hosted() as here:
            code, own = here.code("rome"), wargame.__version__
            with monkeypatch.context() as patch:
                patch.setattr("wargame.rooms.line_opening.wargame", type("Other", (), {"__version__": "0.0.1"}))
                with pytest.raises(PutOff, match=rf"plays with wargame {own}, and you have 0\.0\.1"):
                    await here.join("rome")
            assert here.code("rome") == code

    run(test())


def test_used_guessed_and_withdrawn_codes_and_stale_keys_get_nothing_and_are_told_to_whoever_hosts() -> None:
    async def test() -> None:
        async with hosted() as here:
            used = here.code("rome")
            desk = await here.join("rome")
            here.hosted._wrong = WrongTries(_Forgetful())
            for wrong in (used, "2222-2222-2222"):
                with pytest.raises(PutOff, match="this code opens nothing") as refused:
                    await _come(here, wrong)
                assert refused.value.for_good
            assert here.told[-1] == "a wrong code from 127.0.0.1, number 2 in a row"
            here.hosted.withdraw("rome")
            with pytest.raises(PutOff, match="withdrawn the desk of Rome"):
                await desk.kept
            with pytest.raises(PutOff, match="this key opens nothing"):
                await here.join("rome", key=desk.line.key)
            assert here.hosted._places["rome"].socket is None

    run(test())


class _Forgetful(LoopTime):
    """A time in which every pause is over at once."""

    seconds = 0.0

    def now(self) -> float:
        self.seconds += 1000.0
        return self.seconds


async def _come(here: Hosted, code: str) -> None:
    from wargame.rooms.desk_line import first_look, fresh_life

    await first_look(here.address, None, fresh_life(), code=code)


def test_after_a_wrong_code_the_right_one_must_wait_and_says_for_how_long_but_a_holder_comes_back_at_once() -> None:
    async def test() -> None:
        async with hosted() as here:
            here.hosted._wrong._time = FakeTime()  # no second passes between the two, however slow the machine
            desk = await here.join("rome")
            await desk.kill()
            with pytest.raises(PutOff, match="opens nothing"):
                await _come(here, "2222-2222-2222")
            code = here.code("meta")
            with pytest.raises(PutOff, match="too soon after a wrong code: wait 1 s") as refused:
                await here.join("meta")
            assert not refused.value.for_good
            assert here.code("meta") == code
            await here.join("rome", key=desk.line.key)

    run(test())


def test_two_who_claim_one_seat_are_told_of_each_other_and_the_first_gets_nothing_more() -> None:
    async def test() -> None:
        async with hosted() as here:
            first = await here.join("rome")
            await first.up()
            second = await here.join("rome")
            assert "was still open on another line" in second.head["said"]
            with pytest.raises(PutOff, match="opened by whoever came with its new code"):
                await first.kept
            before = first.line._number
            await second.chair.submit(second.answer(), second.chair.look().id)
            assert first.line._number == before
            assert any("two lines claim this place" in line for line in here.told)
            with pytest.raises(PutOff, match="this key opens nothing"):
                await here.join("rome", key=first.line.key)

    run(test())


def test_the_same_key_at_a_second_machine_ends_the_first_line_and_both_are_told() -> None:
    async def test() -> None:
        async with hosted() as here:
            first = await here.join("rome")
            await first.up()
            second = await here.join("rome", key=first.line.key)
            with pytest.raises(PutOff, match="another line with the same key"):
                await first.kept
            assert "was still open on another line" in second.head["said"]

    run(test())


@pytest.mark.parametrize(
    "sent",
    [
        "nonsense",
        '{"kind":"answer","act":1}',
        '{"kind":"draft","act":7,"draft":{}}',
        '{"kind":"code","version":"1","life":"x","code":"y"}',
        '{"kind":"undo","act":1}',
    ],
)
def test_a_desk_that_sends_what_no_desk_sends_is_cut_off_and_changes_nothing(sent: str) -> None:
    async def test() -> None:
        async with hosted() as here, connect(here.address.uri, compression=None, proxy=None) as line:
            first = {"kind": "code", "version": wargame.__version__, "life": "x", "code": here.code("rome")}
            await line.send(json.dumps(first))
            assert isinstance(await line.recv(), bytes)
            await line.send(sent)
            rest = await all_heard(line)
            assert [set(json.loads(each)) for each in rest if isinstance(each, str)] == [{"bye"}]
            assert here.room.chair("rome").draft == Draft()
            assert here.room.owes("rome")

    run(test())


def test_a_message_beyond_a_million_bytes_ends_the_line() -> None:
    async def test() -> None:
        async with hosted() as here, connect(here.address.uri, compression=None, proxy=None) as line:
            with suppress(ConnectionClosed):
                await line.send("0" * 1_100_000)
            assert await all_heard(line) == []
            assert line.close_code == 1009

    run(test())


def test_where_no_room_is_a_sentence_says_so() -> None:
    async def test() -> None:
        async with hosted() as here:
            gone = replace(here.address, port=1)
            with pytest.raises(WargameError, match=r"ws://127\.0\.0\.1:1: there is no room that answers"):
                await here.join("rome", address=gone)

    run(test())
