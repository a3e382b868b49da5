"""Opening a transcript for looking at: it is played again, and must come out as it stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wargame.transcript.verify import Replayed


def opened(path: Path, until: int | None = None) -> Replayed:
    """The game of a transcript as far as its decisions reach, or to the end of a turn; what was left out is said."""
    from wargame.commands.output import tell_line
    from wargame.transcript.reading_part import read_until
    from wargame.transcript.verify import replay

    record = read_until(path, until)
    if record.torn:
        tell_line(f"{path}: {record.torn} (for looking at; the file is as it was)")
    if record.last is not None:
        end = f"the end of turn {record.last}" if record.last else "the opening"
        tell_line(f"{path}: read to {end}, line {len(record.lines)}, as asked; the record goes on after it")
    return replay(record, confirm=record.finished or record.last is not None)


def damage_of(path: Path) -> str:
    """How a record is damaged, in a sentence; empty if its lines are whole and follow from one another.

    TranscriptError if the file is no record at all. A last line that is still being written is no damage.
    """
    from wargame.errors import TranscriptError
    from wargame.transcript import foreign
    from wargame.transcript.reading import read

    with foreign.opened(path):
        pass
    try:
        read(path, mend=True)
    except TranscriptError as fault:
        return str(fault)
    return ""


def turn_of(game: Replayed, turn: int | None) -> int:
    """The turn that is asked about: the last complete one unless said."""
    return game.turns if turn is None else turn
