"""Marking learners by a rubric in the replay: levels by digit, the step as evidence, a table as CSV."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wargame.errors import WargameError
from wargame.transcript.overrides import now
from wargame.ui.replay.reviewing import ReviewedScreen
from wargame.ui.widgets.window import Question

if TYPE_CHECKING:
    from wargame.review.rubric import Rubric
    from wargame.review.rubric_marks import Mark, RubricMarks


OPENS = "THE INSTRUCTOR'S WORD opens the marks; it is typed unseen"
FIRST = "NO INSTRUCTOR'S WORD IS SET. Whoever marks types one now, unseen: it alone opens marks and what seats thought"
NONE_SET = "no word was set; marks stay closed"


class MarkingScreen(ReviewedScreen):
    """A place with its notes and pages, the review, and the marks of those who learn by it."""

    rubric_file: Path | None = None
    """The rubric to mark by; None for the one beside the record, else the shipped one."""
    _learners: tuple[str, ...] = ()

    def action_rubric(self) -> None:
        """Open the page of marks, by the instructor's word; where there is none it is set first."""
        if self.walk is not None:
            self.by_word(OPENS, self._marks_page, self._first_of_marks)

    def _first_of_marks(self) -> None:
        self.first_word(FIRST, self._marks_page, lambda: self.say(NONE_SET))

    def _marks_page(self, said: str = "", at: str = "") -> None:
        """Open the page of marks, or write it anew where it stands, and say what was done."""
        from wargame.present.rubric_rows import rubric_rows
        from wargame.ui.replay.rubric_windows import RubricPage

        try:
            marks = self._marks()
        except WargameError as fault:
            self.say_there(str(fault).splitlines()[-1], fault=True)
            return
        learners = self._known(marks)
        if not learners:
            self._ask_who()
            return
        unread = f"; {marks.left_out}" if marks.left_out else ""
        title, rows = f"MARKS: {marks.rubric.title}{unread}", rubric_rows(marks, learners, self._told)
        page = self.page_that_stands()
        if page is None:
            self.app.push_screen(RubricPage(title, rows, self._wanted_of_marks), self._to_line)
        else:
            page.write(title, rows, said, at)

    def _marks(self) -> RubricMarks:
        from wargame.review.rubric import rubric_of
        from wargame.review.rubric_marks import marks_beside, read_marks

        rubric = rubric_of(self.rubric_file) if self.rubric_file is not None else None
        return read_marks(marks_beside(self.path), rubric)

    def _wanted_of_marks(self, wanted: str) -> None:
        key, _, row = wanted.partition(":")
        if key == "n":
            self._ask_who()
        elif key == "w":
            self._write_marks()
        elif row:
            marks = self._marks()
            person, _, criterion = row[1:].partition(".")
            self._mark_by(key, marks.rubric, self._known(marks)[int(person)], int(criterion))

    def _known(self, marks: RubricMarks) -> tuple[str, ...]:
        """Those who have marks, then those who were named here."""
        return tuple(dict.fromkeys((*marks.learners, *self._learners)))

    def _ask_who(self) -> None:
        self.app.push_screen(Question("WHO IS MARKED? a name or a pseudonym"), self._named)

    def _named(self, learner: str | None) -> None:
        if learner is not None:
            self._learners = (*self._learners, " ".join(learner.split()))
            self._marks_page(at=f"C{len(self._known(self._marks())) - 1}.0")

    def _mark_by(self, key: str, rubric: Rubric, learner: str, at: int) -> None:
        from wargame.present.rubric_rows import level_rows
        from wargame.review.rubric_marks import Mark, add_marks, marks_beside
        from wargame.ui.replay.rubric_windows import LevelPage

        criterion, walk = rubric.criteria[at], self.walk
        assert walk is not None

        def keep(mark: Mark) -> None:
            try:
                add_marks(marks_beside(self.path), rubric, [mark])
            except WargameError as fault:
                self.say_there(str(fault), fault=True)
            else:
                self._marks_page(f"{learner}: {criterion.id} is marked")

        mark = partial(Mark, learner=learner, criterion=criterion.id, who=self.who, at=now())

        def level(chosen: str | None) -> None:
            if chosen:
                keep(mark(kind="level", level=int(chosen)))

        def words(said: str | None) -> None:
            if said is not None:
                keep(mark(kind="words", words=said))

        if key == "enter":
            self.app.push_screen(LevelPage(f"{learner}: {criterion.asks}", level_rows(criterion)), level)
        elif key == "c":
            self.app.push_screen(Question(f"WORDS on {learner}: {criterion.asks}", tall=True), words)
        elif key == "e":
            step, line = walk.here(), walk.timeline
            if step is not None:
                keep(mark(kind="line", line=line.lines[step], hash=line.hash(step)))
        else:
            level(key)

    def _write_marks(self) -> None:
        from wargame.review.form_sheets import free_place, write_sheet
        from wargame.review.rubric_marks import as_table

        try:
            said = write_sheet(as_table(self._marks()), self.path, "rubric", free_place(self.path, "rubric"))
        except WargameError as fault:
            self.say_there(str(fault), fault=True)
        else:
            self.say_there(said)
