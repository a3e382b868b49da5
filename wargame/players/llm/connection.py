"""The way to one model at one endpoint, shared by all games of a process: client, limiter, ladder and price."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
import openai

from wargame.players.base import under_way
from wargame.players.llm.address import Endpoint
from wargame.players.llm.failures import Failure, of_connection, of_silence, of_status, retry_after
from wargame.players.llm.ladder import Fitted, Ladder
from wargame.players.llm.limiter import Limiter
from wargame.players.llm.network import settings_of
from wargame.players.llm.prices import Price
from wargame.players.llm.profiles import Profile

CONNECT = 10.0
"""Longest wait for a connection, in seconds."""


@dataclass(frozen=True, slots=True)
class Received:
    """What came back of one attempt."""

    status: int | None
    body: str
    failure: Failure | None
    """What went wrong on the way; None if status 200 came."""
    wait: float | None = None
    """Seconds that the endpoint asked to be left alone."""


@dataclass
class Connection:
    """One model at one endpoint in one event loop."""

    endpoint: Endpoint
    profile: Profile
    price: Price | None
    api: openai.AsyncOpenAI
    limiter: Limiter
    ladder: Ladder

    async def send(self, fitted: Fitted, seconds: float) -> Received:
        """One attempt, within so many seconds; it raises only if it is cancelled.

        A status other than 200, silence and a broken line come back as a failure; nothing is repeated or recorded here.
        """
        headers: dict[str, str | openai.Omit] = {"content-type": "application/json"}
        if self.endpoint.key is None:
            headers["Authorization"] = openai.Omit()
        try:
            async with asyncio.timeout(seconds):
                response = await self.api.post(
                    "/chat/completions",
                    content=fitted.content,
                    cast_to=httpx2.Response,
                    options={"headers": headers},
                )
        except TimeoutError:
            return Received(None, "", of_silence(self.endpoint, seconds))
        except openai.APIStatusError as fault:
            said = _text(fault.response)
            failure = of_status(self.endpoint, fault.status_code, said, fault.response.headers)
            return Received(fault.status_code, said, failure, retry_after(fault.response.headers))
        except (openai.APIConnectionError, openai.OpenAIError, httpx2.HTTPError) as fault:
            return Received(None, "", of_connection(self.endpoint, fault))
        return Received(response.status_code, _text(response), None)


def _text(response: httpx2.Response) -> str:
    try:
        return response.content.decode()
    except UnicodeDecodeError:
        return response.text
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
    told = openai.DefaultAsyncHttpxClient(event_hooks={"request": [_watched]}, **settings_of(endpoint))
    return openai.AsyncOpenAI(
        http_client=told,
        api_key=endpoint.key or "none",
        base_url=parts._replace(query="").geturl(),
        default_query=dict(parse_qsl(parts.query)),
        max_retries=0,
        timeout=openai.Timeout(None, connect=CONNECT),
    )
