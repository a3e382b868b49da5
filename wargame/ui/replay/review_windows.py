"""Windows of the review: which form, the instructor's word, and the page with what was said and what can be added."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from wargame.present.rows import ListRow
from wargame.review.review_forms import FORMS
from wargame.ui.replay.windows import RowsPage, StandingPage
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.panes import TypedLine, Words
from wargame.ui.widgets.window import Window


class FormChoice(RowsPage):
    """How long there is for the review."""

    HELP = "5 or 3 chooses, or enter. Time left is shown on the page of the review, and stops nothing."
    KEYS: ClassVar[tuple[KeyHint, ...]] = (
        ("5", "five minutes"),
        ("3", "thirty"),
        ("enter", "choose"),
        ("esc", "close"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"choose('{form}')", form, show=False, priority=True)
        for key, form in (("5", "five"), ("3", "thirty"))
    ]

    def __init__(self) -> None:
        """Of the two forms."""
        rows = [
            ListRow(
                ((f"{form.minutes:>2} minutes  ", "bold"),), f"{' '.join(form.questions)} Then {form.then}.", form.name
            )
            for form in FORMS.values()
        ]
        super().__init__("REVIEW: how long is there for it? Answers are private until all are opened", rows)

    def action_choose(self, form: str) -> None:
        """Close with a form."""
        self.dismiss(form)


class ReviewPage(StandingPage):
    """The review so far, and what can be added to it."""

    HELP = """\
a somebody's private answers, one question after another; enter on an empty line passes a question over
o open the answers of all   f the other form, with its time from the start
e the step behind this window as evidence for a question   c an action with its owner and its date
r write the report as Markdown   enter goes to the line of a piece of evidence"""
    KEYS: ClassVar[tuple[KeyHint, ...]] = (
        *(("a", "answer"), ("o", "open"), ("e", "evidence"), ("c", "action"), ("r", "report"), ("f", "form")),
        ("esc", "close"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"want('{what}')", what, show=False, priority=True)
        for key, what in (
            *(("a", "answer"), ("o", "open"), ("e", "evidence"), ("c", "action"), ("r", "report"), ("f", "form")),
        )
    ]


class SecretWord(Window[str]):
    """A word typed unseen; Enter hands it back, empty for none."""

    KEYS: ClassVar[tuple[KeyHint, ...]] = (("enter", "done"), ("esc", "close"))
    HELP = "What is typed here is not shown."

    def __init__(self, title: str) -> None:
        """Asked for under a title."""
        super().__init__()
        self._title = title

    def inside(self) -> Iterator[Widget]:
        """One line."""
        yield TypedLine(password=True, compact=True, placeholder="word", id="secret")

    def begin(self) -> None:
        """Into the line."""
        self.query_one(".title", Words).say(self._title)
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand it back."""
        self.dismiss(event.value)
