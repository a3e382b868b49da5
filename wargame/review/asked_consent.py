"""Consent to show private texts, asked of everybody who sits at a table when it opens, each by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wargame.core.ids import SeatId
from wargame.table.chair import Clock
from wargame.table.people import Person
from wargame.transcript.consent import add_consent, consent_beside, read_consents

YES = ("y", "yes")
"""Words that agree; everything else does not."""


@dataclass(frozen=True)
class AskedConsent:
    """The question, for the people of one table."""

    record: Path
    """Beside which the answers lie."""
    asked: set[tuple[SeatId, str]] = field(default_factory=set)
    """Whom it was put to, by seat and handle."""

    def due(self, seat: SeatId, people: Sequence[Person], clock: Clock) -> tuple[Person, ...]:
        """Who of a seat is to be asked now: once, before the first turn is under way, if they have not said it before.

        Where nobody sits there by name, whoever plays is called as the seat. SpecError if the answers cannot be read.
        """
        if clock.turn > 1 or clock.phase not in ("start", "brief", "talk") or clock.round > 1:
            return ()
        said = {(each.seat, each.who) for each in read_consents(consent_beside(self.record))}
        due = tuple(each for each in known(seat, people) if (seat, each.handle) not in self.asked | said)
        self.asked.update((seat, each.handle) for each in due)
        return due

    def unsaid(self, seat: SeatId, people: Sequence[Person]) -> tuple[Person, ...]:
        """Who of a seat has not said it yet, whenever that is; SpecError if the answers cannot be read."""
        said = {(each.seat, each.who) for each in read_consents(consent_beside(self.record))}
        return tuple(each for each in known(seat, people) if (seat, each.handle) not in said)

    async def said(self, seat: SeatId, who: Person, said: str) -> bool:
        """As `keep`, for whoever asks at a screen or line by line."""
        return self.keep(seat, who, said)

    def keep(self, seat: SeatId, who: Person, said: str) -> bool:
        """Keep an answer as it was typed, and give whether it agrees; SpecError if it cannot be written."""
        given = agrees(said)
        add_consent(self.record, seat, who.handle, given)
        return given


def known(seat: SeatId, people: Sequence[Person]) -> tuple[Person, ...]:
    """The people of a seat; where nobody sits there by name, whoever plays is called as the seat."""
    return tuple(people) or (Person(seat, "", "player", seat),)


def agrees(said: str) -> bool:
    """Whether what was typed agrees."""
    return said.strip().casefold() in YES
