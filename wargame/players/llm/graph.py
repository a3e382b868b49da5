"""One actor's turn of thought as a graph: recall, deliberate, speak or order, repair, commit.

The game loop is no graph; this is one seat's decision. The client, the fallback and the listener travel in the
runtime context, so that the state holds only what was thought. There is no checkpointer: the transcript is the
memory. Nothing is retried here but an answer that the rules refuse.
"""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypedDict

os.environ["LANGSMITH_TRACING"] = os.environ["LANGCHAIN_TRACING_V2"] = "false"

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from wargame.core.ids import Origin, SeatId
from wargame.players.base import Answer, Ask
from wargame.players.llm.labels import ask_under
from wargame.players.llm.prompts import Prompts, repaired
from wargame.players.llm.reply_reading import ReadReply, heard
from wargame.players.llm.request import Client, Reply, Request

REPAIRS, REASKED = 2, 1
"""Times that an answer is sent back at the most, and the same of a model that is asked in one plain prompt."""
StageListener = Callable[[SeatId, str], None]
"""Told (seat, stage) as a mind goes on: the stage's name, never its content."""
ORIGINS: Mapping[str, Origin] = {"refused": "refusal", "late": "timeout"}
"""Outcomes of a request that are told apart from a plain fallback."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a decision is made with, and what is no part of it."""

    client: Client
    prompts: Prompts
    """The seat's prompts, with what of them is rendered already."""
    fallback: Callable[[Ask], Answer]
    """Who answers if the model does not."""
    stage: StageListener
    until: float | None
    """When the reply is of no more use, by the monotonic clock."""
    most_repairs: int = REPAIRS
    """Times that an answer is sent back at the most."""

    @property
    def left(self) -> float | None:
        """Seconds left."""
        return None if self.until is None else max(0.0, self.until - time.monotonic())


class Thought(TypedDict, total=False):
    """What has been thought so far."""

    ask: Ask
    request: Request
    reply: Reply
    read: ReadReply
    faults: tuple[str, ...]
    """Everything that was wrong with the answers so far."""
    repairs: int
    answer: Answer


def begun(ask: Ask) -> Thought:
    """The state that a decision starts from."""
    return {"ask": ask, "faults": (), "repairs": 0}


Node = Callable[[Thought, Runtime[Context]], Awaitable[Thought]]


async def recall(thought: Thought, runtime: Runtime[Context]) -> Thought:
    """Put the prompt together: rules, dossier, past turns, standing, plan, notebook and promises, and the question."""
    context, ask = runtime.context, thought["ask"]
    context.stage(ask.seat, "reading what is new")
    client = context.client
    tokens = client.output_tokens
    return {"request": context.prompts.request(ask, tightly=client.tight, max_tokens=tokens, seconds=context.left)}


async def deliberate(thought: Thought, runtime: Runtime[Context]) -> Thought:
    """Ask the model, once."""
    repairs = thought["repairs"]
    doing = _doing(thought["ask"])
    runtime.context.stage(thought["ask"].seat, f"{doing}, attempt {repairs + 1}" if repairs else doing)
    request, client = thought["request"], runtime.context.client
    labels = runtime.context.prompts.labels(thought["ask"])
    return {"reply": await ask_under(labels, client, request)}


def _doing(ask: Ask) -> str:
    if ask.phase == "weigh":
        return "weighing arguments"
    if ask.phase == "orders":
        return "choosing its orders"
    waiting = any(ask.seat not in offer.accepted for offer in ask.view.proposals.values())
    return "weighing its offers" if waiting else "choosing its words"


async def speak(thought: Thought, runtime: Runtime[Context]) -> Thought:
    """Read the reply as talk, checked by the rules."""
    return _heard(thought)


async def order(thought: Thought, runtime: Runtime[Context]) -> Thought:
    """Read the reply as a signal and orders, checked by the rules."""
    return _heard(thought)


async def weigh(thought: Thought, runtime: Runtime[Context]) -> Thought:
    """Read the reply as pros and cons, checked by the rules."""
    return _heard(thought)


def _heard(thought: Thought) -> Thought:
    reply = thought["reply"]
    found = heard(thought["ask"], reply)
    return {"read": found, "faults": (*thought["faults"], *found.faults)}


async def verdict(thought: Thought, runtime: Runtime[Context]) -> Literal["repair", "commit"]:
    """Send it back if that can help, else make an end; a plain function would be run on another thread."""
    reply = thought["reply"]
    answered = reply.outcome == "answered" or (reply.outcome == "truncated" and bool(reply.text))
    return (
        "repair"
        if thought["read"].body is None and answered and thought["repairs"] < runtime.context.most_repairs
        else "commit"
    )


async def repair(thought: Thought, runtime: Runtime[Context]) -> Thought:
    """Say what is wrong, in the words that a person would get."""
    context, said, faults = runtime.context, thought["reply"].text, thought["read"].faults
    again = repaired(thought["request"], said, faults, context.left, context.prompts.wording)
    return {"request": again, "repairs": thought["repairs"] + 1}


async def commit(thought: Thought, runtime: Runtime[Context]) -> Thought:
    """The answer with its true origin; without one the fallback plays, and is marked as such."""
    found, faults, ask = thought["read"], thought["faults"], thought["ask"]
    runtime.context.stage(ask.seat, "")
    if found.body is not None:
        origin: Origin = "repaired" if thought["repairs"] else "chosen"
        return {"answer": Answer(found.body, origin, found.rationale, faults, found.plan, found.notebook, found.mended)}
    played = runtime.context.fallback(ask)
    origin = ORIGINS.get(thought["reply"].outcome, "fallback")
    return {"answer": Answer(played.body, origin, played.rationale, faults)}


NODES: Mapping[str, Node] = {
    "recall": recall,
    "deliberate": deliberate,
    "speak": speak,
    "order": order,
    "weigh": weigh,
    "repair": repair,
    "commit": commit,
}
"""Every node by name; replace one with `build(phase, {**NODES, "recall": mine})`."""
READERS: Mapping[str, str] = {"talk": "speak", "orders": "order", "weigh": "weigh"}
"""The node that reads the reply, by phase."""

Compiled = CompiledStateGraph[Thought, Context, Thought, Thought]


def build(phase: str, nodes: Mapping[str, Node] = NODES) -> Compiled:
    """The graph of one kind of decision, compiled."""
    reader = READERS[phase]
    path = ("recall", "deliberate", reader)
    graph: StateGraph[Thought, Context, Thought, Thought] = StateGraph(Thought, context_schema=Context)
    for name in (*path, "repair", "commit"):
        node: Any = nodes[name]
        graph.add_node(name, node)
    for before, after in zip((START, *path), path, strict=False):
        graph.add_edge(before, after)
    graph.add_conditional_edges(reader, verdict)
    graph.add_edge("repair", "deliberate")
    graph.add_edge("commit", END)
    return graph.compile(name=f"{phase} of one seat")


@cache
def standard(phase: str) -> Compiled:
    """The graph with the usual nodes, compiled once."""
    return build(phase)


def drawing(phase: str) -> str:
    """The graph of a kind of decision as a Mermaid drawing."""
    return standard(phase).get_graph().draw_mermaid()
