"""What people are asked at a terminal beside the game, whether its table stands here or elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from wargame.core.ids import SeatId
    from wargame.review.survey import Survey, When
    from wargame.review.survey_answers import SurveyAnswer
    from wargame.table.chair import Clock
    from wargame.table.people import Person


class SurveyToAsk(Protocol):
    """A survey that is offered to the people of a terminal."""

    @property
    def survey(self) -> Survey:
        """The questions."""
        ...

    def due(self, seat: str, clock: Clock) -> When | None:
        """Whether it is to be offered to a seat now, and at which time of the game."""
        ...

    def begin(self, seat: str, when: When) -> None:
        """It is offered to a seat now, and not again."""
        ...

    async def check(self, pseudonym: str, names: Collection[str] = ()) -> str:
        """Why nobody may answer under this pseudonym, in a sentence; empty if somebody may. `names` are never taken.

        NotAllowed if that cannot be asked now.
        """
        ...

    async def keep(self, answer: SurveyAnswer) -> None:
        """Keep an answer; WargameError if it is not kept."""
        ...

    async def end(self, seat: str, when: When) -> None:
        """It was gone through or left out; NotAllowed if the table cannot be told."""
        ...


class ConsentToAsk(Protocol):
    """The question whether private texts may be shown."""

    def due(self, seat: SeatId, people: Sequence[Person], clock: Clock) -> tuple[Person, ...]:
        """Who of a seat is to be asked now, each once."""
        ...

    async def said(self, seat: SeatId, who: Person, said: str) -> bool:
        """Keep an answer as it was typed, and give whether it agrees; WargameError if it is not kept."""
        ...
