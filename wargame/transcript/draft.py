"""A line before it has its place in a chain: what every log that keeps something makes of an entry first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wargame.core.events import Event
from wargame.core.ids import Audience
from wargame.core.moves import Decision
from wargame.transcript.chain import seal
from wargame.transcript.entry import Kind, decision_data, event_data, line_of, note_data


@dataclass(frozen=True, slots=True)
class Draft:
    """A line before it has its place in a chain."""

    kind: Kind
    turn: int
    phase: str
    audience: Audience
    causes: tuple[str, ...]
    data: bytes
    """What the kind holds, as JSON."""
    name: str
    """What messages call it, such as `event 2.17`."""

    def line(self, n: int, prev: str) -> bytes:
        """Its bytes as line `n` after a line with the hash `prev`; the last line of a game is sealed."""
        line = line_of(n, self.kind, self.turn, self.phase, self.audience, self.causes, prev, self.data)
        return line[:-2] + b',"seal":"' + seal(line[:-2]).encode() + b'"}}' if self.kind == "end" else line


class Drafting:
    """What all logs that keep something share: an entry becomes a draft."""

    def decision(self, decision: Decision) -> None:
        """Record a decision."""
        data, seat = decision_data(decision), (decision.seat,)
        self.put(Draft("decision", decision.turn, decision.phase, seat, (), data, f"decision {decision.id}"))

    def event(self, event: Event) -> None:
        """Record an event."""
        data = event_data(event)
        self.put(Draft("event", event.turn, event.phase, event.audience, event.causes, data, f"event {event.id}"))

    def note(self, kind: Kind, turn: int, phase: str, data: dict[str, Any], causes: tuple[str, ...] = ()) -> None:
        """Record an entry for control."""
        self.put(Draft(kind, turn, phase, (), causes, note_data(data), kind))

    def put(self, draft: Draft) -> None:
        """Take the next line."""
        raise NotImplementedError
