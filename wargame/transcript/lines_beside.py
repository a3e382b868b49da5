"""Files of lines that lie beside a record and are none: what people noted, answered and agreed to."""

from __future__ import annotations

from pathlib import Path

from wargame.transcript.record_file import is_kept_copy

BESIDE = (".notes.jsonl", ".review.jsonl", ".rubric.jsonl", ".survey.jsonl", ".consent.jsonl")
"""Ends of their names after that of the record."""


def is_beside(path: Path) -> bool:
    """Whether a file has the name of one that lies beside a record, or is a copy that was kept before a cut."""
    return path.name.endswith(BESIDE) or is_kept_copy(path)
