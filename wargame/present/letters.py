"""The letter and the colour of every seat: no colour ever stands without a letter or a word."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from wargame.core.ids import SeatId

if TYPE_CHECKING:
    from wargame.core.setting import Setting

SEAT_COLOURS = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#CC79A7", "#D55E00", "#0072B2")
"""At most seven seats have a colour (Okabe and Ito's palette); the others have their letter alone."""


@lru_cache(maxsize=64)
def _letters(names: tuple[tuple[SeatId, str], ...]) -> Mapping[SeatId, str]:
    found: dict[SeatId, str] = {}
    for seat, name in names:
        wanted = [letter for letter in f"{name}{seat}".upper() if letter.isascii() and letter.isalpha()]
        spare = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        found[seat] = next(letter for letter in (*wanted, *spare, "?") if letter not in found.values() or letter == "?")
    return found


def letters(setting: Setting) -> Mapping[SeatId, str]:
    """One letter for each seat, from its name, no two alike; those at the table choose first.

    Digits where the letters are gone, `?` beyond 36 seats.
    """
    ordered = sorted(setting.seats, key=lambda seat: not seat.seated)
    return _letters(tuple((seat.id, seat.name) for seat in ordered))


def colours(setting: Setting) -> Mapping[SeatId, str]:
    """The colour of each of the first seven seats at the table, as `#RRGGBB`; the others are absent."""
    seated = [seat.id for seat in setting.seats if seat.seated]
    return dict(zip(seated, SEAT_COLOURS, strict=False))
