"""Whole games whose seats are models behind a stub: played, read back, and each decision held against its calls."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.players.llm.calls import KEY, profiles, run
from wargame.core.moves import Decision, Sealed, Talk
from wargame.players.llm.completion import VOID
from wargame.players.llm.endpoints import Endpoints
from wargame.players.llm.errand import OF_A_DECISION, TRIES
from wargame.players.llm.graph import REPAIRS
from wargame.players.llm.prices import Prices
from wargame.players.llm.request import CallRecord
from wargame.review.proof import verify
from wargame.stub import Settings, Stub
from wargame.table.calls import call_of
from wargame.table.game import Result
from wargame.table.opening import choose, new_game, resumed_game
from wargame.table.players import Means, ModelMeans
from wargame.transcript.reading import read

SCENARIO = "first-download"


@dataclass(frozen=True)
class Played:
    """A game that was played to its end, as its record tells it."""

    path: Path
    result: Result
    asked: int
    """Requests that the stub got."""
    decisions: Mapping[str, Decision]
    """Those of the models, by id."""
    calls: Mapping[str, list[CallRecord]]
    """By decision, in order."""
    seconds: float = 0.0
    """How long it was played, its opening not counted."""

    @property
    def origins(self) -> Counter[str]:
        return Counter(made.origin for made in self.decisions.values())


def models_for(url: str, **says: Any) -> ModelMeans:
    """Models whose `llm:stub` is there, with short waits and no prices; doctrines play for any that is gone."""
    environ = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": url}
    endpoints = Endpoints(environ=environ, profiles=profiles(**says), prices=Prices(()))
    return ModelMeans(endpoints=endpoints, plays_on=True)


def game(settings: Settings, path: Path, *, turns: int = 1, phase_seconds: float | None = None, **says: Any) -> Played:
    """Play with a model in every seat; the record must prove itself."""

    async def through() -> tuple[Result, int, float]:
        async with AsyncExitStack() as stack:
            stub = await stack.enter_async_context(Stub(settings))
            models = models_for(stub.url, **says)
            stack.push_async_callback(models.aclose)
            setup = choose(SCENARIO, turns=turns, everyone="llm:stub")
            table = new_game(setup, path, sync="end", means=Means(models), answer_seconds=phase_seconds)
            table.begin()
            began = time.monotonic()
            return await table.play(), sum(stub.tally.rungs.values()), time.monotonic() - began

    return told(path, *run(through()))


def gone_on(settings: Settings, path: Path, **says: Any) -> Played:
    """Go on with a game that was broken off, at another stub; what it had asked before counts as asked."""

    async def through() -> tuple[Result, int]:
        async with AsyncExitStack() as stack:
            stub = await stack.enter_async_context(Stub(settings))
            models = models_for(stub.url, **says)
            stack.push_async_callback(models.aclose)
            record = read(path, mend=True)
            table, _ = resumed_game(path, sync="end", means=Means(models))
            before = sum(entry.kind == "call" for entry in record.entries)
            return await table.play(), before + sum(stub.tally.rungs.values())

    return told(path, *run(through()))


def told(path: Path, result: Result, asked: int, seconds: float = 0.0) -> Played:
    """A record read back and proven."""
    proven = verify(path)
    calls: dict[str, list[CallRecord]] = defaultdict(list)
    for entry in read(path).entries:
        if entry.kind == "call":
            call = call_of(entry.data, entry.n)
            calls[call.decision].append(call)
    models = {name: made for name, made in proven.decisions.items() if made.player.startswith("llm:")}
    return Played(path, result, asked, models, calls, seconds)


def scripted_hash(turns: int = 1) -> str:
    """State hash of the same game played by the doctrines alone."""
    return asyncio.run(new_game(choose(SCENARIO, turns=turns), None).play()).state_hash


def in_bounds(played: Played) -> None:
    """No call beyond what a request and a decision may take, each recorded under its number."""
    assert sum(map(len, played.calls.values())) == played.asked
    assert set(played.calls) <= set(played.decisions)
    for calls in played.calls.values():
        assert [call.attempt for call in calls] == list(range(1, len(calls) + 1))
        assert len(calls) <= OF_A_DECISION
        steps = Counter(call.step for call in calls)
        assert max(steps.values()) <= TRIES
        assert set(steps) <= {"first", *(f"repair{number}" for number in range(1, REPAIRS + 1))}


def true_origins(played: Played) -> None:
    """What every decision says of itself is what its last call says of it; what a reply claimed beside is named."""
    for name, made in played.decisions.items():
        for key in ("state", "seat"):
            if any(top(call.reply).get(key) for call in played.calls.get(name, ()) if call.status == 200):
                assert any(f"{key} has no place here" in fault for fault in made.faults), (name, made.faults)
        assert made.origin == origin_by(made, played.calls.get(name, [])), (name, made.faults)
        assert bool(made.faults) == (made.origin != "chosen"), name


def origin_by(made: Decision, calls: list[CallRecord]) -> str:
    """How a decision must have come about, judged from its raw replies alone."""
    said = [call for call in calls if not call.fault.startswith(VOID)]
    if not said:
        unasked = ("asks to be left alone", "did not ask this")
        return "fallback" if any(said in fault for fault in made.faults for said in unasked) else "timeout"
    last = said[-1]
    if last.refusal is not None or (last.reply or "").startswith("I'm sorry"):
        return "refusal"
    if last.status is None and "did not answer within" in last.fault:
        return "timeout"
    if not speaks(made, last):
        return "fallback"
    return "chosen" if last.step == "first" else "repaired"


def speaks(made: Decision, call: CallRecord) -> bool:
    """Whether a decision is what a reply said: every move, order and reason, and nothing that was not asked for."""
    found = top(call.reply)
    if call.status != 200 or not found or found.get("rationale") != made.rationale:
        return False
    if isinstance(made.body, Talk):
        return set(found) == {"rationale", "moves"} and kinds(found["moves"]) == [m.kind for m in made.body.moves]
    if isinstance(made.body, Sealed):
        named = {"rationale", "plan", "notebook", "signal", "orders"}
        signal = made.body.signal and made.body.signal.text
        return (
            set(found) <= named
            and kinds(found["orders"]) == [order.kind for order in made.body.orders]
            and (found["signal"] and found["signal"]["text"]) == signal
        )
    sides = [(each.argument, each.side) for each in made.body.weighings]
    said = [(each["argument"], each["side"]) for each in found.get("weighings", ())]
    return set(found) == {"rationale", "weighings"} and said == sides


def top(reply: str | None) -> dict[str, Any]:
    """The object that stands first in a reply; empty if it is none, or not whole."""
    text = reply or ""
    try:
        found: dict[str, Any] = json.JSONDecoder().raw_decode(text, text.index("{"))[0]
    except ValueError:
        return {}
    return found


def kinds(items: list[dict[str, Any]]) -> list[str]:
    return [item["kind"] for item in items]
