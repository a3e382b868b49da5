"""Walking through a game on record: where one stands, whose eyes one has, and what of the record those eyes meet.

The place is kept when the eyes change. For a seat, for the public, and while a room guesses, nothing is met that lies
ahead.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, cast

from wargame.core.event_kinds import KINDS, EventKind, subject_of, weight_of
from wargame.core.ids import CONTROL, PUBLIC, SeatId, may_read
from wargame.review.timeline import Timeline

if TYPE_CHECKING:
    from wargame.core.views import View
    from wargame.review.position import Positions

Stride = Literal["event", "act", "phase", "turn"]
SORTS: Mapping[str, str] = {
    "all": "everything",
    "told": "without what every turn brings",
    "acts": "decisions, acts of control",
    "talk": "messages and statements",
    "deals": "offers, agreements, pledges",
    "orders": "orders and what they did",
    "world": "the world and its injects",
    "calls": "calls of models",
}
"""What the record can be narrowed to."""
KEPT = -1
"""Stands for agreements that were kept where silence stands by its round, from 1."""


@dataclass
class Walk:
    """One reader's way through a game."""

    timeline: Timeline
    positions: Positions | None = None
    """None until the game has been played again: only the truth is there till then."""
    eyes: str = CONTROL
    """`control` for the truth, `public`, or a seat."""
    step: int = 0
    """Where one stands: a step of the timeline."""
    guessing: bool = False
    """Whether what lies ahead is hidden from all."""
    thoughts: bool = False
    """Whether it was opened what seats thought: their reasons, plans, notebooks, and their calls to a model."""
    reads_decisions: bool = True
    """Whether rows tell what was decided; until the types of orders and offers are read, they say how much it was."""
    sort: str = "all"
    text: str = ""
    """Only steps whose row holds it are met, in capitals or not; empty for all."""
    row_text: Callable[[int], str] = str
    """What stands in the row of a step, as these eyes read it where they meet it: what `text` is looked for in."""
    _met: dict[tuple[str, str], Sequence[int]] = field(default_factory=dict)
    _alike: dict[int, list[int]] = field(default_factory=dict)
    """Steps that are told together, by the first of them."""
    _first_alike: dict[int, int] = field(default_factory=dict)
    _marks: dict[str, Sequence[tuple[int, str]]] = field(default_factory=dict)
    _holding: tuple[object, str, Sequence[int]] | None = None
    """The steps that hold the text, with what they depend on besides."""

    @property
    def number(self) -> int:
        """How many events had happened where one stands, from 1."""
        return max(1, self.timeline.numbers[self.together(self.step)[-1]])

    @property
    def sees_ahead(self) -> bool:
        """Whether these eyes meet what has not happened yet."""
        return self.eyes == CONTROL and not self.guessing

    @property
    def turns(self) -> int:
        """How many turns the game is to have, which every seat knows."""
        if self.positions is not None:
            return self.positions.game.sequence.book.setting.turns
        return self.timeline.turn(len(self.timeline) - 1)

    def hears(self, seat: SeatId) -> bool:
        """Whether what a seat thought may be shown to these eyes, once it was opened.

        To its own, and to the truth unless somebody who sat there has refused.
        """
        if not self.thoughts or self.eyes not in (CONTROL, seat):
            return False
        from wargame.transcript.consent import has_refused

        return self.eyes == seat or not has_refused(self.timeline.index.path, seat)

    def hears_call(self, seat: SeatId) -> bool:
        """Whether a seat's call to a model may be shown; not while a room guesses, for it tells what comes next."""
        return self.hears(seat) and not self.guessing

    @property
    def takes_back(self) -> bool:
        """Whether words that these eyes read were taken back later, so that what a row says depends on the place."""
        return self.eyes != CONTROL and self.positions is not None and self.positions.takes_back

    @property
    def narrowed(self) -> bool:
        """Whether a sort or a text leaves out steps that these eyes meet."""
        return self.sort != "all" or bool(self.text)

    def widen(self) -> None:
        """Meet all again that these eyes meet."""
        self.sort, self.text = "all", ""

    def met(self) -> Sequence[int]:
        """Steps of the whole game that these eyes meet, of the sort chosen and with the text looked for, in order.

        Worked out once; a text reads the row of each step of the sort.
        """
        if not self.text:
            return self.of_sort()
        needle, on = self.text.casefold(), (self.eyes, self.sort, self.sees_ahead, self.takes_back and self.number)
        among = self.of_sort()
        if self._holding is not None and self._holding[0] == on:
            if self._holding[1] == needle:
                return self._holding[2]
            if self._holding[1] in needle:
                among = self._holding[2]
        found = [step for step in among if needle in self.row_text(step).casefold()]
        self._holding = on, needle, found
        return found

    def rows_changed(self) -> None:
        """Rows read otherwise than before: a text is looked for in them anew."""
        self._holding = None

    def meets(self, step: int) -> bool:
        """Whether these eyes ever meet a step of the game, however the record is narrowed."""
        every = self._whole(self.eyes)
        at = bisect_left(every, step)
        return at < len(every) and every[at] == step

    def shows(self, step: int) -> bool:
        """Whether the record as it is narrowed has a row in which a step is told; linear in its rows."""
        met = self.met()
        return (self._first_alike.get(step, step) if self.sort == "all" and self.sees_ahead else step) in met

    def of_sort(self) -> Sequence[int]:
        """Steps of the whole game that these eyes meet, of the sort chosen, in order; worked out once."""
        every, key = self._whole(self.eyes), (self.eyes, self.sort)
        if self.sort == "all":
            return self._folded() if self.sees_ahead else every
        if key not in self._met:
            self._met[key] = [step for step in every if self._is_of(step, self.sort)]
        return self._met[key]

    def together(self, step: int) -> Sequence[int]:
        """The step, with those that are told in its row, where all is in sight.

        Seats that said nothing in the same round, and pairs of seats that kept their agreements in the same turn.
        """
        return self._alike.get(step, (step,)) if self.sort == "all" and self.sees_ahead else (step,)

    def _folded(self) -> Sequence[int]:
        """All steps, but of those that are told together only the first."""
        key = (CONTROL, "folded")
        if key not in self._met:
            line, kept, firsts = self.timeline, [], dict[tuple[int, int], int]()
            for step, number in enumerate(line.lines):
                alike = KEPT if line.index.kept(number) else line.index.silent(number)
                if alike == 0:
                    kept.append(step)
                    if line.kind(step) == "event":
                        firsts.clear()
                    continue
                first = firsts.setdefault((line.turn(step), alike), step)
                self._alike.setdefault(first, []).append(step)
                self._first_alike[step] = first
                if first == step:
                    kept.append(step)
            self._met[key] = kept
        return self._met[key]

    def so_far(self) -> Sequence[int]:
        """Those of them that may be shown here."""
        return self._up_to_here(self.met())

    def out_of(self) -> int:
        """How many steps of the sort chosen may be shown here, whatever text is looked for."""
        return len(self._up_to_here(self.of_sort()))

    def _up_to_here(self, met: Sequence[int]) -> Sequence[int]:
        return met if self.sees_ahead else met[: bisect_right(met, self.step)]

    def marks(self) -> Sequence[tuple[int, str]]:
        """Steps that these eyes may be shown here and that can be jumped to, each with its landmark, in order.

        None before the game is played again: every line would have to be read for them.
        """
        if self.positions is None:
            return ()
        if self.eyes not in self._marks:
            steps = ((step, self.timeline.landmark(step)) for step in self._whole(self.eyes))
            self._marks[self.eyes] = [(step, mark) for step, mark in steps if mark not in ("", "decision")]
        marks = self._marks[self.eyes]
        return marks if self.sees_ahead else marks[: bisect_right(marks, self.step, key=lambda mark: mark[0])]

    def _whole(self, eyes: str) -> Sequence[int]:
        """All steps that some eyes meet in the whole game; kept once there are views."""
        found = self._met.get((eyes, "all"))
        if found is None:
            found = self._all(eyes)
            if eyes == CONTROL or self.positions is not None:
                self._met[eyes, "all"] = found
        return found

    def _all(self, eyes: str) -> Sequence[int]:
        if eyes == CONTROL:
            return range(len(self.timeline))
        if self.positions is None:
            return ()
        line = self.timeline
        own = (
            [] if eyes == PUBLIC else [s for s in range(len(line)) if line.kind(s) != "event" and line.seat(s) == eyes]
        )
        told_to_all = map(line.of_line, line.undoings)
        return sorted(
            [*own, *told_to_all, *(line.of_event(n) for n, _ in self.positions.seen(eyes) if n <= line.events)]
        )

    def is_open_to(self, step: int, seat: SeatId) -> bool:
        """Whether a seat could read a step of the game when it happened; False before the game is played again."""
        if self.timeline.undoing(step) is not None:
            return self.positions is not None
        if self.positions is None or self.timeline.kind(step) != "event":
            return self.timeline.seat(step) == seat
        return may_read(self.positions.game.events[self.timeline.numbers[step] - 1].audience, seat)

    def _is_of(self, step: int, sort: str) -> bool:
        kind = self.timeline.kind(step)
        if sort == "acts":
            return kind in ("decision", "override")
        if sort == "calls" or kind != "event":
            return (kind == "call") == (sort == "calls") and kind != "decision" and sort in ("calls", "told")
        event = self.timeline.look(step)[1]
        return event in KINDS and _sorted(cast(EventKind, event), sort)

    # moving

    def here(self) -> int | None:
        """The last step that these eyes have met where one stands; None if there is none."""
        met, step = self.met(), self.step
        if self.sort == "all" and self.sees_ahead:
            step = self._first_alike.get(step, step)
        at = bisect_right(met, step)
        return met[at - 1] if at else None

    def move(self, stride: Stride, way: int) -> bool:
        """On (1) or back (-1) by one event, act, phase or turn among what these eyes meet; false at either end.

        By phase and by turn one comes to the last step of the next or of the one before.
        """
        if stride == "event":
            return self._to(way, lambda step: True)
        if stride == "act":
            return self._to(way, lambda step: self.timeline.kind(step) in ("decision", "override"))
        return self._to_end(way, self._turn if stride == "turn" else self._phase)

    def jump(self, landmark: str, way: int) -> bool:
        """To the next or the last landmark of a sort, see `timeline.LANDMARKS`; false if there is none."""
        return self._to(way, lambda step: self.timeline.landmark(step) == landmark)

    def jump_to_line(self, lines: Sequence[int], way: int) -> bool:
        """To the next or the last of these lines of the record, which are sorted; false if there is none."""
        steps = sorted({self.timeline.of_line(line) for line in lines})
        at = bisect_right(steps, self.step) if way > 0 else bisect_left(steps, self.step) - 1
        if not 0 <= at < len(steps):
            return False
        self.step = steps[at]
        return True

    def _to(self, way: int, wanted: Callable[[int], bool]) -> bool:
        met = self.met()
        at = bisect_right(met, self.step) if way > 0 else bisect_left(met, self.step) - 1
        while 0 <= at < len(met):
            if wanted(met[at]):
                self.step = met[at]
                return True
            at += 1 if way > 0 else -1
        return False

    def _to_end(self, way: int, of: Callable[[int], object]) -> bool:
        met = self.met()
        at = bisect_right(met, self.step) - 1
        if way > 0:
            at += 1
            if at >= len(met):
                return False
        else:
            while at >= 0 and of(met[at]) == of(self.step):
                at -= 1
            if at < 0:
                return self._first(met)
        while at + 1 < len(met) and of(met[at + 1]) == of(met[at]):
            at += 1
        self.step = met[at]
        return True

    def _first(self, met: Sequence[int]) -> bool:
        if not met or self.step <= met[0]:
            return False
        self.step = met[0]
        return True

    def _turn(self, step: int) -> object:
        return self.timeline.turn(step)

    def _phase(self, step: int) -> object:
        return self.timeline.turn(step), self.timeline.phase(step)

    # what is known here

    def view(self, step: int | None = None) -> View | None:
        """What these eyes know where one stands, or at another step; None until the game has been played again."""
        if self.positions is None:
            return None
        number = self.number if step is None else max(1, self.timeline.numbers[step])
        return self.positions.view(self.positions.at(number), self.eyes)


def _sorted(event: EventKind, sort: str) -> bool:
    subject = subject_of(event)
    if sort == "told":
        return weight_of(event) != "routine"
    if sort == "talk":
        return subject in ("talk", "signal") or event == "argument_weighed"
    if sort == "deals":
        return subject in ("offer", "agreement", "break", "pledge")
    if sort == "world":
        return subject in ("world", "inject")
    return sort == "orders" and not any(_sorted(event, each) for each in ("talk", "deals", "world"))
