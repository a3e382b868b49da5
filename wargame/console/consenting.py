"""Consent to show private texts in line mode: each person of a seat is asked by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.console.lines import Ended, ReadLine, WriteLine
from wargame.core.ids import SeatId
from wargame.errors import WargameError
from wargame.present.asked_forms import ConsentToAsk
from wargame.present.consent_words import consent_kept, consent_question, is_answer
from wargame.table.people import Person

ASKS = "yes or no (Enter says no): "


async def ask_consent(
    asked: ConsentToAsk, seat: SeatId, people: Sequence[Person], read: ReadLine, write: WriteLine
) -> None:
    """Ask these people of a seat, twice whoever says neither yes nor no.

    Ended if the input stops first, and whoever was not asked has not agreed.
    """
    for person in people:
        write(consent_question(person))
        line = await read(ASKS)
        if line is not None and not is_answer(line):
            write("This is neither yes nor no, and is asked once more; anything but yes is a no then.")
            line = await read(ASKS)
        if line is None:
            raise Ended
        try:
            write(f"{consent_kept(await asked.said(seat, person, line)).capitalize()}.")
        except WargameError as fault:
            write(f"This was not kept: {fault}.")
