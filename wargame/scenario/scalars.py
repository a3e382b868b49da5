"""Words of a YAML file made into text, numbers, true, false or nothing, by the core schema of YAML 1.2."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from wargame.core.plain_text import plain, steering

LARGEST = 1e15
"""Numbers beyond this are slips of the pen."""

_NULLS = ("", "~", "null", "Null", "NULL")
_TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_WHOLE = re.compile(r"[-+]?[0-9]+")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_ENDLESS = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


class Scalar(NamedTuple):
    """One word or text of a file."""

    value: str | int | float | bool | None
    complaint: str = ""
    """What is wrong with it as a sentence that goes on after the key; empty where nothing is."""


def scalar(text: str, quoted: bool) -> Scalar:
    """The value of a text; whatever stands in quotes or in a block is text."""
    if quoted:
        return _words(text)
    if text in _NULLS:
        return Scalar(None)
    if text in _TRUTHS:
        return Scalar(_TRUTHS[text])
    if _ENDLESS.fullmatch(text):
        return _too_large(text)
    if _NUMBER.fullmatch(text):
        number = float(text) if len(text) < 400 else math.inf
        if abs(number) > LARGEST:
            return _too_large(text)
        return Scalar(int(text) if _WHOLE.fullmatch(text) else number)
    return _words(text)


def _too_large(text: str) -> Scalar:
    number = text if len(text) <= 40 else f"{text[:20]}… ({len(text)} digits)"
    return Scalar(LARGEST, f"is {number}; a number must be finite and no larger than {LARGEST:.16g}")


def _words(text: str) -> Scalar:
    if found := steering(text):
        kind = "control character" if found < "\xa0" else "character"
        wanted = "it must be plain text, which neither steers nor hides"
        return Scalar(plain(text), f"holds the {kind} U+{ord(found):04X}; {wanted}")
    return Scalar(text)
