"""The guided review in line mode: the page of the review, then word by word what is added to it.

Its words are those of the screen and its keys. Whoever leads it sees the truth; what seats thought stays closed until
the instructor's word opens it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from wargame.console.lines import Cancelled, Ended, ReadLine, WriteLine, answer
from wargame.console.record_looks import step_lines, step_of_line, story_lines, turn_lines
from wargame.core.plain_text import as_given
from wargame.core.setting import Setting
from wargame.errors import SpecError, WargameError
from wargame.present.replay_rows import told_at
from wargame.present.review_rows import review_rows, review_title
from wargame.review.guided_review import GuidedReview, ReviewEntry, ReviewFile, review_beside
from wargame.review.instructor import instructor_word, mark_opened, opens, set_instructor_word
from wargame.review.review_forms import FORMS, FormName
from wargame.review.review_report import as_markdown
from wargame.review.walk import Walk
from wargame.table.people import same_word
from wargame.transcript.notes import Note, notes_beside, read_notes
from wargame.transcript.overrides import now
from wargame.transcript.side_file import check_hand

WORD = "the instructor's word, typed unseen: "
HELP = """\
a answer    somebody's private answers, one question after another; Enter passes a question over
o open      open the answers of all
s story     the moments that moved the game most, with their lines
  turn N    what happened in a turn, with the numbers of its lines; 0 is the opening
  line N    one line in full
e evidence  a line as evidence for a question
c action    what is to be done, by whom, and by when
T thoughts  open what seats thought, by the instructor's word, or close it; `line` then tells it
f form      the other form, with its time from the start
p page      the review so far
r report    write it as Markdown
q end       leave; everything is kept, and goes on where it was
`cancel` gives up what is being asked."""


@dataclass
class ReviewLines:
    """One sitting of a review."""

    record: Path
    walk: Walk
    """Through the truth."""
    setting: Setting
    who: str
    """The name of whoever leads it."""
    read: ReadLine
    write: WriteLine
    word: ReadLine
    """Reads a line that is not shown."""
    write_report: Callable[[str], str]
    """Takes the report, and says where it is; WargameError if it cannot be written."""
    clear: Callable[[], None] = lambda: None
    """Wipes what was typed, for the next person."""

    async def lead(self, form: FormName | None) -> None:
        """Begin in a form, or go on where the review stands; Ended if the input stops first, and all said is kept."""
        begun = self._review().begun
        if begun is None or form not in (None, begun.form):
            await self._begin(form)
        self._page()
        self.write("? lists the words")
        while True:
            name, _, rest = (await _line(self.read, "review> ")).strip().partition(" ")
            if name in ("q", "quit", "end"):
                return
            try:
                await self._do(name, rest.strip())
            except Cancelled:
                self.write("given up; what was kept before is kept")
            except WargameError as fault:
                self.write(f"{fault}.")

    async def _do(self, name: str, rest: str) -> None:
        words: Mapping[str, Callable[[], Awaitable[None]]] = {
            "answer": lambda: self._answer(rest),
            "evidence": self._evidence,
            "action": self._action,
            "thoughts": self._thoughts,
            "form": lambda: self._begin(None),
        }
        keys = {"a": "answer", "e": "evidence", "c": "action", "T": "thoughts", "f": "form"}
        asked = words.get(keys.get(name, name))
        if asked is not None:
            await asked()
        elif name in ("o", "open"):
            self._keep(ReviewEntry(kind="opened", who=self.who, at=now(), form=self._form))
            self._page()
        elif name in ("r", "report"):
            text = as_markdown(self._review(), self.record.stem, self._told, self._notes())
            self.write(f"written to {self.write_report(text)}")
        elif name in ("s", "story", "turn", "line"):
            for told in self._looked(name, rest):
                self.write(told)
        elif name in ("p", "page", ""):
            self._page()
        else:
            self.write(HELP if name in ("?", "help") else f"{as_given(name)} is no word here; ? lists them")

    def _looked(self, name: str, rest: str) -> Iterator[str]:
        if name == "turn":
            return turn_lines(self.walk, self.setting, rest)
        if name == "line":
            return step_lines(self.walk, self.setting, step_of_line(self.walk, rest))
        return story_lines(self.walk, self.setting)

    @property
    def _form(self) -> FormName:
        return self._review().form.name

    @cached_property
    def _file(self) -> ReviewFile:
        return ReviewFile(review_beside(self.record))

    def _review(self) -> GuidedReview:
        return self._file.read()

    def _keep(self, entry: ReviewEntry) -> None:
        self._file.add(entry)

    def _notes(self) -> Sequence[Note]:
        """The notes beside the record."""
        return [note for note in read_notes(notes_beside(self.record)).every if self.walk.timeline.stands(note.line)]

    def _told(self, line: int) -> str:
        return told_at(self.walk, line, self.setting)

    def _page(self) -> None:
        review = self._review()
        self.write(f"\n{review_title(review, now())}")
        for row in review_rows(review, self._told):
            self.write(f"\n{row.text}" if row.marked else row.text)

    async def _begin(self, form: FormName | None) -> None:
        lengths = {str(each.minutes): each for each in FORMS.values()}
        if form is None:
            for each in FORMS.values():
                self.write(f"{each.minutes} minutes: {' '.join(each.questions)} Then {each.then}.")
        while form is None:
            said = await answer(self.read, f"how long is there, {' or '.join(lengths)} minutes? ")
            form = lengths[said].name if said in lengths else None
        self._file.begin(ReviewEntry(kind="begun", who=self.who, at=now(), form=form))
        self.walk.thoughts = False
        if instructor_word(self.record) is None:
            self.write("An instructor's word opens what seats thought. Enter for none: it stays closed then.")
            await self._set_word()

    async def _answer(self, who: str) -> None:
        who = who or await answer(self.read, "who answers? a name or a pseudonym: ")
        if not who:
            return
        check_hand(who)
        form, over = FORMS[self._form], []
        self.write("Nobody reads an answer before all are opened. Enter passes a question over.")
        try:
            for number, question in enumerate(form.questions, 1):
                self.write(f"{number} of {len(form.questions)}: {question}")
                if text := await answer(self.read, "> "):
                    self._keep(
                        ReviewEntry(kind="answer", who=who, at=now(), text=text, question=number, form=form.name)
                    )
                else:
                    over.append(number)
        finally:
            self.clear()
        left = f"; passed over: {', '.join(map(str, over))}" if over else ""
        self.write(f"The answers of {who} are kept, and closed until all are opened{left}.")
        self.write("a takes those of the next person, o opens the answers of all, p shows the page.")

    async def _evidence(self) -> None:
        form, number, step = FORMS[self._form], "1", None
        asked = len(form.questions)
        while asked > 1 and (number := await answer(self.read, f"for which question, 1 to {asked}? ")):
            if number in map(str, range(1, asked + 1)):
                break
            self.write(f"{number}: there are questions 1 to {asked}.")
        while number and step is None and (line := await answer(self.read, "which line of the record? ")):
            try:
                step = step_of_line(self.walk, line)
            except SpecError as fault:
                self.write(f"{fault}.")
        if step is None:
            raise Cancelled
        await self._shown_by(step, int(number))

    async def _shown_by(self, step: int, number: int) -> None:
        line = self.walk.timeline.lines[step]
        self.write(f"line {line}: {self._told(line)}")
        shows = await answer(self.read, "what does it show? ")
        self._keep(
            ReviewEntry(
                kind="evidence",
                who=self.who,
                at=now(),
                text=shows,
                question=number,
                line=line,
                hash=self.walk.timeline.hash(step),
                form=self._form,
            )
        )
        self._page()

    async def _action(self) -> None:
        if not (what := await answer(self.read, "what is to be done? ")):
            raise Cancelled
        if not (owner := await answer(self.read, "by whom? ")):
            raise Cancelled
        action = ReviewEntry(kind="action", who=self.who, at=now(), text=what, owner=owner, form=self._form)
        while due := await answer(self.read, "by when, such as 2027-01-31? "):
            try:
                self._keep(replace(action, due=due))
            except SpecError as fault:
                self.write(f"{fault}.")
            else:
                self._page()
                return
        raise Cancelled

    async def _thoughts(self) -> None:
        if self.walk.thoughts:
            self.walk.thoughts = False
            self.write("What seats thought is closed again.")
            return
        if instructor_word(self.record) is None:
            self.write("No instructor's word is set. Whoever leads the review sets it; enter for none.")
            if not await self._set_word():
                self.write("It stays closed.")
                return
        elif not opens(self.record, await _line(self.word, WORD)):
            self.write("This is not the instructor's word; it stays closed.")
            return
        self._file.settle()
        mark_opened(self.record, self.walk.timeline.lines[self.walk.step], self.who)
        self.walk.thoughts = True
        self.write("What seats thought is open: `turn N` lists decisions too, `line N` tells one. T closes it.")

    async def _set_word(self) -> bool:
        word = await new_word(self.word, self.write)
        if word:
            self._file.settle()
            set_instructor_word(self.record, word, self.who)
        return bool(word)


async def new_word(read: ReadLine, write: WriteLine) -> str:
    """A word that was typed, and typed again the same; empty where none was."""
    while (word := await _line(read, WORD)).strip():
        if same_word(word, await _line(read, "once more: ")):
            return word
        write("The two differed, and none was set.")
    return ""


async def _line(read: ReadLine, prompt: str) -> str:
    line = await read(prompt)
    if line is None:
        raise Ended
    return line
