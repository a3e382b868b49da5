"""The door for browsers: a code brings a key in a cookie, and nobody else's page, name or number of lines gets by."""

from __future__ import annotations

import asyncio
import ssl
from http.cookies import Morsel
from pathlib import Path

import pytest

pytest.importorskip("aiohttp", reason="aiohttp is not installed; nothing but the door for browsers needs it")
pytest.importorskip(
    "textual_serve", reason="textual-serve is not installed; nothing but the door for browsers needs it"
)

import aiohttp
from yarl import URL

from tests.rooms.doors.browser.rig import opened, visitor
from tests.rooms.rig import run
from tests.rooms.test_sealing import certificate_of
from wargame.rooms.doors.browser.bounded_lines import FROM_ONE_PLACE
from wargame.rooms.doors.browser.browser_door import LARGEST_FORM, NO_MORE, BrowserDoor, page_parts
from wargame.rooms.doors.browser.own_names import names_here
from wargame.rooms.keys import Keyring

FOREIGN = "http://elsewhere.example"


def cookie_of(answer: aiohttp.ClientResponse) -> Morsel[str]:
    (only,) = answer.cookies.values()
    return only


def test_a_code_brings_a_key_that_no_page_can_read_and_that_stands_in_no_address(tmp_path: Path) -> None:
    async def test() -> None:
        async with opened(tmp_path) as room, visitor() as one:
            code = room.here.code("rome")
            answer = await room.brings(one, code)
            cookie = cookie_of(answer)
            assert (answer.status, answer.headers["Location"]) == (303, "/desk/rome")
            assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Strict", "")
            assert cookie["max-age"]
            page = await (await one.get(room.url / "desk/rome")).text()
            for secret in (code, cookie.value):
                assert secret not in page + str(answer.headers["Location"])
            assert [each for each in room.here.told if each.startswith("Rome: joined from 127.0.0.1")]

    run(test())


def test_a_browser_that_is_not_ones_own_keeps_the_key_no_longer_than_it_runs(tmp_path: Path) -> None:
    async def test() -> None:
        async with opened(tmp_path) as room, visitor() as one:
            answer = await room.brings(one, room.here.code("rome"), form={"keep": ""})
            assert cookie_of(answer)["max-age"] == ""

    run(test())


def test_a_sealed_door_gives_keys_that_go_over_sealed_lines_alone(tmp_path: Path) -> None:
    certificate, key = certificate_of(tmp_path, "127.0.0.1")

    async def test() -> None:
        trust = aiohttp.TCPConnector(ssl=ssl.create_default_context(cafile=str(certificate)))
        async with opened(tmp_path, certificate, key) as room, visitor(connector=trust) as one:
            assert cookie_of(await room.brings(one, room.here.code("rome")))["secure"]

    run(test())


def test_a_wrong_code_is_told_slowed_and_asked_for_again(tmp_path: Path) -> None:
    async def test() -> None:
        async with opened(tmp_path) as room, visitor() as one:
            answer = await room.brings(one, "2222-2222-2222")
            page = await answer.text()
            assert answer.status == 403
            assert not answer.cookies
            assert "this code opens nothing" in page
            assert "Your code" in page
            assert "2222" not in page
            assert room.here.told == ["a wrong code from 127.0.0.1"]
            right = await room.brings(one, room.here.code("rome"))
            assert "too soon after a wrong code" in await right.text()
            assert not right.cookies

    run(test())


def test_who_has_no_key_or_another_desks_gets_no_desk(tmp_path: Path) -> None:
    async def test() -> None:
        async with opened(tmp_path) as room, visitor() as one, visitor() as other:
            rome = await room.comes(one, "rome")
            answer = await other.get(rome, allow_redirects=False)
            assert (answer.status, answer.headers["Location"]) == (303, "/")
            name, key = next((each.key, each.value) for each in one.cookie_jar)
            stolen = {name.replace("rome", "meta"): key}
            for cookies in ({}, stolen, {name: "guessed"}):
                with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
                    async with room.line(
                        other, room.url / "desk/meta", Cookie="; ".join(map("=".join, cookies.items()))
                    ):
                        pass
            assert room.visitors._desks == {}

    run(test())


def test_a_key_that_was_withdrawn_is_told_and_forgotten(tmp_path: Path) -> None:
    async def test() -> None:
        async with opened(tmp_path) as room, visitor() as one:
            rome = await room.comes(one, "rome")
            room.here.hosted.withdraw("rome")
            with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
                async with room.line(one, rome):
                    pass
            answer = await one.get(rome)
            assert answer.status == 403
            assert "handed on or withdrawn" in await answer.text()
            assert not list(one.cookie_jar)

    run(test())


def test_a_browser_comes_back_to_every_desk_that_it_has_opened_and_may_forget_one(tmp_path: Path) -> None:
    async def test() -> None:
        async with opened(tmp_path) as room, visitor() as one:
            for place in ("rome", "room", "room"):
                await room.comes(one, place)
            page = await (await one.get(room.url)).text()
            assert [desk for desk in ("rome", "meta", "room", "room.2") if f'href="/desk/{desk}"' in page] == [
                "rome",
                "room",
                "room.2",
            ]
            await one.post(room.url / "desk/rome", headers={"Origin": room.origin})
            page = await (await one.get(room.url)).text()
            assert 'href="/desk/rome"' not in page
            assert 'href="/desk/room.2"' in page

    run(test())


def test_a_browser_comes_back_to_a_room_that_was_broken_off(tmp_path: Path) -> None:
    async def test() -> None:
        async with opened(tmp_path) as room, visitor() as one:
            await room.comes(one, "rome")
            again = Keyring(("rome", "meta"), tmp_path / "game.jsonl")
            door = BrowserDoor(room.visitors, again, names_here(), sealed=False)
            async with door.open("127.0.0.1", 0) as port:
                url = room.url.with_port(port)
                assert 'href="/desk/rome"' in await (await one.get(url)).text()
                assert (await one.get(url / "desk/rome", allow_redirects=False)).status == 200

    run(test())


@pytest.mark.parametrize("origin", [FOREIGN, "null", "http://127.0.0.1:1", ""])
def test_a_page_from_elsewhere_can_bring_no_code_forget_no_key_and_open_no_line(tmp_path: Path, origin: str) -> None:
    async def test() -> None:
        async with opened(tmp_path) as room, visitor() as one:
            rome = await room.comes(one, "rome")
            code = room.here.code("meta")
            assert (await room.brings(one, code, headers={"Origin": origin})).status == 403
            assert room.here.code("meta") == code
            answer = await one.post(rome, headers={"Origin": origin})
            assert answer.status == 403
            assert len(list(one.cookie_jar)) == 1
            with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
                async with room.line(one, rome, Origin=origin):
                    pass

    run(test())


def test_a_name_that_somebody_else_gave_to_the_rooms_number_gets_nothing(tmp_path: Path) -> None:
    async def test() -> None:
        async with opened(tmp_path) as room, visitor() as one:
            rome = await room.comes(one, "rome")
            foreign = {"Host": "elsewhere.example", "Origin": FOREIGN}
            for asked in (room.url, rome, room.url / "part/room.js"):
                assert (await one.get(asked, headers=foreign)).status == 421
            assert (await room.brings(one, room.here.code("meta"), headers=foreign)).status == 421
            with pytest.raises(aiohttp.WSServerHandshakeError, match="421"):
                async with room.line(one, rome, **foreign):
                    pass

    run(test())


def test_pages_ask_nothing_of_any_other_machine(tmp_path: Path) -> None:
    async def test() -> None:
        async with opened(tmp_path) as room, visitor() as one:
            rome = await room.comes(one, "rome")
            parts = [room.url / "part" / name for name in page_parts()]
            for asked in (room.url, rome, room.url / "nowhere", *parts):
                answer = await one.get(asked)
                policy = answer.headers["Content-Security-Policy"]
                assert policy.startswith("default-src 'self';")
                assert "frame-ancestors 'none'" in policy
                assert "//" not in policy
                assert answer.headers["Referrer-Policy"] == "same-origin"
                if not asked.path.endswith(".ttf"):
                    assert "fonts.googleapis" not in await answer.text()
            for asked in (room.url, rome):
                page = await (await one.get(asked)).text()
                assert "://" not in page
                assert "style=" not in page

    run(test())


@pytest.mark.parametrize(
    "path", ["/part/", "/part/..%2f__init__.py", "/part/textual.js", "/desk", "/download/x", "/ws"]
)
def test_there_is_no_file_but_those_of_the_pages(tmp_path: Path, path: str) -> None:
    async def test() -> None:
        async with opened(tmp_path) as room, visitor() as one:
            assert (await one.get(room.url.join(URL(path, encoded=True)))).status == 404

    run(test())


def test_what_is_brought_with_a_code_has_a_size(tmp_path: Path) -> None:
    async def test() -> None:
        async with opened(tmp_path) as room, visitor() as one:
            assert (await room.brings(one, "7" * LARGEST_FORM)).status == 413

    run(test())


def test_who_opens_more_lines_than_a_browser_needs_is_not_heard_until_some_have_ended(tmp_path: Path) -> None:
    async def test() -> None:
        async with opened(tmp_path) as room:
            lines = [await asyncio.open_connection("127.0.0.1", room.url.port) for _ in range(FROM_ONE_PLACE)]
            reader, writer = await asyncio.open_connection("127.0.0.1", room.url.port)
            writer.write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
                await reader.readexactly(8)
            writer.close()
            for _, each in lines:
                each.close()
            await asyncio.gather(*(each.wait_closed() for _, each in lines))
            async with visitor() as one:
                assert (await one.get(room.url)).status == 200

    run(test())


UNREADABLE = {
    "letters that nobody knows": ({"Content-Type": "application/x-www-form-urlencoded; charset=klingon"}, b"code=x"),
    "no letters": ({"Content-Type": "application/x-www-form-urlencoded"}, b"code=\xff\xfe"),
    "parts without a border": ({"Content-Type": "multipart/form-data"}, b"code=x"),
    "packed badly": (
        {"Content-Type": "application/x-www-form-urlencoded", "Content-Encoding": "gzip"},
        b"this is not gzip",
    ),
}


@pytest.mark.parametrize("how", UNREADABLE)
def test_a_form_that_cannot_be_read_is_answered_by_the_page_that_asks_for_a_code(tmp_path: Path, how: str) -> None:
    async def test() -> None:
        async with opened(tmp_path) as room, visitor() as one:
            headers, form = UNREADABLE[how]
            answer = await one.post(room.url, data=form, headers={"Origin": room.origin, **headers})
            assert answer.status == 400
            assert "what came with the code cannot be read" in await answer.text()

    run(test())


@pytest.mark.parametrize("desk", ["a%3Bb", "%C3%A4%00", "%0d%0aX", "a%20b", "x" * 81])
def test_what_can_be_no_desk_is_not_found(tmp_path: Path, desk: str) -> None:
    async def test() -> None:
        async with opened(tmp_path) as room, visitor() as one:
            address = URL(f"{room.origin}/desk/{desk}", encoded=True)
            for answer in (await one.get(address), await one.post(address, headers={"Origin": room.origin})):
                assert answer.status == 404
                assert "there is nothing here" in await answer.text()

    run(test())


class StandingDesk:
    """In place of a desk's process: it shows one screen, which stands."""

    replaced = False

    def __init__(self) -> None:
        self.screens = [b"scores"]

    @classmethod
    async def begun(cls, *_: object) -> StandingDesk:
        return cls()

    async def drawn(self) -> bytes:
        if not self.screens:
            await asyncio.sleep(60)
        return self.screens.pop()

    def resize(self, size: tuple[int, int]) -> None:
        """Its screen stays as it is."""

    async def end(self) -> None:
        """Nothing runs."""


@pytest.mark.parametrize(("over", "code"), [(True, NO_MORE), (False, aiohttp.WSCloseCode.GOING_AWAY)])
def test_a_room_that_closes_says_by_its_code_whether_its_game_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, over: bool, code: int
) -> None:
    monkeypatch.setattr("wargame.rooms.doors.visitors.DeskProcess", StandingDesk)

    async def test() -> None:
        async with visitor() as one:
            async with opened(tmp_path) as room:
                room.visitors.over = lambda: over
                line = await room.line(one, await room.comes(one, "rome"))
                assert (await line.receive()).data == b"scores"
                ending = asyncio.create_task(line.receive())
            closed = await ending
            assert closed.data == code
            assert ("the game is over" in (closed.extra or "")) is over

    run(test())


def test_the_page_of_a_desk_tries_no_line_again_whose_game_is_over() -> None:
    page = page_parts()["room.js"].read_text()
    assert f'{NO_MORE}: "The game is over; its record is with whoever hosted it.' in page
