"""Survey and consent at a desk whose room stands elsewhere: asked here, kept there."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from wargame.core.ids import SeatId
from wargame.errors import WargameError
from wargame.review.asked_consent import agrees
from wargame.review.survey import Survey, When
from wargame.review.survey_answers import SurveyAnswer
from wargame.rooms.remote_forms import RemoteForms
from wargame.table.chair import Clock
from wargame.table.people import Person
from wargame.transcript.side_file import check_hand


class JoinedSurvey:
    """The survey of a room, asked at a desk of it."""

    def __init__(self, forms: RemoteForms) -> None:
        """Over the forms of the desk; ValueError if what the room sent is no survey."""
        self._forms = forms
        self.survey = Survey.model_validate_json(forms.survey)
        """The questions, without what is right."""
        self._begun: set[str] = set()

    def due(self, seat: str, clock: Clock) -> When | None:
        """Whether the room offers it now, and it was not begun here yet."""
        when = self._forms.held.survey
        return next((each for each in ("before", "after") if each == when and each not in self._begun), None)

    def begin(self, seat: str, when: When) -> None:
        """It is offered here now, and not again."""
        self._begun.add(when)

    async def check(self, pseudonym: str, names: Collection[str] = ()) -> str:
        """Why nobody may answer under this pseudonym: the room knows who sits at its table."""
        try:
            check_hand(pseudonym)
        except WargameError as fault:
            return str(fault)
        return await self._forms.refused(pseudonym)

    async def keep(self, answer: SurveyAnswer) -> None:
        """Have an answer kept at the room; NotAllowed if it is not."""
        await self._forms.answer(answer.pseudonym, answer.when, answer.item, answer.number, answer.words)

    async def end(self, seat: str, when: When) -> None:
        """Tell the room that it is over here; NotAllowed if the line is down."""
        await self._forms.over(when)


class JoinedConsent:
    """The question for consent of a room, put at a desk of it."""

    def __init__(self, forms: RemoteForms) -> None:
        """Over the forms of the desk."""
        self._forms = forms
        self._asked: set[str] = set()

    def due(self, seat: SeatId, people: Sequence[Person], clock: Clock) -> tuple[Person, ...]:
        """Whom the room wants asked, and who was not asked here yet."""
        due = tuple(each for each in self._forms.held.consent if each.handle not in self._asked)
        self._asked.update(each.handle for each in due)
        return due

    async def said(self, seat: SeatId, who: Person, said: str) -> bool:
        """Have an answer kept at the room; NotAllowed if it is not."""
        given = agrees(said)
        await self._forms.consent(who, given)
        return given
