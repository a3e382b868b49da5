"""A survey at the table: offered to whoever sits down, one question after another; each can be passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.widget import Widget

from wargame.errors import WargameError
from wargame.present.rows import ListRow
from wargame.present.survey_words import KEPT, PSEUDONYM, invitation, option_words
from wargame.review.survey import SurveyItem, When
from wargame.review.survey_answers import OfferedSurvey, SurveyAnswer
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Words
from wargame.ui.widgets.window import Question, Window

PASS = "0"


class ItemPage(Window[str]):
    """One item with its options; it closes with the number of one, or with 0 for no answer."""

    KEYS: ClassVar[tuple[KeyHint, ...]] = (("1-9", "answer"), ("enter", "choose"), ("0", "pass over"), ("esc", "stop"))
    HELP = "A digit or enter answers. 0 passes the question over; escape stops, and what was answered is kept."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(digit, f"answer('{digit}')", digit, show=False, priority=True) for digit in "0123456789"
    ]

    def __init__(self, title: str, item: SurveyItem) -> None:
        """Of this item."""
        super().__init__()
        self._title, self._item = title, item

    def inside(self) -> Iterator[Widget]:
        """Its options."""
        yield Lines(id="options", wrap=True)

    def begin(self) -> None:
        """Fill it."""
        self.query_one(".title", Words).say(self._title)
        every = range(1, len(self._item.options) + 1)
        lines = self.query_one(Lines)
        rows = [ListRow((), option_words(self._item, number), str(number)) for number in every]
        lines.fill([*rows, ListRow((), "0 no answer", PASS, style="dim")])
        lines.focus()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        self.dismiss(event.row.key)

    def action_answer(self, digit: str) -> None:
        """Close with a digit that stands there."""
        if int(digit) <= len(self._item.options):
            self.dismiss(digit)
        else:
            self.say(f"{digit}: the answers are 1 to {len(self._item.options)}; 0 passes over", fault=True)


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
