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
from wargame.players.llm.failures import Failure, of_recorded
from wargame.players.llm.probe import SMALL_QUESTION
from wargame.players.llm.request import CallRecord

LOADING = 2.0
"""Seconds between two questions to a server that is loading its model."""
HARMLESS = ("limited", "content")
"""Kinds of failure with which a game may start: the endpoint is there and knows the model."""


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


async def preflight(specs: Iterable[str], endpoints: Endpoints) -> None:
    """Ask each model of these specs once; SpecError with one sentence and the way out if one cannot play.

    An endpoint that says nothing is waited for as long as one attempt may take. What is learnt of it on the way,
    such as a lower rung, serves the game over the same endpoints.
    """
    wanted: dict[Endpoint, str] = {}
    for spec in specs:
        wanted.setdefault(endpoints.endpoint(spec), spec)
    failures = await asyncio.gather(*(_ask(spec, endpoints) for spec in wanted.values()))
    for spec, failure in zip(wanted.values(), failures, strict=True):
        if failure is not None:
            raise SpecError(f"player {spec!r}: {failure.sentence}")


async def _ask(spec: str, endpoints: Endpoints) -> Failure | None:
    endpoint = endpoints.endpoint(spec)
    longest = endpoints.profiles.of_endpoint(endpoint).seconds
    until = time.monotonic() + longest
    while True:
        pad = Pad()
        client = endpoints.client(spec, "preflight", pad)
        await client.ask(replace(SMALL_QUESTION, seconds=longest, max_tokens=client.output_tokens))
        failure = of_recorded(endpoint, pad.calls[-1]) if pad.calls else None
        if failure is None or failure.kind in HARMLESS:
            return None
        if failure.kind != "loading" or time.monotonic() > until:
            return failure
        await asyncio.sleep(LOADING)
