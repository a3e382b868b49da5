"""What the people of a seat are asked beside the game, at a desk of their own: consent, and a survey.

Who is asked what, and where answers lie, is known to those who make the room (`AskedAtDesks`); here it goes to a desk
and back. Nothing of an answer goes to any other place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from wargame.core.ids import SeatId
from wargame.errors import NotAllowed
from wargame.rooms.frames import Part
from wargame.rooms.messages import ConsentSaid, FormAct, PseudonymChosen, SurveyAnswered
from wargame.rooms.places import RoomPlace
from wargame.rooms.typed_json import in_bytes
from wargame.table.chair import Clock
from wargame.table.people import Person

FORMS, SURVEY = "forms", "survey"
"""Names of the parts that hold what is to be asked now, and the survey."""


@dataclass(frozen=True, slots=True)
class FormsHeld:
    """What is to be asked at a desk."""

    consents: bool
    """Whether people are asked for consent in this room."""
    consent: tuple[Person, ...]
    """Who of this desk has not said yet whether what they write in private may be shown."""
    survey: str
    """`before` or `after` where the survey is to be offered now; else nothing."""


class AskedAtDesks(Protocol):
    """What is asked in a room beside its game, and where the answers go."""

    @property
    def consents(self) -> bool:
        """Whether people are asked for consent."""
        ...

    @property
    def survey(self) -> bytes:
        """The survey in JSON as a desk may know it, without what is right; empty where none is offered."""
        ...

    def unsaid(self, seat: SeatId, people: Sequence[Person], clock: Clock) -> tuple[Person, ...]:
        """Who of these has not said yet whether private texts may be shown, and is to be asked now."""
        ...

    def due(self, place: RoomPlace, clock: Clock) -> str:
        """`before` or `after` where the survey is to be offered at a place now; else nothing."""
        ...

    def consent(self, seat: SeatId, person: Person, given: bool) -> None:
        """Keep whether private texts may be shown; WargameError if it cannot be kept."""
        ...

    def refused(self, pseudonym: str) -> str:
        """Why nobody may answer under a pseudonym, in a sentence; empty if somebody may."""
        ...

    def answer(self, given: SurveyAnswered) -> None:
        """Keep an answer to the survey; WargameError if it answers nothing of it or cannot be kept."""
        ...

    def over(self, place: RoomPlace, when: str) -> None:
        """The survey of this time has been gone through at a place, or left out there."""
        ...


class FormsOfPlace:
    """The forms at one place of a seat."""

    def __init__(
        self, asked: AskedAtDesks, place: RoomPlace, seat: SeatId, people: Callable[[], Sequence[Person]]
    ) -> None:
        """What is asked at this place of a seat, whose people there `people` gives."""
        self._asked, self._place, self._seat, self._people = asked, place, seat, people

    def parts(self, clock: Clock) -> dict[str, Part]:
        """What is to be asked now, and the survey if there is one."""
        asked = self._asked
        held = FormsHeld(
            asked.consents,
            asked.unsaid(self._seat, self._people(), clock) if asked.consents else (),
            asked.due(self._place, clock) if asked.survey else "",
        )
        return {FORMS: in_bytes(FormsHeld, held), **({SURVEY: asked.survey} if asked.survey else {})}

    def do(self, act: FormAct) -> Any:
        """Keep what was said; for a pseudonym, why it is refused. WargameError if it is not kept."""
        if isinstance(act, PseudonymChosen):
            return self._asked.refused(act.pseudonym)
        if isinstance(act, SurveyAnswered):
            self._asked.answer(act)
        elif isinstance(act, ConsentSaid):
            people = self._people() or (Person(self._seat, "", "player", self._seat),)
            person = next((each for each in people if each.handle == act.handle), None)
            if person is None:
                raise NotAllowed(f"{act.handle[:40]!r}: nobody of this handle sits at this desk")
            self._asked.consent(self._seat, person, act.given)
        else:
            self._asked.over(self._place, act.when)
        return None
