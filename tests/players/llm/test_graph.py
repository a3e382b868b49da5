"""The graph of a decision: what is drawn is what runs, and a node can be swapped."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.players.llm.minds import Ruled, phase_of, play, silent, table_with
from wargame.core.habits import read
from wargame.players.llm import graph
from wargame.players.llm.graph import NODES, READERS, REPAIRS, Context, Thought, build, drawing, standard
from wargame.players.llm.request import Reply, Request
from wargame.players.llm.seat import ModelSeat
from wargame.players.scripted import Scripted

ROOT = Path(__file__).resolve().parents[3]


def seated_with(client: Ruled, graphs: Any, turns: int = 2, **options: Any) -> Any:
    table = table_with(client, seats=["rome"], turns=turns, **options)
    seat = table.book.setting.by_id["rome"]
    mind = ModelSeat("llm:ruled", client, Scripted(seat.doctrine, 1, habits=read("argue=off")), graphs=graphs)
    table.players = {**table.players, "rome": mind}
    return table


def clumsy(request: Request) -> Reply:
    """Right at the second try in talk, never in orders."""
    if phase_of(request) == "talk":
        return silent(request) if request.step == "repair1" else Reply("answered", "Well.")
    return Reply("answered", "{}")


def test_the_drawing_in_the_docs_is_the_one_of_the_library() -> None:
    assert drawing("orders").strip() in (ROOT / "docs" / "model-seats.md").read_text()


@pytest.mark.parametrize("phase", list(READERS))
def test_a_decision_goes_from_recalling_to_its_commitment(phase: str) -> None:
    drawn = standard(phase).get_graph()
    paths = {(edge.source, edge.target) for edge in drawn.edges}
    reader = READERS[phase]
    way = ("__start__", "recall", "deliberate", reader)
    assert paths == {
        *itertools.pairwise(way),
        (reader, "repair"),
        (reader, "commit"),
        ("repair", "deliberate"),
        ("commit", "__end__"),
    }


def test_a_graph_is_compiled_once_for_each_kind_of_decision_and_keeps_no_state() -> None:
    assert standard("talk") is standard("talk")
    assert standard("talk") is not standard("orders")
    assert all(standard(phase).checkpointer is None for phase in READERS)
    assert all(not node.retry_policy for node in standard("talk").nodes.values())


def test_an_answer_is_sent_back_as_often_as_that_can_help_and_then_the_doctrine_plays() -> None:
    client = Ruled(clumsy)
    result = play(seated_with(client, standard))
    assert result.origins["repaired"] == 4
    assert result.origins["fallback"] == 2
    assert len(client.requests) == 4 * 2 + 2 * (1 + REPAIRS)


def test_a_repair_goes_on_with_the_conversation_that_it_mends() -> None:
    client = Ruled(clumsy)
    play(seated_with(client, standard, turns=1))
    first, again = client.requests[:2]
    assert again.messages[: len(first.messages)] == first.messages
    assert [said.speaker for said in again.messages[len(first.messages) :]] == ["assistant", "user"]
    assert again.messages[-2].text == "Well."
    assert again.schema is first.schema


def test_a_node_can_be_swapped() -> None:
    async def forgetful(thought: Thought, runtime: Any) -> Thought:
        made = await NODES["recall"](thought, runtime)
        return {"request": replace(made["request"], schema_name="mine")}

    client = Ruled()
    graphs = {phase: build(phase, {**NODES, "recall": forgetful}) for phase in READERS}
    play(seated_with(client, graphs.__getitem__))
    assert {request.schema_name for request in client.requests} == {"mine"}


def test_what_a_decision_is_made_with_is_no_part_of_its_state() -> None:
    assert not set(Thought.__annotations__) & set(Context.__slots__)
    assert {"client", "fallback", "stage"} <= set(Context.__slots__)


@pytest.mark.slow
def test_nothing_of_a_mind_goes_to_a_tracing_service() -> None:
    told = "import os, wargame.players.llm.graph; print(os.environ['LANGSMITH_TRACING'])"
    environment = {**os.environ, "LANGSMITH_TRACING": "true", "LANGCHAIN_TRACING_V2": "true"}
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "false"
    assert os.environ["LANGCHAIN_TRACING_V2"] == "false"


def test_the_time_left_is_told_to_the_line() -> None:
    client = Ruled()
    table = seated_with(client, standard, turns=1, answer_seconds=10.0)
    play(table)
    given = [request.seconds for request in client.requests]
    assert all(seconds is not None and 5 < seconds <= 9.5 for seconds in given)
    assert json.dumps(given)


def test_every_node_says_what_it_does() -> None:
    assert all(node.__doc__ for node in NODES.values())
    assert set(NODES) == {"recall", "deliberate", *READERS.values(), "repair", "commit"}
    assert graph.__doc__
