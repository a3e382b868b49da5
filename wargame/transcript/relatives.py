"""Records of one folder that are branches of one another: which game leaves which, and at which line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST = 200
"""Records of a folder that are looked at, the youngest first."""
LONGEST = 1 << 20
"""Bytes of a first line."""


@dataclass(frozen=True, slots=True)
class Kin:
    """A record in the tree of games that leave one another."""

    path: Path | None
    """None for a game that a record leaves and whose own record is not in the folder."""
    drawn: str
    """The lines of the tree before it."""
    line: int
    """The last line that it shares with the game that it leaves; 0 where it leaves none."""
    change: Mapping[str, Any]
    """What is otherwise behind that line."""
    dice: int | None
    """The seed by which its dice fall at the end; None where that is not known."""
    shared: int
    """The last line that it shares with the record that was asked about; 0 for that record itself."""
    own: bool
    """Whether it is that record."""


@dataclass(frozen=True, slots=True)
class _Head:
    path: Path
    game: str
    leaves: Mapping[str, Any] | None
    dice: int | None

    @property
    def parent(self) -> str:
        return "" if self.leaves is None else str(self.leaves.get("game", ""))

    @property
    def line(self) -> int:
        line = 0 if self.leaves is None else self.leaves.get("line", 0)
        return line if isinstance(line, int) else 0


def family(path: Path) -> Sequence[Kin]:
    """The whole tree of games to which a record belongs, as far as their records lie in its folder, as it is drawn.

    It begins with the oldest game that is known of, be its record here or not. Empty for what is no record. Reads the
    first line of each.
    """
    own = _head(path)
    if own is None:
        return ()
    heads = [own, *(head for other in _beside(path) if (head := _head(other)) is not None)]
    by_game: dict[str, _Head] = {}
    for head in heads:
        by_game.setdefault(head.game, head)
    root, seen = own, {own.game}
    while root.parent in by_game and root.parent not in seen:
        root = by_game[root.parent]
        seen.add(root.game)
    children: dict[str, list[_Head]] = {}
    for head in heads:
        if head.parent:
            children.setdefault(head.parent, []).append(head)
    shared = _shared(own, heads, by_game)
    if root.parent and root.parent not in by_game:
        lost = Kin(None, "", 0, {}, None, shared.get(root.parent, root.line), False)
        return (lost, *_drawn(root.parent, "", children, shared, own, {root.parent}))
    top = Kin(root.path, "", 0, {}, root.dice, shared.get(root.game, 0), root is own)
    return (top, *_drawn(root.game, "", children, shared, own, {root.game}))


def _drawn(
    game: str,
    before: str,
    children: Mapping[str, Sequence[_Head]],
    shared: Mapping[str, int],
    own: _Head,
    seen: set[str],
) -> Iterator[Kin]:
    """The branches of a game, each with its own under it, in the order of the lines at which they leave it."""
    branches = sorted(children.get(game, ()), key=lambda head: (head.line, head.path.name))
    for at, head in enumerate(branches):
        last = at + 1 == len(branches)
        change = head.leaves.get("change") if head.leaves else None
        named = change if isinstance(change, dict) else {}
        line = f"{before}{'└─ ' if last else '├─ '}"
        yield Kin(head.path, line, head.line, named, head.dice, shared.get(head.game, 0), head is own)
        if head.game not in seen:
            seen.add(head.game)
            yield from _drawn(head.game, f"{before}{'   ' if last else '│  '}", children, shared, own, seen)


def _shared(own: _Head, heads: Sequence[_Head], by_game: Mapping[str, _Head]) -> dict[str, int]:
    """By game, the last line that it shares with the own one: the least at which the way between them parts."""
    found, edge = {own.game: 0}, [own.game]
    while edge:
        game = edge.pop()
        far = found[game]
        near = [(head.game, head.line) for head in heads if head.parent == game]
        here = by_game.get(game)
        if here is not None and here.parent:
            near.append((here.parent, here.line))
        for other, line in near:
            if other not in found:
                found[other] = min(far, line) if far else line
                edge.append(other)
    return found


def _head(path: Path) -> _Head | None:
    """What the first line of a record says of it; None where the file is no record."""
    try:
        with path.open("rb") as file:
            data = json.loads(file.readline(LONGEST))["data"]
        game, leaves, seed = data["game"], data["branch"], (data.get("fresh") or [data])[-1].get("seed")
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    known = leaves if isinstance(leaves, dict) else None
    return _Head(path, str(game), known, seed if isinstance(seed, int) else None)


def _beside(path: Path) -> Sequence[Path]:
    every = [each for each in path.parent.glob("*.jsonl") if each.name != path.name and each.is_file()]
    return sorted(every, key=lambda each: each.stat().st_mtime, reverse=True)[:MOST]
