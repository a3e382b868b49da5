"""What tests of calls have in common: a request, a stub to send it to, and a pad that keeps what was recorded."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from wargame.core.ids import DecisionId
from wargame.players.llm.budget import Budget
from wargame.players.llm.client import ModelClient
from wargame.players.llm.endpoints import Endpoints
from wargame.players.llm.prices import Prices
from wargame.players.llm.profiles import ProfileEntry, Profiles
from wargame.players.llm.request import CallRecord, PromptPiece, Reply, Request, Utterance
from wargame.stub import Settings, Stub

KEY = "sk-never-to-be-seen-0815"
T = TypeVar("T")
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "kind": {"const": "pass"},
        "rationale": {"type": "string", "maxLength": 60},
        "points": {"type": "integer", "minimum": 0, "maximum": 3},
    },
    "required": ["kind", "rationale", "points"],
    "additionalProperties": False,
}


class Pad:
    """A call book in memory that finds what it holds."""

    def __init__(self) -> None:
        self.calls: list[CallRecord] = []
        self.texts: dict[str, str] = {}

    def earlier(self, decision: DecisionId, attempt: int) -> CallRecord | None:
        found = [call for call in self.calls if (call.decision, call.attempt) == (decision, attempt)]
        return found[-1] if found else None

    def keep(self, call: CallRecord, texts: Mapping[str, str]) -> None:
        self.calls.append(call)
        self.texts.update(texts)


def request(decision: str = "2.talk1.paris", *, seconds: float | None = None, tokens: int = 400) -> Request:
    rules = Utterance("system", (PromptPiece("rules", "You decide for Paris."),))
    now = Utterance(
        "user", (PromptPiece("now", "Turn 2. What do you say?"), PromptPiece("question", f"Answer for {decision}."))
    )
    return Request(decision, "first", (rules, now), "talk", SCHEMA, tokens, seconds)


def profiles(**says: Any) -> Profiles:
    """Quick ones: short waits, so that a test that waits for nothing is over soon."""
    return Profiles((ProfileEntry(says={"pause": 0.01, "seconds": 2.0, **says}),))


def run(work: Coroutine[Any, Any, T]) -> T:
    """Carry it out; a test that hangs fails."""

    async def limited() -> T:
        return await asyncio.wait_for(work, 300)

    return asyncio.run(limited())


@asynccontextmanager
async def board_of(**says: Any) -> AsyncIterator[Endpoints]:
    """Endpoints with a key, quick profiles and no prices."""
    endpoints = Endpoints(environ={"OPENAI_API_KEY": KEY}, profiles=profiles(**says), prices=Prices(()))
    try:
        yield endpoints
    finally:
        await endpoints.aclose()


def asked(
    settings: Settings,
    work: Callable[[ModelClient, Stub], Awaitable[T]],
    pad: Pad | None = None,
    budget: Budget | None = None,
    make: Callable[[Settings], Stub] = Stub,
    **says: Any,
) -> T:
    """Do something with a client of a stub, or of another one that `make` gives."""

    async def through() -> T:
        async with make(settings) as stub, board_of(**says) as endpoints:
            return await work(endpoints.client(f"llm:stub@{stub.url}", "a game", pad or Pad(), budget), stub)

    return run(through())


def one(settings: Settings, pad: Pad | None = None, **says: Any) -> Reply:
    """The reply to one request."""
    return asked(settings, lambda client, _: client.ask(request()), pad, **says)
