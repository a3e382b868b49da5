"""Trying somebody in positions: a model over its endpoint, one question each, and scripts to compare with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from wargame.core.spec_words import MODEL, model_of, spec_of
from wargame.players import specs
from wargame.players.llm.budget import tokens_in
from wargame.players.llm.endpoints import Endpoints
from wargame.players.llm.preflight import Pad, preflight
from wargame.players.llm.prompts import Prompts
from wargame.players.llm.reply_reading import heard
from wargame.players.llm.request import Client, Request
from wargame.players.llm.wording_sets import wording_set
from wargame.positions.judging import PlayMeasure, PositionVerdict, Proportion, judged, shares
from wargame.positions.position import TriedPosition

REFERENCES = ("best", "scripted", "random", "passing")
"""Scripts that are tried beside a model, so that its shares have a scale."""
LEAST_LEGAL = 0.5
"""Share of legal first answers below which a model cannot be said to play."""
TrialListener = Callable[[int, int], None]
"""Told how many positions are answered, and of how many."""


@dataclass(frozen=True, slots=True)
class TrialCost:
    """What it takes at most to try a model, before anybody is asked."""

    calls: int
    """One for each position; an endpoint that fails is asked again."""
    prompt: int
    """Tokens that are read, counted high."""
    completion: int
    """Tokens that may be written."""
    money: float | None
    """In the currency of the price table; None if the price is not known."""


@dataclass(frozen=True, slots=True)
class ModelTrial:
    """What a model did in positions."""

    spec: str
    verdicts: tuple[PositionVerdict, ...]
    prompt: int
    """Tokens that were read, as far as the endpoint says."""
    completion: int
    cached: int
    money: float | None
    problem: str = ""
    """Why it cannot play; empty if it can."""

    @property
    def shares(self) -> Mapping[PlayMeasure, Proportion]:
        """For each measure how many replies show it."""
        return shares(self.verdicts)


class Trial:
    """The questions of some positions to one model."""

    def __init__(self, spec: str, endpoints: Endpoints, positions: Sequence[TriedPosition], wording: str = "") -> None:
        """From a player spec; the prompts are those of a game, in the words in use or of a set by its name or path.

        SpecError if the spec is malformed or lacks a key, or if there is no such set or it cannot be used.
        """
        self.spec, self._endpoints, self._positions = spec_of(MODEL, model_of(spec)), endpoints, positions
        self._pad, self._wording = Pad(), wording_set(wording)
        self._client = endpoints.client(self.spec, "positions", self._pad)
        self._requests = [self._request(number, each) for number, each in enumerate(positions, 1)]
        self._problem = ""

    def _request(self, number: int, position: TriedPosition) -> Request:
        client: Client = self._client
        asked = Prompts(self._wording).request(
            position.ask, tightly=client.tight, max_tokens=client.output_tokens, seconds=position.ask.seconds
        )
        return replace(asked, decision=f"{asked.decision}.{number}")

    @property
    def cost(self) -> TrialCost:
        """What it takes at most."""
        characters = sum(len(said.text) for request in self._requests for said in request.messages)
        prompt = tokens_in(characters)
        completion = sum(request.max_tokens for request in self._requests)
        price = self._endpoints.prices.of(self._client.endpoint)
        return TrialCost(len(self._requests), prompt, completion, price.most(prompt, completion) if price else None)

    async def run(self, told: TrialListener) -> ModelTrial:
        """Ask everything, as many at once as the profile allows; SpecError if the endpoint cannot be asked at all."""
        await preflight([self.spec], self._endpoints)
        room = asyncio.Semaphore(self._endpoints.connection(self._client.endpoint).profile.start)
        done = 0

        async def one(position: TriedPosition, request: Request) -> PositionVerdict:
            nonlocal done
            async with room:
                verdict = await self._asked(position, request)
            done += 1
            told(done, len(self._requests))
            return verdict

        pairs = zip(self._positions, self._requests, strict=True)
        verdicts = tuple(await asyncio.gather(*(one(position, request) for position, request in pairs)))
        calls = self._pad.calls
        costs = [call.cost for call in calls if call.status == 200]
        return ModelTrial(
            self.spec,
            verdicts,
            sum(call.usage.prompt or 0 for call in calls),
            sum(call.usage.completion or 0 for call in calls),
            sum(call.usage.cached or 0 for call in calls),
            None if None in costs or not costs else sum(cost or 0.0 for cost in costs),
            self._problem or _problem(verdicts),
        )

    async def _asked(self, position: TriedPosition, request: Request) -> PositionVerdict:
        if self._problem:
            return judged(position, None, self._problem, answered=False)
        reply = await self._client.ask(request)
        if reply.is_gone:
            self._problem = reply.fault
        found = heard(position.ask, reply)
        return judged(position, found.body, "; ".join(found.faults), answered=reply.outcome not in ("failed", "late"))


def _problem(verdicts: Sequence[PositionVerdict]) -> str:
    legal = shares(verdicts)["legal"]
    if legal.count < LEAST_LEGAL * legal.of:
        return f"{legal.count} of {legal.of} first answers were accepted by the rules: fewer than half"
    return ""


async def tried(spec: str, positions: Sequence[TriedPosition]) -> tuple[PositionVerdict, ...]:
    """What a script of this spec does in the positions; nobody is called."""
    verdicts = []
    for position in positions:
        player = specs.make(spec, position.ask.book.seat(position.ask.seat), 1)
        verdicts.append(judged(position, (await player.decide(position.ask)).body))
    return tuple(verdicts)
