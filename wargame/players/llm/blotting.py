"""Secrets blotted out of what an endpoint says: as they are, as any usual escape spells them, and half masked."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from functools import lru_cache

BLOTTED = "[secret]"
LEAST_SHOWN = 6
"""Characters of a secret that a masked form must show to be one."""
LONGEST = 400
"""Characters of a secret of which escapes are looked for; of longer ones the beginning is enough."""
MOST_ESCAPES = 16
"""Backslashes before a character that are taken for escapes of it."""
_MASK = re.compile(r"[*\u2022\u25cf\u2026]+|[.xX#]{3,}|<[\w ]{3,12}>")
_TAIL = re.compile(r"[\w/+=-]{0,200}")


def blotted(text: str, secrets: Sequence[str]) -> str:
    """The text without these secrets, in whatever way they are written in it. Linear in its length."""
    for secret in secrets:
        if secret in text:
            text = text.replace(secret, BLOTTED)
        if not _hints(secret, text):
            continue
        text = _spelled(secret[:LONGEST]).sub(BLOTTED, text)
        text = _unmasked(secret, text)
    return text


def _hints(secret: str, text: str) -> bool:
    """Whether a text holds what escapes or masks are made of; most hold none."""
    return any(
        mark in text for mark in ("\\", "%", "&#", "*", "...", "\u2026", "\u2022", "\u25cf", "xxx", "XXX", "###", "<")
    ) or (secret[:2] in text or any(each[:8] in text for each in _in_base64(secret)))


@lru_cache(maxsize=64)
def _spelled(secret: str) -> re.Pattern[str]:
    """A secret in which each character may stand as itself or as an escape of JSON, of an address or of a page."""
    escapes = rf"(?:\\{{1,{MOST_ESCAPES}}})"
    each = "".join(
        rf"(?:{escapes}?(?:{re.escape(mark)}|u00{ord(mark):02x}|x{ord(mark):02x})|%{ord(mark):02x}"
        rf"|&#0*{ord(mark)};|&#x0*{ord(mark):x};)"
        for mark in secret
    )
    whole = "|".join([each, *map(re.escape, _in_base64(secret))])
    return re.compile(whole, re.IGNORECASE)


@lru_cache(maxsize=64)
def _in_base64(secret: str) -> tuple[str, ...]:
    """What of a secret stands the same wherever it begins in what is written as base64."""
    raw = secret.encode("utf-8", "replace")
    found = []
    for before in range(3):
        told = base64.b64encode(b"\0" * before + raw).decode().rstrip("=")
        cut = told[(before * 8 + 5) // 6 : (before + len(raw)) * 8 // 6]
        found.append(cut)
    return tuple(each for each in found if len(each) >= 8) or ("\0",)


def _unmasked(secret: str, text: str) -> str:
    """The text without what masks leave of a secret: its beginning before one, and its end after it."""
    kept, at = [], 0
    for mask in _MASK.finditer(text):
        shown = _shared_end(text[max(at, mask.start() - len(secret)) : mask.start()], secret)
        tail = _TAIL.match(text, mask.end())
        end = tail[0] if tail and tail[0] and secret.endswith(tail[0]) else ""
        if mask.start() >= at and shown >= 3 and shown + len(end) >= LEAST_SHOWN:
            kept += [text[at : mask.start() - shown], BLOTTED]
            at = mask.end() + len(end)
    return "".join((*kept, text[at:]))


def _shared_end(head: str, secret: str) -> int:
    """How much of the beginning of a secret a text ends with."""
    return next((size for size in range(min(len(head), len(secret)), 0, -1) if head.endswith(secret[:size])), 0)
