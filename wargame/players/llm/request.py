"""What passes between a seat's mind and the client of its endpoint: a request goes out, a reply comes back.

A mind builds requests from pieces of text and reads replies; it knows nothing of HTTP, retries or money.
A client sends requests; it knows nothing of seats, orders or views.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from wargame.core.ids import DecisionId

READING = 5
"""The rules by which replies are read now. A record says for each call by which its reply was, so that it is read
the same for ever: 1 takes the longest object and lets nothing pass, 2 takes the answer after thought and mends form,
3 knows more spellings of an answer and more of its forms, 4 more of both, and takes no draft that stands beside the
answer for it, 5 also reads answers that are no JSON: YAML, TOML, XML, a call of Python, one field after the other."""
Speaker = Literal["system", "user", "assistant"]
RequestStep = Literal["first", "repair1", "repair2", "advice", "probe"]
"""Which request of a decision it is: the first, a repair, or advice to a person."""
ReplyOutcome = Literal["answered", "refused", "truncated", "failed", "late", "over_budget"]
"""answered: text came back whole; refused: the model declined; truncated: the token limit cut it;
failed: no reply in the attempts allowed; late: none in time, before the deadline or in the last of those attempts;
over_budget: the game's means are spent."""


@dataclass(frozen=True, slots=True)
class PromptPiece:
    """A part of a prompt that is stored once however often it is sent, such as a dossier or a past turn."""

    name: str
    """What it is, such as `rules`, `dossier`, `turn 2`, `now`."""
    text: str


@dataclass(frozen=True, slots=True)
class Utterance:
    """One message of the conversation: its pieces are joined by blank lines."""

    speaker: Speaker
    pieces: tuple[PromptPiece, ...]

    @property
    def text(self) -> str:
        """The message as it is sent."""
        return "\n\n".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a model."""

    decision: DecisionId
    """The decision that it serves, such as `2.talk1.paris`."""
    step: RequestStep
    messages: tuple[Utterance, ...]
    schema_name: str
    schema: Mapping[str, Any]
    """JSON schema of the reply, within what all endpoints accept: see docs/models.md."""
    max_tokens: int
    """Most tokens that the reply may take."""
    seconds: float | None = None
    """Seconds left until the reply is of no more use; None if nobody waits with a clock."""

    @property
    def characters(self) -> int:
        """How many characters its pieces hold."""
        return sum(len(piece.text) for said in self.messages for piece in said.pieces)


@dataclass(frozen=True, slots=True)
class TokenUsage:
    """What the endpoint said that a call took; None is not said, never 0."""

    prompt: int | None = None
    cached: int | None = None
    completion: int | None = None
    reasoning: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, after the client has done what it can."""

    outcome: ReplyOutcome
    text: str = ""
    """The model's words; if an object stood among other words, the object alone. The record keeps them unaltered."""
    fault: str = ""
    """One sentence on what went wrong, for the record and the repair; empty if nothing did."""
    rung: str = ""
    """The rung of the capability ladder that it came by, such as `json_schema_strict` or `text`."""
    reading: int = 1
    """The rules by which it is read, as its call has them."""
    is_gone: bool = False
    """Whether the model has not answered for several decisions in a row; then `fault` says so."""


class Client(Protocol):
    """A way to one model at one endpoint, for one game: it spends that game's means and keeps that game's record."""

    @property
    def tight(self) -> bool:
        """Whether this endpoint wants schemas cut to the legal moves of the turn (local, small models)."""
        ...

    @property
    def output_tokens(self) -> int:
        """The most tokens that a reply may take here."""
        ...

    async def ask(self, request: Request) -> Reply:
        """Send it, within its deadline and all bounds; it never raises for what an endpoint does.

        Why there is no answer stands in the reply's `outcome` and `fault`.
        """
        ...


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One attempt to get a reply, as it stands in the record (kind `call`). It never holds a key."""

    decision: DecisionId
    step: RequestStep
    attempt: int
    """Number of the attempt within the decision, from 1, over repairs and retries alike."""
    model: str
    """The model that was asked for."""
    endpoint: str
    """Scheme, host, port and path of the base URL: no user, password or query."""
    rung: str
    request: str
    """SHA-256 of the request as sent: messages, schema and sampling."""
    messages: tuple[tuple[Speaker, tuple[str, ...]], ...]
    """Speaker and the hashes of the pieces, each of which is stored once as a blob."""
    schema: str
    """Hash of the schema, stored once as a blob."""
    max_tokens: int
    seconds: float
    """Seconds from sending to the last byte, or to giving up."""
    reply: str | None
    """The raw text of the model, or of the endpoint if it sent something else; null if nothing came."""
    finish: str | None
    refusal: str | None
    returned_model: str | None
    fingerprint: str | None
    status: int | None
    """HTTP status, if there was one."""
    fault: str
    """Empty if the reply was whole."""
    usage: TokenUsage = field(default_factory=TokenUsage)
    cost: float | None = None
    """In the currency of the price table; null if the price is not known."""
    reading: int = 1
    """The rules by which its reply is read: READING when it was made. Calls without one are of reading 1."""
    carrier: str = "content"
    """The field that held the answer: content, tool, function, thought; none if nothing did."""
    conditions: tuple[str, ...] = ()
    """What was otherwise than usual with this call, in sentences: how it was put, how it was answered."""


class CallBook(Protocol):
    """Where a game keeps its calls, and where a resumed game finds those that have a reply already."""

    def earlier(self, decision: DecisionId, attempt: int) -> CallRecord | None:
        """The recorded attempt of this number, from 1 within the decision; None if there is none."""
        ...

    def keep(self, call: CallRecord, texts: Mapping[str, str]) -> None:
        """Record an attempt before it has any effect; `texts` are the pieces and the schema by their hashes."""
        ...
