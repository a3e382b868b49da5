"""Consent to show private texts on the screen: each person of a seat is asked by themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual.app import App

from wargame.core.ids import SeatId
from wargame.errors import WargameError
from wargame.present.consent_words import HINT, consent_kept, consent_question
from wargame.review.asked_consent import AskedConsent
from wargame.table.people import Person
from wargame.ui.widgets.window import Question


class Consenting:
    """The question to the people of one seat, one after another."""

    def __init__(
        self,
        app: App[Any],
        asked: AskedConsent,
        seat: SeatId,
        people: Sequence[Person],
        tell: Callable[[str], None],
        then: Callable[[], None],
    ) -> None:
        """On this app; `tell` says what became of each answer, `then` follows the last."""
        self._app, self._asked, self._seat = app, asked, seat
        self._people, self._tell, self._then = list(people), tell, then

    def begin(self) -> None:
        """Ask the next; closing the window says no."""
        if not self._people:
            self._then()
            return
        person = self._people.pop(0)

        def answered(said: str | None) -> None:
            try:
                self._tell(consent_kept(self._asked.keep(self._seat, person, said or "")))
            except WargameError as fault:
                self._tell(f"this was not kept: {fault}")
            self.begin()

        self._app.push_screen(Question(consent_question(person), placeholder=HINT, passable=True), answered)
