"""What moved most for a seat in a turn, of the numbers that it knows, each with its rule and cause."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.core.codebook import bounds
from wargame.core.events import Event
from wargame.core.ids import CONTROL, SeatId, Variable, may_read
from wargame.core.plain_text import plain_line
from wargame.core.setting import Setting
from wargame.core.views import withdrawn
from wargame.review.knowledge import Knowledge
from wargame.rules.model.variable_words import spoken
from wargame.transcript.verify import Replayed


@dataclass(frozen=True, slots=True)
class Mover:
    """One number that moved, and why."""

    variable: Variable
    before: float
    """At the end of the turn before, in the unit of the variable."""
    after: float
    rule: str
    """Rule of the last event that moved it, as far as the seat saw it; else empty."""
    cause: str
    """What that event says, in one sentence."""


def as_lines(sheet: tuple[Mover, ...], setting: Setting, you: SeatId = "") -> tuple[str, ...]:
    """The sheet in words, a line for each number, spoken to a seat; safe for a terminal."""
    return tuple(
        plain_line(
            f"{spoken(setting, item.variable, you)} {item.before:g} -> {item.after:g}: {item.cause} ({item.variable})"
        )
        for item in sheet
    )


def movers(game: Replayed, seat: SeatId, turn: int, most: int = 5) -> tuple[Mover, ...]:
    """The `most` largest moves of a turn (from 1), measured against each variable's range, the largest first.

    Only what the seat knows exactly; `control` knows all. The cause is the last event that moved the number, as far as
    the seat may read it. SpecError names the seats or the turns. Builds two views, each from the record's beginning.
    """
    memory = Knowledge(game, seat)
    before, after = memory.at(turn - 1), memory.at(turn)
    told: dict[str, Event] = {}
    gone = withdrawn(game.events)
    for event in game.events:
        if event.turn == turn and (seat == CONTROL or (may_read(event.audience, seat) and event.id not in gone)):
            told |= {change.variable: event for change in event.changes}
    moved = []
    for variable, value in after.values.items():
        old = before.values.get(variable)
        if old is None or old == value or variable in after.spread or variable in before.spread:
            continue
        low, high = bounds(variable)
        moved.append((abs(value - old) / (high - low), variable, old, value))
    moved.sort(key=lambda item: (-item[0], item[1]))
    return tuple(
        Mover(variable, old, value, told[variable].rule, told[variable].text)
        if variable in told
        else Mover(variable, old, value, "", "you were not told what moved it")
        for _, variable, old, value in moved[:most]
    )
