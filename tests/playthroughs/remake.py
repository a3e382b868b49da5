"""Making a shipped record of models anew: its raw replies are read again under today's rules, without a model.

`python -m tests.playthroughs.remake OLD NEW` plays the game of OLD once more and writes it to NEW, which must not
exist. Each request of a model's seat is answered with what the model said when it was asked; only where today's
rules refuse all that it said does the doctrine play, marked as a fallback with that reason. The scenario is today's;
what a call was asked stays in the record as it was. OLD may be of schema 1 or of today's.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wargame.core.setting import Seat
from wargame.players import specs
from wargame.players.base import Player
from wargame.players.llm.completion import failed, reply_of
from wargame.players.llm.request import CallRecord, Reply, Request
from wargame.players.llm.seat import ModelSeat
from wargame.players.scripted import Scripted
from wargame.table.calls import Calls, call_of
from wargame.table.game import Result
from wargame.table.opening import choose, game_of_log
from wargame.transcript.setup import GameSetup
from wargame.transcript.writing import Appender

NOT_ASKED = "the record holds no reply: the game that was recorded did not ask this"
NO_REPLY = "the record holds no further reply: what the model said is not legal under today's rules"


@dataclass(frozen=True)
class Old:
    """What is taken from the old record."""

    game: GameSetup
    calls: Mapping[str, Sequence[CallRecord]]
    """By decision, in order."""
    texts: Mapping[str, str]


def old(path: Path) -> Old:
    """Read a record of schema 1 or 2; nothing of it is proven here."""
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    header = lines[0]["data"]
    texts = {line["data"]["hash"]: line["data"].get("text", "") for line in lines if line["kind"] == "blob"}
    calls: dict[str, list[CallRecord]] = defaultdict(list)
    for line in lines:
        if line["kind"] == "call":
            data = {name: _words(value, texts) for name, value in line["data"].items()}
            calls[data["decision"]].append(call_of(data, line["n"]))
    today = choose(
        header["scenario"],
        variant=header["variant"],
        seed=int(header["seed"]),
        turns=header["turns"],
        overrides=header["overrides"],
    )
    return Old(replace(today, seats=header["seats"]), calls, texts)


def _words(value: Any, texts: Mapping[str, str]) -> Any:
    return texts[value["blob"]] if isinstance(value, dict) and set(value) == {"blob"} else value


@dataclass
class Remembered:
    """A client that says again what the model said, and records it again."""

    made: Old
    calls: Calls
    tight: bool = True
    output_tokens: int = 600

    async def ask(self, request: Request) -> Reply:
        """The recorded reply to this request."""
        reply = failed("failed", NO_REPLY if self.made.calls.get(request.decision) else NOT_ASKED, "")
        for call in self.made.calls.get(request.decision, ()):
            if call.step == request.step:
                sent = {name for _, names in call.messages for name in names} | {call.schema}
                self.calls.keep(call, {name: self.made.texts[name] for name in sent})
                reply = reply_of(call) if call.status == 200 else failed("failed", call.fault, call.rung)
        return reply


def remade(source: Path, target: Path) -> Result:
    """Play the game of one record again under today's rules, recorded at another place."""
    made = old(source)
    log = Appender(target, sync="end")
    log.note("header", 0, "start", made.game.as_header())
    client = Remembered(made, Calls(log))

    def make(spec: str, seat: Seat, seed: int) -> Player:
        if spec.startswith("llm:"):
            return ModelSeat(spec, client, Scripted(seat.doctrine, seed))
        return specs.make(spec, seat, seed)

    try:
        return asyncio.run(game_of_log(made.game, log, make).play())
    finally:
        log.close()


if __name__ == "__main__":
    result = remade(Path(sys.argv[1]), Path(sys.argv[2]))
    print(f"{result.turns} turns, state {result.state_hash}, {dict(result.origins)}")
