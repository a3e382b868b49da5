"""Where a model is asked: from `llm:MODEL@BASE_URL` and the environment to an address, with or without a key.

What is recorded of an endpoint never holds a key, a password or a query.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from wargame.core.spec_words import MODEL, OF_MODELS, is_model, word_of
from wargame.errors import SpecError
from wargame.players.llm.blotting import blotted

HOSTED = "https://api.openai.com/v1"
"""Where a model is asked if nothing else is said."""
COMPLETIONS = "/chat/completions"
"""What an address ends in where the whole of it was copied; the base URL is what stands before."""
KEY, URL = "OPENAI_API_KEY", "OPENAI_BASE_URL"
_SPEC = re.compile(
    rf"(?:(?:{'|'.join(OF_MODELS)}):)?(?P<model>.+?)(?:@(?P<url>[a-z][a-z0-9+.-]*://.*))?", re.IGNORECASE
)
_BARE_HOST = re.compile(r"@(?P<host>[\w.-]+(:\d+)?(/\S*)?)$")
_NO_MODEL = re.compile(r"@[a-z][a-z0-9+.-]*://", re.IGNORECASE)
BASE_URLS = "https://HOST/v1 or http://HOST:PORT/v1"
"""What base URLs look like."""

PLACEHOLDERS = frozenset(
    [
        "none",
        "null",
        "empty",
        "dummy",
        "unused",
        "local",
        "test",
        "key",
        "nokey",
        "no-key",
        "not-needed",
        "ollama",
        "lm-studio",
        "llama.cpp",
        "vllm",
        "stub",
        "sk-no-key-required",
    ]
)
"""Keys that people set where none is needed. They are words that replies hold too, so they are not blotted out."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One model at one address."""

    model: str
    url: str
    """Base URL as it is called."""
    name: str
    """Base URL as it is recorded: scheme, host, port and path."""
    key: str | None = field(repr=False)
    local: bool
    """Whether it is on this machine or in this network."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """Texts that must never be recorded or shown, the longest first.

        They are the key, the password and the query, each if longer than three characters; a key that is no more than a
        placeholder is not among them.
        """
        parts = urlsplit(self.url)
        key = None if self.key is None or self.key.casefold() in PLACEHOLDERS else self.key
        found = (key, parts.password, parts.query)
        return tuple(sorted({text for text in found if text and len(text) > 3}, key=len, reverse=True))

    def clean(self, text: str) -> str:
        """The text with every secret in it blotted out, in whatever way it is written."""
        return blotted(text, self.secrets)


def parse(spec: str) -> tuple[str, str | None]:
    """Model and base URL of a spec; SpecError if it is malformed or holds what must not be recorded.

    The URL is None where the spec leaves it to the environment. `llm:` at the front may be missing.
    """
    found = _SPEC.fullmatch(spec)
    if not found:
        raise SpecError(
            f"player {spec!r}: a model must be named, as in {_word(spec)}:MODEL or {_word(spec)}:MODEL@BASE_URL"
        )
    model, url, word = found["model"], found["url"], _word(spec)
    if _NO_MODEL.match(model):
        raise SpecError(
            f"player {_without_secrets(spec)!r}: the model is missing before @; it must be {word}:MODEL@BASE_URL"
        )
    if url is None and model.endswith("@"):
        raise SpecError(
            f"player {spec!r}: the base URL is missing after @; it must look like {BASE_URLS}, or leave out the @"
        )
    if url is None:
        bare = _BARE_HOST.search(model)
        if bare and (":" in bare["host"] or bare["host"] == "localhost"):
            raise SpecError(
                f"player {spec!r}: the base URL must start with http:// or https://, as in @http://{bare['host']}"
            )
        return model, None
    parts = split(url, f"player {_without_secrets(spec)!r}")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise SpecError(
            f"player {_without_secrets(spec)!r}: a spec is recorded, so it may hold no user, password, query or "
            f"fragment; put the key into {KEY}, or the whole URL into {URL}"
        )
    if "," in url:
        raise SpecError(
            f"player {spec!r}: a base URL holds no comma; a model takes no settings, as scripted: does, so it must "
            f"be {word}:MODEL@BASE_URL and no more"
        )
    return model, url


def split(url: str, where: str) -> SplitResult:
    """The parts of a base URL; SpecError, which begins with `where`, if it is not http or https with a host."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        good = False
    if not good:
        raise SpecError(f"{where}: this is no base URL; it must look like {BASE_URLS}")
    return parts


def endpoint_of(spec: str, environ: Mapping[str, str], keys: Sequence[str] = (KEY,)) -> Endpoint:
    """The endpoint of a spec, with the first key that is set; SpecError says what is missing and the ways out.

    `keys` are variables of `environ`, looked at in their order. A local address may go without a key. Nothing is sent.
    """
    model, url = parse(spec)
    asked = url or environ.get(URL) or HOSTED
    parts = split(asked, f"{URL}" if url is None and environ.get(URL) else f"player {spec!r}")
    local = is_local(parts.hostname or "")
    key = next((value for name in keys if (value := environ.get(name, "").strip())), None)
    if key is None and not local:
        raise SpecError(f"player {spec!r}: {_keyless(spec, model, named(parts), url or environ.get(URL), keys)}")
    if key is not None and not (key.isascii() and key.isprintable() and " " not in key):
        raise SpecError(f"{keys[0]}: the key holds blanks or characters that no key has; copy it again")
    if parts.path.rstrip("/").endswith(COMPLETIONS):
        parts = parts._replace(path=parts.path.rstrip("/").removesuffix(COMPLETIONS))
        asked = parts.geturl()
    return Endpoint(model, asked.rstrip("/"), named(parts), key, local)


def _keyless(spec: str, model: str, endpoint: str, chosen: str | None, keys: Sequence[str]) -> str:
    """Why a model cannot be asked without a key, and the ways out; `chosen` is the URL that somebody named, if any."""
    wanted = "" if KEY in keys and len(keys) == 1 else f" (looked for {', '.join(keys)})"
    behind = model[1:].rpartition("@")
    if chosen is None and behind[1]:
        return (
            f"{behind[2]!r} is no base URL, which must look like {BASE_URLS}; or, if {model!r} is a model's name, no "
            f"key is set with which it could be asked at {endpoint}{wanted}: set {KEY}"
        )
    return (
        f"{f'{endpoint} needs a key' if chosen else 'no endpoint and no key are set'}{wanted}: set {KEY}; or name an "
        f"endpoint that needs none, such as {_word(spec)}:MODEL@http://localhost:11434/v1, or set {URL}; "
        "`wargame local serve` runs a small model here, `wargame local stub` a stand-in; scripted seats need neither"
    )


def _word(spec: str) -> str:
    return word_of(spec) if is_model(spec) else MODEL


def named(parts: SplitResult) -> str:
    """Scheme, host, port and path of a URL, without a slash at the end: no user, password or query."""
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}{parts.path.rstrip('/')}"


def is_local(host: str) -> bool:
    """Whether a host is this machine or in a private network, where keys are not usual.

    Told from how it is written; no name is looked up.
    """
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".lan")):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host
    return address.is_private or address.is_loopback or address.is_link_local


def _without_secrets(spec: str) -> str:
    return re.sub(r"://[^/@\s]*@", "://", spec).partition("?")[0].partition("#")[0]
