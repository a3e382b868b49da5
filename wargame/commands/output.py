"""Where output goes: answers to standard output, everything else to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any


def say(text: str = "") -> None:
    """Part of the answer."""
    print(text)


def tell(text: str) -> None:
    """Anything that is not the answer: progress, warnings, faults."""
    print(text, file=sys.stderr)


def answer(data: Any) -> None:
    """The one JSON object of a `--json` command."""
    print(json.dumps(data, ensure_ascii=False, separators=(", ", ": ")))


def columns(rows: Iterable[Sequence[str]], gap: str = "  ") -> list[str]:
    """Rows as lines with aligned columns; the last column is left as long as it is."""
    table = [tuple(row) for row in rows]
    if not table:
        return []
    widths = [max(len(row[at]) for row in table) for at in range(len(table[0]) - 1)]
    return [
        gap.join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in table
    ]
