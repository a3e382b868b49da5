"""A game of an experiment where a record is asked for: `FOLDER#RUN` is made whole, and stands beside the games."""

from __future__ import annotations

import re
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path

from wargame.batch.run_ledger import WHOLE, LedgerContents, contents, whole_record
from wargame.commands.output import tell_line
from wargame.errors import SpecError
from wargame.transcript.private import write_private

_NAMED = re.compile(r"(?P<folder>.+)#(?P<run>[^#/:]*)(?P<line>:\d+)?", re.DOTALL)
_RUN = re.compile(r"g[0-9a-f]{15}")
SOME = 3
"""Ids of games that are named where another is not there."""


def record_named(given: str) -> str:
    """The path of the record of a game that is named `FOLDER#RUN`, and `:LINE` as it is; any other words unchanged.

    The game is played again by the rules, and its record is written to `FOLDER/records/RUN.jsonl`, where notes and
    reports have room beside it; what stands there already is held against its hash. SpecError where no such game is
    sealed in the folder of an experiment, whatever stands for its id, or something else stands there; TranscriptError
    if it does not come out byte for byte.
    """
    named = _NAMED.fullmatch(given)
    if named is None or Path(given).exists() or not _holds_games(Path(named["folder"]), named["run"]):
        return given
    return f"{_record(Path(named['folder']), named['run'])}{named['line'] or ''}"


def _holds_games(folder: Path, run: str) -> bool:
    """Whether a folder is one of an experiment, or is meant for one by an id of a game."""
    return folder.is_dir() and (_RUN.fullmatch(run) is not None or any(folder.glob("ledger-*-of-*.jsonl")))


def _record(folder: Path, run: str) -> Path:
    found, place = sealed_in(folder, run), folder / WHOLE / f"{run}.jsonl"
    if not place.exists():
        try:
            place.parent.mkdir(exist_ok=True)
        except OSError as fault:
            raise SpecError(f"{place.parent}: cannot be made ({fault.strerror}); the record needs a place") from None
        write_record(place, found, run)
    elif sha256(place.read_bytes()).hexdigest() != found.sealed[run].record:
        raise SpecError(f"{place}: this is not the record of the game as it was played; move it, and ask again")
    return place


def sealed_in(folder: Path, run: str) -> LedgerContents:
    """What a folder holds, in which a game is sealed; SpecError if it is not."""
    if folder.is_file():
        raise SpecError(f"{folder}: this is a file: give the folder of its games first, then the id of one")
    found = contents(folder)
    if run not in found.sealed:
        near = get_close_matches(run, found.sealed, SOME, 0.6)
        some = ", ".join(near or list(found.sealed)[:SOME])
        there = f"the nearest ids there are {some}" if near else f"ids there are such as {some}"
        there = there if some else "no game is sealed there yet"
        raise SpecError(f"run {run!r}: no game of that id is sealed in {folder}; {there}")
    return found


def write_record(place: Path, found: LedgerContents, run: str) -> None:
    """Write the whole record of a sealed game to a new file, and say so; errors as `whole_record` raises them."""
    write_private(place, b"".join(line + b"\n" for line in whole_record(found, run)), new=True)
    tell_line(f"written to {place}")
