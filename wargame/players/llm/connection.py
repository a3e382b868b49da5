"""The way to one model at one endpoint, shared by all games of a process: client, limiter, ladder and price."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
import openai

from wargame.players.base import under_way
from wargame.players.llm.address import Endpoint
from wargame.players.llm.failures import Failure, of_connection, of_error_within, of_silence, of_status
from wargame.players.llm.ladder import Fitted, Ladder
from wargame.players.llm.limiter import Limiter
from wargame.players.llm.network import settings_of
from wargame.players.llm.prices import Price
from wargame.players.llm.profiles import Profile
from wargame.players.llm.response_body import data_of, decoded, error_in

CONNECT = 10.0
"""Longest wait for a connection, in seconds."""
KNOWN_PACE = 8
"""Answers from which on the pace of an endpoint is known."""
SLOWER = 10.0
"""Times the slowest answer so far that an attempt may take, once the pace is known."""
LEAST_PATIENCE = 60.0
"""Seconds that an attempt may take in any case, if the profile allows them."""
_TRUE_MODEL = re.compile(r"(?:^|[-_])(?:model|model[-_]name|served[-_]model|routed[-_]model)$", re.IGNORECASE)
"""Headers in which a proxy names the model that it asked."""


@dataclass(frozen=True, slots=True)
class Received:
    """What came back of one attempt."""

    status: int | None
    body: str
    failure: Failure | None
    """What went wrong on the way; None if status 200 came."""
    wait: float | None = None
    """Seconds that the endpoint asked to be left alone."""
    true_model: str = ""
    """The model that a proxy says it asked, if it says so in a header."""


@dataclass
class Connection:
    """One model at one endpoint in one event loop."""

    endpoint: Endpoint
    profile: Profile
    price: Price | None
    api: openai.AsyncOpenAI
    limiter: Limiter
    ladder: Ladder
    profile_behind: Callable[[str], Profile]
    """The profile that holds if this is the model behind the alias."""
    answers: int = 0
    """Attempts that were answered here."""
    slowest: float = 0.0
    """Seconds that the slowest of them took."""
    follows: bool = False
    """Whether it sends questions on, whole, to where they are answered."""
    plainly: bool = False
    """Whether it is asked to compress nothing, since what it calls compressed is not."""

    @property
    def longest(self) -> float:
        """Seconds after which an attempt is given up: those of the profile, or far fewer where answers came quickly."""
        if self.answers < KNOWN_PACE:
            return self.profile.seconds
        return min(self.profile.seconds, max(LEAST_PATIENCE, SLOWER * self.slowest))

    def is_really(self, model: str) -> None:
        """A proxy named the model that it asks: what is known of that one holds for this way from now on."""
        if model and model != self.ladder.true_model:
            self.ladder.true_model = model
            self.profile = self.ladder.profile = self.profile_behind(model)
            self.limiter.allow(self.profile.most)

    async def send(self, fitted: Fitted, seconds: float) -> Received:
        """One attempt, within so many seconds; it raises only if it is cancelled.

        A status other than 200, silence and a broken line come back as a failure; nothing is repeated or recorded here.
        """
        follows = self.follows
        headers: dict[str, str | openai.Omit] = {"content-type": "application/json"}
        if self.plainly:
            headers["accept-encoding"] = "identity"
        if self.endpoint.key is None:
            headers["Authorization"] = openai.Omit()
        try:
            async with asyncio.timeout(seconds):
                response = await self.api.post(
                    "/chat/completions",
                    content=fitted.content,
                    cast_to=httpx2.Response,
                    options={"headers": headers, "follow_redirects": follows},
                )
        except TimeoutError:
            return Received(None, "", of_silence(self.endpoint, seconds))
        except openai.APIStatusError as fault:
            said, status = _text(fault.response), fault.status_code
            if status in SENT_ON and not follows:
                self.follows = True
                return await self.send(fitted, seconds)
            failure = of_status(self.endpoint, status, said, fault.response.headers)
            return Received(status, said, failure, failure.wait)
        except (openai.APIConnectionError, openai.OpenAIError, httpx2.HTTPError) as fault:
            if isinstance(fault.__cause__ or fault, httpx2.DecodingError) and not self.plainly:
                self.plainly = True
                return await self.send(fitted, seconds)
            return Received(None, "", of_connection(self.endpoint, fault))
        said = _text(response)
        if (within := error_in(data_of(said))) is not None:
            failure = of_error_within(self.endpoint, within, response.headers)
            return Received(200, said, failure, failure.wait)
        return Received(200, said, None, None, _true_model(response.headers))


SENT_ON = (307, 308)
"""Statuses that send a question on as it is; others would turn it into a mere look, and say where to ask instead."""


SENT_ON_AT_MOST = 4
"""Times that one question is sent on."""


def _true_model(headers: Mapping[str, str]) -> str:
    return next((value for name, value in headers.items() if value and _TRUE_MODEL.search(name)), "")[:300]


def _text(response: httpx2.Response) -> str:
    try:
        return decoded(response.content, response.charset_encoding)
    except httpx2.HTTPError:
        return ""


async def _watched(request: httpx2.Request) -> None:
    """Tell the table as soon as the whole request has been written."""
    request.extensions["trace"] = _written


async def _written(event: str, info: Mapping[str, Any]) -> None:
    if event.endswith("send_request_body.complete"):
        under_way()


def api_of(endpoint: Endpoint) -> openai.AsyncOpenAI:
    """The client for an endpoint: no repetition and no deadline of its own, since `client.py` sees to both.

    SpecError names a variable of the environment that keeps it from being made: a proxy, or certificates. Nobody is
    called yet. Whoever makes it closes it.
    """
    parts = urlsplit(endpoint.url)
    told = openai.DefaultAsyncHttpxClient(
        event_hooks={"request": [_watched]}, max_redirects=SENT_ON_AT_MOST, **settings_of(endpoint)
    )
    return openai.AsyncOpenAI(
        http_client=told,
        api_key=endpoint.key or "none",
        base_url=parts._replace(query="").geturl(),
        default_query=dict(parse_qsl(parts.query)),
        max_retries=0,
        timeout=openai.Timeout(None, connect=CONNECT),
    )
