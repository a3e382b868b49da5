"""Records of one folder that are branches of one another: which game leaves which, and at which line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST = 200
"""Records of a folder that are looked at, the youngest first."""
LONGEST = 1 << 20
"""Bytes of a first line."""


@dataclass(frozen=True, slots=True)
class Relative:
    """Another record that shares its beginning with this one."""

    path: Path
    is_parent: bool
    """Whether this one leaves it; else it leaves this one, or the game that this one leaves."""
    line: int
    """The last line that both share, from 1."""
    change: Mapping[str, Any]
    """What is otherwise behind it in whichever is the branch."""


def relatives(path: Path) -> Sequence[Relative]:
    """The parent, the branches and the siblings of a record among the records beside it, by the line that they share.

    Reads the first line of each; what is no record is passed over.
    """
    own = _head(path)
    if own is None:
        return ()
    found = []
    for other in _beside(path):
        head = _head(other)
        if head is not None and (relative := _related(own, head, other)) is not None:
            found.append(relative)
    return tuple(sorted(found, key=lambda each: (not each.is_parent, each.line, each.path.name)))


def _beside(path: Path) -> Sequence[Path]:
    every = [each for each in path.parent.glob("*.jsonl") if each.name != path.name and each.is_file()]
    return sorted(every, key=lambda each: each.stat().st_mtime, reverse=True)[:MOST]


def _head(path: Path) -> tuple[str, Mapping[str, Any] | None] | None:
    """The id of a record's game and what it leaves, if it leaves another; None where the file is no record."""
    try:
        with path.open("rb") as file:
            data = json.loads(file.readline(LONGEST))["data"]
        game, branch = data["game"], data["branch"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return (str(game), branch) if branch is None or isinstance(branch, dict) else None


def _related(
    own: tuple[str, Mapping[str, Any] | None], other: tuple[str, Mapping[str, Any] | None], path: Path
) -> Relative | None:
    (game, leaves), (name, theirs) = own, other
    if leaves is not None and leaves.get("game") == name:
        return _relative(path, True, leaves, leaves)
    if theirs is None:
        return None
    if theirs.get("game") == game:
        return _relative(path, False, theirs, theirs)
    if leaves is not None and leaves.get("game") == theirs.get("game"):
        first = min(leaves, theirs, key=lambda each: int(each.get("line", 0)))
        return _relative(path, False, first, theirs)
    return None


def _relative(path: Path, is_parent: bool, at: Mapping[str, Any], of: Mapping[str, Any]) -> Relative | None:
    line, change = at.get("line"), of.get("change")
    return Relative(path, is_parent, line, change) if isinstance(line, int) and isinstance(change, dict) else None
