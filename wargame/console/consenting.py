"""Consent to show private texts in line mode: each person of a seat is asked by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.console.lines import Ended, ReadLine, WriteLine
from wargame.core.ids import SeatId
from wargame.errors import WargameError
from wargame.present.asked_forms import ConsentToAsk
from wargame.present.consent_words import consent_kept, consent_question
from wargame.table.people import Person


async def ask_consent(
    asked: ConsentToAsk, seat: SeatId, people: Sequence[Person], read: ReadLine, write: WriteLine
) -> None:
    """Ask these people of a seat; Ended if the input stops first, and whoever was not asked has not agreed."""
    for person in people:
        write(consent_question(person))
        line = await read("yes or no (Enter says no): ")
        if line is None:
            raise Ended
        try:
            write(f"{consent_kept(await asked.said(seat, person, line)).capitalize()}.")
        except WargameError as fault:
            write(f"This was not kept: {fault}.")
