"""What went wrong at an endpoint, in one sentence with the way out, and whether asking again could help."""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

import httpx2

from wargame.players.llm.address import COMPLETIONS, KEY, Endpoint, named
from wargame.players.llm.network import of_certificate, proxy_of
from wargame.players.llm.request import CallRecord
from wargame.players.llm.response_body import ErrorWithin, data_of, error_in
from wargame.players.llm.waits import waited
from wargame.shell_words import shell_word

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
    "unclear",
    "other",
]
"""unclear: the request was refused in words from which nothing can be told, in whatever language they are."""
_NO_TLS = re.compile(
    r"wrong.version.number|record layer|unknown.protocol|http.request|packet length too long", re.IGNORECASE
)
DOWN = ("no connection", "the connection")
"""How the sentence of a failed connection begins; the first of them if nothing was sent."""
IN_A_CIRCLE = "sends on in a circle"
"""What the sentence of an address says that leads nowhere."""
RETRIED = (408, 409, 420, 423, 424, 425, 429, 449, 498, 499)
"""Statuses below 500 at which asking again is right; all from 500 are too."""
_CONTEXT = re.compile(
    r"context_?(?:length|size|window)|context (?:length|size|window)|maximum context|too many tokens"
    r"|(?:prompt|input|request|message)s? (?:is|are|was) too (?:long|large)|(?:prompt|input)[ _]too[ _](?:long|large)"
    r"|too long for (?:the |this |requested )?model|reduce (?:the )?(?:length|size|your prompt)|shorten your"
    r"|longer than the (?:model|maximum|context)|maximum (?:input|prompt|sequence|allowed)\D{0,20}(?:length|tokens)"
    r"|max_model_len|n_ctx|max_seq_len|token limit|input length|kv cache|string_above_max_length"
    r"|exceed(?:s|ed|ing)?\b.{0,60}(?:context|tokens|max(?:imum)? length)|must have (?:less|fewer) than \d+ tokens",
    re.IGNORECASE,
)
_TOO_LARGE_EVER = re.compile(r"request too large|tokens must be reduced", re.IGNORECASE)
"""Said of a request that no waiting makes small enough for the tokens of a minute."""
_CONTENT = re.compile(
    r"content_?filter|content_policy|content management policy|responsibleaipolicy|data_?inspection|moderation_blocked"
    r"|(?:was|been|prompt|input|content) flagged|flagged_input|inappropriate content|safety system|usage polic"
    r"|\u654f\u611f\u5185\u5bb9",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\b(?:country|region|territory|location)\b.{0,60}\bnot\b", re.IGNORECASE)
_QUOTA = re.compile(
    r"insufficient_?quota|exceeded your (?:current|monthly) (?:quota|usage)|billing"
    r"|insufficient.?(?:balance|credit|funds)"
    r"|credit balance|out of credits|no credits|quota (?:has been )?(?:exceeded|exhausted)|payment required|arrears"
    r"|quota\b.{0,30}(?:used up|exceeded|exhausted|reached)|good standing|arrear|\u6b20\u8d39"
    r"|(?:budget|spend(?:ing)? limit).{0,20}(?:exceeded|reached)|exceeded.{0,20}budget",
    re.IGNORECASE,
)
_OF_A_DAY = re.compile(r"(?:daily|weekly|monthly)\b.{0,40}\blimit|limit\b.{0,60}\bper[- _](?:day|month)", re.IGNORECASE)
"""Said of a quota that comes back, where nothing says when."""
_LOADING = re.compile(
    r"loading (?:the )?model|model\b.{0,60}\bis (?:currently |still )?(?:loading|starting)|still loading|warming up"
    r"|is starting up|model (?:is )?not (?:yet )?(?:ready|loaded)",
    re.IGNORECASE,
)
_BUSY = re.compile(
    r"overload|over capacity|at capacity|capacity exceeded|upstream (?:connect )?error|no healthy upstream"
    r"|try again (?:later|in)|temporarily|too busy|rate limit",
    re.IGNORECASE,
)
_UNKNOWN_MODEL = re.compile(
    r"(?:model|deployment)\b.{0,80}(?:not found|does not exist|not exist|unknown|not available|no access|not supported"
    r"|isn't available|is not a valid|decommissioned|deprecated|retired|sunset|shut down|no longer)"
    r"|not have access to (?:the )?model|(?:no such|unknown|invalid|unsupported) model|model_not_found"
    r"|not a valid model|no model named",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"(?:incorrect|invalid|wrong|unknown|expired) (?:api[- _]?)?(?:key|token)\b|authentication_?error|invalid_api_key",
    re.IGNORECASE,
)
_ADDRESS_REFUSED = re.compile(
    r"\bip\b.{0,40}\bnot (?:allowed|permitted|whitelisted|in)|\bip\b.{0,20}blocked", re.IGNORECASE
)
_NO_ROUTE = re.compile(r"polic|parameter|provider|support|privacy|setting", re.IGNORECASE)
"""Said with status 404 of a request that nobody behind an address may answer, and not of the address."""
_PLAIN_HTTP = re.compile(r"plain http request|http request (?:was sent )?to (?:an )?https", re.IGNORECASE)


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
    if 300 <= status < 400:
        to = endpoint.clean(headers.get("location") or "nowhere")
        return Failure("path", f"{place} sends on to {to} (status {status}){_moved(endpoint, headers)}", False)
    if _PLAIN_HTTP.search(said):
        other = place.replace("http://", "https://", 1)
        return Failure("path", f"{place} speaks https only; give {other} as base URL", False)
    if _CONTENT.search(said) and status < 500:
        return Failure("content", f"{place} declined the request by its content rules{_colon(quoted)}", False)
    if status == 407:
        proxy = proxy_of(endpoint.url)
        sentence = (
            f"the proxy {f'that {proxy} names' if proxy else f'before {place}'} wants a user and a "
            "password (status 407); write them into the variable, as in http://USER:PASSWORD@HOST:PORT"
        )
        return Failure("other", sentence, False)
    if status == 511:
        return Failure(
            "page", f"the network before {place} wants a sign-in (status 511); sign in with a browser", False
        )
    is_spent = _QUOTA.search(said) or (_OF_A_DAY.search(said) and waited(said, headers) is None)
    if status == 402 or (is_spent and status in (400, 401, 403, 429, 503)):
        return Failure(
            "quota", f"the account at {place} has nothing left{_colon(quoted)}; top it up or use another key", False
        )
    if status == 451 or (status in (400, 403) and _PLACE.search(said)):
        return Failure("other", f"{place} does not serve this place (status {status}{_colon(quoted)})", False)
    if status == 403 and _ADDRESS_REFUSED.search(said):
        return Failure("other", f"{place} does not let this address in (status 403{_colon(quoted)})", False)
    if status == 403 and _BUSY.search(said):
        return Failure("limited", f"{place} limits the rate (status 403{_colon(quoted)})", True, waited(said, headers))
    if status in (401, 403) or (status in (498, 500, 502) and _KEY.search(said)):
        if endpoint.key is None:
            return Failure("key_missing", f"{place} wants a key (status {status}); set {KEY}", False)
        if status == 403:
            way_out = f"see what {KEY} may be used for"
            sentence = f"{place} does not let this key ask {model} (status 403{_colon(quoted)}); {way_out}"
            return Failure("key_wrong", sentence, False)
        return Failure(
            "key_wrong", f"{place} does not accept the key (status {status}{_colon(quoted)}); check {KEY}", False
        )
    if status == 413 and _is_page(said):
        sentence = f"what stands before {place} takes no request of this size (status 413); let it take more"
        return Failure("context", sentence, False)
    if _LOADING.search(said) and (status == 503 or 400 <= status < 500):
        return Failure("loading", f"{place} is still loading its model; wait a moment", True, waited(said, headers))
    is_too_long = _CONTEXT.search(said) and status in (400, 404, 413, 422, 500)
    if is_too_long or status == 413 or (status == 429 and _TOO_LARGE_EVER.search(said)):
        sentence = (
            f"the prompt is too long for {model} at {place}{_colon(quoted)}; choose a model with more context, "
            "or start the server with more"
        )
        return Failure("context", sentence, False)
    if status == 404 or (status in (400, 410, 422) and _UNKNOWN_MODEL.search(said)):
        about_model = re.search(r"model|deployment", quoted, re.IGNORECASE)
        if about_model:
            sentence = (
                f"{place} does not know the model {model!r}{_colon(quoted)}; "
                f"`wargame probe {shell_word(f'{model}@{place}')}` lists what it has"
            )
            return Failure("model_unknown", sentence, False)
        if status == 404 and _NO_ROUTE.search(quoted):
            return Failure("other", f"{place} refused the request (status 404{_colon(quoted)})", False)
        return Failure("path", f"{place} has no chat completions (status 404){_nearer(endpoint)}", False)
    if status == 405:
        return Failure("path", f"{place} takes no questions there (status 405){_nearer(endpoint)}", False)
    if status == 429:
        return Failure("limited", f"{place} limits the rate (status 429{_colon(quoted)})", True, waited(said, headers))
    if status in RETRIED or (status >= 500 and status not in (501, 505)) or (status == 400 and _BUSY.search(said)):
        sentence = f"{place} failed (status {status}{_colon(quoted)}); it may be overloaded: try later"
        return Failure("server", sentence, True, waited(said, headers))
    kind: FailureKind = "unclear" if status in (400, 415, 422, 501) else "other"
    found = _REQUIRED.search(quoted)
    hint = f"; give {found['name']} a value in profiles.yaml (extra)" if found else ""
    return Failure(kind, f"{place} refused the request (status {status}{_colon(quoted)}){hint}", False)


_REQUIRED = re.compile(
    r"[`'\"]?\b(?P<name>[a-z][a-z_.]{0,40})[`'\"]? "
    r"(?:is (?:a )?required|(?:must|should|has to) be (?:set|given|one of))"
)
"""A field that a request must have."""


def _is_page(said: str) -> bool:
    return said.lstrip()[:1] == "<"


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
    if isinstance(cause, httpx2.TooManyRedirects) or isinstance(fault.__cause__, httpx2.TooManyRedirects):
        return Failure("path", f"{endpoint.name} {IN_A_CIRCLE}{_nearer(endpoint)}", False)
    if _NO_TLS.search(said):
        other = endpoint.name.replace("https://", "http://", 1)
        return Failure("path", f"{endpoint.name} does not speak https; give {other} as base URL", False)
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


NOTHING, HALF = "answered with nothing", "sent only a part of an answer"
NO_CHOICE, BEHIND = "sent a completion that holds no reply", "failed behind its address"
"""What the sentence of a reply says that did not come, or not whole: another one may."""
_QUEUED = ("queued", "pending", "in_progress", "in_queue", "processing", "starting", "running", "submitted")


def of_page(endpoint: Endpoint, said: str) -> Failure:
    """Something other than a completion came with status 200; where nothing came, or half of it, asking again helps."""
    found = data_of(said)
    if not said.strip():
        return Failure("page", f"{endpoint.name} {NOTHING} instead of a completion; {_IS_IT}", True)
    if found is None and said.lstrip().startswith(_BEGUN):
        return Failure("page", f"{endpoint.name} {HALF}: its JSON breaks off after {len(said)} characters", True)
    holds = isinstance(found, dict)
    if holds and len(found) > 1 and not found.get("choices", True):
        return Failure("page", f"{endpoint.name} {NO_CHOICE}", True)
    if holds and str(found.get("status", "")).casefold() in _QUEUED:
        sentence = f"{endpoint.name} takes questions into a queue and answers elsewhere; it must answer at once to play"
        return Failure("page", sentence, False)
    told = endpoint.clean(" ".join(said.split())[:200])
    if not holds and len(said) <= 200 and _BUSY.search(told):
        return Failure("page", f"{endpoint.name} {BEHIND}: {told}", True)
    is_page = "<" in said[:200] and "\ufffd" not in said[:200] and said.isprintable()
    what = "JSON" if holds else "a web page" if _is_page(said) or is_page else "no JSON"
    return Failure("page", f"{endpoint.name} answered with {what} instead of a completion; {_IS_IT}", False)


_IS_IT = "is it the base URL of an API? It mostly ends in /v1"
_BEGUN = ("{", "data:", "event:")
"""How the bodies of completions begin."""


def status_of(call: CallRecord) -> tuple[int | None, str]:
    """The status that an attempt comes to, and what was said with it; of an error that came with 200 its own."""
    if call.status == 200 and call.fault and (within := error_in(data_of(call.reply or ""))) is not None:
        return within.status, within.said
    return call.status, call.reply or ""


def of_error_within(endpoint: Endpoint, within: ErrorWithin, headers: Mapping[str, str]) -> Failure:
    """What an error means that came with status 200."""
    return of_status(endpoint, within.status, within.said, headers)


def of_recorded(endpoint: Endpoint, call: CallRecord) -> Failure | None:
    """What went wrong in a recorded attempt; None if a completion came."""
    if not call.fault:
        return None
    if call.status is None:
        if call.fault.startswith(DOWN):
            return Failure("down", call.fault, True)
        if any(each in call.fault for each in ("as base URL", IN_A_CIRCLE)):
            return Failure("path", call.fault, False)
        return Failure("timeout", call.fault, True)
    status, said = status_of(call)
    if status == 200 or status is None:
        return Failure("page", call.fault, any(each in call.fault for each in (NOTHING, HALF, NO_CHOICE, BEHIND)))
    return replace(of_status(endpoint, status, said, {}), sentence=call.fault)


def message_of(said: str) -> str:
    """The message of an error body, on one line and not long; nothing for a page."""
    try:
        data = json.loads(said)
    except (ValueError, RecursionError):
        return "" if "<" in said[:200] else " ".join(said.split())[:200]
    found = data
    for _ in range(4):
        if isinstance(found, list) and found:
            found = found[0]
        elif isinstance(found, Mapping):
            names = (
                *("error", "errors", "fault", "message", "msg", "detail", "status_msg", "faultstring", "code"),
                "type",
            )
            found = next((found[name] for name in names if found.get(name)), "")
    return " ".join(str(found).split())[:300]


def _nearer(endpoint: Endpoint) -> str:
    """A base URL that is more likely."""
    path = urlsplit(endpoint.name).path
    if path.rstrip("/").endswith("/v1"):
        return "; the base URL ends where /chat/completions is to follow"
    return f"; the base URL mostly ends in /v1: try {endpoint.name}/v1"


def _moved(endpoint: Endpoint, headers: Mapping[str, str]) -> str:
    """What to give instead of an address that sends on."""
    found = urlsplit(headers.get("location") or "")
    if not found.scheme or not found.hostname or not found.path.rstrip("/").endswith(COMPLETIONS):
        return _nearer(endpoint)
    base = named(found._replace(path=found.path.removesuffix("/").removesuffix(COMPLETIONS)))
    return f"; give {base} as base URL" if base != endpoint.name else "; check the address"


def _colon(quoted: str) -> str:
    return f": {quoted.rstrip('.')}" if quoted else ""
