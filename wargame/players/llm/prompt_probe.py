"""A prompt of a game sent to an endpoint before a game: whether it arrives whole, and what of it is known again.

Two calls by the client of games, so that what is learnt on the way is what a game would learn.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from wargame.players.llm.completion import SHORTENED
from wargame.players.llm.endpoints import Endpoints
from wargame.players.llm.finding import find
from wargame.players.llm.findings import Findings
from wargame.players.llm.ladder import Ladder
from wargame.players.llm.preflight import Pad
from wargame.players.llm.profiles import Profile
from wargame.players.llm.request import CallRecord, PromptPiece, Reply, Request, Utterance

FIRST, LAST = "heron-4172", "maple-9308"
"""Words that stand at the head and at the end of the prompt, and nowhere else."""
HEAD = f"The first mark is {FIRST}."
ASKED = f"The last mark is {LAST}. Leave the game aside for once: answer with both marks, the first and the last."
MARKS: Mapping[str, Any] = {
    "type": "object",
    "properties": {"first": {"type": "string"}, "last": {"type": "string"}},
    "required": ["first", "last"],
    "additionalProperties": False,
}
SLOW = 0.5
"""Share of the longest wait from which a longer one is worth setting."""
REPLY = 200
"""Tokens that two marks may take, thought aside."""


async def probe_prompt(
    spec: str, endpoints: Endpoints, request: Request, found: Findings, told: Callable[[Findings], None]
) -> None:
    """Send a prompt of a game twice, the second time with another question, and enter what is found.

    `told` is called after each of the two. SpecError as `Endpoints.client` raises it.
    """
    pad = Pad()
    client = endpoints.client(spec, "probe", pad)
    found.prompt_bytes = sum(len(said.text.encode()) for said in request.messages)
    system, *rest = request.messages
    headed = Utterance(system.speaker, (PromptPiece("mark", HEAD), *system.pieces))
    reply = await client.ask(replace(request, messages=(headed, *rest)))
    _first(found, reply, pad)
    told(found)
    if found.problem:
        return
    *before, last = rest
    asking = Utterance(last.speaker, (*last.pieces[:-1], PromptPiece("question", ASKED)))
    tokens = max(REPLY, 0 if client.connection().ladder.room == 0 else client.output_tokens)
    again = replace(
        request,
        decision=f"{request.decision}.again",
        messages=(headed, *before, asking),
        schema=MARKS,
        schema_name="marks",
        max_tokens=tokens,
    )
    reply = await client.ask(again)
    _second(found, reply, pad)
    connection = client.connection()
    found.true_model = connection.ladder.true_model or found.true_model
    found.profile_lines = tuple(_lines(found, connection.profile, connection.ladder))
    told(found)


def _first(found: Findings, reply: Reply, pad: Pad) -> None:
    call = pad.calls[-1] if pad.calls else None
    if call is None or reply.outcome in ("failed", "late"):
        found.problem = f"a prompt of a game got no answer: {reply.fault}"
        return
    found.prompt_seconds, found.prompt_tokens = round(call.seconds, 2), call.usage.prompt
    found.prompt_rung = call.rung
    if call.returned_model and call.returned_model != call.model:
        found.true_model = call.returned_model
    found.prompt_whole = False if _is_cut(call) else None


def _second(found: Findings, reply: Reply, pad: Pad) -> None:
    call = pad.calls[-1]
    found.cached_again = call.usage.cached
    answer = find(reply.text, ("first", "last"))
    told = {name: FIRST if name == "first" else LAST for name in ("first", "last")}
    missing = [name for name, mark in told.items() if answer is None or mark not in str(answer.value.get(name, ""))]
    if _is_cut(call) or found.prompt_whole is False:
        found.prompt_whole = False
        found.problem = (
            f"{found.model} at {found.endpoint} reads only a part of a game's prompt and says nothing of it: "
            f"{found.prompt_tokens} tokens of about {found.prompt_bytes // 4}; start the server with more context"
        )
    elif not missing:
        found.prompt_whole = True
    else:
        places = " and the ".join("head" if name == "first" else "end" for name in missing)
        sentence = "did not come back: a part of it is not read, or the model cannot repeat a word"
        found.learnt += (f"the mark at the {places} of the prompt {sentence}",)


def _is_cut(call: CallRecord) -> bool:
    return any(condition.startswith(SHORTENED) for condition in call.conditions)


def _lines(found: Findings, profile: Profile, ladder: Ladder) -> Iterator[str]:
    """Lines of an entry in profiles.yaml that would help here."""
    room, most = ladder.room, ladder.most_tokens
    if found.prompt_rung and found.prompt_rung != profile.rung:
        yield f"rung: {found.prompt_rung}"
    if room > profile.output_tokens:
        yield f"output_tokens: {room}"
    if most is not None and most < profile.most_output_tokens:
        yield f"most_output_tokens: {most}"
    if ladder.more:
        wanted = ", ".join(f"{name}: {json.dumps(value)}" for name, value in ladder.more.items())
        yield f"extra: {{{wanted}}}"
    if not ladder.sampled and profile.sampling:
        yield "sampling: {}"
    if found.prompt_seconds is not None and found.prompt_seconds > SLOW * profile.seconds:
        yield f"seconds: {int(3 * found.prompt_seconds)}"
    if any("max_completion_tokens" in note for note in found.learnt) and profile.token_field == "max_tokens":
        yield "token_field: max_completion_tokens"
