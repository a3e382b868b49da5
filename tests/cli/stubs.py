"""Stubs for commands: one in a process of its own, and one in a thread that can change its manners in the middle."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

from wargame.stub import Settings, Stub
from wargame.stub.answers import Response

PATIENCE = 300.0
"""Seconds for what takes none on a machine that has nothing else to do."""


@contextmanager
def process(*options: object) -> Iterator[str]:
    """The base URL of a stub in a process of its own."""
    words = [sys.executable, "-m", "wargame.stub", *map(str, options)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as served:
        try:
            assert served.stdout is not None
            yield served.stdout.readline().strip()
        finally:
            served.terminate()


def told(url: str, what: str, method: str = "GET") -> Any:
    """What a stub tells of itself under `/tally` or `/requests`; with DELETE it counts anew."""
    request = urllib.request.Request(f"{url.removesuffix('/v1')}/{what}", method=method)
    with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
        return json.loads(reply.read())


def quiet(url: str) -> dict[str, Any]:
    """The tally of a stub at which nobody waits any more."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        tally: dict[str, Any] = told(url, "tally")
        if not tally["open"]:
            return tally
        time.sleep(0.02)
    raise AssertionError("requests stayed open at the stub")


class TurningStub(Stub):
    """A stub that changes with the answer to its nth question, before anybody can have that answer."""

    def __init__(self, first: Settings, then: Settings | None, after: int) -> None:
        super().__init__(first)
        self._then, self._after = then, after

    def turn(self, settings: Settings) -> None:
        """Change now, and not again."""
        self.settings, self._then = settings, None

    def _counted(self, answer: Response) -> Response:
        if self._then is not None and self.tally.statuses.total() + 1 >= self._after and self.tally.rungs:
            self.turn(self._then)
        return super()._counted(answer)


AnyStub = TypeVar("AnyStub", bound=Stub)


@contextmanager
def serving(stub: AnyStub) -> Iterator[AnyStub]:
    """A stub in a thread of its own."""
    ready, done = threading.Event(), threading.Event()

    async def serve() -> None:
        async with stub:
            ready.set()
            await asyncio.to_thread(done.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        assert ready.wait(PATIENCE)
        yield stub
    finally:
        done.set()
        thread.join(PATIENCE)


def turning(first: Settings, then: Settings | None = None, after: int = 1) -> AbstractContextManager[TurningStub]:
    """A stub that changes once its first answers are given: what a game meets whose model was there when asked.

    Without `then` it changes when its settings are set.
    """
    return serving(TurningStub(first, then, after))
