"""What control can do while a game waits: typed acts, each by somebody, some only with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from wargame.core.arguments import Mode
from wargame.core.ids import PUBLIC, Audience, EventId, SeatId, Variable

Secret = Literal["agreements", "pledges", "orders", "messages"]
SECRETS: tuple[Secret, ...] = get_args(Secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectNow:
    """An event of the world that stands on no list: words alone (`news`), or a kind of the world with its effects."""

    kind: Literal["inject_now"] = "inject_now"
    what: str = "news"
    """`news`, or a kind of inject that the rules know, such as `jailbreak`."""
    text: str
    audience: Audience = PUBLIC
    target: str | None = None
    changes: Mapping[Variable, float] = field(default_factory=dict)
    """Deltas applied beside those of its kind."""
    objective: str = ""
    """What the facilitator wants of it; control's alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FireInject:
    """Fire an inject of the scenario's list now; it is spent then."""

    kind: Literal["fire_inject"] = "fire_inject"
    inject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelInject:
    """Strike an inject from the scenario's list."""

    kind: Literal["cancel_inject"] = "cancel_inject"
    inject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlMessage:
    """Say something to some seats, or to all."""

    kind: Literal["control_message"] = "control_message"
    to: tuple[SeatId, ...]
    """The readers; `("public",)` is everyone."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Retract:
    """Take the words of an event back: seats no longer see them, the record keeps them."""

    kind: Literal["retract"] = "retract"
    event: EventId


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """Set a stored variable."""

    kind: Literal["override"] = "override"
    variable: Variable
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What one judge makes of an argument; it decides nothing."""

    judge: str
    pros: tuple[str, ...]
    """Grounds for it that the judge finds credible."""
    cons: tuple[str, ...]
    chance: float
    """The judge's own chance of success, 0-1."""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleArgument:
    """Set the odds of an argument, or decide it: the mode says which of the other fields count."""

    kind: Literal["rule_argument"] = "rule_argument"
    case: str
    mode: Mode
    pros: tuple[str, ...] = ()
    """Pros that control accepts (dice, proposed); each adds 1."""
    cons: tuple[str, ...] = ()
    chance: float | None = None
    """Control's estimate, 0-1 (probability; proposed, where control sets a chance instead of pros and cons)."""
    votes: Mapping[str, bool] = field(default_factory=dict)
    """Who voted for success and who against (vote)."""
    outcome: bool | None = None
    """Whether it succeeds (umpire)."""
    estimates: tuple[Estimate, ...] = ()
    """What judges proposed, kept beside the ruling (proposed)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """Let chance decide an argument whose odds are set."""

    kind: Literal["roll"] = "roll"
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalArgument:
    """What a seat says to all when the play is over, before anything is revealed; the seat's own people send it in."""

    kind: Literal["final_argument"] = "final_argument"
    seat: SeatId
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reveal:
    """The endgame: make secrets public."""

    kind: Literal["reveal"] = "reveal"
    what: tuple[Secret, ...] = SECRETS


@dataclass(frozen=True, slots=True, kw_only=True)
class EndGame:
    """End the game in this turn: what stands is scored."""

    kind: Literal["end_game"] = "end_game"


ControlMove: TypeAlias = (
    InjectNow
    | FireInject
    | CancelInject
    | ControlMessage
    | Retract
    | Override
    | RuleArgument
    | Roll
    | FinalArgument
    | Reveal
    | EndGame
)
"""Acts that have effects in the game; undoing a turn, swapping a player and the clock are matters of the table."""

NEED_REASON: frozenset[str] = frozenset(
    ("cancel_inject", "retract", "override", "rule_argument", "end_game", "undo", "swap", "refused")
)
"""Acts that nobody may do without a written reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act of control, as it stands in the record."""

    id: str
    """`control.1`, `control.2`, … through the whole record; the causes of its events name it."""
    who: str
    """Handle of the person."""
    role: str
    move: ControlMove
    reason: str = ""


def is_reason(text: str) -> bool:
    """Whether a text will do as a written reason: two words at least."""
    return len(text.split()) >= 2
