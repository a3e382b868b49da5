"""Where a branch comes from: the record of the game that it leaves, found again and held against it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wargame.errors import TranscriptError
from wargame.transcript.chain import unchained
from wargame.transcript.entry import linked
from wargame.transcript.lineage import Branch
from wargame.transcript.reading import Transcript, read
from wargame.transcript.setup import game_of


def parent_of(record: Transcript, folder: Path | None = None) -> Transcript:
    """The record of the game that a branch leaves, looked for in a folder (its own, unless another is named).

    TranscriptError says what to do if it is not there, if `record` is no branch, and what is wrong if it is not what it
    was: see `shares`. Reads the first line of each `.jsonl` there up to the one that is meant, and that one whole, with
    those before it that are of the same game.
    """
    folder = folder or record.path.parent
    parent = parent_beside(record, folder)
    if parent is None:
        origin = _origin(record)
        raise TranscriptError(
            f"{record.path}: it leaves game {origin.game[:12]} at line {origin.line}, and no record of that game lies "
            f"in {folder}; put it there, or name its folder"
        )
    return parent


def parent_beside(record: Transcript, folder: Path | None = None) -> Transcript | None:
    """The same, or None if it is not there; TranscriptError as for `parent_of` in every other case.

    Of several records of that game the first that is what it was is meant: another may be broken off or changed. If
    none is, the error is that of the first.
    """
    first: TranscriptError | None = None
    for path in _records_of(_origin(record).game, folder or record.path.parent):
        try:
            parent = read(path, mend=True)
            shares(record, parent)
        except TranscriptError as fault:
            first = first or fault
        else:
            return parent
    if first is not None:
        raise first
    return None


def _records_of(game: str, folder: Path) -> Iterator[Path]:
    """The records of a game in a folder, by name."""
    wanted = f'"game":"{game}","branch":'.encode()
    for path in sorted(folder.glob("*.jsonl")):
        if path.is_file():
            with path.open("rb") as file:
                is_of = wanted in file.readline()
            if is_of:
                yield path


def shares(record: Transcript, parent: Transcript) -> None:
    """Hold a branch against its parent: TranscriptError with the line if they do not share what they must.

    Linear in the lines that both share; nothing is played again.
    """
    origin = _origin(record)
    if len(parent.lines) < origin.line or linked(parent.lines[origin.line - 1]) != origin.parent:
        raise TranscriptError(
            f"{record.path}: line {origin.line} of {parent.path} is not the line at which this game left it: "
            "one of the two was changed"
        )
    shared = zip(record.lines[1 : origin.line], parent.lines[1 : origin.line], strict=True)
    for number, (mine, other) in enumerate(shared, 2):
        if unchained(mine) != unchained(other):
            raise TranscriptError(f"{record.path}: line {number}: it is not what {parent.path} has in that line")


def _origin(record: Transcript) -> Branch:
    origin = game_of(record).branch
    if origin is None:
        raise TranscriptError(f"{record.path}: this game is no branch of another")
    return origin
