"""Asks to fill forms from: real games, some turns in."""

from __future__ import annotations

from functools import lru_cache

from tests.ui.seats import Game
from wargame.players.base import Ask
from wargame.players.scripted import Scripted


def played(seat: str, scenario: str = "between-the-giants", variant: str | None = "core", answered: int = 2) -> Game:
    """A game in which one seat is a person's, after so many of its answers, or at its end."""
    found = Game((seat,), scenario, variant if scenario == "between-the-giants" else None)
    script = Scripted(found.seat(seat).doctrine, 1)
    for _ in range(answered):
        if found.over:
            break
        found.hand_in(seat, script.answer(found.ask(seat)))
    return found


@lru_cache(maxsize=32)
def asked(seat: str, scenario: str = "between-the-giants", answered: int = 2) -> Ask:
    """What that seat is asked then."""
    return played(seat, scenario, answered=answered).ask(seat)
