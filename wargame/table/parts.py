"""The parts of one table, named once and handed to whoever works with them: data, without any doing of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wargame.players.scripted.advice import Adviser
from wargame.table.activity import Activity
from wargame.table.attendance import Attendance
from wargame.table.clock import TimeSource
from wargame.table.game import RunningGame
from wargame.table.judges import Judge, Opinions
from wargame.table.listeners import Listeners
from wargame.table.pacing import SessionPacing
from wargame.table.players import PlayerMaker
from wargame.table.session import Session, SessionFile
from wargame.transcript.entry import Entry


@dataclass(frozen=True, slots=True)
class TableParts:
    """Everything that stands on one table."""

    game: RunningGame
    session: Session
    """What is no part of the game and survives a kill."""
    file: SessionFile
    """Where the session is kept."""
    pacing: SessionPacing
    listeners: Listeners
    """Who is told of changes."""
    activity: Activity
    """When each seat last gave a sign of life."""
    attendance: Attendance
    """The people."""
    time: TimeSource
    make: PlayerMaker
    """Makes players for seats that change hands."""
    adviser: Adviser
    """Whom people ask for advice."""
    judges: tuple[Judge, ...]
    """Who gives control an opinion of arguments."""
    opinions: dict[str, Opinions] = field(default_factory=dict)
    """What judges made of arguments, by case."""
    entries: Sequence[Entry] = ()
    """What the record held already when the table was opened again."""
    record: Path | None = None
    """Where the game is recorded, if it is."""
    torn: str = ""
    """What was cut off the end of the record when it was opened again."""
