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
from contextlib import contextmanager
from typing import Any

from wargame.stub import Settings, Stub

PATIENCE = 60.0
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
    with urllib.request.urlopen(request, timeout=10) as reply:
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


@contextmanager
def turning(first: Settings, then: Settings | None = None) -> Iterator[Stub]:
    """A stub that changes once the first request has come: what a game meets whose model was there when asked.

    Without `then` it changes when its settings are set.
    """
    ready, done = threading.Event(), threading.Event()
    stub = Stub(first)

    async def serve() -> None:
        async with stub:
            ready.set()
            while not done.is_set():
                await asyncio.sleep(0.005)
                if then is not None and stub.tally.rungs:
                    stub.settings = then

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        assert ready.wait(PATIENCE)
        yield stub
    finally:
        done.set()
        thread.join(PATIENCE)
