"""What a turn came to, and the end of a game, in lines of text that can be read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from wargame.core.ids import SeatId
from wargame.core.plain_text import plain_line
from wargame.core.telling import Undone
from wargame.present.catch_up import arrival_rows, catch_up_rows
from wargame.present.first_steps import with_command
from wargame.present.measured import Measured
from wargame.present.result_page import ResultPage
from wargame.present.rows import ListRow
from wargame.present.turns_over import KeptStory
from wargame.present.undone_rows import undone_rows
from wargame.table.chair import Chair

CAPITALS = re.compile(r"\b(?:[A-Z]{2,}|A)\b")
"""Words of a heading that are read out letter by letter if they are left as they are; names and months are none."""


def result_lines(chair: Chair, turn: int, *, ended: bool = False, measured: Measured | None = None) -> Iterator[str]:
    """The page after a turn, from 1; with `ended` the last page of a game, whose scores are held against `measured`."""
    ask = chair.look()
    page = ResultPage(ask, KeptStory(chair, measured).now(ask), turn, measured)
    yield f"== {'the game is over' if ended else f'turn {turn} is over'} =="
    yield from _lines(page.rows(ended))
    yield from _lines(page.beside(ended))
    yield "== `look news` tells every event =="


def catch_up_lines(chair: Chair, turns: range, *, new: bool) -> Iterator[str]:
    """The story of turns that whoever sits there has not been told.

    For no turns nothing, but for whoever is new at this terminal: it is told the seat's brief and what binds it.
    """
    ask = chair.look()
    if turns:
        told = catch_up_rows(ask, KeptStory(chair, None).now(ask), turns, new=turns.start == 1, how=with_command)
        yield from _lines(told)
    elif new:
        yield from _lines(arrival_rows(ask, with_command))


def undone_lines(undone: Sequence[Undone], seat: SeatId) -> Iterator[str]:
    """What control has taken back, and what of the seat's is gone."""
    yield from _lines(undone_rows(undone, seat))


def _lines(rows: Iterable[ListRow]) -> Iterator[str]:
    """Rows as lines; the letter of a seat is left out, since its name follows."""
    for row in rows:
        head = "".join(part for part, _ in row.head)
        if row.marked and row.text.strip() and row.style != "dim":  # a legend is read, not announced
            title = row.head[0][0].strip("- ") if row.head else row.body
            yield f"-- {re.sub(CAPITALS, lambda found: found[0].lower(), title)} --"
        else:
            yield plain_line(row.body if head.strip(" .").isalpha() else f"{head}{row.body}")
