"""Games over the real client whose requests are kept, piece by piece, as they leave the minds."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.players.llm.calls import KEY, profiles
from tests.players.llm.games import Played, told
from wargame.players.llm.budget import Budget
from wargame.players.llm.client import ModelClient
from wargame.players.llm.endpoints import Endpoints
from wargame.players.llm.prices import Prices
from wargame.players.llm.request import CallBook, Reply, Request
from wargame.stub import Stub
from wargame.table.game import Result
from wargame.table.opening import new_game
from wargame.table.players import Means, ModelMeans
from wargame.transcript.setup import GameSetup


@dataclass
class HeardClient(ModelClient):
    """A client that keeps what it is asked."""

    heard: list[Request] = field(default_factory=list)

    async def ask(self, request: Request) -> Reply:
        self.heard.append(request)
        return await super().ask(request)


class Overheard(Endpoints):
    """Endpoints whose clients keep what they are asked."""

    def __init__(self, url: str, **says: Any) -> None:
        environ = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": url}
        super().__init__(environ=environ, profiles=profiles(**says), prices=Prices(()))
        self.heard: list[Request] = []

    def client(self, spec: str, game: str, book: CallBook, budget: Budget | None = None) -> ModelClient:
        return HeardClient(**vars(super().client(spec, game, book, budget)), heard=self.heard)


def overheard(stub: Stub, setup: GameSetup, path: Path, heard: list[Request], **says: Any) -> Played:
    """Play a game whose models are at this stub; `heard` gets what they were asked as they are asked it."""

    async def through() -> tuple[Result, int]:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(stub)
            board = Overheard(stub.url, **says)
            board.heard = heard
            stack.push_async_callback(board.aclose)
            table = new_game(setup, path, sync="end", means=Means(ModelMeans(endpoints=board, plays_on=True)))
            return await table.play(), sum(stub.tally.rungs.values())

    return told(path, *asyncio.run(asyncio.wait_for(through(), 900)))
