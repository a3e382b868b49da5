"""The stub as a server: who may ask, what is counted, how long an answer takes and which fault falls to it."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections import Counter
from collections.abc import Mapping
from random import Random
from types import TracebackType
from typing import Any

import h11

from wargame.errors import SpecError
from wargame.stub.answers import Response, error, message_text, objection, respond, rung_of, too_many
from wargame.stub.connection import ClientSocket, StubRequest
from wargame.stub.peculiarities import TOLD
from wargame.stub.settings import Settings
from wargame.stub.tally import CallTally, RequestNote

SENT_ON_TO = "/v1/elsewhere/chat/completions"
"""Where questions are answered that are sent on."""
_BLOCK = 512
"""Characters of a prompt that are remembered as one piece of a known beginning: 128 tokens."""
_ENOUGH = 1_000_000
"""Slots where no number is set."""


class Stub:
    """An endpoint that can misbehave; use it as an asynchronous context, or `start` and `close` it."""

    def __init__(self, settings: Settings | None = None, *, host: str = "127.0.0.1", port: int = 0) -> None:
        """Nothing is opened yet; port 0 takes any free one."""
        self.settings = settings or Settings()
        self.tally = CallTally(self.settings.keep)
        self._host, self._port = host, port
        self._server: asyncio.Server | None = None
        self._slots = asyncio.Semaphore(self.settings.slots or _ENOUGH)
        self._times: Counter[str] = Counter()
        self._known: set[bytes] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """The base URL to give to a client."""
        return f"http://{self._host}:{self._port}/v1"

    async def start(self) -> Stub:
        """Listen; SpecError if the port cannot be had."""
        try:
            self._server = await asyncio.start_server(self._connected, self._host, self._port, backlog=1024)
        except OSError as fault:
            raise SpecError(
                f"--port {self._port}: cannot listen there ({fault.strerror or fault}); --port 0 takes any free port"
            ) from None
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def close(self) -> None:
        """Stop listening and break off whatever is open."""
        if self._server is not None:
            self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def __aenter__(self) -> Stub:
        """Listen."""
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        await self.close()

    def forget(self) -> None:
        """Count anew, as if just started."""
        self.tally = CallTally(self.settings.keep)
        self._times.clear()
        self._known.clear()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        connection = ClientSocket(reader, writer)
        try:
            while (asked := await connection.next()) is not None:
                answer = await self._answer(asked, connection)
                if answer is None or not await connection.send(answer):
                    break
        except (h11.ProtocolError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _answer(self, asked: StubRequest, connection: ClientSocket) -> Response | None:
        """What to send; None if there is nobody to send it to."""
        self.tally.requests[f"{asked.method} {asked.path}"] += 1
        if asked.path in ("/health", "/tally", "/requests", "/timeline"):
            return self._tell(asked)
        wanted = f"Bearer {self.settings.key}".encode()
        if self.settings.key is not None and not hmac.compare_digest(asked.authorization.encode(), wanted):
            sentence = "Incorrect API key provided." if asked.authorization else "You didn't provide an API key."
            return self._counted(error(401, sentence, "invalid_api_key"))
        if (asked.method, asked.path) == ("GET", "/v1/models"):
            more = {"context_length": TOLD} if "less-context" in self.settings.faults else {}
            about = {"object": "model", "created": 0, "owned_by": "stub", **more}
            data = [{"id": name, **about} for name in self.settings.models]
            return Response(200, json.dumps({"object": "list", "data": data}).encode())
        if asked.method == "POST" and asked.path in ("/v1/chat/completions", SENT_ON_TO):
            return await self._complete(asked, connection)
        return self._counted(error(404, f"Unknown request URL: {asked.method} {asked.path}.", "unknown_url"))

    def _tell(self, asked: StubRequest) -> Response:
        """What it has counted, for whoever measures."""
        if asked.path == "/health":
            return Response(200, b'{"status": "ok"}')
        if asked.path == "/requests":
            return Response(200, json.dumps([seen.shown() for seen in self.tally.seen]).encode())
        if asked.path == "/timeline":
            return Response(200, json.dumps(self.tally.timeline).encode())
        if asked.method == "DELETE":
            self.forget()
        return Response(200, json.dumps(self.tally.summary(self.settings.slots)).encode())

    async def _complete(self, asked: StubRequest, connection: ClientSocket) -> Response | None:
        try:
            request = json.loads(asked.body)
        except ValueError:
            request = None
        if not isinstance(request, dict):
            return self._counted(error(400, "The body of the request is not a JSON object.", None))
        tally = self.tally
        name = hashlib.sha256(asked.body).hexdigest()
        if asked.path != SENT_ON_TO and self._is_sent_on(name):
            return Response(307, b"", headers={"location": SENT_ON_TO})
        tally.move(opened=1)
        try:
            answer, fault = self._reply(request, name)
            tally.rungs[rung_of(request)] += 1
            tally.faults[fault or "none"] += 1
            tally.note(RequestNote(tally.last, asked.path, bool(asked.authorization), request, fault, answer.status))
            chance = Random(f"pace/{self.settings.seed}/{name}")
            if answer.works and not await self._work(answer, chance, asked.at, connection):
                return None
            return self._counted(answer)
        finally:
            tally.move(opened=-1)

    def _is_sent_on(self, name: str) -> bool:
        """Whether the next request of this name is answered elsewhere; it is counted there."""
        return fault_of(self.settings, f"{name}/{self._times[name] + 1}") == "sent-on"

    def _reply(self, request: Mapping[str, Any], name: str) -> tuple[Response, str]:
        """The answer to a request, and the fault in it, if any; `name` is the hash of its body."""
        settings = self.settings
        self._times[name] += 1
        fault = fault_of(settings, f"{name}/{self._times[name]}")
        texts = [message_text(each) for each in request.get("messages") or () if isinstance(each, dict)]
        refused = objection(request, settings, sum(map(len, texts)))
        if refused is not None:
            return refused, ""
        if settings.most is not None and self.tally.open > settings.most:
            return too_many(settings.retry_after), ""
        cached = self._cached(str(request["model"]), texts)
        return respond(request, settings, Random(f"{settings.seed}/{name}"), fault, cached), fault

    async def _work(self, answer: Response, chance: Random, came: float, connection: ClientSocket) -> bool:
        """Hold a slot for as long as the reply takes; False if the client left meanwhile.

        What this process itself needs for the answer counts as part of the latency.
        """
        began = time.monotonic() if self._slots.locked() else came
        async with self._slots:
            if began != came:
                began = time.monotonic()
            pace = self.settings.latency * (1 + self.settings.jitter * chance.uniform(-1, 1))
            self.tally.move(working=1)
            try:
                if answer.hangs:
                    return await connection.linger(None)
                left = began + pace - time.monotonic()
                return await connection.linger(left) if left > 0 else not connection.gone
            finally:
                self.tally.move(working=-1)

    def _cached(self, model: str, texts: list[str]) -> int:
        """Tokens at the start of a prompt that an earlier prompt began with too."""
        whole, found, running = "\n".join(texts), 0, hashlib.sha256(model.encode())
        for at in range(0, len(whole) - _BLOCK + 1, _BLOCK):
            running.update(whole[at : at + _BLOCK].encode(errors="replace"))
            mark = running.digest()
            if mark in self._known:
                found += _BLOCK // 4
            self._known.add(mark)
        return found

    def _counted(self, answer: Response) -> Response:
        self.tally.statuses[answer.status] += 1
        return answer


def fault_of(settings: Settings, name: str) -> str:
    """The fault that falls to a request of this name, or an empty string: the same seed and name give the same."""
    if not settings.faults:
        return ""
    left = Random(f"fault/{settings.seed}/{name}").random()
    for fault, share in settings.faults.items():
        left -= share
        if left < 0:
            return fault
    return ""
