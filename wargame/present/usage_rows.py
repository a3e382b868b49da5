"""What nobody ordered in an experiment, and how far seats lie behind the best doctrine, in sentences and rows."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.batch.seat_regrets import SeatRegret
from wargame.batch.unused_orders import UnusedOrders
from wargame.core.orders import ORDER_TYPES
from wargame.present.experiment_rows import interval_in_words
from wargame.present.plain_numbers import in_digits

MOST_CELLS = 6
"""Cells that are named at most."""
MOST_TOLD = 60
"""Rows that are told one by one."""
UNUSED_HEAD = ("CELL", "SEAT", "PLAYER", "GAMES", "KINDS", "ELSEWHERE, NEVER HERE")
REGRET_HEAD = ("TABLE", "PLAYER", "SEAT", "GAMES", "SEEDS", "SCORE", "BEST", "REGRET", "95 %", "PLACE", "REMARK")
REGRET_MEANING = (
    "How far seats lie behind the best doctrine that is shipped. BEST: its mean score on that seat, among scripts; "
    "REGRET: by how many points the score lies behind it, below 0 better than it, with Student's interval over seeds; "
    "PLACE: 0 is passing, 100 that doctrine, below 0 worse than passing, above 100 better than it; behind a ~ it says "
    "little, and REMARK says why. GAMES: those in which references hold, of all in which that player had that seat. "
    "Where others were played otherwise than by scripts, part of it is theirs. "
    "What a seat would have gained in these very games is another experiment: one with a factor for who plays it."
)


def unused_in_words(never: Sequence[str]) -> str:
    """What the table of unused orders says, and what nobody ordered in any game."""
    every = len(ORDER_TYPES)
    told = f"Nobody ordered {len(never)} of {every} kinds in any game: {', '.join(never)}. " if never else ""
    return (
        f"{told}Orders that were carried out, by kind. KINDS: of {every}, how many were given in the games of a cell; "
        "ELSEWHERE, NEVER HERE: those that the seat gave in another cell. Seats that have none of these are left out."
    )


def unused_rows(made: Sequence[UnusedOrders]) -> list[tuple[str, ...]]:
    """A row for each cell, and for each seat that never gave something there which it gave elsewhere."""
    told = [each for each in made if each.seat is None or each.only_elsewhere]
    rows: list[tuple[str, ...]] = [
        (
            each.cell if each.seat is None else "",
            "all" if each.seat is None else each.seat,
            each.player,
            str(each.games),
            str(len(each.used)),
            ", ".join(each.only_elsewhere),
        )
        for each in told[:MOST_TOLD]
    ]
    more = len(told) - len(rows)
    return [*rows, (f"and {more} more", "", "", "", "", "")] if more else rows


def regret_meaning(unheld: Sequence[str]) -> str:
    """What the table of regrets says, and which cells it leaves out, for whose table no references hold."""
    if not unheld:
        return REGRET_MEANING
    more = f" and {len(unheld) - MOST_CELLS} more" if len(unheld) > MOST_CELLS else ""
    named = "; ".join(unheld[:MOST_CELLS]) + more
    return f"{REGRET_MEANING} Left out, since no references hold there: {named}."


def regret_rows(made: Sequence[SeatRegret]) -> list[tuple[str, ...]]:
    """A row for each seat under each player at each table."""
    return [
        (
            f"{each.scenario}, {each.variant}" if each.variant else each.scenario,
            each.player,
            each.seat,
            f"{each.games} of {each.games_of}",
            str(each.seeds),
            in_digits(each.score, 4),
            in_digits(each.best, 4),
            in_digits(each.regret, 3, "+"),
            interval_in_words(each.low, each.high),
            "" if each.place is None else f"{'~' if each.doubt else ''}{each.place:.0f}",
            each.remark,
        )
        for each in made
    ]
