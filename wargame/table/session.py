"""The session file beside a transcript: what is no part of the game and must survive a kill.

Drafts, time left, people, seat words as salted hashes, choices of the session. Only its owner may read it,
and it is replaced as a whole, so that a kill leaves the old one or the new one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from wargame.core.ids import SeatId
from wargame.errors import TranscriptError
from wargame.table.chair import Draft
from wargame.table.clock import PhaseClock
from wargame.table.people import Person, Word
from wargame.table.settings import USUAL, SessionSettings
from wargame.transcript.foreign import ordinary_bytes
from wargame.transcript.private import write_private


@dataclass
class Session:
    """Everything about a session that the record does not hold."""

    settings: SessionSettings = USUAL
    last_turn: int | None = None
    """The turn after which the game ends by plan; None is the scenario's own."""
    step: str = ""
    """Where the game waited when this was saved."""
    left: float | None = None
    """Seconds left there."""
    people: list[Person] = field(default_factory=list)
    leads: dict[SeatId, str] = field(default_factory=dict)
    """Handle of the one who hands in, by seat."""
    words: dict[SeatId, Word] = field(default_factory=dict)
    drafts: dict[SeatId, Draft] = field(default_factory=dict)
    own_drafts: dict[str, Draft] = field(default_factory=dict)
    """What each of several people on a seat has half written, and how far they have read, by handle."""
    discussion: dict[SeatId, list[str]] = field(default_factory=dict)
    """What the people of a seat have written to each other since its last answer."""
    dissent: dict[SeatId, dict[str, str]] = field(default_factory=dict)
    """Who of a seat would decide otherwise, by handle, since its last answer."""
    votes: dict[str, dict[str, bool]] = field(default_factory=dict)
    """Votes on arguments, by case and handle."""


@cache
def _adapter() -> TypeAdapter[Session]:
    return TypeAdapter(Session)


def beside(transcript: Path) -> Path:
    """The session file of a transcript: `NAME.session.json`."""
    return transcript.with_name(f"{transcript.stem}.session.json")


class SessionFile:
    """Where a session is kept: a file beside the transcript, or nowhere."""

    def __init__(self, session: Session, clock: PhaseClock, path: Path | None) -> None:
        """What is left on the clock is kept with the session, also after the clock was put down."""
        self._session, self._clock, self._path = session, clock, path

    def save(self) -> None:
        """Replace the file at once, whole; it is readable by its owner alone. Nothing is written without a path.

        TranscriptError if it cannot be written; the file before it is kept.
        """
        if self._clock.runs:
            self._session.left = self._clock.left
        if self._path is None:
            return
        try:
            write_private(self._path, to_json(self._session, indent=1))
        except OSError as fault:
            raise TranscriptError(
                f"{self._path}: the session cannot be written ({fault.strerror}); the one before it and the record are "
                "kept: make room, then go on with --resume"
            ) from None


def load(path: Path) -> Session:
    """The session of a game; a fresh one where there is no file. TranscriptError if it is no session."""
    try:
        return _adapter().validate_json(ordinary_bytes(path))
    except FileNotFoundError:
        return Session()
    except OSError as fault:
        raise TranscriptError(
            f"{path}: this session file cannot be read ({fault.strerror}); move it away to go on without its drafts, "
            "people and clock"
        ) from None
    except ValidationError as fault:
        count = fault.error_count()
        raise TranscriptError(
            f"{path}: this session file cannot be read ({count} {'fault' if count == 1 else 'faults'}); "
            "move it away to go on without its drafts, people and clock"
        ) from None
