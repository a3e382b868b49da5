"""The lines of a record that somebody can stand at: what was asked of models, decided, ruled, and what came of it.

Made from the record's index alone, before its game is played again. What was undone is left out and counted; the act
that undid it is there.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import cast

from wargame.core.event_kinds import KINDS, EventKind, subject_of, weight_of
from wargame.core.ids import Cause, Phase
from wargame.errors import SpecError, TranscriptError
from wargame.transcript.chain import unchained
from wargame.transcript.entry import Entry, EntryKind
from wargame.transcript.line_index import LineIndex
from wargame.transcript.overrides import turn_undone

STEPS: tuple[EntryKind, ...] = ("event", "decision", "call", "override")
_EVENT = re.compile(rb'"data":\{"id":"([\d.]{1,24})","kind":"(\w{1,60})"')
_OF = re.compile(rb'"data":\{"(?:id|decision)":"([\w.#-]{1,200})"')
BROKEN: frozenset[str] = frozenset(
    (
        *("signal_broken", "clause_breached", "clause_breached_covertly", "payment_missed", "agreement_broken"),
        *("pledge_broken", "pledge_broken_covertly"),
    )
)
"""Kinds of events by which somebody's word was broken."""
RULED: frozenset[str] = frozenset(("argument_ruled", "argument_rolled", "odds_set", "court_ruled"))
LANDMARKS: Mapping[str, str] = {
    "decision": "decisions",
    "offer": "offers and agreements",
    "broken": "broken words",
    "inject": "the world and its injects",
    "ruling": "rulings and acts of control",
}
"""What can be jumped to."""


def _landmark(event: EventKind) -> str:
    subject = subject_of(event)
    if event in BROKEN or event in RULED:
        return "broken" if event in BROKEN else "ruling"
    if subject == "offer" or event == "agreement_signed":
        return "offer"
    return "inject" if subject in ("world", "inject") else ""


_LANDMARK_OF: Mapping[str, str] = {kind: _landmark(kind) for kind in KINDS}


class Timeline:
    """The steps of a record, numbered from 0, and how many events had happened at each."""

    def __init__(self, index: LineIndex) -> None:
        """Of this record. Reads its acts of control; the other lines are read when asked for."""
        self.index = index
        self.lines = array("I")
        """Number of the line of each step."""
        self.numbers = array("I")
        """How many of the events that stand had happened at each step, itself included."""
        self.undone = 0
        """Steps that are left out because their turn was undone."""
        self.undoings = array("I")
        """Lines of the acts by which control took turns back, in order; all of them are steps."""
        self._events = array("I")
        """The step of each event that stands."""
        self._turns: list[tuple[int, int]] = []
        self._looks: dict[int, tuple[str, str]] = {}
        for number in index.numbers(*STEPS):
            kind = index.kind(number)
            if kind == "override" and b'"what":"undo"' in index.line(number):
                self._undo(turn_undone(index.entry(number)))
                self.undoings.append(number)
            if kind == "event":
                self._events.append(len(self.lines))
            self.lines.append(number)
            self.numbers.append(len(self._events))

    def _undo(self, first: int) -> None:
        """Leave out the steps of a turn and of those after it; acts by which others were undone stay."""
        at = len(self.lines)
        while at and self.index.turn(self.lines[at - 1]) >= first:
            at -= 1
        kept = [n for n in self.lines[at:] if self.index.kind(n) == "override" and b'"to_turn":' in self.index.line(n)]
        self.undone += len(self.lines) - at - len(kept)
        events = bisect_left(self._events, at)
        del self.lines[at:], self.numbers[at:], self._events[events:]
        self.lines.extend(kept)
        self.numbers.extend([events] * len(kept))

    def __len__(self) -> int:
        """How many steps there are."""
        return len(self.lines)

    @property
    def events(self) -> int:
        """How many events stand."""
        return len(self._events)

    def undoing(self, step: int) -> int | None:
        """Which of the times that control took turns back a step is, from 0; None for any other step."""
        at = bisect_left(self.undoings, self.lines[step])
        return at if at < len(self.undoings) and self.undoings[at] == self.lines[step] else None

    def kind(self, step: int) -> EntryKind:
        """`event`, `decision`, `call` or `override`."""
        return self.index.kind(self.lines[step])

    def turn(self, step: int) -> int:
        """The turn of a step, 0 for the opening."""
        return self.index.turn(self.lines[step])

    def phase(self, step: int) -> Phase:
        """The phase of a step."""
        return cast(Phase, self.index.phase(self.lines[step]))

    def entry(self, step: int) -> Entry:
        """What stands in the record there; TranscriptError names a line that is no entry."""
        return self.index.entry(self.lines[step])

    def hash(self, step: int) -> str:
        """SHA-256 of the line without what it follows from, 64 hex digits: what a note holds fast to."""
        return unchained(self.index.line(self.lines[step]))

    def look(self, step: int) -> tuple[str, str]:
        """Id and kind of an event, or the decision of a decision or call and `decision` or `call`; read once."""
        found = self._looks.get(step)
        if found is None:
            kind, line = self.kind(step), self.index.line(self.lines[step])
            told = (_EVENT if kind == "event" else _OF).search(line)
            groups = [group.decode() for group in told.groups()] if told else [""]
            found = self._looks[step] = (groups[0], groups[1] if len(groups) > 1 else kind)
        return found

    def seat(self, step: int) -> str:
        """Whose decision or call a step is; empty for events, for acts of control and for judges."""
        kind = self.kind(step)
        if kind not in ("decision", "call"):
            return ""
        parts = self.look(step)[0].split(".")
        return "" if len(parts) < 3 or parts[2].startswith("judge") else parts[2]

    def of_event(self, number: int) -> int:
        """The step at which an event that stands happened; `number` is its place among them, from 1."""
        return self._events[number - 1]

    def of_line(self, line: int) -> int:
        """The step at a line of the record, or the last one before it; 0 before the first."""
        return max(0, bisect_right(self.lines, line) - 1)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of the seats by id, as the record's first line has them; empty where it has none."""
        try:
            dossiers = self.index.entry(1).data["bundle"]["dossiers"].values()
            return {str(each["id"]): str(each["name"]) for each in dossiers}
        except (AttributeError, KeyError, TypeError, TranscriptError):
            return {}

    def stands(self, line: int) -> bool:
        """Whether a line of the record is a step."""
        at = bisect_left(self.lines, line)
        return at < len(self.lines) and self.lines[at] == line

    def of_id(self, name: Cause) -> int:
        """The step of an event by its id, such as `2.17`, or of a decision; SpecError if none of that id stands."""
        turn = name.partition(".")[0]
        if turn.isdecimal():
            for step in range(len(self.lines)):
                if self.turn(step) == int(turn) and self.look(step)[0] == name and self.kind(step) != "call":
                    return step
        raise SpecError(f"{name}: nothing that stands in this game has that id; ids are turn.number, such as 0.1")

    def last_of(self, turn: int) -> int:
        """The last step of a turn, 0 for the opening, or of the turn before it that has any; 0 if none has."""
        return max(0, bisect_right(range(len(self)), turn, key=self.turn) - 1)

    def place(self, wanted: str) -> int:
        """A place as a reader writes it: an event `2.17`, a turn `T3` (its end) or a line `L120`; SpecError if none.

        Lists say `line 120` and `turn 3`, so these are read too, and a whole number by itself is a line.
        """
        found = _PLACE.fullmatch(wanted.strip())
        if found is None:
            return self.of_id(wanted)
        number = int(found["number"])
        return self.last_of(number) if (found["what"] or "")[:1].upper() == "T" else self.of_line(number)

    def beginnings(self) -> Sequence[tuple[int, int]]:
        """The turns that there are, each with its first step."""
        if not self._turns:
            step = 0
            while step < len(self):
                self._turns.append((self.turn(step), step))
                step = bisect_right(range(len(self)), self.turn(step), key=self.turn)
        return self._turns

    def landmark(self, step: int) -> str:
        """Which of `LANDMARKS` a step is; empty if it is none."""
        kind = self.kind(step)
        if kind != "event":
            return {"decision": "decision", "override": "ruling"}.get(kind, "")
        event = self.look(step)[1]
        return _LANDMARK_OF.get(event, "")


_PLACE = re.compile(r"(?P<what>t|turn|l|line)?\s*(?P<number>[0-9]{1,9})", re.IGNORECASE)
"""A turn or a line of the record, as lists name it."""


def is_of_sort(event: EventKind, sort: str) -> bool:
    """Whether a kind of event is of a sort to which the record can be narrowed, see `walk.SORTS`."""
    subject = subject_of(event)
    if sort == "told":
        return weight_of(event) != "routine"
    if sort == "talk":
        return subject in ("talk", "signal") or event == "argument_weighed"
    if sort == "deals":
        return subject in ("offer", "agreement", "break", "pledge")
    if sort == "world":
        return subject in ("world", "inject")
    return sort == "orders" and not any(is_of_sort(event, each) for each in ("talk", "deals", "world"))
