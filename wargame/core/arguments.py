"""Arguments under way, and the facts that successful ones settle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from wargame.core.ids import Cause, EventId, SeatId, Variable
from wargame.core.orders import Argument, Reason

Mode: TypeAlias = Literal["rules", "dice", "probability", "vote", "umpire", "proposed"]
"""How an argument is adjudicated."""
MODES: tuple[Mode, ...] = get_args(Mode)


@dataclass(frozen=True, slots=True)
class Odds:
    """The odds that control has set on an argument; chance has not spoken yet."""

    mode: Mode
    chance: float
    """Of success, 0-1."""
    net: int | None
    """Accepted pros minus cons, where two dice decide; null where one draw does."""
    event: EventId


@dataclass(frozen=True, slots=True)
class CaseUnderArgument:
    """An argument put this turn, with what others have said for and against it."""

    id: str
    by: SeatId
    argument: Argument
    pros: tuple[Reason, ...]
    cons: tuple[Reason, ...]
    event: EventId
    odds: Odds | None = None
    """Set by control before chance decides; null where the rules will."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the ledger: once settled it persists, may be cited, and can be ended.

    A project is a fact that takes several successful arguments before it is settled. A protected fact withstands some.
    """

    id: str
    text: str
    by: SeatId
    """Whoever argued it; the scenario where it is there from the start."""
    turn: int
    """In which it was entered into the ledger; 0 for the start."""
    ended: int | None
    """Turn in which it was ended; null while it holds."""
    event: Cause
    """What settled it: an event, or an act of control."""
    about: tuple[SeatId, ...] = ()
    """Whom it concerns; nobody in particular where control or the scenario has it so: it bears on everybody's case."""
    needs: int = 1
    """Successful arguments that settle it; a project needs several."""
    done: int = 1
    """Those that it has had so far."""
    protection: int = 0
    """Successful arguments against it that it withstands before the one that ends it."""
    brings: tuple[tuple[Variable, float], ...] = ()
    """What its being settled adds to variables, each in its own unit."""

    @property
    def open(self) -> bool:
        """Whether it has not been ended: a project under way is open as well."""
        return self.ended is None

    @property
    def holds(self) -> bool:
        """Whether it is settled and not ended: then it may be cited."""
        return self.open and self.done >= self.needs
