"""Text from outside the program made harmless where it is read: which characters steer, and what is shown instead.

People, models and packs write texts. A terminal obeys some characters in place of showing them, others turn the order
of the words around or cannot be seen. `plain` shows them by their numbers, as JSON writes them, so that a cleaned
JSON text says what it said before. Line breaks are the layout's own: `plain_line` takes out those of a text.
"""

from __future__ import annotations

import json
import re

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, among them the ones that begin colours and titles
    "\xad\u180e\u200b\u2060-\u2064\ufeff"  # nothing to be seen
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # the order of words
    "\u2028\u2029"  # breaks of lines
    "\u206a-\u206f\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"  # no text, or text that hides
    "|(?<![^\x00-\x7f])[\u200c\u200d]"  # joiners, but where a script or a picture is joined by them
)


def steering(text: str) -> str:
    """The first character of a text that steers or hides; empty if there is none. Tabs and line feeds do not."""
    found = None if text.isprintable() else _STEERING.search(text)
    return found.group() if found else ""


def unsteered(text: str) -> str:
    """A text without the characters that steer or hide."""
    return text if text.isprintable() else _STEERING.sub("", text)


def plain(text: str) -> str:
    """A text of several lines as it may be shown: what steers by its number, tabs as blanks.

    The lines stay as they are. Linear in the length of the text, and next to nothing for a text without such.
    """
    if text.isprintable():
        return text
    return _STEERING.sub(_number, text.replace("\r\n", "\n").replace("\t", " "))


def plain_line(text: str) -> str:
    """The same on one line: a text that somebody wrote cannot begin a line of its own. Line breaks become blanks."""
    return text if text.isprintable() else plain(" ".join(text.splitlines()))


def _number(found: re.Match[str]) -> str:
    return json.dumps(found.group())[1:-1]
