"""A guided review of a game: four questions with private answers first, evidence by line, actions with owner and date.

It lies beside the record, in `NAME.review.jsonl`, and is only added to. Nobody reads an answer before all are opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from wargame.errors import SpecError
from wargame.transcript.side_file import add_object, check_hand, read_objects

QUESTIONS = (
    "What did you intend?",
    "What happened?",
    "Why did it come out so?",
    "What would you keep, and what would you do otherwise?",
)
ReviewKind = Literal["answer", "opened", "evidence", "action"]
REVIEW_KINDS: tuple[ReviewKind, ...] = get_args(ReviewKind)
MOST_LETTERS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewEntry:
    """One thing that was said or settled in a review."""

    kind: ReviewKind
    """`opened` opens all answers, those that follow as well."""
    who: str
    """Whoever said it, as they call themselves."""
    at: str
    """Date and time in UTC, to the second."""
    text: str = ""
    question: int = 0
    """From 1 to 4; 0 where none is answered or shown."""
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
    def is_open(self) -> bool:
        """Whether the answers may be read."""
        return any(entry.kind == "opened" for entry in self.entries)

    def of(self, kind: ReviewKind, question: int = 0) -> Iterator[ReviewEntry]:
        """Entries of a kind, of one question or of all; of answers to the same question by one hand the last counts."""
        last = {(each.who, each.question): each for each in self.entries if each.kind == "answer"}
        for each in self.entries:
            current = each.kind != "answer" or last[each.who, each.question] is each
            if each.kind == kind and current and question in (0, each.question):
                yield each

    def answered(self, question: int) -> tuple[str, ...]:
        """Who has answered a question."""
        return tuple(each.who for each in self.of("answer", question))


def review_beside(record: Path) -> Path:
    """Where the review of a game lies."""
    return record.with_name(f"{record.stem}.review.jsonl")


def read_review(path: Path) -> GuidedReview:
    """The review in a file; one that is not there is empty. Lines that are no entry are counted and passed over."""
    found, unread = [], 0
    for _, data in read_objects(path):
        try:
            entry = ReviewEntry(**{field.name: (data or {})[field.name] for field in fields(ReviewEntry)})
            _check(entry)
        except (KeyError, TypeError, AttributeError, SpecError):
            unread += 1
        else:
            found.append(entry)
    return GuidedReview(path, tuple(found), unread)


def add_entry(path: Path, entry: ReviewEntry) -> None:
    """Write one more entry; SpecError for one that cannot be, or if the file cannot be written."""
    _check(entry)
    add_object(path, asdict(entry))


def _check(entry: ReviewEntry) -> None:
    check_hand(entry.who)
    if entry.kind not in REVIEW_KINDS:
        raise SpecError(f"{entry.kind!r}: this must be one of {', '.join(REVIEW_KINDS)}")
    if entry.kind != "opened" and not 0 < len(entry.text.strip()) <= MOST_LETTERS:
        raise SpecError(f"this has {len(entry.text)} letters; 1 to {MOST_LETTERS} are taken")
    if entry.kind in ("answer", "evidence") and entry.question not in range(1, len(QUESTIONS) + 1):
        raise SpecError(f"question {entry.question}: there are questions 1 to {len(QUESTIONS)}")
    if entry.kind == "evidence" and entry.line < 1:
        raise SpecError(f"line {entry.line}: evidence is a line of the record, from 1 on")
    if entry.kind == "action":
        _check_action(entry)


def _check_action(entry: ReviewEntry) -> None:
    if not entry.owner.strip():
        raise SpecError("an action has an owner: say who carries it out")
    try:
        date.fromisoformat(entry.due)
    except ValueError:
        raise SpecError(f"{entry.due!r}: an action has a date, such as 2027-01-31") from None


def as_markdown(review: GuidedReview, title: str, told: Callable[[int], str]) -> str:
    """The review as a report in Markdown; `told` says what stands at a line of the record.

    Answers that are not opened are counted and not told.
    """
    lines = [f"# Review of {title}", ""]
    for number, question in enumerate(QUESTIONS, 1):
        lines += [f"## {number}. {question}", ""]
        answers = list(review.of("answer", number))
        if review.is_open:
            lines += [f"- **{each.who}**: {_one_line(each.text)}" for each in answers]
        else:
            lines.append(f"{len(answers)} private answers, not opened.")
        evidence = list(review.of("evidence", number))
        lines += ["", "Evidence:", ""] if evidence else []
        lines += [f"- line {each.line}: {_one_line(told(each.line))} ({_one_line(each.text)})" for each in evidence]
        lines.append("")
    lines += ["## Actions", "", "| What | Who | By |", "|---|---|---|"]
    lines += [f"| {_one_line(each.text)} | {each.owner} | {each.due} |" for each in review.of("action")]
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
