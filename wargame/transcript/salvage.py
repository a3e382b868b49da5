"""As much of a record as holds together: to its end, or to the last turn that is whole and comes out as it stands.

For telling what is left of a damaged or unfinished game. Nothing is changed in the file, and what was left out is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wargame.errors import BrokenChain, TranscriptError
from wargame.transcript.chain import check
from wargame.transcript.entry import Entry
from wargame.transcript.foreign import content
from wargame.transcript.reading import Transcript, check_schema, parsed, read
from wargame.transcript.reading_part import RETRACTION
from wargame.transcript.verify import Replayed, replay

_LINE = re.compile(r"line (\d+): ")


@dataclass(frozen=True, slots=True)
class Salvaged:
    """A game as far as its record holds."""

    game: Replayed
    missing: str
    """What is not told and why, as a sentence without its stop; empty for a whole record of a whole game."""
    withdrawn: bool = False
    """Whether lines that are left out may take words back that stand in those that are told."""


def salvaged(path: Path) -> Salvaged:
    """The game of a record, each line of it compared, as far as it holds.

    A finished record that is whole is played again once. Otherwise it is told to the end of its last whole turn.
    TranscriptError where not even the opening is left, for a game of other rules, and for a file that is no record.
    """
    try:
        record = read(path, mend=True)
    except BrokenChain as fault:
        return _part(path, _reason(path, fault))
    if not record.finished:
        return _part(path, f"the game was not played to its end{f' ({record.torn})' if record.torn else ''}")
    try:
        return Salvaged(replay(record, confirm=True), "")
    except TranscriptError as fault:
        found = _LINE.search(str(fault))
        if found is None or int(found.group(1)) <= 2:
            raise
        return _part(path, _reason(path, fault), int(found.group(1)) - 1)


def _reason(path: Path, fault: TranscriptError) -> str:
    sentence = str(fault).removeprefix(f"{path}: ").partition("; ")[0]
    return f"the record is damaged ({sentence})"


def _part(path: Path, why: str, most: int | None = None) -> Salvaged:
    """What stands before a fault: the first `most` lines, as far as they hold."""
    raw = content(path)
    lines = raw.split(b"\n")[:-1][:most]
    check_schema(path, lines)
    good, _ = check(lines)
    entries, texts, _ = parsed(lines[:good])
    kept, fault = len(entries), TranscriptError(f"{path}: no whole line is left of this record")
    for last in _turns(entries):
        while kept and entries[kept - 1].turn == last + 1:
            kept -= 1
        part = Transcript(path, tuple(lines[:kept]), entries[:kept], texts, why, len(raw), True, last)
        try:
            game = replay(part, confirm=True)
        except TranscriptError as found:
            fault = found
            continue
        told = f"turns 1 to {last} are told" if last > 1 else "turn 1 is told" if last else "only the opening is told"
        rest = b"\n".join(raw.split(b"\n")[kept:])
        return Salvaged(game, f"{why}; {told}, to line {kept}", RETRACTION in rest)
    raise fault


def _turns(entries: Sequence[Entry]) -> range:
    """The last turn that has lines, and those before it."""
    return range(entries[-1].turn, -1, -1) if entries else range(0)
