"""An address that is nearly right is met, or the sentence says what to give instead."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from tests.players.llm.calls import Pad, board_of, request, run
from wargame.players.llm.request import Reply
from wargame.stub import Stub

END = b"content-length: 0\r\nconnection: close\r\n"


def saying(head: bytes) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    """A server that says this to whatever it is asked, and hangs up."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            await reader.read(65536)
            writer.write(head)
            await writer.drain()
            writer.close()
            await writer.wait_closed()

    return serve


def answered_with(head: bytes, path: str = "/v1", scheme: str = "http") -> tuple[Reply, int]:
    """The reply from a server that answers with this head to whatever is asked, and its port."""

    async def ask() -> tuple[Reply, int]:
        server = await asyncio.start_server(saying(head), "127.0.0.1", 0)
        async with server, board_of() as endpoints:
            port = server.sockets[0].getsockname()[1]
            client = endpoints.client(f"llm:x@{scheme}://127.0.0.1:{port}{path}", "g", Pad())
            return await client.ask(request()), port

    return run(ask())


@pytest.mark.parametrize("status", [b"301 Moved Permanently", b"302 Found", b"303 See Other"])
def test_an_address_that_moved_is_told_with_the_one_to_give(status: bytes) -> None:
    to = b"https://models.example.org/v1/chat/completions"
    reply, _ = answered_with(b"HTTP/1.1 %s\r\nlocation: %s\r\n%s\r\n" % (status, to, END))
    assert reply.outcome == "failed"
    assert "give https://models.example.org/v1 as base URL" in reply.fault


@pytest.mark.parametrize("status", [b"307 Temporary Redirect", b"308 Permanent Redirect"])
def test_a_question_that_is_sent_on_whole_is_answered_where_it_is_sent(status: bytes) -> None:
    async def ask() -> list[str]:
        async with Stub() as stub, board_of() as endpoints:
            to = f"{stub.url}/chat/completions".encode()

            head = b"HTTP/1.1 %s\r\nlocation: %s\r\n%s\r\n" % (status, to, END)
            server = await asyncio.start_server(saying(head), "127.0.0.1", 0)
            async with server:
                spec = f"llm:stub@http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
                client = endpoints.client(spec, "g", Pad())
                return [(await client.ask(request(f"2.talk{n}.paris"))).outcome for n in (1, 2)]

    assert run(ask()) == ["answered", "answered"]


def test_https_where_only_http_is_spoken_is_told_with_the_one_to_give() -> None:
    reply, port = answered_with(b"HTTP/1.1 400 Bad Request\r\n" + END + b"\r\n", scheme="https")
    assert reply.outcome == "failed"
    assert f"give http://127.0.0.1:{port}/v1 as base URL" in reply.fault


def test_http_where_only_https_is_spoken_is_told_with_the_one_to_give() -> None:
    page = b"<html><body>400 The plain HTTP request was sent to HTTPS port</body></html>"
    head = b"HTTP/1.1 400 Bad Request\r\ncontent-length: %d\r\nconnection: close\r\n\r\n" % len(page)
    reply, port = answered_with(head + page)
    assert f"give https://127.0.0.1:{port}/v1 as base URL" in reply.fault


@pytest.mark.parametrize("end", ["/chat/completions", "/chat/completions/", "/"])
def test_an_address_that_was_copied_whole_is_met(end: str) -> None:
    async def ask() -> str:
        async with Stub() as stub, board_of() as endpoints:
            return (await endpoints.client(f"llm:stub@{stub.url}{end}", "g", Pad()).ask(request())).outcome

    assert run(ask()) == "answered"
