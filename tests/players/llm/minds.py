"""A client that answers by a rule, and tables whose seats think over it: for tests of the mind, not of the wire."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from wargame.core.habits import read
from wargame.core.ids import SeatId
from wargame.core.setting import Seat
from wargame.players import specs
from wargame.players.base import Player
from wargame.players.llm.request import Reply, Request
from wargame.players.llm.seat import ModelSeat
from wargame.players.scripted import Scripted
from wargame.table.game import Result, RunningGame
from wargame.table.opening import choose, new_game

SILENT = {
    "talk": {"rationale": "Nothing to say.", "moves": []},
    "orders": {"rationale": "We wait.", "plan": "", "notebook": "", "signal": None, "orders": []},
    "weigh": {"rationale": "", "weighings": []},
}


def phase_of(request: Request) -> str:
    """`talk`, `orders` or `weigh`."""
    return request.decision.split(".")[1].rstrip("0123456789")


def seat_of(request: Request) -> SeatId:
    """Whose decision it is."""
    return request.decision.rpartition(".")[2]


def silent(request: Request) -> Reply:
    """Says nothing, in due form."""
    return Reply("answered", json.dumps(SILENT[phase_of(request)]))


class Ruled:
    """A client whose replies follow a rule; it keeps every request."""

    def __init__(self, rule: Callable[[Request], Reply] = silent, *, tight: bool = False) -> None:
        self.rule, self.tight = rule, tight
        self.output_tokens = 800
        self.requests: list[Request] = []

    async def ask(self, request: Request) -> Reply:
        await asyncio.sleep(0)
        self.requests.append(request)
        return self.rule(request)


def text_of(request: Request) -> str:
    """All that a request says."""
    return "\n\n".join(said.text for said in request.messages)


def known_share(requests: Sequence[Request]) -> float:
    """Share of all bytes after the first turn that the request before of the same seat began with."""
    shared = total = 0
    before: dict[str, bytes] = {}
    for request in requests:
        text, last = text_of(request).encode(), before.get(seat_of(request), b"")
        if last and not request.decision.startswith("1."):
            pairs = enumerate(zip(text, last, strict=False))
            same = next((at for at, (one, other) in pairs if one != other), min(len(text), len(last)))
            shared, total = shared + same, total + len(text)
        before[seat_of(request)] = text
    return shared / total


def table_with(
    client: Ruled,
    scenario: str = "first-download",
    *,
    seats: Iterable[SeatId] | None = None,
    out: Path | None = None,
    turns: int | None = None,
    variant: str | None = None,
    seed: int = 1,
    answer_seconds: float | None = None,
) -> RunningGame:
    """A table where models sit on these seats, or on all that are seated; scripts argue no cases."""
    game = choose(scenario, everyone="scripted", turns=turns, variant=variant, seed=seed)
    wanted = set(seats) if seats is not None else {s.id for s in game.opening()[0].setting.seats if s.seated}

    def make(spec: str, seat: Seat, seed: int) -> Player:
        if seat.id in wanted:
            return ModelSeat("llm:ruled", client, Scripted(seat.doctrine, seed, habits=read("argue=off")))
        return specs.make(spec, seat, seed)

    seated = replace(
        game, seats={**dict.fromkeys(game.seats, "scripted:argue=off"), **dict.fromkeys(wanted, "llm:ruled")}
    )
    return new_game(seated, out, make=make, answer_seconds=answer_seconds)


def play(table: RunningGame) -> Result:
    """To the end."""
    return asyncio.run(table.play())
