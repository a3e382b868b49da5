"""What is kept of one attempt: the request by its hashes, what came back, and what was otherwise than usual with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wargame.players.llm.address import Endpoint
from wargame.players.llm.attempts import hash_of
from wargame.players.llm.completion import SHORTENED, THINKING, VOID, Completion, completion_of, kept
from wargame.players.llm.failures import of_page
from wargame.players.llm.ladder import Fitted
from wargame.players.llm.prices import Price
from wargame.players.llm.request import READING, CallRecord, Request, TokenUsage

if TYPE_CHECKING:
    from wargame.players.llm.connection import Received

CUT_PROMPT = 6.0
"""Characters of a prompt for each token that was read, from which on it was cut: texts of a game have four or five."""
LONG_PROMPT = 4000
"""Characters of a prompt of which that can be told."""


@dataclass(frozen=True, slots=True)
class SentRequest:
    """What was sent with one attempt."""

    endpoint: Endpoint
    request: Request
    fitted: Fitted
    number: int
    """The attempt, counted within its decision."""
    schema: str
    """SHA-256 of the schema."""
    wanted: Sequence[str]
    """Fields by which an answer is known."""


def recorded(
    sent: SentRequest, received: Received | None, seconds: float, price: Price | None, conditions: Sequence[str]
) -> CallRecord:
    """The record of an attempt, free of the secrets of its endpoint; nothing was received if it was broken off."""
    endpoint, request, fitted = sent.endpoint, sent.request, sent.fitted
    body = endpoint.clean(received.body) if received else ""
    whole = received is not None and received.status == 200 and received.failure is None
    found = completion_of(body, sent.wanted, by_tool=fitted.rung == "tool") if whole else None
    usage = found.usage if found else TokenUsage()
    fault = ""
    if received is None:
        fault = f"{VOID}: the phase closed or the game was stopped"
    elif received.failure is not None:
        fault = received.failure.sentence
    elif found is None:
        fault = of_page(endpoint, body).sentence
    return CallRecord(
        decision=request.decision,
        step=request.step,
        attempt=sent.number,
        model=endpoint.model,
        endpoint=endpoint.name,
        rung=fitted.rung,
        request=fitted.hash,
        messages=tuple((said.speaker, tuple(hash_of(p.text) for p in said.pieces)) for said in request.messages),
        schema=sent.schema,
        max_tokens=fitted.max_tokens,
        seconds=round(seconds, 6),
        reply=endpoint.clean(found.text) if found else kept(body) if body else None,
        finish=found.finish if found else None,
        refusal=endpoint.clean(found.refusal) if found and found.refusal else None,
        returned_model=endpoint.clean(found.model) if found and found.model else None,
        fingerprint=endpoint.clean(found.fingerprint) if found and found.fingerprint else None,
        status=received.status if received else None,
        fault=fault,
        usage=usage,
        cost=price.cost(usage) if price else None,
        reading=READING,
        carrier=found.carrier if found else "none",
        conditions=(*conditions, *_observed(sent, found, received)),
    )


def _observed(sent: SentRequest, found: Completion | None, received: Received | None) -> Iterator[str]:
    """What of this answer is otherwise than usual."""
    if found is not None and found.has_thought:
        yield THINKING
    if received is not None and received.true_model:
        yield f"the model is called {sent.endpoint.clean(received.true_model)} in a header"
    characters = sum(len(said.text) for said in sent.request.messages)
    read = found.usage.prompt if found is not None else None
    if read and characters > LONG_PROMPT and characters / read > CUT_PROMPT:
        yield f"{SHORTENED}: {read} tokens were read of about {characters // 4}"
