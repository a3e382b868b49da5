"""One small call to each model before a game, so that what cannot work is said at once and not after the first turn."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace

from wargame.core.ids import DecisionId
from wargame.errors import SpecError
from wargame.players.llm.address import Endpoint
from wargame.players.llm.endpoints import Endpoints
from wargame.players.llm.failures import Trouble, of_recorded
from wargame.players.llm.probe import SMALL_QUESTION
from wargame.players.llm.request import CallRecord

LOADING = 2.0
"""Seconds between two questions to a server that is loading its model."""
HARMLESS = ("limited", "content")
"""Kinds of trouble with which a game may start: the endpoint is there and knows the model."""


class Pad:
    """A call book for calls that belong to no game."""

    def __init__(self) -> None:
        """Nothing is kept beyond this object."""
        self.calls: list[CallRecord] = []

    def earlier(self, decision: DecisionId, attempt: int) -> CallRecord | None:
        """Nothing is ever found."""
        return None

    def keep(self, call: CallRecord, texts: Mapping[str, str]) -> None:
        """Keep it for the moment."""
        self.calls.append(call)


async def preflight(specs: Iterable[str], board: Endpoints) -> None:
    """Ask each model once; SpecError with one sentence and the way out if one cannot play.

    An endpoint that says nothing is waited for as long as one attempt may take. What is learnt of it on the way,
    such as a lower rung, serves the game on the same board.
    """
    wanted: dict[Endpoint, str] = {}
    for spec in specs:
        if spec.startswith("llm:"):
            wanted.setdefault(board.endpoint(spec), spec)
    troubles = await asyncio.gather(*(_ask(spec, board) for spec in wanted.values()))
    for spec, trouble in zip(wanted.values(), troubles, strict=True):
        if trouble is not None:
            raise SpecError(f"player {spec!r}: {trouble.sentence}")


async def _ask(spec: str, board: Endpoints) -> Trouble | None:
    endpoint = board.endpoint(spec)
    longest = board.profiles.of_endpoint(endpoint).seconds
    until, question = time.monotonic() + longest, replace(SMALL_QUESTION, seconds=longest)
    while True:
        pad = Pad()
        await board.line(spec, "preflight", pad).ask(question)
        trouble = of_recorded(endpoint, pad.calls[-1]) if pad.calls else None
        if trouble is None or trouble.kind in HARMLESS:
            return None
        if trouble.kind != "loading" or time.monotonic() > until:
            return trouble
        await asyncio.sleep(LOADING)
