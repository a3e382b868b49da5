"""Opening a transcript for looking at: it is played again, and must come out as it stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wargame.transcript.verify import Replayed


def opened(path: Path) -> Replayed:
    """The game of a transcript as far as its decisions reach; a torn last line is left out and said."""
    from wargame.commands.output import tell_line
    from wargame.transcript.reading import read
    from wargame.transcript.verify import replay

    record = read(path, mend=True)
    if record.torn:
        tell_line(f"{path}: {record.torn} (for looking at; the file is as it was)")
    return replay(record, confirm=record.finished)


def turn_of(game: Replayed, turn: int | None) -> int:
    """The turn that is asked about: the last complete one unless said."""
    return game.turns if turn is None else turn
