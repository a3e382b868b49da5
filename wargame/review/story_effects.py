"""What each deed of a turn moved, as far as its viewer knows: stored numbers, and the measures that follow from them.

The viewer's knowledge is carried from event to event by what it was told, and measured again after each deed: the moves
of a measure add up to its move in the turn, but for what moved unseen, which is said as such.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from wargame.core import names
from wargame.core.agreements import Agreement
from wargame.core.conditions import Condition
from wargame.core.events import Change
from wargame.core.ids import CONTROL, PUBLIC, AgreementId, ModelId, Variable
from wargame.core.models import Access, Model
from wargame.core.promises import Pledge
from wargame.core.telling import ToldEvent
from wargame.core.views import View
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.model.derived import derived
from wargame.rules.model.measures import picture

WORLD: tuple[Variable, ...] = (
    names.stack_share("us"),
    names.stack_share("cn"),
    names.stack_share("home"),
    names.OPEN_LAG,
    names.JOINT_CAPABILITY,
    names.COHESION,
)
"""Measures of the world by which a turn is weighed."""
TABLES = ("models", "access", "agreements", "pledges", "conditions")


MEANS = (".budget", ".points")
"""Ends of names of means, in which no measure reads anything."""


def _bears(told: ToldEvent) -> bool:
    """Whether an event may move a measure."""
    if any(put.table in TABLES for put in told.puts):
        return True
    return any(not change.variable.endswith(MEANS) for change in told.seen.changes)


@dataclass(slots=True)
class Known:
    """A viewer's knowledge between two events, of which formulas read what they need."""

    turn: int
    values: Mapping[Variable, float]
    models: Mapping[ModelId, Model]
    access: Mapping[str, Access]
    agreements: Mapping[AgreementId, Agreement]
    pledges: Mapping[str, Pledge]
    conditions: Mapping[str, Condition]

    @staticmethod
    def of(before: View, after: View) -> Known:
        """What was known at the end of a turn; what becomes known in the next has its later value from the start."""
        tables: list[Any] = [dict(getattr(before, name)) for name in TABLES]
        return Known(after.turn, {**after.values, **before.values}, *tables)

    def learn(self, told: ToldEvent) -> None:
        """Bring it up to what an event tells."""
        values = cast("dict[Variable, float]", self.values)
        for change in told.seen.changes:
            values[change.variable] = change.after
        for put in told.puts:
            if put.table in TABLES:
                getattr(self, put.table)[put.entity.id] = put.entity
        for drop in told.drops:
            if drop.table in TABLES:
                getattr(self, drop.table).pop(drop.id, None)


@dataclass(frozen=True, slots=True)
class Effects:
    """What the deeds of a turn moved."""

    numbers: Mapping[int, Mapping[Variable, Change]]
    """By the root of a deed, each stored number that it moved: from before its first move, by all its moves together.

    What others moved in between is theirs: where a deed moved a number twice, its move may end at no value that ever
    stood.
    """
    measures: Mapping[int, Mapping[Variable, float]]
    """By the root of a deed, how far it moved each measure: scores that the viewer can count, and the world's."""
    passing: Mapping[Variable, float]
    """How far each measure moved because a turn passed: what takes time is nearer."""
    unseen: Mapping[Variable, float]
    """How far each measure moved by what the viewer was not told."""
    before: Mapping[Variable, float]
    """The measures at the end of the turn before."""
    after: Mapping[Variable, float]
    """The measures at the end of the turn."""
    last: Mapping[Variable, float]
    """What each stored number came to by its last move of the turn."""


@dataclass(frozen=True)
class Measuring:
    """The measures that one viewer can work out."""

    book: Rulebook
    viewer: str
    variables: tuple[Variable, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Scores: its own, or all for control; the world's measures for everybody but the public."""
        seated = [seat.id for seat in self.book.setting.seats if seat.seated]
        whose = seated if self.viewer == CONTROL else [seat for seat in seated if seat == self.viewer]
        world = () if self.viewer == PUBLIC else WORLD
        object.__setattr__(self, "variables", (*map(names.score, whose), *world))

    def of(self, known: Known | View) -> dict[Variable, float]:
        """Their values by what is known; those that cannot be worked out are absent."""
        look = picture(self.book, known)
        return {name: value for name in self.variables if (value := derived(look, name)) is not None}


def effects(
    measuring: Measuring, told: Sequence[ToldEvent], places: range, found: Mapping[int, int], before: View, after: View
) -> Effects:
    """What moved in a turn, by deed; `found` is what `story_deeds.roots` gives.

    Measures are worked out anew after every run of events of one deed that could have moved them: about a millisecond
    each.
    """
    known = Known.of(before, after)
    numbers: dict[int, dict[Variable, Change]] = {}
    measures: dict[int, dict[Variable, float]] = {}
    start, now = (measuring.of(sight) if measuring.variables else {} for sight in (before, known))
    passing = {name: value - start.get(name, value) for name, value in now.items()}
    stirred, last = False, dict[Variable, float]()
    for at in places:
        each, root = told[at], found[at]
        moved = numbers.setdefault(root, {})
        for change in each.seen.changes:
            known_move = moved.get(change.variable)
            start_at = known_move.before if known_move else change.before
            end_at = (known_move.after if known_move else start_at) + change.after - change.before
            moved[change.variable] = Change(change.variable, start_at, end_at)
            last[change.variable] = change.after
        known.learn(each)
        stirred = stirred or _bears(each)
        if stirred and measuring.variables and found.get(at + 1) != root:
            stirred, then, now = False, now, measuring.of(known)
            sums = measures.setdefault(root, {})
            for name, value in now.items():
                if value != then.get(name, value):
                    sums[name] = sums.get(name, 0.0) + value - then[name]
    end = measuring.of(after) if measuring.variables else {}
    unseen = {name: value - now.get(name, value) for name, value in end.items()}
    return Effects(numbers, measures, passing, unseen, start, end, last)
