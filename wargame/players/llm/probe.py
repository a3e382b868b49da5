"""What an endpoint can do, found out by a few small calls."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from math import inf
from typing import Any

import httpx2
import openai

from wargame.players.llm.completion import Completion, completion_of
from wargame.players.llm.connection import Connection, Received
from wargame.players.llm.endpoints import Endpoints
from wargame.players.llm.failures import Failure, FailureKind, of_connection, of_page, of_silence, of_status
from wargame.players.llm.finding import as_json
from wargame.players.llm.findings import NEEDED, Findings
from wargame.players.llm.ladder import RUNGS, Fitted, Ladder
from wargame.players.llm.prices import CURRENCY
from wargame.players.llm.profiles import Rung
from wargame.players.llm.request import PromptPiece, Request, Utterance

LONGEST = 60.0
"""Seconds that the trial with a long prompt may take; beyond them nothing is known of the context."""
AGAIN = 2
"""Times that a call is made again if its fault may pass."""
PAUSE = 10.0
"""Longest pause before that, in seconds."""
SMALL = 400
"""Tokens for the reply to a small question, thinking included."""
THINKS = 2000
"""A model that the profile allows more tokens than this is taken to think before it writes."""
OF_ONE_REQUEST: tuple[FailureKind, ...] = ("context", "limited", "content", "other")
"""Kinds of failure after which another rung is worth trying; after the others none is."""
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"mood": {"type": "string", "enum": ["calm", "tense"]}, "turns": {"type": "integer"}},
    "required": ["mood", "turns"],
    "additionalProperties": False,
}
_LENGTHS = ("context_length", "max_model_len", "context_window", "max_context_length", "n_ctx", "n_ctx_train")


def untold(found: Findings) -> None:
    """Nobody waits for single findings."""


async def probe(
    spec: str, endpoints: Endpoints, *, context: int = NEEDED, told: Callable[[Findings], None] = untold
) -> Findings:
    """Find out what a model at an endpoint can do; SpecError if the spec is malformed or lacks a key.

    `told` is called with what is known so far whenever that has become more.
    """
    connection = endpoints.connection(endpoints.endpoint(spec))
    found = Findings(spec, connection.endpoint.name, connection.endpoint.model, context_needed=context)
    return await _Probe(connection, found, told).all()


class _Probe:
    """One probe on its way."""

    def __init__(self, connection: Connection, found: Findings, told: Callable[[Findings], None]) -> None:
        self.connection, self.found, self.endpoint, self.told = connection, found, connection.endpoint, told
        if self.endpoint.key is not None:
            found.key = "given"
        if connection.price is not None:
            price = connection.price
            found.price = f"{price.input:g} in, {price.output:g} out per million tokens ({CURRENCY}, {price.date})"

    async def all(self) -> Findings:
        """Everything in turn, until something makes the rest senseless."""
        found = self.found
        failure = await self._models()
        if failure is None:
            self.told(found)
            failure = await self._rungs()
        if failure is None and found.best is not None:
            await self._pace()
            self.told(found)
            await self._context()
        if failure is not None and not found.problem:
            found.problem = self._sentence(failure)
        elif found.best is not None and found.best != self.connection.profile.rung:
            found.learnt += (
                f"the first rung tried is {self.connection.profile.rung}; an entry in profiles.yaml with "
                f"`rung: {found.best}` saves the detour",
            )
        elif found.best is None and not found.problem:
            found.problem = f"{self.endpoint.name} gave no JSON in any way; a model that follows instructions is needed"
        return found

    def _sentence(self, failure: Failure) -> str:
        if failure.kind in ("key_missing", "key_wrong"):
            self.found.key = "missing" if failure.kind == "key_missing" else "refused"
        if failure.kind == "model_unknown" and self.found.models:
            said = f"{self.endpoint.name} does not know the model {self.endpoint.model!r}"
            return f"{said}; it has {', '.join(self.found.models[:20])}"
        return failure.sentence

    async def _models(self) -> Failure | None:
        """What the list of models says, if there is one."""
        found, endpoint = self.found, self.endpoint
        options: Any = {} if endpoint.key else {"headers": {"Authorization": openai.Omit()}}
        try:
            async with asyncio.timeout(min(30.0, self.connection.profile.seconds)):
                response = await self.connection.api.get("/models", cast_to=httpx2.Response, options=options)
        except TimeoutError:
            return of_silence(endpoint, min(30.0, self.connection.profile.seconds))
        except openai.APIStatusError as fault:
            found.reached = True
            failure = of_status(endpoint, fault.status_code, fault.response.text, fault.response.headers)
            return failure if failure.kind not in OF_ONE_REQUEST and fault.status_code != 404 else None
        except (openai.APIConnectionError, httpx2.HTTPError) as fault:
            return of_connection(endpoint, fault)
        found.reached = True
        try:
            rows = [row for row in json.loads(response.text)["data"] if isinstance(row, dict)]
        except (ValueError, KeyError, TypeError):
            return of_page(endpoint, response.text) if "<" in response.text[:200] else None
        found.models = tuple(sorted(str(row.get("id")) for row in rows))
        if found.models:
            found.known = endpoint.model in found.models
        mine = next((row for row in rows if row.get("id") == endpoint.model), rows[0] if len(rows) == 1 else {})
        places = (mine, mine.get("meta") or {})
        lengths = [place[name] for place in places for name in _LENGTHS if isinstance(place.get(name), int)]
        found.context_said = min(lengths) if lengths else None
        return None

    async def _rungs(self) -> Failure | None:
        """Which ways to ask for JSON work."""
        found, last = self.found, None
        for rung in RUNGS:
            received, done = await self._ask(SMALL_QUESTION, rung)
            failure = received.failure
            breaks = received.status == 500 and rung in RUNGS[:2]
            if failure is not None and failure.kind not in OF_ONE_REQUEST and not breaks:
                found.rungs[rung] = failure.sentence
                return failure
            if done is None:
                last = failure or of_page(self.endpoint, received.body)
                found.rungs[rung] = f"no: {last.sentence}"
                self.told(found)
                continue
            found.usage = done.usage.prompt is not None
            found.cached = done.usage.cached is not None
            found.rungs[rung] = _verdict(done)
            if found.rungs[rung] == "works" and found.best is None:
                found.best = rung
            self.told(found)
        return last if found.best is None and last is not None else None

    async def _pace(self) -> None:
        began = time.perf_counter()
        await self._ask(SMALL_QUESTION, next(rung for rung in RUNGS if rung == self.found.best))
        self.found.seconds = round(time.perf_counter() - began, 3)
        began = time.perf_counter()
        _, done = await self._ask(_request("Count from one to forty in words, separated by commas."), "text")
        took = time.perf_counter() - began
        if done is not None and done.usage.completion:
            self.found.tokens_per_second = round(done.usage.completion / took, 1)

    async def _context(self) -> None:
        found = self.found
        if found.context_said is not None:
            found.context_enough = found.context_said >= found.context_needed
        else:
            words = "alpha " * (found.context_needed - SMALL)
            received, _ = await self._ask(_request(f"{words}\nSay yes."), "text", tokens=16, seconds=LONGEST)
            found.context_enough = received.failure is None
            if received.failure is not None and received.failure.kind != "context":
                found.context_enough = None
        if found.context_enough is False:
            found.problem = (
                f"{self.endpoint.model} at {self.endpoint.name} takes fewer than the {found.context_needed} tokens "
                "that a game needs; choose a model with more context, or start the server with more"
            )

    async def _ask(
        self, request: Request, rung: Rung, *, tokens: int | None = None, seconds: float = inf
    ) -> tuple[Received, Completion | None]:
        """One call on one rung, put otherwise if the endpoint wants a parameter otherwise."""
        ladder, profile = Ladder.of(self.connection.profile), self.connection.profile
        allowed = tokens or (SMALL if profile.output_tokens <= THINKS else profile.output_tokens)
        for _ in range(4):
            fitted = ladder.fit(self.endpoint.model, request, allowed, rung=rung)
            received = await self._sent(fitted, min(profile.seconds, seconds))
            if received.status == 200:
                break
            ladder.rung = rung
            if not ladder.learn(received.status or 0, received.body, fitted.parameters, rung) or ladder.rung != rung:
                break
        learnt = (*self.found.learnt, *(step for step in ladder.steps if step not in ladder.downs))
        self.found.learnt = tuple(dict.fromkeys(learnt))
        return received, completion_of(received.body) if received.status == 200 else None

    async def _sent(self, fitted: Fitted, seconds: float) -> Received:
        """One call, made again a few times if the fault may pass; a server that loads its model is waited for."""
        until, left = time.monotonic() + self.connection.profile.seconds, AGAIN
        while True:
            received = await self.connection.send(fitted, seconds)
            failure = received.failure
            if failure is None or not failure.again or failure.kind == "timeout":
                return received
            left -= failure.kind != "loading"
            if left < 0 or time.monotonic() > until:
                return received
            await asyncio.sleep(min(received.wait or self.connection.profile.pause, PAUSE))


def _request(question: str) -> Request:
    said = (
        Utterance("system", (PromptPiece("rules", "You answer questions."),)),
        Utterance("user", (PromptPiece("now", question),)),
    )
    return Request("0.probe", "probe", said, "answer", SCHEMA, SMALL)


SMALL_QUESTION = _request("How does a meeting of rival powers feel, and how many turns will it take?")
"""It says nothing of any form, so that a fitting reply shows that the form was held to."""


def _verdict(done: Completion) -> str:
    try:
        said = json.loads(as_json(done.text))
        fits = set(said) == {"mood", "turns"} and said["mood"] in ("calm", "tense") and isinstance(said["turns"], int)
    except (ValueError, TypeError):
        fits = False
    if fits:
        return "works"
    return "no: the reply was cut" if done.finish == "length" else "ignored: a reply came, but not in this form"
