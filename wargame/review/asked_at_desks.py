"""Survey and consent of a room whose people sit at desks of their own: who is asked what, and where answers go."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic_core import to_json

from wargame.core.ids import SeatId
from wargame.errors import SpecError
from wargame.review.asked_consent import AskedConsent
from wargame.review.survey import TIMES, Survey, When
from wargame.review.survey_answers import OfferedSurvey, SurveyAnswer
from wargame.rooms.messages import SurveyAnswered
from wargame.table.chair import Clock
from wargame.table.people import Person


class FormsOfRoom:
    """What is asked in a room beside its game."""

    def __init__(self, survey: OfferedSurvey | None, consent: AskedConsent | None) -> None:
        """A survey that is offered, or a question for consent, or both."""
        self._offered, self._consent = survey, consent
        self._survey = to_json(without_answers(survey.survey).model_dump(mode="json")) if survey is not None else b""
        self._unsaid: dict[tuple[SeatId, tuple[Person, ...]], tuple[Person, ...]] = {}
        """Who had not said it when that was looked up last."""

    @property
    def consents(self) -> bool:
        """Whether people are asked for consent."""
        return self._consent is not None

    @property
    def survey(self) -> bytes:
        """The survey without what is right; empty where none is offered."""
        return self._survey

    def unsaid(self, seat: SeatId, people: Sequence[Person], clock: Clock) -> tuple[Person, ...]:
        """Who has not said it yet: whoever comes late is asked when they come. Nobody once the game is over."""
        if self._consent is None or clock.phase == "end":
            return ()
        key = (seat, tuple(people))
        if key not in self._unsaid:
            self._unsaid[key] = self._consent.unsaid(seat, people)
        return self._unsaid[key]

    def due(self, place: str, clock: Clock) -> str:
        """`before` or `after` where the survey is to be offered at a place now; else nothing."""
        return (self._offered.due(place, clock) if self._offered is not None else None) or ""

    def consent(self, seat: SeatId, person: Person, given: bool) -> None:
        """Keep whether private texts may be shown; SpecError if it cannot be written, or is not asked here."""
        if self._consent is None:
            raise SpecError("nobody is asked for consent in this room")
        self._consent.keep(seat, person, "yes" if given else "no")
        self._unsaid.clear()

    def refused(self, pseudonym: str) -> str:
        """Why nobody may answer under a pseudonym, in a sentence; empty if somebody may."""
        return self._open().refused(pseudonym)

    def answer(self, given: SurveyAnswered) -> None:
        """Keep an answer; SpecError if it answers nothing of the survey or cannot be written."""
        answer = SurveyAnswer(
            pseudonym=given.pseudonym,
            when=_time(given.when),
            item=given.item,
            number=given.number,
            words=given.words,
        )
        self._open().add(answer)

    def over(self, place: str, when: str) -> None:
        """The survey of this time has been gone through at a place, or left out there."""
        self._open().begin(place, _time(when))

    def _open(self) -> OfferedSurvey:
        if self._offered is None:
            raise SpecError("no survey is offered in this room")
        return self._offered


def _time(said: str) -> When:
    if said not in TIMES:
        raise SpecError(f"{said[:20]!r}: a survey is answered {' or '.join(TIMES)} the game")
    return said


def without_answers(survey: Survey) -> Survey:
    """A survey as those may have it who answer it: which choice of a quiz is right, and why, is left out."""
    return survey.model_copy(
        update={"items": tuple(each.model_copy(update={"right": None, "because": ""}) for each in survey.items)}
    )
