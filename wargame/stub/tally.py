"""What the stub counts: requests as they came, how many were open at each moment, and how busy it was."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class RequestNote:
    """One request as it arrived; the authorisation is noted as there or not there, never kept."""

    at: float
    path: str
    authorized: bool
    body: Mapping[str, Any]
    fault: str
    status: int

    def shown(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


@dataclass
class CallTally:
    """Counts since the start, or since they were last set to nothing."""

    keep: int = 256
    clock: Callable[[], float] = time.monotonic
    requests: Counter[str] = field(default_factory=Counter)
    """Requests by path."""
    statuses: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    rungs: Counter[str] = field(default_factory=Counter)
    open: int = 0
    """Completion requests that have come and are not yet answered, those that wait for a slot among them."""
    working: int = 0
    """Completion requests that hold a slot."""
    most_open: int = 0
    seen: deque[RequestNote] = field(default_factory=deque)
    """The newest requests."""
    timeline: list[tuple[float, int]] = field(default_factory=list)
    """Each change of `open`: seconds since the first request, and how many were open from then on."""
    last: float = 0.0
    """When something last changed."""
    first: float | None = None
    worked: float = 0.0
    """Seconds times slots in which requests were worked on."""
    covered: float = 0.0
    """Seconds in which at least one request was open."""

    def note(self, seen: RequestNote) -> None:
        """Keep a request to be looked at."""
        self.seen.append(seen)
        while len(self.seen) > self.keep:
            self.seen.popleft()

    def move(self, opened: int = 0, working: int = 0) -> None:
        """So many requests came or went, or began or ended to be worked on."""
        now = self.clock()
        if self.first is None:
            self.first = self.last = now
        passed = now - self.last
        self.worked += passed * self.working
        self.covered += passed if self.open else 0.0
        self.last = now
        self.working += working
        if opened:
            self.open += opened
            self.most_open = max(self.most_open, self.open)
            self.timeline.append((now - self.first, self.open))

    def summary(self, slots: int | None = None) -> dict[str, Any]:
        """The counts; `busy` is the share of time, first request to last change, in which one was open."""
        span = self.last - self.first if self.first is not None else 0.0
        return {
            "requests": dict(self.requests),
            "statuses": {str(status): count for status, count in sorted(self.statuses.items())},
            "faults": dict(self.faults),
            "rungs": dict(self.rungs),
            "open": self.open,
            "most_open": self.most_open,
            "seconds": round(span, 6),
            "busy": round(self.covered / span, 6) if span else 0.0,
            "slots_filled": round(self.worked / (span * slots), 6) if span and slots else None,
            "mean_open": round(self.worked / span, 6) if span else 0.0,
        }
