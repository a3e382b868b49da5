"""What an endpoint can do, found out by a few small calls."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from math import inf
from typing import Any

import httpx2
import openai

from wargame.players.llm.completion import Completion, completion_of
from wargame.players.llm.connection import Connection, Received
from wargame.players.llm.endpoints import Endpoints
from wargame.players.llm.failures import (
    DOWN,
    IN_A_CIRCLE,
    Failure,
    FailureKind,
    of_connection,
    of_page,
    of_silence,
)
from wargame.players.llm.finding import find
from wargame.players.llm.findings import NEEDED, Findings
from wargame.players.llm.ladder import RUNGS, Fitted, Ladder
from wargame.players.llm.loose_values import plain
from wargame.players.llm.message import finish_of
from wargame.players.llm.models_list import models_listed
from wargame.players.llm.prices import CURRENCY
from wargame.players.llm.profiles import Rung
from wargame.players.llm.request import PromptPiece, Request, Utterance
from wargame.players.llm.response_body import ErrorWithin, data_of, decoded, error_in

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
OF_ONE_REQUEST: tuple[FailureKind, ...] = ("context", "limited", "content", "unclear", "other")
"""Kinds of failure after which another rung is worth trying; after the others none is."""
OTHERWISE = 6
"""Times that one question is put in one way."""
WANTED = ("mood", "turns")
"""The fields by which the answer to a small question is known."""
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"mood": {"type": "string", "enum": ["calm", "tense"]}, "turns": {"type": "integer"}},
    "required": ["mood", "turns"],
    "additionalProperties": False,
}


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
        self.ladder = Ladder.of(connection.profile)
        """What was learnt so far; each way to ask is tried on its own."""
        self.allowed = SMALL if connection.profile.output_tokens <= THINKS else connection.profile.output_tokens
        self.least = 0
        """Tokens that it wants to be asked for at the least."""
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
        """What the list of models says, if there is one; a failure only if nobody can be asked anything."""
        found, endpoint = self.found, self.endpoint
        options: Any = {} if endpoint.key else {"headers": {"Authorization": openai.Omit()}}
        try:
            async with asyncio.timeout(min(30.0, self.connection.profile.seconds)):
                response = await self.connection.api.get("/models", cast_to=httpx2.Response, options=options)
        except TimeoutError:
            return of_silence(endpoint, min(30.0, self.connection.profile.seconds))
        except openai.APIStatusError:
            found.reached = True
            return None
        except (openai.APIConnectionError, httpx2.HTTPError) as fault:
            failure = of_connection(endpoint, fault)
            return None if failure.sentence.startswith(DOWN[1]) or IN_A_CIRCLE in failure.sentence else failure
        found.reached = True
        listed = models_listed(decoded(response.content))
        found.models = tuple(sorted(listed))
        if found.models:
            found.known = endpoint.model in listed
        mine = endpoint.model if endpoint.model in listed else found.models[0] if len(listed) == 1 else ""
        found.context_said = listed.get(mine)
        return None

    async def _rungs(self) -> Failure | None:
        """Which ways to ask for JSON work."""
        found, last = self.found, None
        for rung in RUNGS:
            received, done = await self._ask(SMALL_QUESTION, rung)
            failure = received.failure
            within = _within(received)
            breaks = (within.status if within else received.status) == 500 and rung in RUNGS[:2]
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
        """One call on one rung, put otherwise if the endpoint wants it so, with more room if thought took it all."""
        ladder, profile, done = self.ladder, self.connection.profile, None
        for _ in range(OTHERWISE):
            allowed = max(self.least, min(tokens or self.allowed, ladder.most_tokens or self.allowed))
            fitted = ladder.fit(self.endpoint.model, request, allowed, rung=rung)
            received = await self._sent(fitted, min(profile.seconds, seconds))
            if received.status == 200 and received.failure is None:
                done = completion_of(received.body, WANTED, by_tool=rung == "tool")
                more = min(4 * self.allowed, profile.most_output_tokens)
                is_cut = done is not None and finish_of(done.finish) == "length" and not _holds_answer(done)
                if not is_cut or tokens or more <= self.allowed:
                    break
                self.allowed = more
                continue
            ladder.rung = rung
            status, said = (within.status, within.said) if (within := _within(received)) else (received.status, "")
            objection = ladder.objection(status or 0, said or received.body, fitted.parameters, rung, allowed)
            if not ladder.meet(objection, rung, len(fitted.content)) or ladder.rung != rung:
                break
            if objection.kind == "more_tokens":
                self.least = objection.value
            if objection.kind == "tokens":
                if tokens:
                    break
                self.allowed = min(self.allowed, objection.value)
        learnt = (*self.found.learnt, *(step for step in ladder.steps if step not in ladder.downs))
        self.found.learnt = tuple(dict.fromkeys(learnt))
        return received, done

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


def _within(received: Received) -> ErrorWithin | None:
    """The error that came with status 200, if one did."""
    return error_in(data_of(received.body)) if received.status == 200 else None


def _holds_answer(done: Completion) -> bool:
    found = find(done.text, WANTED)
    return found is not None and not set(WANTED).isdisjoint(found.value)


def _verdict(done: Completion) -> str:
    """Whether the form was kept, as far as a game would ask for it: what a game mends is no fault here either."""
    found = find(done.text, WANTED)
    mood, turns = (found.value.get(name) for name in WANTED) if found else (None, None)
    if plain(str(mood)) in ("calm", "tense") and str(turns).strip().removesuffix(".0").isdecimal():
        return "works"
    if done.refusal:
        return f"no: the model declined: {' '.join(done.refusal.split())[:100]}"
    is_cut = finish_of(done.finish) == "length"
    return "no: the reply was cut" if is_cut else "ignored: a reply came, but not in this form"
