"""Tables that people sit at: opened from the lobby's plan, or gone on with; each with its players and its record."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from wargame.commands import chosen
from wargame.commands.record import opened
from wargame.commands.survey import given_survey
from wargame.core.ids import CONTROL
from wargame.errors import SpecError
from wargame.present.lobby_plan import fault_of_judges
from wargame.present.local_table import LocalTable, of_room
from wargame.present.measured import Measured
from wargame.table.opening import choose, unfinished
from wargame.table.opening_rooms import open_room, rehearsal_room, resume_room
from wargame.table.players import Means, ModelMeans
from wargame.table.session import beside, load
from wargame.table.settings import SessionSettings
from wargame.transcript.setup import GameSetup, seats_after

if TYPE_CHECKING:
    from wargame.commands.seat_words import GivenWords
    from wargame.present.lobby_plan import TablePlan
    from wargame.review.asked_consent import AskedConsent
    from wargame.review.survey import Survey
    from wargame.review.survey_answers import OfferedSurvey
    from wargame.rooms.seat_forms import AskedAtDesks
    from wargame.table.room import Room


class Tables:
    """Opens tables for the lobby and for `wargame play`."""

    path: Path | None = None
    """Where the game that was opened last is recorded."""

    def __init__(
        self,
        words: GivenWords | None = None,
        cut_broken: bool = False,
        survey: Survey | None = None,
        consent: bool = False,
    ) -> None:
        """For the game that is gone on with first: words that were given for its places, and whether it may be cut.

        `survey` is offered at the table; a game that is gone on with has its own where one was opened.
        With `consent` people are asked whether what they write in private may be shown.
        """
        self._words, self._cut_broken, self._survey, self._consent = words, cut_broken, survey, consent

    async def open(self, plan: TablePlan) -> LocalTable:
        """A new game; SpecError or PackError says in a sentence why not."""
        setup = choose(
            plan.scenario,
            variant=plan.variant,
            seed=plan.seed,
            seats={seat: each.spec for seat, each in plan.seats.items()},
        )
        settings = plan.settings
        if fault := fault_of_judges(settings.judges):
            raise SpecError(fault)
        models = ModelMeans(tokens=settings.tokens, money=settings.money)
        await models.ready((*setup.seats.values(), *settings.judges))
        if not plan.rehearsal:
            return self._table(setup, plan, models)
        practice = rehearsal_room(setup, SessionSettings(model_seconds=settings.model_seconds), Means(models))
        _set_words(practice, plan)
        real = ModelMeans(tokens=settings.tokens, money=settings.money, endpoints=models.endpoints)
        return of_room(practice, then=lambda: self._table(setup, plan, real))

    def _table(self, setup: GameSetup, plan: TablePlan, models: ModelMeans) -> LocalTable:
        survey = given_survey(plan.survey_given) if plan.survey_given else None
        self.path = path = plan.out or chosen.fresh_path(setup.bundle.pack.id, plan.seed)
        room = open_room(setup, path, plan.settings, Means(models))
        for seat, each in plan.seats.items():
            if seat in room.setting.by_id and room.is_human(seat):
                for name in each.names:
                    room.join(name, seat=seat)
        _set_words(room, plan)
        return of_room(
            room,
            control=plan.settings.facilitated,
            record=path,
            close=models.aclose,
            measured=Measured(setup),
            survey=self._offered(path, survey),
            consent=self._asked(path),
        )

    def _offered(self, path: Path, wanted: Survey | None = None) -> OfferedSurvey | None:
        """The survey of the table whose game is recorded there, opened beside it; None for none.

        One that is `wanted` in the lobby goes before that of the command line.
        """
        from wargame.review.survey_answers import OfferedSurvey, answers_beside, read_answers

        survey = wanted or self._survey or read_answers(answers_beside(path)).survey
        if survey is None:
            return None
        offered = OfferedSurvey(survey, path)
        offered.open()
        return offered

    def _asked(self, path: Path) -> AskedConsent | None:
        if not self._consent:
            return None
        from wargame.review.asked_consent import AskedConsent

        return AskedConsent(path)

    def asked_at_desks(self) -> AskedAtDesks | None:
        """What the people of the game that was opened last are asked at desks of their own; None for nothing."""
        if self.path is None:
            return None
        survey, consent = self._offered(self.path), self._asked(self.path)
        if survey is None and consent is None:
            return None
        from wargame.review.asked_at_desks import FormsOfRoom

        return FormsOfRoom(survey, consent)

    async def resume(self, path: Path) -> LocalTable:
        """A game that was broken off; TranscriptError says in a sentence why not."""
        self.path = path
        cut_broken, self._cut_broken = self._cut_broken, False
        record, setup = unfinished(path, cut_broken=cut_broken)
        settings = load(beside(path)).settings
        models = ModelMeans(tokens=settings.tokens, money=settings.money)
        await models.ready((*seats_after(setup, record.entries).values(), *settings.judges))
        room = resume_room(path, Means(models), cut_broken=cut_broken)
        try:
            self._let_in(room)
        except SpecError:
            room.close()
            raise
        said = f"{path}: {room.torn}" if room.torn else ""
        return of_room(
            room,
            control=settings.facilitated,
            record=path,
            close=models.aclose,
            said=said,
            measured=Measured(setup),
            survey=self._offered(path),
            consent=self._asked(path),
        )

    def _let_in(self, room: Room) -> None:
        """Hold the words that were given against those of the places; a place without one gets it."""
        for place, word in self._words.among((*room.setting.ids, CONTROL)).items() if self._words else ():
            if room.has_word(place):
                room.check_word(place, word)
            else:
                room.set_word(place, word)

    def account(self, path: Path) -> str:
        """A recorded game told in words."""
        from wargame.review.account import account

        return re.sub(r"\n    (?=\S)", " ", account(opened(path), path))


def _set_words(room: Room, plan: TablePlan) -> None:
    """Every place of the plan that has a word asks for it, also a seat that people take over later."""
    for seat, each in plan.seats.items():
        if each.word and seat in room.setting.by_id:
            room.set_word(seat, each.word)
    if plan.control_word:
        room.set_word(CONTROL, plan.control_word)
