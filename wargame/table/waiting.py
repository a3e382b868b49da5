"""Running a coroutine to its end from code that is none: an event loop is loaded only where somebody is waited for.

A game of scripts waits for nobody. What a loop brings with it (sockets, encryption, threads) takes memory and time.
"""

from __future__ import annotations

import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run_through(work: Coroutine[Any, Any, T], *, waits: bool) -> T:
    """What a coroutine returns; `waits` says whether it may have to wait for anything.

    RuntimeError if it waits although it was said that it would not; then it is closed.
    """
    if waits:
        import asyncio

        return asyncio.run(work)
    try:
        work.send(None)
    except StopIteration as end:
        value: T = end.value
        return value
    work.close()
    name = getattr(work, "__qualname__", "this work")
    raise RuntimeError(f"{name} waits for something, and it runs without an event loop")


async def let_others_run() -> None:
    """Give other tasks of a running loop their turn; nothing where there is no loop."""
    loops = sys.modules.get("asyncio")
    if loops is not None:
        try:
            loops.get_running_loop()
        except RuntimeError:
            return
        await loops.sleep(0)
