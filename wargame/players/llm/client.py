"""One game's way to a model: its means, its record, and when it is taken to be gone.

What is said is none of its business. Whatever an endpoint does, an answer comes within all bounds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wargame.players.llm.address import Endpoint
from wargame.players.llm.attempts import Attempts, Route
from wargame.players.llm.budget import Budget
from wargame.players.llm.errand import Errand
from wargame.players.llm.failures import Failure
from wargame.players.llm.request import CallBook, Reply, Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from wargame.players.llm.connection import Connection
    from wargame.players.llm.profiles import Profile

GONE_AFTER = 3
"""Decisions in a row without an answer after which a model is taken to be gone."""


@dataclass
class ModelClient:
    """The client of one model for one game."""

    profile: Profile
    """What is known of the endpoint beforehand."""
    connection: Callable[[], Connection]
    """The way to it in the running event loop, which all games of a process share."""
    endpoint: Endpoint
    game: str
    """Its name, on which the length of pauses rests."""
    book: CallBook
    budget: Budget
    attempts: Attempts

    @property
    def tight(self) -> bool:
        """Whether schemas are to be cut to the legal moves of the turn."""
        return self.profile.schemas == "tight"

    @property
    def output_tokens(self) -> int:
        """The most tokens that a first reply may take: those of the profile, or what replies were found to need here.

        One that was cut is asked for again with more.
        """
        return max(self.profile.output_tokens, self.connection().ladder.room)

    async def ask(self, request: Request) -> Reply:
        """Send a request and bring a reply, or say why there is none.

        At most TRIES attempts, OF_A_DECISION over all requests of a decision, within `request.seconds` if it says any.
        Each is paid for and recorded; one that the record holds already is not sent again, unless it failed. SpecError
        if the proxy or the certificates of the environment are unusable.
        """
        errand = Errand(self, self.connection(), request)
        reply = await errand.through()
        lost, route = self.attempts.lost, self.route
        if reply.outcome in ("answered", "refused", "truncated"):
            lost[route] = 0
        elif errand.failure is not None and (request.seconds is None or errand.failure.kind != "timeout"):
            lost[route] += 1
            if lost[route] >= GONE_AFTER or errand.is_gone:
                return replace(reply, fault=self._gone(errand.failure), is_gone=True)
        return reply

    @property
    def route(self) -> Route:
        """The endpoint and the model there."""
        return self.endpoint.name, self.endpoint.model

    def _gone(self, failure: Failure) -> str:
        times = self.attempts.lost[self.route]
        told = f"{times} decisions in a row were not answered" if times > 1 else "a decision was not answered"
        return f"{self.endpoint.model} at {self.endpoint.name} is gone: {told}; {failure.sentence}"
