"""Words of commands that are shown to be copied, quoted so that a shell hands them on as they are."""

from __future__ import annotations

import os
import shlex
from pathlib import PurePath

from wargame.core.plain_text import plain_line


def shell_word(word: str | PurePath) -> str:
    """A word as bash, zsh and ksh read it back, on one line that steers no terminal; plain words stay as they are.

    A path that begins with a hyphen gets `./` before it, so that no command takes it for an option. A name with line
    breaks, with characters that steer, or with bytes that are no text is written by the numbers of its bytes.
    """
    text = str(word)
    if isinstance(word, PurePath) and text.startswith("-"):
        text = f"./{text}"
    return shlex.quote(text) if plain_line(text) == text else f"$'{''.join(map(_by_number, os.fsencode(text)))}'"


def _by_number(byte: int) -> str:
    char = chr(byte)
    return char if " " <= char <= "~" and char not in "\\'" else f"\\{byte:03o}"
