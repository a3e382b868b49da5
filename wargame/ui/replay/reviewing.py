"""The guided review in the replay: private answers one person after another, then opened; evidence; actions."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Literal

from wargame.errors import WargameError
from wargame.present.review_rows import review_rows, review_title
from wargame.present.shapes import cut
from wargame.review.guided_review import GuidedReview, ReviewEntry, ReviewFile, review_beside
from wargame.review.review_forms import FORMS, FormName
from wargame.review.review_report import as_markdown
from wargame.transcript.overrides import now
from wargame.ui.replay.review_windows import FormChoice, ReviewPage
from wargame.ui.replay.thoughts import ThoughtsScreen
from wargame.ui.widgets.window import Question

SHOWN_OF_A_STEP = 50
"""Characters of the row of a step by which it is known where evidence is asked for."""
KEPT_REVIEW = "the review is kept: a brings it back"
WITHHELD = "what it shows is told where all is shown: 0 for the truth, g ends a guess"


class ReviewedScreen(ThoughtsScreen):
    """A place with its notes and pages, and the review of the game."""

    reviewing: FormName | Literal["asked"] | None = None
    """The form in which the review is begun as soon as the game can be shown; None to wait for the key."""

    @cached_property
    def _file(self) -> ReviewFile:
        return ReviewFile(review_beside(self.path))

    def action_review(self) -> None:
        """Open the page of the review; the first time, ask how long there is. One about to open is waited for."""
        if self.reviewing is not None:
            self.say("the review opens as soon as the game has been played again")
        else:
            self._show_review("")

    def _show_review(self, said: str) -> None:
        """Open the page, or write it anew where it stands, and say what was done."""
        if self.walk is None:
            return
        try:
            review = self._review()
        except WargameError as fault:
            self.say_there(str(fault), fault=True)
            return
        if review.begun is None:
            self.app.push_screen(FormChoice(), self._begin)
            return
        title, rows, page = review_title(review, now()), review_rows(review, self._told), self.page_that_stands()
        if page is None:
            self.app.push_screen(ReviewPage(title, rows, self._wanted_in_review), self._to_line)
        else:
            page.write(title, rows, said)

    def begin_review(self) -> None:
        """Begin in the form that was wanted from the command line, or go on where the review stands in it."""
        wanted, self.reviewing = self.reviewing, None
        if wanted is None:
            return
        if wanted == "asked":
            self.action_review()
            return
        try:
            begun = self._review().begun
        except WargameError as fault:
            self.say(str(fault), fault=True)
            return
        if begun is not None and begun.form == wanted:
            self.action_review()
        else:
            self._begin(wanted)

    def _review(self) -> GuidedReview:
        """What has been said so far; what evidence is said to show may be written with the truth in sight."""
        review, walk = self._file.read(), self.walk
        if walk is None or walk.sees_ahead:
            return review
        entries = (replace(each, text=WITHHELD) if each.kind == "evidence" else each for each in review.entries)
        return replace(review, entries=tuple(entries))

    def _begin(self, chosen: str | None) -> None:
        form = next((form for form in FORMS.values() if form.name == chosen), None)
        if form is None:
            return
        try:
            self._file.begin(ReviewEntry(kind="begun", who=self.who, at=now(), form=form.name))
        except WargameError as fault:
            self.say_there(str(fault), fault=True)
            return
        self.close_thoughts()
        self.offer_word(self.action_review)

    def about_to_write(self) -> None:
        """That a form was begun is written before whatever else is."""
        self._file.settle()

    def _told(self, line: int) -> str:
        """What stands at a line, in a few words."""
        from wargame.present.replay_rows import told_at

        assert self.walk is not None
        return told_at(self.walk, line, self.setting)

    def _to_line(self, chosen: str | None) -> None:
        walk = self.walk
        if walk is not None and chosen:
            before, walk.step = walk.step, walk.timeline.place(chosen)
            self.arrive(before)
        self.say(KEPT_REVIEW)

    def _wanted_in_review(self, wanted: str) -> None:
        if wanted == "answer":
            title = "WHO ANSWERS? a name or a pseudonym; nobody reads an answer before all are opened"
            self.app.push_screen(Question(title), self._begin_answers)
        elif wanted == "open":
            if self._keep(ReviewEntry(kind="opened", who=self.who, at=now(), form=self._review().form.name)):
                self._show_review("the answers of all are open")
        elif wanted == "evidence":
            self._ask_evidence()
        elif wanted == "action":
            self._ask_action()
        elif wanted == "form":
            self.app.push_screen(FormChoice(), self._begin)
        else:
            text = as_markdown(self._review(), self.path.stem, self._told, self.met_here())
            self.post_message(self.Exported(f"{self.path.stem}-review", text, "md", self.say_there))

    def _begin_answers(self, who: str | None) -> None:
        if who and who.strip():
            self._ask(who.strip(), 1, ())

    def _ask(self, who: str, question: int, passed: tuple[int, ...]) -> None:
        """Ask one person the questions from this one on; the next one follows when it is answered or passed over."""
        form = self._review().form

        def answered(text: str | None) -> None:
            if text is None:
                self._show_review(f"{who} stopped before question {question}")
                return
            if text.strip():
                entry = ReviewEntry(kind="answer", who=who, at=now(), text=text, question=question, form=form.name)
                if not self._keep(entry):
                    return
            over = passed if text.strip() else (*passed, question)
            if question < len(form.questions):
                self._ask(who, question + 1, over)
            else:
                left = f"; passed over: {', '.join(map(str, over))}" if over else ""
                self._show_review(f"the answers of {who} are kept, and closed until all are opened{left}")

        before = f" (question {question - 1} was passed over)" if question - 1 in passed else ""
        title = f"{who}, question {question} of {len(form.questions)}: {form.questions[question - 1]}{before}"
        placeholder = "private; enter on an empty line passes the question over"
        self.app.push_screen(Question(title, tall=True, passable=True, placeholder=placeholder), answered)

    def _ask_evidence(self, text: str = "", fault: str = "") -> None:
        """Ask what this step shows; what was typed comes back with what is wrong in it."""
        asked = len(self._review().form.questions)
        which = "the number of the question, then what it shows (2 it gave way first)" if asked > 1 else "what it shows"
        walk = self.walk
        step = walk.here() if walk else None
        where = "of this step"
        if walk is not None and step is not None:
            said = cut(" ".join(self._row_text(step).split()), SHOWN_OF_A_STEP)
            where = f"at line {walk.timeline.lines[step]}, where the replay stands ({said})"
        title = f"EVIDENCE {where}: {which}"
        self.app.push_screen(Question(f"{fault}. {title}" if fault else title, text), self._evidence)

    def _evidence(self, text: str | None) -> None:
        walk, form = self.walk, self._review().form
        words = (text or "").strip()
        number = "1"
        if len(form.questions) > 1:
            number, _, words = words.partition(" ")
        step = walk.here() if walk else None
        if walk is None or step is None or not (text or "").strip():
            return
        line = walk.timeline
        entry = ReviewEntry(
            kind="evidence",
            who=self.who,
            at=now(),
            text=words,
            question=int(number) if number.isdecimal() else 0,
            line=line.lines[step],
            hash=line.hash(step),
            form=form.name,
        )
        if fault := self._fault_of_keeping(entry):
            self._ask_evidence(text or "", fault)
        else:
            self._show_review(f"line {entry.line} is evidence")

    def _ask_action(self, text: str = "", fault: str = "") -> None:
        """Ask for an action; what was typed comes back with what is wrong in it."""
        title = "ACTION: what; who; by when (brief before talks; Ada; 2027-01-31)"
        self.app.push_screen(Question(f"{fault}. {title}" if fault else title, text), self._action)

    def _action(self, text: str | None) -> None:
        if not (text or "").strip():
            return
        what, owner, due = (*(part.strip() for part in (text or "").split(";")), "", "", "")[:3]
        form = self._review().form.name
        entry = ReviewEntry(kind="action", who=self.who, at=now(), text=what, owner=owner, due=due, form=form)
        if fault := self._fault_of_keeping(entry):
            self._ask_action(text or "", fault)
        else:
            self._show_review("the action is kept")

    def _keep(self, entry: ReviewEntry) -> bool:
        fault = self._fault_of_keeping(entry)
        if fault:
            self.say_there(fault, fault=True)
        return not fault

    def _fault_of_keeping(self, entry: ReviewEntry) -> str:
        """Write it down; why it could not be, or nothing."""
        try:
            self._file.add(entry)
        except WargameError as fault:
            return str(fault)
        return ""
