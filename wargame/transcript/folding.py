"""A game at the start of the last turn that a record comes to, made from its events and never played again.

What stands in the events is folded; only the turn that is under way has to be ruled again to go on. Nothing is proved
by it: the state is held against the hash in the line that closed the turn before, and a proof is another matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from wargame.core.fold import fold
from wargame.core.state import State
from wargame.core.telling import Undoing
from wargame.errors import TranscriptError
from wargame.gc_tuning import seldom_collecting
from wargame.transcript.entry import Entry
from wargame.transcript.entry_values import decision_of, event_of
from wargame.transcript.overrides import RecordedAct, recorded_act, turn_undone
from wargame.transcript.recorded_acts import ACTS, act_of
from wargame.transcript.turn_start import TurnStart


@dataclass(frozen=True, slots=True)
class FoldedStart:
    """Where a record can be gone on with."""

    at: TurnStart
    lines: int
    """How many lines of the record are in it; what stands in those after them is still to be done."""

    def rest(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        """The header of a record, which says its form, and the entries that are still to be done."""
        return (*entries[:1], *entries[self.lines :])


@dataclass(slots=True)
class _Standing:
    """What stands of the lines so far, by its entries."""

    turn: int = 1
    lines: int = 1
    """Lines up to the start of that turn."""
    events: list[Entry] = field(default_factory=list)
    decisions: dict[str, Entry] = field(default_factory=dict)
    acts: dict[str, Entry] = field(default_factory=dict)
    hashes: dict[int, str] = field(default_factory=dict)
    overrides: list[RecordedAct] = field(default_factory=list)
    undone: list[tuple[int, int, list[Entry]]] = field(default_factory=list)

    def take(self, entry: Entry) -> None:
        """One more line."""
        data = entry.data
        match entry.kind:
            case "event":
                self.events.append(entry)
                if entry.turn == 0:
                    self.lines = entry.n
            case "decision":
                self.decisions[data["id"]] = entry
            case "clock" if data.get("what") == "turn_end":
                self.hashes[entry.turn] = data["state_hash"]
                self.turn, self.lines = entry.turn + 1, entry.n
            case "override":
                self.overrides.append(recorded_act(entry.turn, entry.phase, data))
                if data.get("what") == "undo":
                    self._undo(entry)
                elif data.get("what") in ACTS:
                    self.acts[data["id"]] = entry

    def _undo(self, entry: Entry) -> None:
        first = turn_undone(entry)
        self.undone.append((entry.turn, first, [event for event in self.events if event.turn >= first]))
        self.events = [event for event in self.events if event.turn < first]
        self.decisions = {name: made for name, made in self.decisions.items() if made.turn < first}
        standing = {cause for event in self.events for cause in event.causes}
        self.acts = {name: act for name, act in self.acts.items() if name in standing}
        self.hashes = {turn: hash_ for turn, hash_ in self.hashes.items() if turn < first}
        self.turn, self.lines = first, entry.n


def folded(entries: Sequence[Entry]) -> FoldedStart:
    """The start of the last turn that the lines of a record come to, in the order of which they are given.

    TranscriptError names a line that cannot be read, or that says another state than its events give. Linear in the
    entries; nothing is ruled on.
    """
    with seldom_collecting():
        last = _last_start(entries)
        standing = _Standing()
        for entry in entries[:last]:
            standing.take(entry)
        events = [event_of(entry) for entry in standing.events]
        state = fold(State(), events)
        said = standing.hashes.get(standing.turn - 1)
        if said is not None and state.hash() != said:
            raise TranscriptError(f"line {standing.lines}: the events up to here give another state than it says")
        start = TurnStart(
            standing.turn,
            events,
            state,
            {name: decision_of(entry) for name, entry in standing.decisions.items()},
            hashes=standing.hashes,
            acts={name: act_of(entry) for name, entry in standing.acts.items()},
            overrides=standing.overrides,
            undone=[Undoing(turn, to, tuple(map(event_of, gone))) for turn, to, gone in standing.undone],
        )
        return FoldedStart(start, standing.lines)


def _last_start(entries: Sequence[Entry]) -> int:
    """How many entries there are up to the last start of a turn: the opening, a closed turn, or turns taken back."""
    for entry in reversed(entries):
        closes = entry.kind == "clock" and entry.data.get("what") == "turn_end"
        if closes or (entry.kind == "override" and entry.data.get("what") == "undo"):
            return entry.n
        if entry.kind == "event" and entry.turn == 0:
            return entry.n
    raise TranscriptError("line 1: the game has no opening yet; begin it anew")
