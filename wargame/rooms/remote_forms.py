"""What is asked at a joined desk beside the game, as it last reached it, and the answers on their way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from wargame.rooms.messages import ConsentSaid, PseudonymChosen, SurveyAnswered, SurveyOver
from wargame.rooms.seat_forms import FORMS, SURVEY, FormsHeld
from wargame.rooms.typed_json import of_bytes
from wargame.table.people import Person

if TYPE_CHECKING:
    from wargame.rooms.remote_end import ActSender

NOTHING = FormsHeld(False, (), "")


class RemoteForms:
    """The forms of one desk."""

    def __init__(self, sender: ActSender) -> None:
        """Nothing is asked yet."""
        self._sender = sender
        self.held = NOTHING
        """What is to be asked now."""
        self.survey = b""
        """The survey in JSON; empty where none is offered."""

    def received(self, parts: Mapping[str, bytes]) -> None:
        """What the room sent."""
        self.held = of_bytes(FormsHeld, parts[FORMS]) if FORMS in parts else NOTHING
        self.survey = parts.get(SURVEY, b"")

    async def refused(self, pseudonym: str) -> str:
        """Why nobody may answer under a pseudonym, in a sentence; empty if somebody may. NotAllowed: no line."""
        said = await self._sender.do(lambda act: PseudonymChosen("pseudonym", act, pseudonym))
        return str(said)

    async def answer(self, pseudonym: str, when: str, item: str, number: int, words: str) -> None:
        """An answer to one item; NotAllowed if it is not kept."""
        await self._sender.do(lambda act: SurveyAnswered("survey", act, pseudonym, when, item, number, words))

    async def over(self, when: str) -> None:
        """The survey of this time was gone through, or left out; NotAllowed if the room cannot be told."""
        await self._sender.do(lambda act: SurveyOver("survey_over", act, when))

    async def consent(self, person: Person, given: bool) -> None:
        """Whether somebody's private texts may be shown; NotAllowed if it is not kept."""
        await self._sender.do(lambda act: ConsentSaid("consent", act, person.handle, given))
