"""Which games are played to measure a scenario: the scripts among themselves, and each seat played otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wargame.core.ids import SeatId, Variable
from wargame.core.setting import Seat
from wargame.errors import SpecError
from wargame.paired.arms import Arm
from wargame.players import specs
from wargame.review.endings import SAID
from wargame.rules.base.rulebook import Rulebook

PASSING, RANDOM, BEST = "passing", "random", "best"
READ_AT_END: tuple[Variable, ...] = tuple(SAID)
"""Variables that every game of a balance gives."""
DOCTRINES_OF_ROLE: Mapping[str, tuple[str, ...]] = {
    "middle_power": ("wary_power", "fighting_power"),
    "frontier": ("careful_lab", "eager_lab", "open_lab"),
    "open": ("careful_lab", "eager_lab", "open_lab"),
    "anchored": ("careful_lab", "eager_lab", "open_lab"),
}
"""Doctrines that could play a seat beside its own, by its role."""


def known(spec: str) -> bool:
    """Whether there is such a player."""
    try:
        specs.parse(spec)
    except SpecError:
        return False
    return True


def seated(book: Rulebook) -> tuple[Seat, ...]:
    """Whoever sits at the table."""
    return tuple(seat for seat in book.setting.seats if seat.seated)


def rivals(seat: Seat, *, every: bool) -> Iterator[str]:
    """Player specs that a seat's own doctrine is held against; with `every` all doctrines that could play it.

    Always passing and chance, and look-ahead where there is such a player.
    """
    yield from (PASSING, RANDOM)
    if known(BEST):
        yield BEST
    if every:
        yield from (f"scripted:{name}" for name in DOCTRINES_OF_ROLE.get(seat.role, ()) if name != seat.doctrine)


def arm_name(seat: SeatId, spec: str) -> str:
    """How the arm is called in which one seat is played so."""
    return f"{seat}={spec}"


def seat_of(arm: str) -> SeatId:
    """The seat that is played otherwise in an arm of this name; the name itself if there is none."""
    return SeatId(arm.partition("=")[0])


def spec_of(arm: str) -> str:
    """The player on that seat; the name itself if no seat is played otherwise."""
    seat, sign, spec = arm.partition("=")
    return spec if sign else seat


def arms(seats: Sequence[Seat], *, every: bool = False) -> tuple[Arm, ...]:
    """One arm for each seat and each player that its doctrine is held against; all others are as in the base."""
    return tuple(
        Arm(arm_name(seat.id, spec), seats={seat.id: spec}) for seat in seats for spec in rivals(seat, every=every)
    )
