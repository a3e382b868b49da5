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


_DECLINES_ELSEWHERE = re.compile(
    r"\A\W*(?:es tut mir leid|tut mir leid|leider kann ich|ich kann (?:dabei|das|dir|ihnen) .{0,20}nicht"
    r"|je suis d\xe9sol|d\xe9sol\xe9|je ne peux pas|lo siento|lo lamento|no puedo (?:ayudar|cumplir)"
    r"|mi dispiace|non posso"
    r"|desculpe|n\xe3o posso|\u62b1\u6b49|\u5f88\u62b1\u6b49|\u5bf9\u4e0d\u8d77|\u6211\u65e0\u6cd5"
    r"|\u7533\u3057\u8a33|\u3059\u307f\u307e\u305b\u3093|\uc8c4\uc1a1"
    r"|\u043a \u0441\u043e\u0436\u0430\u043b|\u0438\u0437\u0432\u0438\u043d)",
    re.IGNORECASE,
)
"""The same in other languages."""


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


def declines(text: str, *, in_any_language: bool = False) -> bool:
    """Whether a text is a refusal in plain words: short, without any object, and opening as refusals do."""
    said = _THOUGHT.sub("", text).strip()
    if not said or len(said) > _LONGEST_REFUSAL or "{" in said:
        return False
    return bool(_DECLINES.match(said) or (in_any_language and _DECLINES_ELSEWHERE.match(said)))
