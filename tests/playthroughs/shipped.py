"""The recorded games in `transcripts/`: found by their names, played again from their own headers, and their notes.

Every `NAME-scripted.jsonl` there is a game of scripts, with notes in `NAME-scripted.md` beside it. Nothing about a game
is written down twice: scenario, table, seed, length and players are read from its header, so that a new one is only
recorded and told about.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wargame.core.ids import SeatId
from wargame.table.opening import choose, new_game
from wargame.transcript.reading import read
from wargame.transcript.setup import GameSetup

SHIPPED = Path(__file__).resolve().parents[2] / "transcripts"
RECORDS = tuple(sorted(SHIPPED.glob("*.jsonl")))
SCRIPTED = tuple(path for path in RECORDS if path.stem.endswith("-scripted"))
STOP = re.compile(r'\bLine (?P<line>\d+) \(turn (?P<turn>\d+)\): "(?P<words>[^"]+)"')
"""A place in notes at which to stop: a line of the record, the turn that it belongs to, and words that stand there."""


def header_of(path: Path) -> Mapping[str, Any]:
    """What the first line of a record says of its game; nothing of it is proven."""
    with path.open(encoding="utf-8") as lines:
        header: Mapping[str, Any] = json.loads(next(lines))["data"]
    return header


def game_anew(header: Mapping[str, Any]) -> GameSetup:
    """The game of a header as it would be opened today, with the scenario as it is today."""
    return choose(
        header["scenario"],
        variant=header["variant"],
        seed=int(header["seed"]),
        turns=header["turns"],
        seats={SeatId(seat): spec for seat, spec in header["seats"].items()},
        overrides=header["overrides"],
    )


def play_anew(header: Mapping[str, Any], path: Path) -> None:
    """Play the game of a header to its end, recorded at `path`, which must not exist."""
    asyncio.run(new_game(game_anew(header), path, sync="end").play())


def record_anew(path: Path) -> None:
    """Put today's game in the place of a recorded one, and let its notes name the lines of today."""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    play_anew(header_of(path), new)
    new.chmod(0o644)
    os.replace(new, path)
    notes = notes_of(path)
    if notes.exists():
        notes.write_text(renumbered(notes.read_text(encoding="utf-8"), lines_of(path)), encoding="utf-8")


def notes_of(path: Path) -> Path:
    """Where the notes on a record lie."""
    return path.with_suffix(".md")


def command_of(header: Mapping[str, Any], name: str) -> str:
    """What records this game, as it is typed."""
    variant = f" --seats {header['variant']}" if header["variant"] else ""
    turns = f" --turns {header['turns']}" if header["turns"] else ""
    players = "".join(
        f" --seat {shlex.quote(f'{seat}={spec}')}" for seat, spec in header["seats"].items() if spec != "scripted"
    )
    return f"wargame run {header['scenario']}{variant}{players} --seed {header['seed']}{turns} --out {name}"


@dataclass(frozen=True)
class Line:
    """One line of a record as notes speak of it."""

    turn: int
    text: str
    """All that is written there in words."""


def lines_of(path: Path) -> tuple[Line, ...]:
    """The lines of a record in order, line 1 the first; long words that stand by their hash are read in their place."""
    entries = read(path).entries
    texts = {entry.data["hash"]: entry.data.get("text", "") for entry in entries if entry.kind == "blob"}
    return tuple(Line(entry.turn, " | ".join(_words(entry.data, texts))) for entry in entries)


def _words(value: Any, texts: Mapping[str, str]) -> Sequence[str]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Mapping):
        if set(value) == {"blob"}:
            return (texts[value["blob"]],)
        return [words for each in value.values() for words in _words(each, texts)]
    if isinstance(value, list | tuple):
        return [words for each in value for words in _words(each, texts)]
    return ()


def renumbered(notes: str, lines: Sequence[Line]) -> str:
    """The same notes with each stop at the line that holds its words today: the nearest, if several do.

    A stop whose words stand nowhere is left as it is, for a test to find.
    """

    def moved(stop: re.Match[str]) -> str:
        before = int(stop["line"])
        found = [number for number, line in enumerate(lines, 1) if stop["words"] in line.text]
        if not found:
            return stop[0]
        now = min(found, key=lambda number: abs(number - before))
        return f'Line {now} (turn {lines[now - 1].turn}): "{stop["words"]}"'

    return STOP.sub(moved, notes)
