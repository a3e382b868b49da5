"""How firmly an endpoint can be held to a schema: the rungs, the request on each, and when to step down.

A step down is remembered for the endpoint and model as long as the program runs; each call records its rung.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic_core import PydanticSerializationError, to_json

from wargame.players.llm.completion import needed
from wargame.players.llm.objections import TOKEN_FIELDS, Objection, objection_of
from wargame.players.llm.profiles import Profile, Rung
from wargame.players.llm.request import CallRecord, Request

RUNGS: tuple[Rung, ...] = get_args(Rung)
IN_WORDS = (
    "Answer with one JSON object and nothing else: no sentence before or after it, no code fence. Its JSON schema:"
)
"""Said after the last message on the rungs where the schema does not travel by itself."""
HEADED = "the system text stands at the head of the first question"
"""A condition of a call to an endpoint that takes no system text."""

UNSAMPLED = "sampling is left to the endpoint"
"""A condition of a call to an endpoint that takes no parameters of sampling."""
_SET = re.compile(r"(?P<name>\w+) is set to (?P<value>true|false|null|-?\d+)")
_LEFT_OUT = re.compile(r"(?P<name>\w+) is left out")


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
    merged: bool = False
    """Whether the system text goes at the head of the first question, since it is not taken apart from it."""
    room: int = 0
    """Tokens that replies here were found to need; 0 if those of the profile do."""
    most_tokens: int | None = None
    """Most tokens of a reply that the endpoint allows; None if it has not said so."""
    window: tuple[int, float] | None = None
    """Tokens of its context, and tokens for each byte of a request, if it has said so."""
    more: dict[str, Any] = field(default_factory=dict)
    """Fields that it wants set."""
    dropped: set[str] = field(default_factory=set)
    """Fields of the profile that it does not know."""
    worked: set[str] = field(default_factory=set)
    """Rungs by which an answer came."""
    doubted: Counter[str] = field(default_factory=Counter)
    """Times that a rung failed without a sure reason."""
    true_model: str = ""
    """The model behind the alias, if a proxy named it."""
    steps: list[str] = field(default_factory=list)
    """What was learnt, in sentences."""
    downs: set[str] = field(default_factory=set)
    """Those of them that led a rung down."""

    @classmethod
    def of(cls, profile: Profile) -> Ladder:
        """The ladder as the profile has it."""
        return cls(profile, profile.rung, profile.token_field)

    def fit(
        self,
        model: str,
        request: Request,
        max_tokens: int,
        *,
        rung: Rung | None = None,
        sampled: bool | None = None,
        merged: bool | None = None,
    ) -> Fitted:
        """The request on this rung, or on the one given (to recognise an earlier call)."""
        at = rung or self.rung
        with_sampling = self.sampled if sampled is None else sampled
        sampling = dict(self.profile.sampling) if with_sampling else {}
        schema = {**request.schema, **self.profile.schema_extra} if self.profile.schema_extra else request.schema
        messages = [{"role": said.speaker, "content": said.text} for said in request.messages]
        if self.merged if merged is None else merged:
            messages = _merged(messages)
        if at in ("json_object", "text") and messages:
            last = messages[-1]
            messages[-1] = {**last, "content": f"{last['content']}\n\n{IN_WORDS}\n{encoded(request.schema).decode()}"}
        body: dict[str, Any] = {"model": model, "messages": messages, **_form(at, request.schema_name, schema)}
        body |= sampling
        core = encoded(body)
        digest = hashlib.sha256(core + f"{at} {max_tokens}".encode()).hexdigest()
        extra = {name: value for name, value in self.profile.extra.items() if name not in self.dropped}
        rest = encoded({self.token_field: max_tokens, **extra, **self.more})
        content = core[:-1] + b"," + rest[1:]
        return Fitted(at, max_tokens, digest, content, (self.token_field, *sampling))

    def recognises(self, model: str, request: Request, rung: str, max_tokens: int, digest: str) -> Fitted | None:
        """The request as it went out earlier on that rung with that limit, if its hash is this one."""
        if rung not in RUNGS:
            return None
        for merged in (self.merged, not self.merged):
            for sampled in (self.sampled, not self.sampled):
                fitted = self.fit(model, request, max_tokens, rung=rung, sampled=sampled, merged=merged)
                if fitted.hash == digest:
                    self.merged, self.sampled = self.merged or merged, self.sampled and sampled
                    return fitted
        return None

    def objection(self, status: int, said: str, sent: Sequence[str], rung: Rung, tokens: int = 0) -> Objection:
        """What a refusal objects to; `sent` are the parameters that the request had."""
        extra = {*self.profile.extra, *self.more}
        return objection_of(status, said, rung=rung, sent=sent, extra=extra, tokens=tokens)

    def learn(self, status: int, said: str, sent: Sequence[str], rung: Rung, tokens: int = 0) -> str:
        """What to do otherwise after such a refusal, as a sentence; empty if it says nothing that is sure.

        Calls in flight together may learn the same thing; only the first one moves the ladder. A rung that has worked
        is given up only when it was refused a second time.
        """
        return self.meet(self.objection(status, said, sent, rung, tokens), rung)

    def meet(self, objection: Objection, rung: Rung, size: int = 0) -> str:
        """Meet an objection to a request of this many bytes: what is done from now on, as a sentence; empty if nothing.

        What is met for one request alone, the caller sees to.
        """
        match objection.kind:
            case "tokens":
                if objection.window is not None:
                    whole, prompt = objection.window
                    self.window = (whole, prompt / size) if size else self.window
                    return self._noted(f"the endpoint has a context of {whole} tokens; replies get what is left")
                self.most_tokens = min(objection.value, self.most_tokens or objection.value)
                return self._noted(f"the endpoint allows replies of {self.most_tokens} tokens at most")
            case "more_tokens" if objection.value > self.room:
                self.room = objection.value
                return self._noted(f"the endpoint wants to be asked for more tokens; it is asked for {self.room}")
            case "token_field":
                self.token_field = objection.name
                other = next(each for each in TOKEN_FIELDS if each != objection.name)
                return self._noted(f"the endpoint wants {objection.name}, not {other}")
            case "sampling":
                self.sampled = False
                return self._noted(f"the endpoint refuses {objection.name}; sampling is left to it")
            case "set" if self.more.get(objection.name) != objection.value:
                self.more[objection.name] = objection.value
                line = f"extra: {{{objection.name}: {str(objection.value).lower()}}}"
                return self._noted(f"the endpoint wants {objection.name} set; in profiles.yaml that is `{line}`")
            case "drop" if objection.name not in self.dropped:
                self.dropped.add(objection.name)
                return self._noted(f"the endpoint does not know {objection.name}; it is left out")
            case "system" if not self.merged:
                self.merged = True
                return self._noted("the endpoint takes no system text; it goes at the head of the first question")
            case "size" if rung in RUNGS[:2]:
                return self._down(rung, "json_object", f"the schema is too large for {rung}")
            case "form" if rung != RUNGS[-1]:
                return self._down(rung, below(rung), f"the endpoint does not take {rung}")
        return ""

    def _down(self, rung: Rung, to: Rung, why: str) -> str:
        """One rung down for good; for a rung that has worked only if it was refused before."""
        self.doubted[rung] += 1
        if rung in self.worked and self.doubted[rung] < 2:
            return f"{why} this time; going on with {to}"
        if RUNGS.index(self.rung) < RUNGS.index(to):
            self.rung = to
        step = self._noted(f"{why}; going on with {to}")
        self.downs.add(step)
        return step

    def came_by(self, rung: str, *, surely: bool = True) -> None:
        """An answer came by this rung: where those above it never gave one, it is the one to use.

        If it is not sure that the form was what kept them from it, it is used once that has been so twice.
        """
        known = self.known(rung)
        self.worked.add(known)
        self.doubted[known] = 0
        if not surely and self.rung not in self.worked and not self.downs_to(known):
            self.doubted[self.rung] += 1
            if self.doubted[self.rung] < 2:
                return
        if RUNGS.index(known) > RUNGS.index(self.rung) and self.rung not in self.worked and not self.downs_to(known):
            step = self._noted(f"the endpoint refuses {self.rung} without a reason; going on with {known}")
            self.downs.add(step)
            self.rung = known

    def downs_to(self, rung: Rung) -> bool:
        """Whether the ladder has come as far down as this."""
        return RUNGS.index(self.rung) >= RUNGS.index(rung)

    def unlucky(self, rung: Rung) -> bool:
        """A draw by this rung did not fit: whether it is given up, since it failed twice and never gave an answer."""
        self.doubted[rung] += 1
        if rung in self.worked or self.doubted[rung] < 2 or rung == RUNGS[-1]:
            return False
        if not self.downs_to(below(rung)):
            self.rung = below(rung)
        self.downs.add(self._noted(f"what the endpoint draws by {rung} does not fit; going on with {below(rung)}"))
        return True

    def known(self, rung: str) -> Rung:
        """A recorded rung, if it is one; else the one in use."""
        return next((each for each in RUNGS if each == rung), self.rung)

    def adopt(self, rung: str) -> None:
        """Start where an earlier session of the same game had got to, if that is further down."""
        if RUNGS.index(self.known(rung)) > RUNGS.index(self.rung):
            self.rung = self.known(rung)

    def needs(self, tokens: int) -> None:
        """Replies here take as many tokens: what is asked for from now on allows for them."""
        if tokens > max(self.room, self.profile.output_tokens):
            self.room = tokens

    def remember(self, call: CallRecord) -> None:
        """Know again what a recorded call shows to have been learnt; one that brought no completion shows nothing."""
        if call.status != 200 or call.fault:
            return
        self.came_by(call.rung, surely=False)
        self.needs(needed(call, self.profile.most_output_tokens))
        for condition in call.conditions:
            if found := _SET.fullmatch(condition):
                self.more[found["name"]] = json.loads(found["value"])
            elif found := _LEFT_OUT.fullmatch(condition):
                self.dropped.add(found["name"])
        self.merged = self.merged or HEADED in call.conditions
        self.sampled = self.sampled and UNSAMPLED not in call.conditions

    @property
    def conditions(self) -> tuple[str, ...]:
        """What is otherwise than usual with every call now, in sentences."""
        found = [f"{name} is set to {json.dumps(value)}" for name, value in self.more.items()]
        found += [f"{name} is left out" for name in sorted(self.dropped)]
        if self.merged:
            found.append(HEADED)
        if not self.sampled and self.profile.sampling:
            found.append(UNSAMPLED)
        return tuple(found)

    def _noted(self, step: str) -> str:
        if step not in self.steps:
            self.steps.append(step)
        return step


def below(rung: Rung) -> Rung:
    """The next rung; the last one has none below it but itself."""
    return RUNGS[min(RUNGS.index(rung) + 1, len(RUNGS) - 1)]


def _merged(messages: list[dict[str, str]]) -> list[dict[str, str]]:
    """The system text at the head of the question that follows it."""
    if len(messages) < 2 or messages[0]["role"] != "system" or messages[1]["role"] != "user":
        return messages
    text = f"{messages[0]['content']}\n\n{messages[1]['content']}"
    return [{"role": "user", "content": text}, *messages[2:]]


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
