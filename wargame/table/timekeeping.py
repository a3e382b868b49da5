"""What a game asks of whoever keeps its time, and what that one may do to the game; `pacing` has the two who do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from wargame.core.control_acts import Act
from wargame.core.events import Event
from wargame.core.ids import SeatId
from wargame.core.views import View
from wargame.players.base import Player
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.turn.sequence import Asked, Held, SequenceOfPlay
from wargame.transcript.recorded_play import RecordedPlay


class Paced(Protocol):
    """A game, as its pacing sees it."""

    book: Rulebook
    sequence: SequenceOfPlay
    past: RecordedPlay
    players: Mapping[SeatId, Player]
    fallbacks: Mapping[SeatId, Player]

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        ...

    def late(self, seat: SeatId, reason: str) -> None:
        """A seat has used up its own time."""
        ...

    def close_step(self, reason: str) -> None:
        """Close the step at which the game waits."""
        ...

    def swap(self, seat: SeatId, player: Player, fallback: Player | None) -> None:
        """Another player takes a seat; if it owes an answer, the new one is asked."""
        ...

    def view(self, reader: SeatId) -> View:
        """What a seat or `control` knows now."""
        ...

    def act(self, act: Act, at: str) -> Sequence[Event]:
        """Do an act of control, such as ending the game where the plan of a session says so."""
        ...


class Pacing(Protocol):
    """Who keeps the time of a game: where it stops, how long a seat has, and whether a failure ends it."""

    def paces(self, game: Paced) -> None:
        """This is the game; said once, while it is made."""
        ...

    def entered(self, step: Asked | Held) -> None:
        """The game waits here now."""
        ...

    def stops(self, step: Held) -> bool:
        """Whether the game stays in a hold."""
        ...

    async def ruled(self, step: Held) -> None:
        """Rule what is to be ruled in a hold, before anybody is waited for there; it may wait for judges."""
        ...

    def asking(self, seat: SeatId) -> None:
        """A seat is asked now; people are, from the moment at which the step begins."""
        ...

    def sealed(self, seat: SeatId) -> None:
        """A seat's answer is in."""
        ...

    def seconds(self, seat: SeatId) -> float | None:
        """How long a seat has for its answer from now; None without a clock."""
        ...

    def bears(self, fault: BaseException) -> bool:
        """Whether the fallback plays when a player fails so; if not, the failure ends the game, to be gone on with."""
        ...

    def gone(self, seat: SeatId, why: str) -> bool:
        """The model of a seat does not answer any more: whether somebody else has the seat now."""
        ...

    def noted(self, kind: str, data: dict[str, Any]) -> None:
        """An entry of the record that has no effect in the game, met again on resuming."""
        ...

    def end(self) -> None:
        """The game is over, or put down."""
        ...
