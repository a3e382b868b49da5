"""A survey at the table: offered to whoever sits down, one question after another; each can be passed over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual.app import App

from wargame.errors import WargameError
from wargame.present.survey_words import KEPT, PSEUDONYM, invitation, option_words
from wargame.review.survey import SurveyItem, When
from wargame.review.survey_answers import OfferedSurvey, SurveyAnswer
from wargame.ui.widgets.numbered_page import PASS, NumberedPage
from wargame.ui.widgets.window import Question


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
        offered: OfferedSurvey,
        when: When,
        names: Sequence[str],
        tell: Callable[[str], None],
        people: int = 1,
    ) -> None:
        """On this app; `names` are those of all people at the table, `tell` says how it went.

        `people` is how many share this seat: each is asked in turn.
        """
        self._app, self._offered, self._when = app, offered, when
        self._names, self._tell = names, tell
        self._people, self._asked = max(people, 1), 1

    def begin(self, said: str = "") -> None:
        """Ask for a pseudonym; escape leaves the survey out. `said` goes before it.

        Enter alone does not: it is what opened the desk just now, and may have been pressed once too often.
        """
        whose = f" (person {self._asked} of {self._people} at this seat)" if self._people > 1 else ""
        title = f"{said or invitation(self._offered.survey, self._when)}{whose}\n{PSEUDONYM}"
        hint = "a word and a number; escape leaves the survey out"
        self._app.push_screen(Question(title, placeholder=hint, passable=True), self._named)

    def _done(self, said: str) -> None:
        """One person is through: the next of the same seat, if there is one."""
        self._tell(said)
        if self._asked < self._people:
            self._asked += 1
            self.begin()

    def _named(self, pseudonym: str | None) -> None:
        if pseudonym is None:
            self._done("the survey was left out")
        elif not pseudonym.strip():
            self.begin("! nothing was typed: a pseudonym goes on, escape leaves the survey out")
        elif wrong := self._offered.refused(pseudonym.strip(), self._names):
            self.begin(f"! {wrong}")
        else:
            self._ask(pseudonym.strip(), 0)

    def _ask(self, pseudonym: str, at: int) -> None:
        items = self._offered.survey.asked(self._when)
        if at >= len(items):
            self._done(f"your answers are {KEPT.format(pseudonym)}")
            return
        item = items[at]

        def answered(said: str | None) -> None:
            if said is None:
                self._done(f"the survey was stopped; what was answered is {KEPT.format(pseudonym)}")
            elif self._keep(pseudonym, item, said):
                self._ask(pseudonym, at + 1)

        title = f"{at + 1} of {len(items)}: {item.asks}"
        if item.kind == "text":
            hint = "in your own words; enter on an empty line passes over"
            self._app.push_screen(Question(title, tall=True, placeholder=hint, passable=True), answered)
        else:
            self._app.push_screen(ItemPage(title, item), answered)

    def _keep(self, pseudonym: str, item: SurveyItem, said: str) -> bool:
        """Whether the survey can go on: an answer that was passed over is not written."""
        words = item.kind == "text"
        if not said.strip() or (not words and said == PASS):
            return True
        number = 0 if words else int(said)
        answer = SurveyAnswer(
            pseudonym=pseudonym, when=self._when, item=item.id, number=number, words=said if words else ""
        )
        try:
            self._offered.add(answer)
        except WargameError as fault:
            self._tell(f"the survey stops here: {fault}")
            return False
        return True
