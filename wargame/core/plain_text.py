"""Text from outside the program made harmless where it is read: which characters steer, and what is shown instead.

People, models and packs write texts. A terminal obeys some characters in place of showing them, others turn the order
of the words around or cannot be seen. `plain` shows them by their numbers, as JSON writes them, so that a cleaned
JSON text says what it said before. Line breaks are the layout's own: `plain_line` takes out those of a text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable

_SELECTS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""Characters that choose another form of the one before them; in rows of them things are hidden."""
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Marks that stand above or below any letter; a tower of them covers the lines around it."""
_NEVER = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, among them the ones that begin colours and titles
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u3164\ufeff\uffa0"  # nothing to be seen
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # the order of words
    "\u2028\u2029"  # breaks of lines
    "\u206a-\u206f\ufdd0-\ufdef\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"  # no text
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # text that hides
)
_JOINS = "\u200c\u200d"
_STEERING = re.compile(
    f"[{_NEVER}]"
    f"|(?<![^\x00-\x7f{_NEVER}{_JOINS}])[{_JOINS}]"  # joiners, but where a script or a picture is joined by them
    f"|(?<![^\x00-\x7f{_NEVER}{_JOINS}{_SELECTS}])(?!(?<=[#*0-9])\ufe0f\u20e3)[{_SELECTS}]"  # but for a letter or a key
    f"|(?<=[{_MARKS}]{{4}})[{_MARKS}]"
)


def steering(text: str) -> str:
    """The first character of a text that steers or hides; empty if there is none. Tabs and line feeds do not."""
    found = None if _is_simple(text) else _STEERING.search(text)
    return found.group() if found else ""


def unsteered(text: str) -> str:
    """A text without the characters that steer or hide. Tabs and line feeds stay."""
    return _replaced(text, lambda found: "")


def plain(text: str) -> str:
    """A text of several lines as it may be shown: what steers by its number, tabs as blanks.

    The lines stay as they are. Linear in the length of the text, and next to nothing for a text without such.
    """
    if _is_simple(text):
        return text
    return _replaced(text.replace("\r\n", "\n").replace("\t", " "), _number)


def plain_line(text: str) -> str:
    """The same on one line: a text that somebody wrote cannot begin a line of its own. Line breaks become blanks.

    Every kind of break counts, and tabs become blanks as well.
    """
    return text if _is_simple(text) else plain(" ".join(text.splitlines()))


LONGEST_SHOWN = 200
"""Characters of a word, or of something that was given, up to which a refusal repeats it whole."""


def shortened(text: str, given: Iterable[str] = ()) -> str:
    """A refusal in which nothing is repeated that is longer than `LONGEST_SHOWN`: no word, and nothing of `given`.

    What is cut is shown by its two ends and its length.
    """
    for whole in sorted({each for each in given if len(each) > LONGEST_SHOWN}, key=len, reverse=True):
        for form in (whole, repr(whole)[1:-1], plain_line(whole)):
            text = text.replace(form, _ends(form))
    return _LONG.sub(lambda found: _ends(found.group()), text)


def as_given(given: str) -> str:
    """Something that was given, in quotes, as a refusal repeats it: by its two ends where it is long."""
    return repr(given if len(given) <= LONGEST_SHOWN else _ends(given))


_LONG = re.compile(rf"\S{{{LONGEST_SHOWN + 1},}}")


def _ends(text: str) -> str:
    return f"{text[:45]}…{text[-15:]} ({len(text)} characters)"


def _is_simple(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _replaced(text: str, by: Callable[[re.Match[str]], str]) -> str:
    """A text in whose place nothing steers: where something went, what followed it may steer in turn."""
    while not _is_simple(text) and (after := _STEERING.sub(by, text)) != text:
        text = after
    return text


def _number(found: re.Match[str]) -> str:
    return json.dumps(found.group())[1:-1]
