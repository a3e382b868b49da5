"""A card to be read aloud in a minute: who a seat is, what it asks first, what it never signs, what it is scored on."""

from __future__ import annotations

from wargame.core.ids import SeatId
from wargame.core.words import course
from wargame.review.handouts.sheet import Block, Points, Prose, Sheet, SheetColumn, Title
from wargame.rules.base.rulebook import Rulebook
from wargame.scenario.dossier import Dossier
from wargame.scenario.meanings import MEASURE_MEANING, RED_LINE_MEANING
from wargame.scenario.seating import texts_of

MOST_AIMS = 2
"""Aims that are told, the weightiest."""


def minute_card(book: Rulebook, by: SeatId, dossier: Dossier) -> Sheet:
    """The card of one seat, from the same dossier as its role card, which says the rest."""
    seat, setting = book.seat(by), book.setting
    blocks: list[Block] = [Prose(texts_of(dossier, setting.ids, setting.start).minute)]
    if seat.aims:
        meaning = {str(name): text for name, text in MEASURE_MEANING.items()}
        weightiest = sorted(seat.aims, key=lambda aim: -aim.weight)[:MOST_AIMS]
        told = tuple(f"{aim.weight * 100:g} of 100: {meaning[aim.measure]}" for aim in weightiest)
        blocks += [Title("What counts most"), Points(told)]
    if dossier.red_lines:
        blocks += [Title("Do not end with"), Points(tuple(RED_LINE_MEANING[name] for name in dossier.red_lines))]
    return Sheet(
        file=f"{by}-minute",
        title=f"{seat.name} in one minute",
        subtitle=f"{setting.title}: {course(setting.turns, setting.months)} from {setting.start}",
        mark=f"For {seat.name} only",
        columns=(SheetColumn(1.0, tuple(blocks)),),
        readers="seat",
    )
