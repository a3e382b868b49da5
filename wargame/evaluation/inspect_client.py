"""A way to a model through Inspect: what a seat asks goes out by its providers, and stands in the game's record."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wargame.core.ids import SeatId
from wargame.core.spec_words import MODEL
from wargame.players.llm.attempts import hash_of, texts_of
from wargame.players.llm.budget import Budget
from wargame.players.llm.client import ModelClient
from wargame.players.llm.completion import reply_of
from wargame.players.llm.endpoints import Endpoints
from wargame.players.llm.ladder import IN_WORDS, encoded
from wargame.players.llm.request import READING, CallBook, CallRecord, Reply, Request, TokenUsage

PLACE = "inspect.internal"
"""What stands in records in place of a host, below the name of the seat: Inspect knows where its models are."""
ENDS: Mapping[str, str] = {"stop": "stop", "max_tokens": "length", "content_filter": "content_filter"}
"""How records call the ways in which Inspect says that a reply ended."""


def spec_of(seat: SeatId, model: Any) -> str:
    """The player spec under which a model of Inspect sits at a table, one for each seat: seats are its roles."""
    return f"{MODEL}:{model}@http://{seat}.{PLACE}"


class InspectEndpoints(Endpoints):
    """Models of Inspect by the specs of the seats that they play."""

    def __init__(self, models: Mapping[SeatId, Any], seats: Mapping[SeatId, str]) -> None:
        """`models` are Inspect's by seat, `seats` the specs of these seats; no environment counts."""
        super().__init__(environ={})
        self._models = {seats[seat]: model for seat, model in models.items()}

    def client(self, spec: str, game: str, book: CallBook, budget: Budget | None = None) -> ModelClient:
        """A client whose questions go out through Inspect."""
        usual = super().client(spec, game, book, budget)
        return InspectClient(**{**vars(usual), "model": self._models[spec]})


@dataclass
class InspectClient(ModelClient):
    """Asks a model of Inspect; retries, connections, limits and caches are Inspect's."""

    model: Any = None

    @property
    def tight(self) -> bool:
        """Schemas stand in the prompt in words, so they are cut to the legal moves of the turn."""
        return True

    @property
    def output_tokens(self) -> int:
        """What Inspect was told, or what the profile says."""
        return int(self.model.config.max_tokens or self.profile.output_tokens)

    async def ask(self, request: Request) -> Reply:
        """Ask once and read what came as any reply is read; what a provider raises ends the sample, as Inspect has it.

        The schema stands after the last message in words, for not every provider can be held to one.
        """
        from inspect_ai.model import GenerateConfig

        schema, began = encoded(request.schema).decode(), time.perf_counter()
        words = [(said.speaker, said.text) for said in request.messages]
        words[-1] = (words[-1][0], f"{words[-1][1]}\n\n{IN_WORDS}\n{schema}")
        output = await self.model.generate(_messages(words), config=GenerateConfig(max_tokens=request.max_tokens))
        self.attempts.numbers[request.decision] += 1
        call = CallRecord(
            decision=request.decision,
            step=request.step,
            attempt=self.attempts.numbers[request.decision],
            model=self.endpoint.model,
            endpoint=self.endpoint.name,
            rung="text",
            request=hash_of(f"{words} {request.max_tokens}"),
            messages=tuple((said.speaker, tuple(hash_of(p.text) for p in said.pieces)) for said in request.messages),
            schema=hash_of(schema),
            max_tokens=request.max_tokens,
            seconds=round(time.perf_counter() - began, 6),
            reply=output.completion,
            finish=ENDS.get(output.stop_reason, output.stop_reason),
            refusal=None,
            returned_model=output.model or None,
            fingerprint=None,
            status=None if output.error else 200,
            fault=output.error or "",
            usage=_usage(output.usage),
            reading=READING,
        )
        self.book.keep(call, {**texts_of(request), hash_of(schema): schema})
        return reply_of(call, tuple(request.schema.get("properties", ())))


def _messages(words: list[tuple[Any, str]]) -> list[Any]:
    from inspect_ai.model import ChatMessageAssistant, ChatMessageSystem, ChatMessageUser

    kinds = {"system": ChatMessageSystem, "user": ChatMessageUser, "assistant": ChatMessageAssistant}
    return [kinds[speaker](content=text) for speaker, text in words]


def _usage(usage: Any) -> TokenUsage:
    """What Inspect counted; nothing where it counted nothing."""
    if usage is None:
        return TokenUsage()
    return TokenUsage(
        prompt=usage.input_tokens or None,
        cached=usage.input_tokens_cache_read,
        completion=usage.output_tokens,
        reasoning=usage.reasoning_tokens,
    )
