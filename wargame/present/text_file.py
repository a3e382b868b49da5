"""Text that a person takes out of the program: one new file each time, nothing overwritten."""

from __future__ import annotations

import re
from pathlib import Path

from wargame.core.plain_text import plain


def write_text(folder: Path, stem: str, text: str, suffix: str = "txt") -> Path:
    """Write a text to a file that did not exist; gives its path."""
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^a-z0-9]+", "-", stem.casefold()).strip("-") or "text"
    number, path = 1, folder / f"{name}.{suffix}"
    while True:
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(plain(text).rstrip() + "\n")
            return path
        except FileExistsError:
            number += 1
            path = folder / f"{name}-{number}.{suffix}"
