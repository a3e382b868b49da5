"""A line before it has its place in a chain: what every log that keeps something makes of an entry first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wargame.core.events import Event
from wargame.core.ids import Audience
from wargame.core.moves import Decision
from wargame.core.prose import digest_of
from wargame.transcript.chain import seal
from wargame.transcript.entry import EntryKind, blob_data, line_of
from wargame.transcript.entry_values import decision_data, event_data, note_data


@dataclass(slots=True)
class UnchainedLine:
    """A line before it has its place in a chain. Never written to."""

    kind: EntryKind
    turn: int
    phase: str
    audience: Audience
    causes: tuple[str, ...]
    data: bytes
    """What the kind holds, as JSON."""
    texts: Mapping[str, str]
    """Words that it refers to, by digest."""
    id: str = ""
    """The id of what it holds, if that has one."""

    @property
    def name(self) -> str:
        """What messages call it, such as `event 2.17`."""
        return f"{self.kind} {self.id}" if self.id else self.kind

    def line(self, n: int, prev: str) -> bytes:
        """Its bytes as line `n` after a line with the hash `prev`; the last line of a game is sealed."""
        line = line_of(n, self.kind, self.turn, self.phase, self.audience, self.causes, prev, self.data)
        return line[:-2] + b',"seal":"' + seal(line[:-2]).encode() + b'"}}' if self.kind == "end" else line


def stored(words: str, turn: int, phase: str) -> UnchainedLine:
    """The line that stores a text."""
    return UnchainedLine("blob", turn, phase, (), (), blob_data(words), {digest_of(words): words})


class KeepingLog:
    """What all logs that keep something share: an entry becomes a line that waits for its place in the chain."""

    def decision(self, decision: Decision) -> None:
        """Record a decision."""
        words: dict[str, str] = {}
        data, seat = decision_data(decision, words), (decision.seat,)
        self.put(UnchainedLine("decision", decision.turn, decision.phase, seat, (), data, words, decision.id))

    def event(self, event: Event) -> None:
        """Record an event."""
        words: dict[str, str] = {}
        data = event_data(event, words)
        self.put(UnchainedLine("event", event.turn, event.phase, event.audience, event.causes, data, words, event.id))

    def note(self, kind: EntryKind, turn: int, phase: str, data: dict[str, Any], causes: tuple[str, ...] = ()) -> None:
        """Record an entry for control; `causes` are ids of events, decisions or acts."""
        words: dict[str, str] = {}
        self.put(UnchainedLine(kind, turn, phase, (), causes, note_data(data, words), words))

    def text(self, words: str, turn: int, phase: str) -> None:
        """Store a text."""
        self.put(stored(words, turn, phase))

    def put(self, unchained: UnchainedLine) -> None:
        """Take the next line; what that means and which errors it raises is for those who inherit."""
        raise NotImplementedError
