"""Text that leaves the program: one new file, or a copy for whoever sits elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from wargame.present.text_file import write_text
from wargame.ui.widgets.screen_frame import FramedScreen


class Taker(Protocol):
    """The app whose text is taken out."""

    def tell(self, text: str, *, fault: bool = False) -> None:
        """Say what became of it."""
        ...

    def copy_to_clipboard(self, text: str) -> None:
        """Give it to the terminal of whoever sits there."""
        ...


def taken_out(app: Taker, folder: Path | None, wanted: FramedScreen.Exported) -> None:
    """Write a text to a new file in a folder, or copy it where there is none; what became of it is told."""
    tell: Callable[..., None] = wanted.tell or app.tell
    if folder is None:
        app.copy_to_clipboard(wanted.text)
        tell(f"copied {len(wanted.text)} characters; this desk is drawn elsewhere and writes no file")
        return
    try:
        path = write_text(folder, wanted.stem, wanted.text, wanted.suffix)
    except OSError as fault:
        tell(f"could not write {fault.filename}: {fault.strerror}", fault=True)
    else:
        tell(f"written to {path}")
