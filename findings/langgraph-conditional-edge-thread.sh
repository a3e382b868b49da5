#!/bin/sh
# langgraph 1.2.24, Python 3.11: a plain (not async) function that decides a conditional edge is not called on the thread
# of the event loop, as the async nodes before and after it are, but on a worker thread. Each such edge costs a hop there
# and back, and whatever is bound to the loop's thread is not at hand in it. An async function with the same body stays.
# Seen: "plain: other thread", "async: same thread". Fails if either changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'langgraph==1.2.24'
"$folder/venv/bin/python" - <<'PY'
import asyncio
import threading
from typing import TypedDict

from langgraph.graph import END, START, StateGraph


class State(TypedDict):
    n: int


def graph(decide):
    async def step(state: State) -> State:
        return {"n": state["n"] + 1}

    made = StateGraph(State)
    made.add_node("step", step)
    made.add_edge(START, "step")
    made.add_conditional_edges("step", decide, {"again": "step", "end": END})
    return made.compile()


async def main() -> dict[str, str]:
    loop, seen = threading.get_ident(), {}

    def plain(state: State) -> str:
        seen["plain"] = "same thread" if threading.get_ident() == loop else "other thread"
        return "again" if state["n"] < 2 else "end"

    async def waited(state: State) -> str:
        seen["async"] = "same thread" if threading.get_ident() == loop else "other thread"
        return "again" if state["n"] < 2 else "end"

    for decide in (plain, waited):
        assert (await graph(decide).ainvoke({"n": 0}))["n"] == 2
    return seen


seen = asyncio.run(main())
print(*(f"{kind}: {where}" for kind, where in seen.items()), sep="\n")
assert seen == {"plain": "other thread", "async": "same thread"}, seen
PY
