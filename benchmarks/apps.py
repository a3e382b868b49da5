"""The two apps that the screens of the program are measured against.

`python -m benchmarks.apps minimal` shows one widget; `python -m benchmarks.apps list N` a list of N rows.
"""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.widgets import Static

READY = "everything is here"


class Minimal(App[None]):
    """One widget with one line."""

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static(READY)


class Listed(App[None]):
    """The program's own list, filled with rows, and nothing else."""

    def __init__(self, count: int) -> None:
        """So many rows."""
        super().__init__()
        self.count = count

    def compose(self) -> ComposeResult:
        """The list."""
        from wargame.ui.widgets.lists import Lines

        yield Lines(id="lines")

    def on_mount(self) -> None:
        """Fill it."""
        from wargame.present.rows import ListRow
        from wargame.ui.widgets.lists import Lines

        lines = self.query_one(Lines)
        lines.fill(
            [
                ListRow(((f"{n:>6} ", "bold"),), f"{READY}, row {n} of middling length", str(n))
                for n in range(self.count)
            ]
        )
        lines.focus()


if __name__ == "__main__":
    (Minimal() if sys.argv[1] == "minimal" else Listed(int(sys.argv[2]))).run()
