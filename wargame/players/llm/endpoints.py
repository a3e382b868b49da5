"""All models of a process: which endpoints there are, and what their games share of connections, limits and means."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from weakref import WeakKeyDictionary

from wargame.players.llm import prices as price_table
from wargame.players.llm import profiles as profile_table
from wargame.players.llm.address import HOSTED, URL, Endpoint, endpoint_of, parse
from wargame.players.llm.attempts import Attempts
from wargame.players.llm.budget import Budget
from wargame.players.llm.client import ModelClient
from wargame.players.llm.connection import Connection, api_of
from wargame.players.llm.ladder import Ladder
from wargame.players.llm.limiter import Gate, Limiter
from wargame.players.llm.prices import Prices
from wargame.players.llm.profiles import Profiles
from wargame.players.llm.request import CallBook, CallRecord

Address = tuple[str, str | None]
"""Base URL and key: what a connection depends on."""


@dataclass
class _Loop:
    """What belongs to one event loop."""

    gates: dict[Address, Gate] = field(default_factory=dict)
    connections: dict[Endpoint, Connection] = field(default_factory=dict)


class Endpoints:
    """Where clients are had; one for a process is right, since limits are found out once for all its games."""

    def __init__(
        self,
        *,
        environ: Mapping[str, str] | None = None,
        profiles: Profiles | None = None,
        prices: Prices | None = None,
        batch: Budget | None = None,
    ) -> None:
        """Settings come from the environment and the tables unless given; `batch` caps all games together.

        Reads the tables of profiles and prices, shipped and the user's own; SpecError names what is wrong in one.
        """
        self.environ = os.environ if environ is None else environ
        self.profiles = profiles or profile_table.load()
        self.prices = prices or price_table.load()
        self.batch = batch or Budget()
        self._ladders: dict[tuple[str, str], Ladder] = {}
        self._recorded: dict[tuple[str, str], list[CallRecord]] = {}
        """Calls of a game that goes on, by route, until that route is asked for."""
        self._attempts: WeakKeyDictionary[CallBook, Attempts] = WeakKeyDictionary()
        self._loops: WeakKeyDictionary[asyncio.AbstractEventLoop, _Loop] = WeakKeyDictionary()

    def endpoint(self, spec: str) -> Endpoint:
        """The endpoint of a spec; SpecError says what is missing. Nobody is called."""
        model, url = parse(spec)
        keys = self.profiles.of(url or self.environ.get(URL) or HOSTED, model).keys
        return endpoint_of(spec, self.environ, keys)

    def budget(self, *, tokens: int | None = None, money: float | None = None) -> Budget:
        """The means of one game, within those of the batch; SpecError if negative.

        `tokens` are those of prompts and replies together, `money` is in the currency of the price table; None sets no
        cap.
        """
        return Budget(tokens, money, self.batch)

    def client(self, spec: str, game: str, book: CallBook, budget: Budget | None = None) -> ModelClient:
        """A client for one game; `budget` are the game's means, which lie within those of the batch.

        All clients of a game share one book and should share one budget. SpecError as `endpoint` raises it; nobody is
        called before the first request.
        """
        means = budget or self.budget()
        if means is not self.batch and means.above is None:
            means.above = self.batch
        attempts = self._attempts.setdefault(book, Attempts())
        endpoint = self.endpoint(spec)
        profile, way = self._ladder(endpoint).profile, partial(self.connection, endpoint)
        return ModelClient(profile, way, endpoint, game, book, means, attempts)

    def connection(self, endpoint: Endpoint) -> Connection:
        """The way to an endpoint in the running event loop, made when first asked for and then kept.

        RuntimeError outside of a loop, SpecError as `api_of` raises it.
        """
        here = self._loops.setdefault(asyncio.get_running_loop(), _Loop())
        if (connection := here.connections.get(endpoint)) is not None:
            return connection
        ladder = self._ladder(endpoint)
        profile = ladder.profile
        place = (endpoint.url, endpoint.key)
        gate = here.gates.setdefault(place, Gate())
        same = next((r.api for r in here.connections.values() if (r.endpoint.url, r.endpoint.key) == place), None)
        connection = Connection(
            endpoint,
            profile,
            self.prices.of(endpoint),
            same or api_of(endpoint),
            Limiter(gate, profile.start, profile.most),
            ladder,
            partial(self.profiles.of_endpoint, endpoint),
        )
        here.connections[endpoint] = connection
        return connection

    def _ladder(self, endpoint: Endpoint) -> Ladder:
        """What is known of a model at an endpoint, in all loops."""
        route = endpoint.name, endpoint.model
        if route not in self._ladders:
            self._ladders[route] = Ladder.of(self.profiles.of_endpoint(endpoint))
        for call in self._recorded.pop(route, ()):
            self._ladders[route].remember(call)
        return self._ladders[route]

    def remember(self, calls: Iterable[CallRecord]) -> None:
        """What a record shows to have been learnt of endpoints holds for the game that goes on; nobody is called."""
        for call in calls:
            self._recorded.setdefault((call.endpoint, call.model), []).append(call)

    @property
    def connections(self) -> tuple[Connection, ...]:
        """Every way in use in any event loop."""
        return tuple(connection for loop in self._loops.values() for connection in loop.connections.values())

    async def aclose(self) -> None:
        """Close the connections of the running event loop; those of other loops stay open.

        RuntimeError outside of a loop. What is asked for afterwards is made anew.
        """
        here = self._loops.pop(asyncio.get_running_loop(), None)
        if here is not None:
            for api in {id(connection.api): connection.api for connection in here.connections.values()}.values():
                await api.close()
