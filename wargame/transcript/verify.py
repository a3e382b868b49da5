"""Verification: play a record again from its own decisions and compare every line and every state hash.

It needs no player, no model and no network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from wargame.core.control_acts import Act
from wargame.core.events import Event
from wargame.core.ids import SeatId
from wargame.core.moves import Decision
from wargame.core.state import State
from wargame.core.telling import Undoing
from wargame.errors import TranscriptError, Unfinished, WargameError
from wargame.gc_tuning import seldom_collecting
from wargame.rules.turn.sequence import Asked, Held, SequenceOfPlay
from wargame.rules.version import RULES
from wargame.transcript.consistency import consistent
from wargame.transcript.ending import ending
from wargame.transcript.entry import EntryKind
from wargame.transcript.entry_values import decision_of, told
from wargame.transcript.overrides import RecordedAct, recorded_act, turn_undone
from wargame.transcript.reading import Transcript, read
from wargame.transcript.recorded_play import RecordedPlay
from wargame.transcript.setup import GameSetup, code_hash, game_of
from wargame.transcript.writing import Confirmer, Log, NullLog


@dataclass(frozen=True, slots=True)
class Replayed:
    """A game played again from its record."""

    record: Transcript
    game: GameSetup
    sequence: SequenceOfPlay
    states: dict[int, State] = field(default_factory=dict)
    """State at the end of each turn; 0 is the opening."""
    hashes: dict[int, str] = field(default_factory=dict)
    """State hash at the end of each complete turn, from 1; empty words where none was asked for."""
    decisions: dict[str, Decision] = field(default_factory=dict)
    """Decisions that stand, by id; those of undone turns do not."""
    acts: dict[str, Act] = field(default_factory=dict)
    """Acts of control that stand, by id."""
    undone: Sequence[Undoing] = ()
    """Every time that control took turns back, in order."""
    step: Asked | Held | None = None
    """Where the game waits when the record ends; None if it is over."""
    decided: frozenset[SeatId] = frozenset()
    """Seats that have decided there."""

    @property
    def overrides(self) -> list[RecordedAct]:
        """The act of every override entry, undone or not, in order; each look goes through the whole record."""
        entries = (entry for entry in self.record.entries if entry.kind == "override")
        return [recorded_act(entry.turn, entry.phase, entry.data) for entry in entries]

    @property
    def turns(self) -> int:
        """The last turn that is complete; 0 before the first is over."""
        return max(self.hashes, default=0)

    @property
    def events(self) -> list[Event]:
        """All events that stand, in order; those of undone turns do not. The game's own list, not a copy."""
        return self.sequence.record


def decisions_of(record: Transcript) -> dict[str, Decision]:
    """The decisions of a record that stand, by id, in the order in which they were made.

    Those of turns that were undone do not stand. TranscriptError names a line that cannot be read. One pass over the
    entries; nothing is played.
    """
    made: dict[str, Decision] = {}
    for entry in record.entries:
        if entry.kind == "decision":
            made[str(entry.data["id"])] = decision_of(entry)
        elif entry.kind == "override" and entry.data.get("what") == "undo":
            first = turn_undone(entry)
            made = {name: decision for name, decision in made.items() if decision.turn < first}
    return made


def verify(path: Path) -> Replayed:
    """Prove a finished transcript: chain, rules, hashes, result; gives the game as it was played again.

    TranscriptError names the first line that does not come out as it stands, and a record that stops before its end. It
    needs no player, no model and no network, and costs reading the file and playing the game again by the rules alone.
    Whether a model's answers are what its replies say is not asked here.
    """
    return proved(read(path))


def proved(record: Transcript, witness: Witness | None = None) -> Replayed:
    """Prove a finished record that was read already; TranscriptError names the first line that fails.

    Unfinished for a record that stops before its end, once every line of it has come out as it stands.
    """
    replayed = replay(record, confirm=True, witness=witness)
    if not record.finished:
        raise Unfinished(len(record.lines), replayed.turns, replayed.hashes.get(replayed.turns, ""))
    return replayed


def replay(record: Transcript, *, confirm: bool = False, witness: Witness | None = None) -> Replayed:
    """Play a record again as far as its decisions reach; with `confirm` each line must come out as it stands.

    A `witness` looks on, and may object. Without `confirm` nothing is compared and no state is hashed, which is faster
    and good for looking. TranscriptError names the line that cannot have been so; it says when other code had ruled the
    game, and a game by another version of the rules is refused at once. The state at the end of each turn is kept.
    """
    with seldom_collecting():
        try:
            return _replay(record, confirm, witness)
        except TranscriptError as fault:
            raise TranscriptError(f"{fault}{_other_rules(record)}") from None


def _other_rules(record: Transcript) -> str:
    """What to say when the program that ruled the game is not this one."""
    data = record.header.data
    if data.get("code") == code_hash():
        return ""
    version = _version(record)
    return (
        f"; it was ruled by other code (wargame {version}, {str(data.get('code'))[:12]}): verify it with that version"
    )


def _version(record: Transcript) -> str:
    versions = record.header.data.get("versions")
    return str(versions.get("wargame", "unknown")) if isinstance(versions, dict) else "unknown"


def refuse_other_rules(record: Transcript) -> None:
    """Other rules would give another game: TranscriptError names them before any line is blamed."""
    rules = record.header.data.get("rules")
    if rules != RULES:
        version = _version(record)
        raise TranscriptError(
            f"line 1: this game was ruled by version {rules!r} of the rules, this program has version {RULES}: "
            f"read it with wargame {version}"
        )


def _replay(record: Transcript, confirm: bool, witness: Witness | None) -> Replayed:
    refuse_other_rules(record)
    game = game_of(record)
    try:
        book, start = game.opening()
        header = game.as_header()
    except FAULTS as fault:
        raise TranscriptError(f"{record.path}: line 1: the game cannot be opened ({_told(fault)})") from fault
    if confirm:
        consistent(record)
    log: Log = Confirmer(record) if confirm else NullLog()
    log.note("header", 0, "start", header)
    if witness is not None:
        log = _Witnessed(log, witness)
    sequence = SequenceOfPlay(book, start, holds=True)
    past = RecordedPlay(sequence, log, record.entries, hashing=confirm, remembering=True, last=record.last)
    if isinstance(log, _Witnessed):
        log.past = past
        log.witness.begins(past)
    try:
        played = _played(record, game, past, log, confirm)
        if witness is not None:
            witness.ends()
        return played
    except TranscriptError:
        raise
    except FAULTS as fault:
        raise TranscriptError(f"line {past.line}: it cannot be played again ({_told(fault)})") from fault


class Witness(Protocol):
    """Who looks on while a record is played again, at every moment before something happens; errors end the proof."""

    def begins(self, past: RecordedPlay) -> None:
        """This game is about to be played."""
        ...

    def deciding(self, line: int, decision: Decision) -> None:
        """A seat has decided, and nothing has come of it; `line` is the decision's."""
        ...

    def overridden(self, line: int, data: Mapping[str, Any]) -> None:
        """Control acts, and nothing has come of it; `line` and `data` are the act's."""
        ...

    def ends(self) -> None:
        """The record goes no further."""
        ...


class _Witnessed:
    """A log that tells a witness of what is about to stand there."""

    past: RecordedPlay

    def __init__(self, log: Log, witness: Witness) -> None:
        self._log, self.witness = log, witness
        self.event, self.text = log.event, log.text
        self.settle, self.close = log.settle, log.close

    def decision(self, decision: Decision) -> None:
        self.witness.deciding(self.past.line, decision)
        self._log.decision(decision)

    def note(self, kind: EntryKind, turn: int, phase: str, data: dict[str, Any], causes: tuple[str, ...] = ()) -> None:
        if kind == "override":
            self.witness.overridden(self.past.line, data)
        self._log.note(kind, turn, phase, data, causes)


FAULTS = (WargameError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError)
"""What a record that never was a game can lead to when it is played."""


def _told(fault: Exception) -> str:
    words = str(fault) if isinstance(fault, WargameError) else told(fault)
    return " ".join(words.split())[:300]


def _played(record: Transcript, game: GameSetup, past: RecordedPlay, log: Log, confirm: bool) -> Replayed:
    past.begin()
    past.follow()
    while isinstance(past.step, Asked) and past.complete:
        past.advance()
    if past.step is None and record.finished:
        log.note("end", past.turn, "end", {**ending(past), "at": record.entries[-1].data.get("at")})
    elif confirm and (record.finished or (record.last is not None and past.step is not None)):
        where = f"turn {past.step.turn}, {past.step.phase}" if past.step else "the end"
        ends = "the record ends" if record.last is None else f"turn {record.last} ends"
        raise TranscriptError(f"line {len(record.lines)}: {ends}, but the game still waits at {where}")
    if isinstance(past.step, Held) and past.step.phase == "news":
        past.states[past.step.turn] = past.sequence.state
        past.hashes[past.step.turn] = ""
    waiting, decided = past.step, frozenset(past.decided)
    return Replayed(
        record, game, past.sequence, past.states, past.hashes, past.decisions, past.acts, past.undone, waiting, decided
    )
