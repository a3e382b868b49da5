"""What a seat can say of its numbers from its own view: how they went, what moved them, what moved most this turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from wargame.core.codebook import bounds, owner
from wargame.core.events import Change
from wargame.core.ids import Variable
from wargame.core.views import Seen, View
from wargame.review.movers import Mover

UNTOLD = "you were not told what moved it"
SMALLEST = 1e-9


@dataclass(frozen=True, slots=True)
class MovingEvent:
    """An event that moved a number, as the seat saw it."""

    seen: Seen
    change: Change


def _carried_by(moved: Sequence[MovingEvent], net: float) -> str:
    """The event that carried a number furthest the way that it went in the end, in its words.

    What moved it back meanwhile is none: a trust that rose did not rise because it drifted.
    """
    by: dict[str, float] = {}
    for each in moved:
        by[each.seen.text] = by.get(each.seen.text, 0.0) + each.change.after - each.change.before
    return max(by, key=lambda text: by[text] * net)


@dataclass(frozen=True)
class OwnHistory:
    """One view's memory of its numbers."""

    view: View

    @cached_property
    def changes(self) -> Mapping[Variable, tuple[MovingEvent, ...]]:
        """Every change that the seat saw, by variable, oldest first; gathered at the first look, then kept."""
        found: dict[Variable, list[MovingEvent]] = {}
        for seen in self.view.events:
            for change in seen.changes:
                found.setdefault(change.variable, []).append(MovingEvent(seen, change))
        return {variable: tuple(causes) for variable, causes in found.items()}

    def knows(self, variable: Variable) -> bool:
        """Whether the seat knows this number exactly."""
        return variable in self.view.values and variable not in self.view.spread

    def history(self, variable: Variable) -> tuple[float | None, ...]:
        """The value at the end of each turn from 0 to now; None where the seat cannot say.

        Of an estimate only the present is known. A move that the seat was not told of shows from now on only.
        """
        now = self.view.turn
        if variable not in self.view.values:
            return (None,) * (now + 1)
        present = self.view.values[variable]
        if not self.knows(variable):
            return (*(None,) * now, present)
        causes = self.changes.get(variable, ())
        value = causes[0].change.before if causes else present
        found: list[float | None] = []
        at = 0
        for turn in range(now + 1):
            while at < len(causes) and causes[at].seen.turn <= turn:
                value = causes[at].change.after
                at += 1
            found.append(value)
        found[-1] = present
        return tuple(found)

    def causes(self, variable: Variable, most: int = 6) -> tuple[MovingEvent, ...]:
        """The last `most` events that moved a number, the latest first; none if the seat saw none."""
        return tuple(reversed(self.changes.get(variable, ())))[:most]

    def untold(self, variable: Variable) -> bool:
        """Whether something moved the number that the seat did not see."""
        causes = self.changes.get(variable, ())
        return (
            bool(causes)
            and self.knows(variable)
            and abs(causes[-1].change.after - self.view.values[variable]) > SMALLEST
        )

    def movers(self, turn: int, most: int = 5, *, own: bool = True) -> tuple[Mover, ...]:
        """The `most` largest moves of a turn (from 1) against each range, the largest first.

        With `own` the seat's own numbers and those of the world, else those of others that it knows. Their rules stay
        empty.
        """
        moved = []
        for variable, causes in self.changes.items():
            if (owner(variable) in (self.view.seat, "world")) != own:
                continue
            of_turn = [cause for cause in causes if cause.seen.turn == turn]
            if not of_turn or not self.knows(variable):
                continue
            before, after = of_turn[0].change.before, of_turn[-1].change.after
            told = _carried_by(of_turn, after - before)
            if turn == self.view.turn and self.untold(variable):
                after, told = self.view.values[variable], UNTOLD
            if abs(after - before) > SMALLEST:
                low, high = bounds(variable)
                moved.append((abs(after - before) / (high - low), Mover(variable, before, after, "", told)))
        moved.sort(key=lambda item: (-item[0], item[1].variable))
        return tuple(item for _, item in moved[:most])
