"""The public screen at another machine: what everybody may see comes to it, and nothing else."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from websockets.asyncio.client import connect

import wargame
from tests.rooms.proxy import middle
from tests.rooms.rig import Desk, Hosted, hosted, run, until
from tests.rooms.test_secrets import drafts_said_and_sealed, in_words
from tests.ui.conftest import shown
from wargame.present.joined import joined_table
from wargame.rooms.put_off import PutOff
from wargame.rooms.remote_screen import RemoteScreen
from wargame.table.public_view import PUBLIC_SCREEN, PublicScreen
from wargame.table.watching import RoomView
from wargame.ui.app import WargameApp


def shows(desk: Desk) -> RemoteScreen:
    assert isinstance(desk.line.end, RemoteScreen)
    return desk.line.end


def but_for_seconds(public: PublicScreen) -> PublicScreen:
    still = tuple(replace(each, idle=0.0) for each in public.statuses)
    return replace(public, clock=replace(public.clock, left=None), statuses=still, values=dict(public.values))


def same_as_in_the_room(desk: Desk) -> bool:
    here, there = shows(desk), desk.room.view
    return but_for_seconds(here.public()) == but_for_seconds(there.public())


def _owes(desk: Desk) -> bool:
    return bool(desk.chair.owes)


def _gone_on(here: Hosted, step: object) -> bool:
    return here.room.game.past.step != step


def test_a_joined_public_screen_shows_at_each_moment_what_the_one_in_the_room_shows() -> None:
    async def test() -> None:
        async with hosted() as here:
            seats = [await here.join("rome"), await here.join("meta")]
            screen = await here.join(PUBLIC_SCREEN)
            await screen.up()
            for _ in range(4):
                await until(lambda: same_as_in_the_room(screen))
                step = here.room.game.past.step
                for desk in seats:
                    await until(partial(_owes, desk))
                    await desk.chair.submit(desk.answer(), desk.chair.look().id)
                await until(partial(_gone_on, here, step))
            assert here.room.clock().turn > 1
            assert len(shows(screen).public().events) > 5
            here.room.control.end_game("the evening is over")
            await until(lambda: shows(screen).clock().phase == "end")
            assert same_as_in_the_room(screen)

    run(test())


def test_what_a_public_screen_is_sent_holds_nothing_that_somebody_keeps_to_themselves() -> None:
    names = ("draft", "half", "whisper", "reason", "plan", "notebook", "dissent")
    secrets = {name: f"planted-{name}-9c2e" for name in names}

    async def test() -> None:
        async with hosted() as here, middle(here.address) as line:
            screen = await here.join(PUBLIC_SCREEN, address=line.address)
            own, _ = await drafts_said_and_sealed(here, secrets)
            await until(lambda: shows(screen).clock().phase == "orders")
            said = in_words(line.seen)
            assert all(secret in own for secret in secrets.values()), "what is looked for can be found"
            assert [name for name, secret in secrets.items() if secret in said] == []
            setting = here.room.setting
            kept = [text for seat in setting.seats for text in (seat.brief, seat.voice) if text]
            kept += [each.text for each in setting.injects if each.turn is None or each.turn > 1]
            assert len(kept) > 4
            assert [text[:60] for text in kept if text[:60] in said.replace("\\n", "\n")] == []
            truth, public = here.room.game.sequence.state.values, here.room.view.public().values
            assert len(set(truth) - set(public)) > 20
            assert [name for name in set(truth) - set(public) if f'"{name}"' in said] == []

    run(test())


def test_several_screens_may_stand_at_once_and_each_code_opens_one_more() -> None:
    async def test() -> None:
        async with hosted() as here:
            used = here.code(PUBLIC_SCREEN)
            first, second = await here.join(PUBLIC_SCREEN), await here.join(PUBLIC_SCREEN)
            await first.up()
            await second.up()
            assert [each.line.end.place for each in here.desks] == ["room", "room 2"]
            assert [each.line.end.name for each in here.desks] == ["the room's screen", "the room's screen 2"]
            assert here.hosted.who()[-1].startswith("the room's screen (room): at 2 terminals; code ")
            with pytest.raises(PutOff, match="opens nothing"):
                await _come(here, used)
            await second.kill()
            await until(lambda: "at 1 terminal, 1 away" in here.hosted.who()[-1])
            again = await here.join(PUBLIC_SCREEN, key=second.line.key)
            assert again.line.end.place == "room 2"
            here.hosted.withdraw(PUBLIC_SCREEN)
            with pytest.raises(PutOff, match="withdrawn the desk of the room's screen from you"):
                await first.kept
            assert "at no terminal yet" in here.hosted.who()[-1]

    run(test())


async def _come(here: Hosted, code: str) -> None:
    from wargame.rooms.desk_line import first_look, fresh_life

    await first_look(here.address, None, fresh_life(), code=code)


@pytest.mark.parametrize("act", ["answer", "draft", "read", "question"])
def test_nothing_can_be_done_from_a_public_screen(act: str) -> None:
    sent: dict[str, dict[str, Any]] = {
        "answer": {"asked": None, "body": {"kind": "talk"}, "rationale": "", "plan": "", "notebook": ""},
        "draft": {"draft": {}},
        "read": {"turn": 1, "phase": "brief"},
        "question": {"question_number": 1, "text": "what is the truth?"},
    }

    async def test() -> None:
        async with hosted() as here, connect(here.address.uri, compression=None, proxy=None) as line:
            first = {"kind": "code", "version": wargame.__version__, "life": "x", "code": here.code(PUBLIC_SCREEN)}
            await line.send(json.dumps(first))
            assert isinstance(await line.recv(), bytes)
            await line.send(json.dumps({"kind": act, "act": 1, **sent[act]}))
            said: dict[str, Any] = {}
            async with asyncio.timeout(120):
                while not ("nothing can be done" in said.get("refused", "") or "bye" in said):
                    heard = await line.recv()
                    said = json.loads(heard) if isinstance(heard, str) else {}
            assert here.room.owes("rome")

    run(test())


def test_the_screen_that_joins_is_the_one_of_the_room_and_says_when_its_line_is_down() -> None:
    async def test() -> None:
        async with hosted() as here:
            desk = await here.join(PUBLIC_SCREEN)
            await desk.kill()
            app = WargameApp(joined_table(desk.line, "", "wargame join ws://127.0.0.1:1"))
            async with app.run_test(size=(80, 24)) as pilot:
                await desk.up()
                await pilot.pause()
                assert "FIRST DOWNLOAD" in shown(app)
                assert "TURN 1 of" in shown(app)
                assert "Rome" in shown(app)
                assert "NO LINE" not in shown(app)
                desk.line.trouble = "the line to the room is down (so)"
                app.screen._tick()  # type: ignore[attr-defined]
                await pilot.pause()
                assert "NOT UP TO DATE: NO LINE TO THE ROOM" in shown(app)
                await pilot.press("f2", "q")
                await pilot.pause()
                assert "wargame join ws://127.0.0.1:1" in shown(app)

    run(test())


def test_a_joined_screen_gives_what_a_view_of_a_room_gives() -> None:
    asked = {name for name in dir(RoomView) if not name.startswith("_")}
    assert asked <= set(dir(RemoteScreen))
