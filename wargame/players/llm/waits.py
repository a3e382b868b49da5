"""How long an endpoint asks to be left alone: by its headers, as seconds or as a moment, or else by its words."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

_AGAIN_IN = re.compile(
    r"(?:again|retry|wait|reset)[^.\d]{0,40}?(?:(?P<h>\d+)h)?(?:(?P<m>\d+)m(?!s))?(?:(?P<s>\d+(?:\.\d+)?)\s*"
    r"(?P<unit>ms|milliseconds?|minutes?|min|hours?|s\b|seconds?|sec)|(?<=[hm])(?!\w))",
    re.IGNORECASE,
)
_DELAY = re.compile(r'"?retry_?-?(?:delay|after)"?\s*[:=]\s*"?(?P<s>\d+(?:\.\d+)?)(?P<unit>ms|s)?', re.IGNORECASE)
EPOCH = 1e9
"""From here on a number of seconds is a moment, counted from 1970, and no wait."""
_PERIOD = re.compile(r"(?:(?P<h>\d+)h)?(?:(?P<m>\d+)m(?!s))?(?:(?P<s>\d+(?:\.\d+)?)s)?(?:\d+ms)?")
UNITS: Mapping[str, float] = {"ms": 0.001, "milli": 0.001, "m": 60.0, "h": 3600.0, "s": 1.0}
"""Seconds in a unit of time, by how it begins."""


def waited(said: str, headers: Mapping[str, str]) -> float | None:
    """Seconds that a refusal asks to wait, by its headers or else by its words; None if it does not say."""
    asked = retry_after(headers)
    if asked is not None:
        return asked
    if found := re.search(r"\br=0\b.*?\bt=(?P<s>\d{1,9})", headers.get("ratelimit", "")):
        return float(found["s"])
    spent = [_until_reset(headers, of) for of in ("requests", "tokens")]
    if any(each is not None for each in spent):
        return max(each for each in spent if each is not None)
    if found := _AGAIN_IN.search(said) or _DELAY.search(said):
        parts = found.groupdict()
        unit = (parts.get("unit") or "s").casefold()
        scale = (
            0.001
            if unit.startswith(("ms", "milli"))
            else 60
            if unit.startswith("min")
            else 3600
            if unit[0] == "h"
            else 1
        )
        return float(parts["s"] or 0) * scale + 60 * int(parts.get("m") or 0) + 3600 * int(parts.get("h") or 0)
    return None


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that a reply asks to wait, given as seconds, milliseconds or a date; None if it does not say."""
    for name in ("retry-after-ms", "retry-after", "llm_provider-retry-after-ms", "llm_provider-retry-after"):
        said = headers.get(name, "").strip()
        if re.fullmatch(r"[\d.]+(?:\s*,\s*[\d.]+)+", said):
            said = said.partition(",")[0].strip()
        if len(said) > 1 and (period := _period(said)) is not None:
            return period
        try:
            seconds = float(said) / (1000.0 if name.endswith("-ms") else 1.0)
            if EPOCH <= seconds < float("inf"):
                seconds = max(0.0, (seconds / 1000 if seconds >= 1000 * EPOCH else seconds) - time.time())
        except ValueError:
            seconds = _until(said)
        if 0 <= seconds < float("inf"):
            return seconds
    return None


def _until_reset(headers: Mapping[str, str], of: str) -> float | None:
    """Seconds until requests or tokens are given out again, where none are left; None if some are, or nothing says."""
    for left, reset in _RESETS:
        if headers.get(left.format(of=of), "").strip() != "0":
            continue
        said = headers.get(reset.format(of=of), "").strip()
        period = _period(said)
        if period is None and said:
            period = retry_after({"retry-after": said})
        if period is not None:
            return period
    return None


_RESETS = (
    ("x-ratelimit-remaining-{of}", "x-ratelimit-reset-{of}"),
    ("anthropic-ratelimit-{of}-remaining", "anthropic-ratelimit-{of}-reset"),
    ("x-ratelimit-remaining", "x-ratelimit-reset"),
    ("ratelimit-remaining", "ratelimit-reset"),
)
"""Headers that say how many are left, and when there will be more: after a time, or at a moment."""


def _period(said: str) -> float | None:
    """Seconds in a time with units, such as 1h30m; None if it is written otherwise."""
    found = _PERIOD.fullmatch(said) if said else None
    if found is None:
        return None
    return 3600.0 * int(found["h"] or 0) + 60.0 * int(found["m"] or 0) + float(found["s"] or 0)


def _until(date: str) -> float:
    """Seconds until a date as HTTP writes it or as ISO 8601 does, from 0; infinite if it is none."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            return max(0.0, read(date).timestamp() - time.time())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return float("inf")
