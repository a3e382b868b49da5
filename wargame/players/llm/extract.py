"""The JSON object in what a model wrote, where nothing but its own discipline held it to one."""

from __future__ import annotations

import json
import re

_THOUGHT = re.compile(r"\A\s*<think(?:ing)?>.*?</think(?:ing)?>\s*", re.DOTALL)
_MARKS = re.compile(r'\\.|["{}]')
_LONGEST_REFUSAL = 600
_DECLINES = re.compile(
    r"\A\W*(?:(?:i['’]?m|i am) (?:really |very |so )?(?:sorry|afraid|unable|not able)|sorry[,.]"
    r"|i (?:can['’]?t|cannot|can not|won['’]?t)|i must (?:decline|refuse)|i decline|as an ai\b"
    r"|unfortunately,? i (?:can|am))",
    re.IGNORECASE,
)


def whole(text: str) -> bool:
    """Whether a text is one JSON object and nothing else."""
    text = text.strip()
    if not text.startswith("{") or not text.endswith("}"):
        return False
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def extract(text: str) -> str:
    """The one object that stands in a text, without fences and sentences around it; the text itself if there is none.

    Of several objects the longest counts. A part of a broken object never stands for the whole.
    """
    if whole(text):
        return text
    said = _THOUGHT.sub("", text)
    best, at, decoder = "", said.find("{"), json.JSONDecoder()
    while at >= 0:
        try:
            _, end = decoder.raw_decode(said, at)
        except (ValueError, RecursionError):
            end = closing(said, at)
            if end < 0:
                return text
        else:
            if end - at > len(best):
                best = said[at:end]
        at = said.find("{", end)
    return best or text


def closing(text: str, at: int) -> int:
    """Where the brace at a place is closed, braces within quotes not counted; -1 if it never is."""
    depth, quoted = 0, False
    for found in _MARKS.finditer(text, at):
        mark = found[0]
        if mark == '"':
            quoted = not quoted
        elif not quoted and mark in "{}":
            depth += 1 if mark == "{" else -1
            if depth == 0:
                return found.end()
    return -1


def declines(text: str) -> bool:
    """Whether a text is a refusal in plain words: short, without any object, and opening as refusals do."""
    said = _THOUGHT.sub("", text).strip()
    return 0 < len(said) <= _LONGEST_REFUSAL and "{" not in said and _DECLINES.match(said) is not None
