"""What a seat reads before its first answer: the situation, its own brief, what it is scored on, what to try first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from wargame.players.base import Ask
from wargame.present.first_steps import HowToStep, open_steps, with_key
from wargame.present.rows import ListRow, heading, prose
from wargame.scenario.dossier import Measure, RedLine
from wargame.scenario.meanings import MEASURE_MEANING, RED_LINE_MEANING
from wargame.table.chair import Draft


def opening_rows(ask: Ask, draft: Draft, how: HowToStep = with_key) -> list[ListRow]:
    """Everything that the scenario tells a seat, as rows; what is empty is left out; `how` says a step to try."""
    rows = [*step_rows(ask, draft, how)]
    if ask.view.brief:
        rows += prose("YOUR BRIEF, for you and control only", ask.view.brief)
    rows += aim_rows(ask)
    if ask.book.setting.briefing:
        rows += prose("THE SITUATION, read by everyone", ask.book.setting.briefing)
    return rows


def step_rows(ask: Ask, draft: Draft, how: HowToStep = with_key) -> Iterator[ListRow]:
    """Things to try in this turn that are not done yet."""
    steps = open_steps(ask, draft)
    if steps:
        yield heading("FIRST THINGS TO TRY (each goes when it is done)")
        yield from (ListRow((("> ", "bold"),), how(step)) for step in steps)
        yield ListRow(((" ", ""),), marked=True)


def aim_rows(ask: Ask) -> Iterator[ListRow]:
    """What the seat is scored on, with weights out of 100, and what costs points at the end."""
    seat = ask.book.seat(ask.seat)
    if seat.aims:
        yield heading("WHAT YOU ARE SCORED ON, of 100 in all")
        for aim in sorted(seat.aims, key=lambda aim: -aim.weight):
            yield ListRow(((f"{aim.weight * 100:3.0f} ", "bold"),), MEASURE_MEANING[cast(Measure, aim.measure)])
    if seat.red_lines:
        yield heading("RED LINES: each costs points if it is crossed at the end")
        yield from (ListRow((("  ! ", "bold"),), RED_LINE_MEANING[cast(RedLine, line)]) for line in seat.red_lines)
    if seat.aims or seat.red_lines:
        yield ListRow(((" ", ""),), marked=True)
