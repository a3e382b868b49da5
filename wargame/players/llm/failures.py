"""What went wrong at an endpoint, in one sentence with the way out, and whether asking again could help."""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from wargame.players.llm.address import KEY, Endpoint
from wargame.players.llm.network import of_certificate, proxy_of
from wargame.players.llm.request import CallRecord

FailureKind = Literal[
    "key_missing",
    "key_wrong",
    "model_unknown",
    "path",
    "down",
    "context",
    "timeout",
    "limited",
    "loading",
    "server",
    "page",
    "content",
    "quota",
    "other",
]
DOWN = ("no connection", "the connection")
"""How the sentence of a failed connection begins; the first of them if nothing was sent."""
RETRIED = (408, 409, 425, 429)
"""Statuses below 500 at which asking again is right; all from 500 are too."""
_CONTEXT = re.compile(
    r"context_length|context length|context size|context window|maximum context|too many tokens|prompt is too long"
    r"|exceeds? .{0,40}(?:context|tokens)",
    re.IGNORECASE,
)
_CONTENT = re.compile(r"content_filter|content_policy|content management policy|responsibleaipolicy", re.IGNORECASE)
_QUOTA = re.compile(
    r"insufficient_quota|exceeded your current quota|billing|insufficient balance|credit balance", re.IGNORECASE
)
_LOADING = re.compile(r"loading model|model is loading|still loading|warming up", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that went wrong."""

    kind: FailureKind
    sentence: str
    again: bool
    """Whether the same request may succeed later."""
    wait: float | None = None
    """Seconds that the endpoint asked for."""


def of_status(endpoint: Endpoint, status: int, said: str, headers: Mapping[str, str]) -> Failure:
    """What an error status means."""
    quoted = endpoint.clean(message_of(said))
    place, model = endpoint.name, endpoint.model
    if status in (401, 403):
        if endpoint.key is None:
            return Failure("key_missing", f"{place} wants a key (status {status}); set {KEY}", False)
        return Failure(
            "key_wrong", f"{place} does not accept the key (status {status}{_colon(quoted)}); check {KEY}", False
        )
    if _CONTENT.search(said) and status < 500:
        return Failure("content", f"{place} declined the request by its content rules{_colon(quoted)}", False)
    if status == 407:
        proxy = proxy_of(endpoint.url)
        sentence = (
            f"the proxy {f'that {proxy} names' if proxy else f'before {place}'} wants a user and a "
            "password (status 407); write them into the variable, as in http://USER:PASSWORD@HOST:PORT"
        )
        return Failure("other", sentence, False)
    if status == 402 or (_QUOTA.search(said) and status in (403, 429)):
        return Failure(
            "quota", f"the account at {place} has nothing left{_colon(quoted)}; top it up or use another key", False
        )
    if _CONTEXT.search(said) and status in (400, 413, 422, 500):
        sentence = (
            f"the prompt is too long for {model} at {place}{_colon(quoted)}; choose a model with more context, "
            "or start the server with more"
        )
        return Failure("context", sentence, False)
    if status == 404:
        about_model = re.search(r"model", quoted, re.IGNORECASE)
        if about_model:
            sentence = (
                f"{place} does not know the model {model!r}{_colon(quoted)}; "
                f"`wargame probe {model}@{place}` lists what it has"
            )
            return Failure("model_unknown", sentence, False)
        return Failure("path", f"{place} has no chat completions (status 404); the base URL mostly ends in /v1", False)
    if status == 429:
        return Failure("limited", f"{place} limits the rate (status 429)", True, retry_after(headers))
    if status == 503 and _LOADING.search(said):
        return Failure("loading", f"{place} is still loading its model; wait a moment", True, retry_after(headers))
    if status in RETRIED or status >= 500:
        sentence = f"{place} failed (status {status}{_colon(quoted)}); it may be overloaded: try later"
        return Failure("server", sentence, True, retry_after(headers))
    return Failure("other", f"{place} refused the request (status {status}{_colon(quoted)})", False)


def of_connection(endpoint: Endpoint, fault: BaseException) -> Failure:
    """What a failure to connect, or a connection that broke, means."""
    cause: BaseException = fault
    while cause.__cause__ is not None:
        cause = cause.__cause__
    distrust: BaseException | None = fault
    while distrust is not None and not isinstance(distrust, ssl.SSLCertVerificationError):
        distrust = distrust.__cause__ or distrust.__context__
    if distrust is not None:
        return Failure("down", f"{DOWN[0]} to {endpoint.name}: {of_certificate(distrust)}", True)
    said = endpoint.clean(str(cause) or type(cause).__name__)
    hint = "start it, or check the address" if endpoint.local else "check the address and the network"
    if (proxy := proxy_of(endpoint.url)) is not None:
        host = urlsplit(endpoint.url).hostname
        hint = f"{proxy} sends it over a proxy: check that one, or put {host} into NO_PROXY"
    name = type(fault.__cause__ or fault).__name__
    if "Connect" in name or "Proxy" in name:
        return Failure("down", f"{DOWN[0]} to {endpoint.name} ({said}); {hint}", True)
    return Failure("down", f"{DOWN[1]} to {endpoint.name} broke ({said})", True)


def of_silence(endpoint: Endpoint, seconds: float) -> Failure:
    """No reply came in time."""
    return Failure(
        "timeout",
        f"{endpoint.name} did not answer within {seconds:.3g} s; give it longer (profiles.yaml: seconds) or less to do",
        True,
    )


def of_page(endpoint: Endpoint, said: str) -> Failure:
    """Something other than JSON came with status 200."""
    what = "a web page" if "<" in said[:200] else "no JSON" if said.strip() else "nothing"
    sentence = (
        f"{endpoint.name} answered with {what} instead of a completion; is it the base URL of an API? "
        "It mostly ends in /v1"
    )
    return Failure("page", sentence, False)


def of_recorded(endpoint: Endpoint, call: CallRecord) -> Failure | None:
    """What went wrong in a recorded attempt; None if a completion came."""
    if not call.fault:
        return None
    if call.status is None:
        return Failure("down" if call.fault.startswith(DOWN) else "timeout", call.fault, True)
    if call.status == 200:
        return Failure("page", call.fault, False)
    return replace(of_status(endpoint, call.status, call.reply or "", {}), sentence=call.fault)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that a reply asks to wait; None if it does not say, or gives a date."""
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) / unit
        except ValueError:
            continue
        if 0 <= seconds < float("inf"):
            return seconds
    return None


def message_of(said: str) -> str:
    """The message of an error body, on one line and not long; nothing for a page."""
    try:
        data = json.loads(said)
    except ValueError:
        return "" if "<" in said[:200] else " ".join(said.split())[:200]
    found = data.get("error", data) if isinstance(data, dict) else data
    if isinstance(found, Mapping):
        found = found.get("message") or found.get("detail") or found.get("code") or ""
    return " ".join(str(found).split())[:300]


def _colon(quoted: str) -> str:
    return f": {quoted.rstrip('.')}" if quoted else ""
