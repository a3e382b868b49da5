"""The session file beside a transcript: what is no part of the game and must survive a kill.

Drafts, time left, people, seat words as salted hashes, choices of the session. Only its owner may read it,
and it is replaced as a whole, so that a kill leaves the old one or the new one.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from wargame.core.arguments import Mode
from wargame.core.ids import SeatId
from wargame.errors import TranscriptError
from wargame.table.chair import Draft
from wargame.table.people import Person, Word
from wargame.table.presets import PRESETS, Preset


@dataclass
class Session:
    """Everything about a session that the record does not hold."""

    preset: Preset = PRESETS["untimed"]
    last_turn: int | None = None
    """The turn after which the game ends by plan; None is the scenario's own."""
    facilitated: bool = False
    research: bool = False
    hide_players: bool = False
    adjudication: Mode = "rules"
    """How arguments are ruled unless a ruling says otherwise."""
    model_seconds: float | None = None
    """What a mind that is no person has for each answer."""
    judges: list[str] = field(default_factory=list)
    """Specs of the models that give control their opinion of arguments."""
    tokens: int | None = None
    """The most tokens that models may take in the whole game."""
    money: float | None = None
    """The most that they may cost, in the currency of the price table."""
    fallbacks: dict[SeatId, str] = field(default_factory=dict)
    """Who plays a seat that is late: a spec, or `pass`."""
    step: str = ""
    """Where the game waited when this was saved."""
    left: float | None = None
    """Seconds left there."""
    people: list[Person] = field(default_factory=list)
    leads: dict[SeatId, str] = field(default_factory=dict)
    """Handle of the one who hands in, by seat."""
    words: dict[SeatId, Word] = field(default_factory=dict)
    drafts: dict[SeatId, Draft] = field(default_factory=dict)
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


def save(session: Session, path: Path) -> None:
    """Replace the file at once; it is readable by its owner alone."""
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(file, to_json(session, indent=1))
    finally:
        os.close(file)
    os.replace(new, path)


def load(path: Path) -> Session:
    """The session of a game; a fresh one where there is no file."""
    try:
        return _adapter().validate_json(path.read_bytes())
    except FileNotFoundError:
        return Session()
    except ValidationError as fault:
        raise TranscriptError(
            f"{path}: this session file cannot be read ({fault.error_count()} faults); "
            "move it away to go on without its drafts, people and clock"
        ) from None
