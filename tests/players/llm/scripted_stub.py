"""A stub whose model plays as a script would: every reply is legal, so that its way of answering is all that is odd."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from random import Random
from typing import Any

from pydantic_core import to_jsonable_python

from wargame.core.moves import Decision, Sealed, Talk, Weigh
from wargame.players.llm.request import Request
from wargame.stub import Settings, Stub
from wargame.stub.answers import Response, message_text, respond
from wargame.table.opening import new_game
from wargame.transcript.setup import GameSetup


def scripted(setup: GameSetup) -> Mapping[str, Decision]:
    """What scripts decide in a game, by decision."""
    table = new_game(setup, None)
    asyncio.run(table.play())
    return dict(table.past.decisions)


def reply_to(made: Decision) -> dict[str, Any]:
    """A decision as a model writes it."""
    told: dict[str, Any] = {"rationale": made.rationale or "As ever."}
    body = made.body
    if isinstance(body, Talk):
        told["moves"] = body.moves
    elif isinstance(body, Sealed):
        told |= {"plan": "To hold on.", "notebook": "Nothing new.", "signal": body.signal, "orders": body.orders}
    elif isinstance(body, Weigh):
        told["weighings"] = body.weighings
    found: dict[str, Any] = to_jsonable_python(told)
    return found


class ScriptedStub(Stub):
    """Answers each request with what a script decided there, in the way of its settings."""

    def __init__(self, settings: Settings, decisions: Mapping[str, Decision], heard: list[Request]) -> None:
        """`heard` are the requests as they leave the minds: by their words a decision is known."""
        super().__init__(settings)
        self._decisions, self._heard = decisions, heard

    def _reply(self, request: Mapping[str, Any], name: str) -> tuple[Response, str]:
        said = "\n".join(message_text(each) for each in request["messages"])
        asked = next(each for each in reversed(self._heard) if each.messages[-1].text in said)
        schema = {"const": reply_to(self._decisions[asked.decision])}
        form = {"type": "json_schema", "json_schema": {"name": "x", "strict": True, "schema": schema}}
        (fault,) = self.settings.faults or ("",)
        return respond({**request, "response_format": form}, self.settings, Random(name), fault, 0), fault
