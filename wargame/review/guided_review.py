"""A guided review of a game: questions with private answers first, evidence by line, actions with owner and date.

It lies beside the record, in `NAME.review.jsonl`, and is only added to. Nobody reads an answer before all are opened.
`review_forms` says what is asked; one game may be reviewed in both forms, each with answers of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from wargame.errors import SpecError
from wargame.review.review_forms import FORM_NAMES, FORMS, FormName, ReviewForm
from wargame.transcript.side_file import add_object, check_hand, read_objects

ReviewKind = Literal["begun", "word", "answer", "opened", "evidence", "action", "thoughts"]
REVIEW_KINDS: tuple[ReviewKind, ...] = get_args(ReviewKind)
MOST_LETTERS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewEntry:
    """One thing that was said or settled in a review."""

    kind: ReviewKind
    """`begun` begins a form, and its time; `opened` opens all its answers, those that follow as well; `thoughts` says
    that what seats thought was opened; `word` holds the instructor's word, hashed."""
    who: str
    """Whoever said it, as they call themselves."""
    at: str
    """Date and time in UTC, to the second."""
    text: str = ""
    question: int = 0
    """From 1; 0 where none is answered or shown."""
    form: FormName = "thirty"
    """The form in which it was said."""
    line: int = 0
    """The line of the record that is the evidence; 0 for none."""
    hash: str = ""
    """SHA-256 of that line without what it follows from, 64 hex digits."""
    owner: str = ""
    """Who carries an action out."""
    due: str = ""
    """By when, as YYYY-MM-DD."""


@dataclass(frozen=True, slots=True)
class GuidedReview:
    """The review of one game so far."""

    path: Path
    entries: tuple[ReviewEntry, ...] = ()
    unread: int = 0
    """Lines of the file that are no entry."""

    @property
    def begun(self) -> ReviewEntry | None:
        """Where the form began in which the review stands; None before one was chosen."""
        return next((entry for entry in reversed(self.entries) if entry.kind == "begun"), None)

    @property
    def form(self) -> ReviewForm:
        """The form that was begun last; that of thirty minutes before one was chosen."""
        begun = self.begun
        return FORMS[begun.form if begun else "thirty"]

    def is_open(self, form: FormName) -> bool:
        """Whether the answers of a form may be read."""
        return any(entry.kind == "opened" and entry.form == form for entry in self.entries)

    def of(self, kind: ReviewKind, question: int = 0, form: FormName | None = None) -> Iterator[ReviewEntry]:
        """Entries of a kind, of one question or all, of one form or both.

        Of answers to the same question by one hand the last counts.
        """
        last = {(each.who, each.form, each.question): each for each in self.entries if each.kind == "answer"}
        for each in self.entries:
            current = each.kind != "answer" or last[each.who, each.form, each.question] is each
            if each.kind == kind and current and question in (0, each.question) and form in (None, each.form):
                yield each

    def answered(self, question: int, form: FormName) -> tuple[str, ...]:
        """Who has answered a question of a form."""
        return tuple(each.who for each in self.of("answer", question, form))


def review_beside(record: Path) -> Path:
    """Where the review of a game lies."""
    return record.with_name(f"{record.stem}.review.jsonl")


def where_kept(path: Path) -> str:
    """Where a review lies, or will as soon as something is said in it, in a sentence without its stop."""
    installed = Path(__file__).resolve().parents[1]
    will = "kept" if path.exists() else "what is said will be kept"
    if installed in path.resolve().parents:
        return f"{will} in the installed program, in {path}; a copy of the record elsewhere has a review of its own"
    return f"{will} in {path.name}, beside the record"


def read_review(path: Path) -> GuidedReview:
    """The review in a file; one that is not there is empty. Lines that are no entry are counted and passed over."""
    found, unread = [], 0
    for _, data in read_objects(path):
        try:
            entry = _entry(data or {})
        except (KeyError, TypeError, SpecError):
            unread += 1
        else:
            found.append(entry)
    return GuidedReview(path, tuple(found), unread)


def _entry(data: Mapping[str, Any]) -> ReviewEntry:
    """An entry as read; what reviews of earlier days do not say stands at its default."""
    known = {field.name: data[field.name] for field in fields(ReviewEntry) if field.name in data}
    entry = ReviewEntry(**known)
    for name, value in asdict(entry).items():
        if type(value) is not (int if name in ("question", "line") else str):
            raise TypeError(name)
    _check(entry)
    return entry


def add_entry(path: Path, entry: ReviewEntry) -> None:
    """Write one more entry; SpecError for one that cannot be, or if the file cannot be written."""
    _check(entry)
    add_object(path, asdict(entry))


@dataclass
class ReviewFile:
    """The review beside a record while it is led: its file appears when the first thing is said in it.

    Where there is no file yet, that a form was begun is held back, and written before whatever comes next.
    """

    path: Path
    _begun: ReviewEntry | None = None

    def read(self) -> GuidedReview:
        """What has been said so far, with a form that was begun and is not written yet."""
        review = read_review(self.path)
        return review if self._begun is None else replace(review, entries=(*review.entries, self._begun))

    def begin(self, entry: ReviewEntry) -> None:
        """Begin a form; SpecError for one that cannot be, or if the file is there and cannot be written."""
        _check(entry)
        if self.path.exists():
            add_entry(self.path, entry)
        else:
            self._begun = entry

    def add(self, entry: ReviewEntry) -> None:
        """Write one more entry; SpecError as for `add_entry`."""
        _check(entry)
        self.settle()
        add_entry(self.path, entry)

    def settle(self) -> None:
        """Write what was held back, since others are about to write; SpecError if the file cannot be written."""
        if self._begun is not None:
            add_entry(self.path, self._begun)
            self._begun = None


def _check(entry: ReviewEntry) -> None:
    check_hand(entry.who)
    if entry.kind not in REVIEW_KINDS:
        raise SpecError(f"{entry.kind!r}: this must be one of {', '.join(REVIEW_KINDS)}")
    if entry.form not in FORM_NAMES:
        raise SpecError(f"form {entry.form!r}: this must be one of {', '.join(FORM_NAMES)}")
    if entry.kind in ("begun", "opened", "thoughts"):
        _check_time(entry.at)
        return
    if not 0 < len(entry.text.strip()) <= MOST_LETTERS:
        raise SpecError(f"this has {len(entry.text)} letters; 1 to {MOST_LETTERS} are taken")
    asked = len(FORMS[entry.form].questions)
    if entry.kind in ("answer", "evidence") and entry.question not in range(1, asked + 1):
        there_are = f"there are questions 1 to {asked}" if asked > 1 else "there is question 1 alone"
        raise SpecError(f"question {entry.question}: {there_are}")
    if entry.kind == "evidence" and entry.line < 1:
        raise SpecError(f"line {entry.line}: evidence is a line of the record, from 1 on")
    if entry.kind == "action":
        _check_action(entry)


def _check_time(at: str) -> None:
    try:
        aware = datetime.fromisoformat(at).tzinfo is not None
    except ValueError:
        aware = False
    if not aware:
        raise SpecError(f"{at!r}: this must be a time with its zone, such as 2027-01-31T12:00:00+00:00")


def _check_action(entry: ReviewEntry) -> None:
    if not entry.owner.strip():
        raise SpecError("an action has an owner: say who carries it out")
    try:
        date.fromisoformat(entry.due)
    except ValueError:
        raise SpecError(f"{entry.due!r}: an action has a date, such as 2027-01-31") from None
