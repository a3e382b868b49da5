"""Marks by a rubric: per learner and criterion a level, words and lines of the record; one row a learner as a table.

They lie beside the record, in `NAME.rubric.jsonl`, which is only added to: the last level counts. The rubric itself
stands there too, so that marks can be read without the file that it came from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import ValidationError

from wargame.errors import SpecError
from wargame.review.rubric import Criterion, Rubric, rubric_of
from wargame.transcript.codebook import Heading, Row, text, whole
from wargame.transcript.columns import ColumnTable, of_rows
from wargame.transcript.side_file import add_object, check_hand, read_objects

MarkKind = Literal["level", "line", "words"]
MARK_KINDS: tuple[MarkKind, ...] = get_args(MarkKind)
LONGEST = 1000
"""Characters of words on a mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing that was marked of one learner by one criterion."""

    kind: MarkKind
    """A level, a line of the record as evidence, or words."""
    learner: str
    """A name or a pseudonym, as the instructor calls them."""
    criterion: str
    who: str
    """Whoever marked, as they call themselves."""
    at: str
    """Date and time in UTC, to the second."""
    level: int = 0
    """From 1; 0 where no level is given."""
    line: int = 0
    """The line of the record that shows it; 0 for none."""
    hash: str = ""
    """SHA-256 of that line without what it follows from, 64 hex digits."""
    words: str = ""


@dataclass(frozen=True, slots=True)
class RubricMarks:
    """All marks beside one record, by the rubric that they were given by."""

    path: Path
    rubric: Rubric
    every: tuple[Mark, ...] = ()
    unread: int = 0
    """Lines of the file that are no mark by any rubric."""
    of_others: int = 0
    """Marks by criteria that this rubric has not, or words otherwise: they were given by another one."""

    @property
    def left_out(self) -> str:
        """What of the file does not count, in a sentence; empty where all does."""
        others = f"{self.of_others} marks by another rubric, which --rubric FILE reads," if self.of_others else ""
        unread = f"{self.unread} lines that are no marks by this rubric" if self.unread else ""
        said = " and ".join(filter(None, (others, unread)))
        return f"{said} are left out; the file keeps them" if said else ""

    @property
    def learners(self) -> tuple[str, ...]:
        """Everybody who was marked, in the order in which they first were."""
        return tuple(dict.fromkeys(each.learner for each in self.every))

    def level(self, learner: str, criterion: str) -> int:
        """The level that counts, from 1; 0 for none."""
        return next((each.level for each in reversed(list(self._of("level", learner, criterion)))), 0)

    def lines(self, learner: str, criterion: str) -> tuple[int, ...]:
        """The lines of the record that show it, each once, in the order in which they were named."""
        return tuple(dict.fromkeys(each.line for each in self._of("line", learner, criterion)))

    def words(self, learner: str, criterion: str) -> str:
        """What was written on it last; empty for nothing."""
        return next((each.words for each in reversed(list(self._of("words", learner, criterion)))), "")

    def _of(self, kind: MarkKind, learner: str, criterion: str) -> Iterator[Mark]:
        wanted = (kind, learner, criterion)
        return (each for each in self.every if (each.kind, each.learner, each.criterion) == wanted)


def marks_beside(record: Path) -> Path:
    """Where the marks of a game lie."""
    return record.with_name(f"{record.stem}.rubric.jsonl")


def read_marks(path: Path, rubric: Rubric | None = None) -> RubricMarks:
    """The marks in a file by a rubric, else by the one that stands there last, else by the shipped one.

    A mark belongs to the rubric above it, and counts where this one has its criterion in the same words; others are
    counted and left out. SpecError if the file cannot be read.
    """
    found, unread, there = list[tuple[Mark, Criterion | None]](), 0, None
    for _, data in read_objects(path):
        if data is not None and "rubric" in data:
            there = _rubric(data["rubric"]) or there
        else:
            mark = _mark(data)
            if mark is None or (there is not None and _misfit(mark, there)):
                unread += 1
            else:
                found.append((mark, there.criterion(mark.criterion) if there is not None else None))
    by = rubric or there or rubric_of()
    fits = [mark for mark, given in found if not _misfit(mark, by) and given in (None, by.criterion(mark.criterion))]
    return RubricMarks(path, by, tuple(fits), unread, len(found) - len(fits))


def add_marks(path: Path, rubric: Rubric, marks: Sequence[Mark]) -> None:
    """Write marks, and the rubric before them if another one or none stands there last.

    SpecError, and nothing is written, if one of them does not fit the rubric; also if the file cannot be written.
    """
    for mark in marks:
        if wrong := _misfit(mark, rubric):
            raise SpecError(wrong)
    last = None
    for _, data in read_objects(path):
        if data is not None and "rubric" in data:
            last = data["rubric"]
    asked = rubric.model_dump(mode="json")
    if last != asked:
        add_object(path, {"rubric": asked})
    for mark in marks:
        add_object(path, asdict(mark))


def _rubric(data: object) -> Rubric | None:
    try:
        return Rubric.model_validate(data)
    except ValidationError:
        return None


def _mark(data: Mapping[str, Any] | None) -> Mark | None:
    try:
        mark = Mark(**(data or {}))
    except TypeError:
        return None
    numbers = ("level", "line")
    typed = all(type(getattr(mark, f.name)) is (int if f.name in numbers else str) for f in fields(Mark))
    return mark if typed else None


def _misfit(mark: Mark, rubric: Rubric) -> str:
    """Why a mark cannot stand, in a sentence; empty if it can."""
    for name in (mark.learner, mark.who):
        try:
            check_hand(name)
        except SpecError as fault:
            return str(fault)
    criterion = rubric.criterion(mark.criterion)
    if criterion is None:
        return f"{mark.criterion!r}: the criteria of this rubric are {', '.join(each.id for each in rubric.criteria)}"
    if mark.kind not in MARK_KINDS:
        return f"{mark.kind!r}: this must be one of {', '.join(MARK_KINDS)}"
    if mark.kind == "level" and not 1 <= mark.level <= len(criterion.levels):
        return f"{mark.criterion}={mark.level}: the levels are 1 to {len(criterion.levels)}"
    if mark.kind == "line" and mark.line < 1:
        return f"line {mark.line}: evidence is a line of the record, from 1 on"
    if mark.kind == "words" and len(mark.words) > LONGEST:
        return f"these words have {len(mark.words)} characters; at most {LONGEST} are taken"
    return ""


def headings(rubric: Rubric) -> Mapping[str, Heading]:
    """What stands in each column of `as_table`: the codebook of this rubric."""
    found = {"learner": text("whoever was marked, as the instructor calls them")}
    for each in rubric.criteria:
        levels = "; ".join(f"{number} {words}" for number, words in enumerate(each.levels, 1))
        found[each.id] = whole(f"{each.asks}: {levels}; missing where not marked", "level")
        found[f"{each.id}_lines"] = text(f"lines of the record that show it, separated by blanks: {each.asks}")
        found[f"{each.id}_words"] = text(f"what was written on it: {each.asks}")
    found["marked"] = whole(f"criteria that were marked, of {len(rubric.criteria)}", "criteria")
    found["points"] = whole("sum of the levels that were given", "points")
    return found


def as_table(marks: RubricMarks) -> ColumnTable:
    """One row a learner, typed; `headings` says what stands in it."""
    return of_rows("rubric", headings(marks.rubric), list(_rows(marks)))


def _rows(marks: RubricMarks) -> Iterator[Row]:
    for learner in marks.learners:
        cells: list[object] = [learner]
        levels = []
        for each in marks.rubric.criteria:
            level = marks.level(learner, each.id)
            levels += [level] if level else []
            cells += [level or None, " ".join(map(str, marks.lines(learner, each.id))) or None]
            cells.append(marks.words(learner, each.id) or None)
        yield (*cells, len(levels), sum(levels))
