"""Stubs with a mind of their own, on a socket like any other: blind to a brief, bound to words or to what is first."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from random import Random
from typing import Any

from wargame.stub import Settings, Stub
from wargame.stub.answers import Response, message_text, respond

Rule = Callable[[str, str, str], str | dict[str, Any]]
"""From what a system text, a user text and the phase say to an answer, or to a seed of a random one."""
_CHOICE = re.compile(r"^- (?P<kind>\w+)\((?P<fields>[^)]*)\)")


class MindedStub(Stub):
    """Answers by a rule; where the rule gives a text, it is the seed of a reply that fits the schema."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(Settings())
        self._rule = rule

    def _reply(self, request: Mapping[str, Any], name: str) -> tuple[Response, str]:
        system, *rest = (message_text(each) for each in request["messages"])
        wanted = json.dumps(request.get("response_format", {}))
        phase = "orders" if '"orders"' in wanted else "talk" if '"moves"' in wanted else "weigh"
        made = self._rule(system, "\n".join(rest), phase)
        if isinstance(made, str):
            seed = hashlib.sha256(made.encode()).hexdigest()
            return respond(request, self.settings, Random(seed), "", 0), ""
        form = {"type": "json_schema", "json_schema": {"name": "x", "strict": True, "schema": {"const": made}}}
        return respond({**request, "response_format": form}, self.settings, Random(0), "", 0), ""


@contextmanager
def serving(rule: Rule) -> Iterator[str]:
    """The base URL of a stub that answers by a rule, in a thread of its own."""
    stub, ready, done = MindedStub(rule), threading.Event(), threading.Event()

    async def serve() -> None:
        async with stub:
            ready.set()
            await asyncio.to_thread(done.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        assert ready.wait(300)
        yield stub.url
    finally:
        done.set()
        thread.join(60)


def answer(phase: str, *orders: Mapping[str, Any]) -> dict[str, Any]:
    """These orders where orders are asked for, and silence elsewhere."""
    if phase == "orders":
        return {"rationale": "So be it.", "plan": "", "notebook": "", "signal": None, "orders": list(orders)}
    return {"rationale": "So be it.", "moves" if phase == "talk" else "weighings": []}


def first_listed(user: str) -> dict[str, Any]:
    """The order that stands first in the list of legal ones, with the first value of each of its fields."""
    listed = user.partition("Orders that the rules allow you now")[2]
    for line in listed.splitlines():
        found = _CHOICE.match(line)
        if found and "any other" not in line:
            fields = dict(part.split(": ") for part in found["fields"].split(", ") if part)
            return {"kind": found["kind"], **{name: _first(value) for name, value in fields.items()}}
    raise AssertionError(f"no order is listed: {listed[:300]}")


def _first(value: str) -> str | int | bool:
    first = "cyber" if value == "any area" else value.split("|")[0]
    return int(first) if first.isdigit() else {"true": True, "false": False}.get(first, first)
