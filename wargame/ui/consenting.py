"""What whoever sits down is asked on the screen: consent to show private texts, each by themselves, then the survey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual.app import App

from wargame.core.ids import SeatId
from wargame.errors import WargameError
from wargame.present.asked_forms import ConsentToAsk
from wargame.present.consent_words import HINT, consent_kept, consent_question
from wargame.present.local_table import LocalTable
from wargame.table.chair import Chair
from wargame.table.people import Person
from wargame.ui.widgets.window import Question


def ask_whoever_sits(app: App[Any], local_table: LocalTable, chair: Chair, tell: Callable[[str], None]) -> None:
    """Ask what is to be asked of a seat now, if anything is; the survey follows the last answer."""
    if (asked := local_table.consent) and (due := asked.due(chair.seat, chair.people, chair.clock())):

        def then() -> None:
            ask_whoever_sits(app, local_table, chair, tell)

        Consenting(app, asked, chair.seat, due, tell, then).begin()
        return
    offered = local_table.survey
    if offered is not None and (when := offered.due(chair.seat, chair.clock())) is not None:
        from wargame.ui.surveying import Surveying

        people = 1 if chair.team.handle else len(chair.people)  # of a team each has a desk of their own
        offered.begin(chair.seat, when)
        Surveying(app, offered, when, local_table.people, tell, people, chair.seat).begin()


class Consenting:
    """The question to the people of one seat, one after another."""

    def __init__(
        self,
        app: App[Any],
        asked: ConsentToAsk,
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

        came: list[str] = []

        async def keep(said: str | None) -> None:
            try:
                came.append(consent_kept(await self._asked.said(self._seat, person, said or "")))
            except WargameError as fault:
                came.append(f"this was not kept: {fault}")

        def answered(said: str | None) -> None:
            self._tell("".join(came))
            self.begin()

        question = Question(consent_question(person), placeholder=HINT, passable=True)
        question.first = keep
        self._app.push_screen(question, answered)
