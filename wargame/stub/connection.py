"""One client's connection to the stub: requests in, answers out, and whether the client is still there."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

import h11

from wargame.stub.answers import Response

_CHUNK = 2**16


@dataclass(frozen=True, slots=True)
class StubRequest:
    """One request, read whole."""

    method: str
    path: str
    authorization: str
    body: bytes
    at: float
    """When its last byte had come, by the monotonic clock."""


class ClientSocket:
    """HTTP/1.1 over one socket, request after request."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A connection just made."""
        self._reader, self._writer = reader, writer
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=2**20)

    async def next(self) -> StubRequest | None:
        """The next request; None if the client is done."""
        head: h11.Request | None = None
        body = bytearray()
        while True:
            event = self._http.next_event()
            if event is h11.NEED_DATA:
                if self._http.they_are_waiting_for_100_continue:
                    self._write(h11.InformationalResponse(status_code=100, headers=[]))
                self._http.receive_data(await self._reader.read(_CHUNK))
            elif isinstance(event, h11.Request):
                head = event
            elif isinstance(event, h11.Data):
                body += event.data
            elif isinstance(event, h11.EndOfMessage) and head is not None:
                break
            else:
                return None
        authorization = next((value.decode() for name, value in head.headers if name == b"authorization"), "")
        path = head.target.decode().partition("?")[0]
        return StubRequest(head.method.decode(), path, authorization, bytes(body), time.monotonic())

    async def linger(self, seconds: float | None) -> bool:
        """Wait that long, or for ever; False as soon as the client has gone."""
        try:
            async with asyncio.timeout(seconds):
                while data := await self._reader.read(_CHUNK):
                    self._http.receive_data(data)
        except TimeoutError:
            return True
        return False

    @property
    def gone(self) -> bool:
        """Whether the client has hung up."""
        return self._reader.at_eof()

    async def send(self, answer: Response) -> bool:
        """Send an answer; whether another request may follow."""
        length = str(len(answer.body))
        headers = [("content-type", answer.kind), ("content-length", length), *answer.headers.items()]
        self._write(h11.Response(status_code=answer.status, headers=headers))
        if answer.breaks:
            self._writer.write(answer.body[: len(answer.body) // 2])
            await self._writer.drain()
            return False
        self._write(h11.Data(data=answer.body), h11.EndOfMessage())
        await self._writer.drain()
        if self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
            return False
        self._http.start_next_cycle()
        return True

    def _write(self, *events: h11.Event) -> None:
        self._writer.write(b"".join(self._http.send(event) or b"" for event in events))
