"""A survey at the table: offered to whoever sits down, one question after another; each can be passed over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from textual.app import App

from wargame.errors import WargameError
from wargame.present.asked_forms import SurveyToAsk
from wargame.present.survey_words import KEPT, PSEUDONYM, invitation, option_words
from wargame.review.survey import SurveyItem, When
from wargame.review.survey_answers import SurveyAnswer
from wargame.ui.widgets.numbered_page import PASS, NumberedPage
from wargame.ui.widgets.window import Question, Window


class ItemPage(NumberedPage):
    """One item with its options."""

    def __init__(self, title: str, item: SurveyItem) -> None:
        """Of this item."""
        super().__init__(title, [option_words(item, number) for number in range(1, len(item.options) + 1)])


class Surveying:
    """One survey, asked of the people of one seat, one after another."""

    def __init__(
        self,
        app: App[Any],
        offered: SurveyToAsk,
        when: When,
        names: Sequence[str],
        tell: Callable[[str], None],
        people: int = 1,
        seat: str = "",
    ) -> None:
        """On this app; `names` are those of all people at the table, `tell` says how it went.

        `people` is how many share this seat: each is asked in turn.
        """
        self._app, self._offered, self._when = app, offered, when
        self._names, self._tell = names, tell
        self._people, self._asked = max(people, 1), 1
        self._seat, self._fault = seat, ""

    def begin(self, said: str = "") -> None:
        """Ask for a pseudonym; escape leaves the survey out. `said` goes before it.

        Enter alone does not: it is what opened the desk just now, and may have been pressed once too often.
        """
        whose = f" (person {self._asked} of {self._people} at this seat)" if self._people > 1 else ""
        title = f"{said or invitation(self._offered.survey, self._when)}{whose}\n{PSEUDONYM}"
        hint = "a word and a number; escape leaves the survey out"
        question = Question(title, placeholder=hint, passable=True)
        question.first = self._check
        self._app.push_screen(question, self._named)

    async def _check(self, pseudonym: str | None) -> None:
        self._fault = ""
        if pseudonym and pseudonym.strip():
            try:
                self._fault = await self._offered.check(pseudonym.strip(), self._names)
            except WargameError as fault:
                self._fault = str(fault)

    def _done(self, said: str) -> None:
        """One person is through: the next of the same seat, if there is one."""
        self._tell(said)
        if self._asked < self._people:
            self._asked += 1
            self.begin()
        else:
            self._app.run_worker(self._end(), group="survey")

    async def _end(self) -> None:
        with suppress(WargameError):  # the room offers it again, to whoever comes back
            await self._offered.end(self._seat, self._when)

    def _named(self, pseudonym: str | None) -> None:
        if pseudonym is None:
            self._done("the survey was left out")
        elif not pseudonym.strip():
            self.begin("! nothing was typed: a pseudonym goes on, escape leaves the survey out")
        elif self._fault:
            self.begin(f"! {self._fault}")
        else:
            self._ask(pseudonym.strip(), 0)

    def _ask(self, pseudonym: str, at: int) -> None:
        items = self._offered.survey.asked(self._when)
        if at >= len(items):
            self._done(f"your answers are {KEPT.format(pseudonym)}")
            return
        item = items[at]

        async def keep(said: str | None) -> None:
            self._fault = await self._kept(pseudonym, item, said or "")

        def answered(said: str | None) -> None:
            if said is None:
                self._done(f"the survey was stopped; what was answered is {KEPT.format(pseudonym)}")
            elif self._fault:
                self._tell(f"the survey stops here: {self._fault}")
            else:
                self._ask(pseudonym, at + 1)

        title = f"{at + 1} of {len(items)}: {item.asks}"
        hint = "in your own words; enter on an empty line passes over"
        page: Window[str] = (
            Question(title, tall=True, placeholder=hint, passable=True)
            if item.kind == "text"
            else ItemPage(title, item)
        )
        page.first = keep
        self._app.push_screen(page, answered)

    async def _kept(self, pseudonym: str, item: SurveyItem, said: str) -> str:
        """Keep an answer, unless it was passed over; why it cannot be kept, or nothing."""
        words = item.kind == "text"
        if not said.strip() or (not words and said == PASS):
            return ""
        number = 0 if words else int(said)
        answer = SurveyAnswer(
            pseudonym=pseudonym, when=self._when, item=item.id, number=number, words=said if words else ""
        )
        try:
            await self._offered.keep(answer)
        except WargameError as fault:
            return str(fault)
        return ""
