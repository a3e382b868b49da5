"""What the lobby offers: scenarios to play, games to go on with, transcripts to read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from wargame.present.rows import ListRow, heading
from wargame.scenario.blurb import blurb
from wargame.scenario.find import content_root, list_scenarios
from wargame.transcript.lines_beside import is_beside

TAIL = 65536
"""Bytes at the end of a transcript that tell whether the game was finished."""
MOST = 40
"""The youngest so many transcripts of a folder are listed."""

ItemKind = Literal["play", "resume", "read"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to choose."""

    kind: ItemKind
    name: str
    path: Path
    note: str = ""
    """Where it lies, as `list_scenarios` says it; or where its transcript does."""
    title: str = ""
    """What people call it, if that is not its name."""
    about: str = ""
    """Its length and difficulty in a few words."""

    @property
    def key(self) -> str:
        """What its row stands for."""
        return f"{self.kind} {self.path}"


def finished(path: Path) -> bool:
    """Whether a transcript ends with the end of its game; its whole proof is another matter.

    Reads its last 64 KiB; OSError if it cannot be read.
    """
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - TAIL))
        lines = file.read().splitlines()
    return bool(lines) and b'"kind":"end"' in lines[-1][:200]


_RECORD = re.compile(r"(?P<name>.+)-(?P<seed>\d+)-(?P<day>\d{8})T(?P<hour>\d\d)(?P<minute>\d\d)\d\dZ")
"""How the program names the record of a game."""


def _called(path: Path, titles: Mapping[str, str]) -> tuple[str, str]:
    """What a record that the program named is called, and when it began; empty for any other name."""
    found = _RECORD.fullmatch(path.stem)
    if found is None:
        return "", ""
    title = titles.get(found["name"]) or found["name"]
    day = f"{found['day'][:4]}-{found['day'][4:6]}-{found['day'][6:]}"
    return f"{title}, seed {found['seed']}", f"{day} {found['hour']}:{found['minute']} UTC"


def _transcripts(folder: Path) -> list[Path]:
    found = [path for path in folder.glob("*.jsonl") if path.is_file() and not is_beside(path)]
    return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)[:MOST]


def items(runs: Path) -> list[Item]:
    """All that can be chosen, in the order in which it is listed.

    Of each folder the forty youngest transcripts; of those in `runs` the ends are read, and a folder that is not there
    is empty.
    """
    seen = [(blurb(each.path), each) for each in list_scenarios()]
    seen.sort(key=lambda pair: not pair[0].first)
    shelf = [Item("play", each.name, each.path, each.source, look.title or each.name, look.note) for look, each in seen]
    own = _transcripts(runs) if runs.is_dir() else []
    titles = {each.name: look.title for look, each in seen}
    over = {path: finished(path) for path in own}
    shelf += [Item("resume", path.stem, path, "", *_called(path, titles)) for path in own if not over[path]]
    shelf += [Item("read", path.stem, path, "", *_called(path, titles)) for path in own if over[path]]
    shipped = content_root() / "transcripts"
    if shipped.is_dir() and shipped.resolve() != runs.resolve():
        shelf += [Item("read", path.stem, path, "shipped") for path in sorted(_transcripts(shipped))]
    return shelf


NOTED = ("here", "yours", "runs")
"""What is said of an item's place: that of what comes with the program goes without saying."""
TITLES: dict[ItemKind, str] = {"play": "PLAY A SCENARIO", "resume": "GO ON WITH A GAME", "read": "READ A TRANSCRIPT"}


def shelf_rows(shelf: list[Item]) -> list[ListRow]:
    """The items under their headings."""
    rows = []
    for kind, title in TITLES.items():
        own = [item for item in shelf if item.kind == kind]
        if own:
            rows.append(heading(title))
        rows += [
            ListRow(((item.title or item.name, "bold" if item.title else ""),), _rest(item), item.key) for item in own
        ]
    return rows


def _rest(item: Item) -> str:
    """What stands behind an item's name."""
    own = (*([item.name] if item.title else []), item.note) if item.note in NOTED else ()
    joined = ", ".join(own)
    return f"{f'  {item.about}' if item.about else ''}{f'  ({joined})' if own else ''}"
