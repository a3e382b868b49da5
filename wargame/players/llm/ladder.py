"""How firmly an endpoint can be held to a schema: the rungs, the request on each, and when to step down.

A step down is remembered for the endpoint and model as long as the program runs; each call records its rung.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic_core import PydanticSerializationError, to_json

from wargame.players.llm.profiles import Profile, Rung
from wargame.players.llm.request import Request

RUNGS: tuple[Rung, ...] = get_args(Rung)
IN_WORDS = (
    "Answer with one JSON object and nothing else: no sentence before or after it, no code fence. Its JSON schema:"
)
"""Said after the last message on the rungs where the schema does not travel by itself."""
_ABOUT_FORMAT = re.compile(
    r"response_format|json_schema|json_object|json schema|structured output|guided|grammar|\bstrict\b|schema",
    re.IGNORECASE,
)
_ABOUT_TOOLS = re.compile(r"\btools?\b|tool_choice|function call", re.IGNORECASE)
_NO_PARAMETERS = re.compile(r"requested parameters|support the (?:requested )?param", re.IGNORECASE)
_UNSUPPORTED = re.compile(
    r"unsupported|not support|not allowed|unrecognized|unknown|extra inputs|not permitted|deprecated|only the default",
    re.IGNORECASE,
)
_TOKEN_FIELDS = ("max_tokens", "max_completion_tokens")


@dataclass(frozen=True, slots=True)
class Fitted:
    """A request as it goes out on one rung."""

    rung: Rung
    max_tokens: int
    hash: str
    """SHA-256 of model, messages, schema, sampling, rung and token limit."""
    content: bytes
    """The body as it is sent."""
    parameters: tuple[str, ...]
    """Parameters that an endpoint may not know."""


@dataclass
class Ladder:
    """What is known so far of one model at one endpoint."""

    profile: Profile
    rung: Rung = "json_schema_strict"
    token_field: str = "max_tokens"
    sampled: bool = True
    """Whether sampling parameters are still sent."""
    steps: list[str] = field(default_factory=list)
    """What was learnt, in sentences."""
    downs: set[str] = field(default_factory=set)
    """Those of them that led a rung down."""

    @classmethod
    def of(cls, profile: Profile) -> Ladder:
        """The ladder as the profile has it."""
        return cls(profile, profile.rung, profile.token_field)

    def fit(
        self, model: str, request: Request, max_tokens: int, *, rung: Rung | None = None, sampled: bool | None = None
    ) -> Fitted:
        """The request on this rung, or on the one given (to recognise an earlier call)."""
        at = rung or self.rung
        with_sampling = self.sampled if sampled is None else sampled
        sampling = dict(self.profile.sampling) if with_sampling else {}
        schema = {**request.schema, **self.profile.schema_extra} if self.profile.schema_extra else request.schema
        messages = [{"role": said.speaker, "content": said.text} for said in request.messages]
        if at in ("json_object", "text") and messages:
            last = messages[-1]
            messages[-1] = {**last, "content": f"{last['content']}\n\n{IN_WORDS}\n{encoded(request.schema).decode()}"}
        body: dict[str, Any] = {"model": model, "messages": messages, **_form(at, request.schema_name, schema)}
        body |= sampling
        core = encoded(body)
        digest = hashlib.sha256(core + f"{at} {max_tokens}".encode()).hexdigest()
        rest = encoded({self.token_field: max_tokens, **self.profile.extra})
        content = core[:-1] + b"," + rest[1:]
        return Fitted(at, max_tokens, digest, content, (self.token_field, *sampling))

    def recognises(self, model: str, request: Request, rung: str, max_tokens: int, digest: str) -> Fitted | None:
        """The request as it went out earlier on that rung, if its hash is this one."""
        if rung not in RUNGS:
            return None
        for sampled in (self.sampled, not self.sampled):
            fitted = self.fit(model, request, max_tokens, rung=rung, sampled=sampled)
            if fitted.hash == digest:
                return fitted
        return None

    def learn(self, status: int, said: str, sent: Sequence[str], rung: Rung) -> str:
        """What to do otherwise after such a refusal, as a sentence; empty if it says nothing about the form.

        `sent` are the parameters that the request had.
        Calls in flight together may learn the same thing; only the first one moves the ladder.
        """
        if status not in (400, 404, 415, 422, 500, 501):
            return ""
        text = _words(said)
        if status in (400, 422) and (step := self._parameter(text, sent)):
            return self._noted(step)
        if status == 404 and not _NO_PARAMETERS.search(text):
            return ""
        about = _ABOUT_TOOLS if rung == "tool" else _ABOUT_FORMAT
        if rung == "text" or not (about.search(text) or _NO_PARAMETERS.search(text)):
            return ""
        following = RUNGS[RUNGS.index(rung) + 1]
        if self.rung == rung:
            self.rung = following
        step = self._noted(f"the endpoint does not take {rung}; going on with {following}")
        self.downs.add(step)
        return step

    def known(self, rung: str) -> Rung:
        """A recorded rung, if it is one; else the one in use."""
        return next((each for each in RUNGS if each == rung), self.rung)

    def adopt(self, rung: str) -> None:
        """Start where an earlier session of the same game had got to, if that is further down."""
        if RUNGS.index(self.known(rung)) > RUNGS.index(self.rung):
            self.rung = self.known(rung)

    def _parameter(self, text: str, sent: Sequence[str]) -> str:
        if not _UNSUPPORTED.search(text):
            return ""
        for name, other in (_TOKEN_FIELDS, _TOKEN_FIELDS[::-1]):
            if name in sent and re.search(rf"\b{name}\b", text) and _first(text, _TOKEN_FIELDS) == name:
                self.token_field = other
                return f"the endpoint wants {other}, not {name}"
        given = [name for name in self.profile.sampling if name in sent and re.search(rf"\b{name}\b", text)]
        if given:
            self.sampled = False
            return f"the endpoint refuses {', '.join(given)}; sampling is left to it"
        return ""

    def _noted(self, step: str) -> str:
        if step not in self.steps:
            self.steps.append(step)
        return step


def encoded(value: object) -> bytes:
    """A value as JSON; halves of characters, which no endpoint takes, become escapes."""
    try:
        return to_json(value)
    except PydanticSerializationError:
        return json.dumps(value).encode()


def _form(rung: Rung, name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    if rung == "json_schema_strict":
        return {
            "response_format": {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": schema}}
        }
    if rung == "json_schema":
        return {"response_format": {"type": "json_schema", "json_schema": {"name": name, "schema": schema}}}
    if rung == "json_object":
        return {"response_format": {"type": "json_object"}}
    if rung == "tool":
        function = {"name": name, "description": "Hand in the answer.", "parameters": schema}
        return {
            "tools": [{"type": "function", "function": function}],
            "tool_choice": {"type": "function", "function": {"name": name}},
        }
    return {}


def _words(said: str) -> str:
    """The message of an error, whatever form it comes in."""
    try:
        data = json.loads(said)
    except ValueError:
        return said
    found = data.get("error", data) if isinstance(data, dict) else data
    if isinstance(found, Mapping):
        return " ".join(str(found[key]) for key in ("message", "param", "code", "detail") if found.get(key))
    return str(found)


def _first(text: str, names: Sequence[str]) -> str:
    """Which of these names comes first in a text."""
    found = [(match.start(), name) for name in names if (match := re.search(rf"\b{name}\b", text))]
    return min(found)[1] if found else ""
