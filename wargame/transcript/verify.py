"""Verification: play a record again from its own decisions and compare every line and every state hash.

It needs no player, no model and no network.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from wargame.core.events import Event
from wargame.core.moves import Decision
from wargame.core.state import State
from wargame.errors import TranscriptError
from wargame.rules.course import Asked, Course, TurnOver, seldom_collecting
from wargame.rules.measures import picture
from wargame.rules.scoring import scores
from wargame.transcript.chain import Record, read
from wargame.transcript.entry import decision_of
from wargame.transcript.header import Game, code_hash, game_of
from wargame.transcript.log import Writer


@dataclass(frozen=True, slots=True)
class Replayed:
    """A game played again from its record."""

    record: Record
    game: Game
    course: Course
    states: dict[int, State] = field(default_factory=dict)
    """State at the end of each turn; 0 is the opening."""
    hashes: dict[int, str] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)

    @property
    def turns(self) -> int:
        """The last turn that is complete."""
        return max(self.hashes, default=0)

    @property
    def events(self) -> list[Event]:
        """All events, in order."""
        return self.course.record


def decisions_of(record: Record) -> dict[str, Decision]:
    """The decisions of a record by id, in the order in which they were made."""
    return {str(entry.data["id"]): decision_of(entry) for entry in record.entries if entry.kind == "decision"}


def verify(path: Path) -> Replayed:
    """Prove a finished transcript: chain, rules, hashes, result. TranscriptError names the first line that fails."""
    record = read(path)
    replayed = replay(record, confirm=True)
    if not record.finished:
        number = len(record.lines)
        raise TranscriptError(
            f"line {number}: the record stops here: the game was not played to its end (turn {replayed.turns})"
        )
    return replayed


def replay(record: Record, *, confirm: bool = False) -> Replayed:
    """Play a record again as far as its decisions reach; with `confirm` each line must come out as it stands."""
    with seldom_collecting():
        try:
            return _replay(record, confirm)
        except TranscriptError as fault:
            raise TranscriptError(f"{fault}{_other_rules(record)}") from None


def _other_rules(record: Record) -> str:
    """What to say when the program that ruled the game is not this one."""
    data = record.header.data
    if data.get("code") == code_hash():
        return ""
    version = data.get("versions", {}).get("wargame", "unknown")
    return (
        f"; it was ruled by other code (wargame {version}, {str(data.get('code'))[:12]}): verify it with that version"
    )


def _replay(record: Record, confirm: bool) -> Replayed:
    game = game_of(record)
    book, start = game.opening()
    course = Course(book, start)
    decisions = decisions_of(record)
    out = Replayed(record, game, course, {}, {}, decisions)
    log = Writer(None, recorded=record, write=False) if confirm else None
    if log:
        log.note("header", 0, "start", game.as_header())
    by_round: dict[str, list[Decision]] = {}
    for decision in decisions.values():
        by_round.setdefault(decision.id.rpartition(".")[0], []).append(decision)
    steps = course.run()
    step = next(steps, None)
    while step is not None:
        try:
            if isinstance(step, Asked):
                made = by_round.get(f"{step.turn}.{step.phase}{step.round or ''}", [])
                if len(made) < len(book.setting.seats):
                    if log and record.finished:
                        raise TranscriptError(f"the record has no decisions for turn {step.turn}, {step.phase}")
                    return out
                if log:
                    for decision in made:
                        log.decision(decision)
                step = steps.send(made)
                continue
            if isinstance(step, TurnOver):
                out.hashes[step.turn] = course.state.hash() if confirm else ""
                out.states[step.turn] = course.state
                if log:
                    log.note("clock", step.turn, "news", {"what": "turn_end", "state_hash": out.hashes[step.turn]})
            else:
                if step.turn == 0:
                    out.states[0] = course.state
                if log:
                    for event in step.events:
                        log.event(event)
            step = next(steps)
        except StopIteration:
            break
    if log and record.finished:
        _confirm_end(log, record, course, out)
    return out


def _confirm_end(log: Writer, record: Record, course: Course, out: Replayed) -> None:
    origins: dict[str, int] = {}
    for decision in out.decisions.values():
        origins[decision.origin] = origins.get(decision.origin, 0) + 1
    final = {seat: score.total for seat, score in scores(picture(course.book, course.state)).items()}
    data = {"scores": final, "state_hash": out.hashes[out.turns], "origins": dict(sorted(origins.items()))}
    log.note("end", out.turns, "end", data)
