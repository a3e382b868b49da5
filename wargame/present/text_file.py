"""Text that a person takes out of the program: one new file each time, nothing overwritten."""

from __future__ import annotations

import re
from pathlib import Path

from wargame.core.plain_text import plain
from wargame.transcript.private import write_private


def write_text(folder: Path, stem: str, text: str, suffix: str = "txt") -> Path:
    """Write a text to a file that did not exist, for its owner alone; gives its path.

    The name is `stem` with a hyphen for whatever is no plain letter or digit, and numbered where it is taken.
    Characters that steer are shown by their numbers. OSError where the folder cannot be made or written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^a-z0-9]+", "-", stem.casefold()).strip("-") or "text"
    number, path = 1, folder / f"{name}.{suffix}"
    while True:
        try:
            write_private(path, (plain(text).rstrip() + "\n").encode(), new=True)
            return path
        except FileExistsError:
            number += 1
            path = folder / f"{name}-{number}.{suffix}"
