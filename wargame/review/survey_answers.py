"""Answers to a survey, keyed to pseudonyms: beside the record, read by nobody at the table, one row a pseudonym.

They lie in `NAME.survey.jsonl`, which begins with the survey itself. Neither a name nor a seat stands there, since a
seat is a person to whoever was in the room.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from wargame.errors import SpecError, WargameError
from wargame.review.survey import TIMES, TOTAL, Survey, SurveyItem, When
from wargame.table.chair import Clock
from wargame.table.session import beside, load
from wargame.transcript.codebook import Heading, Row, flag, text, whole
from wargame.transcript.columns import ColumnTable, of_rows
from wargame.transcript.side_file import add_object, check_hand, read_objects

LONGEST = 1000
"""Characters of an answer in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAnswer:
    """What one pseudonym answered to one item."""

    pseudonym: str
    when: When
    item: str
    number: int = 0
    """The step or the choice, from 1; 0 for an answer in words."""
    words: str = ""


@dataclass(frozen=True, slots=True)
class SurveyAnswers:
    """All answers beside one record; of several to the same item the last counts."""

    survey: Survey | None
    """None where no survey was opened."""
    every: tuple[SurveyAnswer, ...] = ()
    unread: int = 0
    """Lines of the file that answer nothing of any survey."""
    of_others: int = 0
    """Answers to items that this survey has not, or words otherwise: they were given to another one."""

    @property
    def left_out(self) -> str:
        """What of the file does not count, in a sentence; empty where all does."""
        others = f"{self.of_others} answers to another survey that was opened for this game" if self.of_others else ""
        unread = f"{self.unread} lines that answer nothing of this survey" if self.unread else ""
        said = " and ".join(filter(None, (others, unread)))
        return f"{said} are left out; the file keeps them" if said else ""

    def pseudonyms(self, when: When | None = None) -> tuple[str, ...]:
        """Who answered, before, after or at all, in the order in which they first did."""
        return tuple(dict.fromkeys(each.pseudonym for each in self.every if when in (None, each.when)))


def answers_beside(record: Path) -> Path:
    """Where the answers of a game lie."""
    return record.with_name(f"{record.stem}.survey.jsonl")


def read_answers(path: Path) -> SurveyAnswers:
    """The answers in a file to the survey that stands there last; SpecError if the file cannot be read.

    An answer belongs to the survey above it. It counts where the last one asks the same in the same words.
    """
    survey, found, unread = None, list[tuple[SurveyAnswer, SurveyItem]](), 0
    for _, data in read_objects(path):
        if data is not None and "survey" in data:
            survey = _survey(data["survey"]) or survey
        else:
            answer = _answer(data)
            if answer is None or survey is None or _misfit(answer, survey):
                unread += 1
            else:
                found.append((answer, next(each for each in survey.items if each.id == answer.item)))
    items = survey.items if survey is not None else ()
    fits = [answer for answer, item in found if item in items]
    return SurveyAnswers(survey, tuple(fits), unread, len(found) - len(fits))


def _survey(data: object) -> Survey | None:
    if isinstance(data, dict) and isinstance(data.get("items"), list):
        items = [_without_zero(item) for item in data["items"]]
        data = {**data, "items": items}
    try:
        return Survey.model_validate(data)
    except ValidationError:
        return None


def _without_zero(item: object) -> object:
    """Where no choice is right, earlier files have a zero."""
    if isinstance(item, dict) and item.get("right") == 0:
        return {key: value for key, value in item.items() if key != "right"}
    return item


def _answer(data: Mapping[str, Any] | None) -> SurveyAnswer | None:
    try:
        answer = SurveyAnswer(**(data or {}))
    except TypeError:
        return None
    typed = all(type(getattr(answer, f.name)) is (int if f.name == "number" else str) for f in fields(SurveyAnswer))
    return answer if typed else None


def _misfit(answer: SurveyAnswer, survey: Survey) -> str:
    item = next((each for each in survey.items if each.id == answer.item), None)
    if item is None:
        return f"{answer.item!r}: the items are {', '.join(each.id for each in survey.items)}"
    if answer.when not in TIMES or not item.is_asked(answer.when):
        return f"{item.id}: this is not asked {answer.when} the game"
    return unfit(item, answer.number, answer.words)


def unfit(item: SurveyItem, number: int, words: str) -> str:
    """Why this is no answer to an item, in a sentence; empty if it is one."""
    if item.kind != "text":
        most = len(item.options)
        return "" if 1 <= number <= most else f"{number}: the answers are 1 to {most}"
    if not words.strip() or len(words) > LONGEST:
        return f"this has {len(words)} letters; an answer has 1 to {LONGEST}"
    return ""


@dataclass(frozen=True)
class OfferedSurvey:
    """A survey that is offered to the people of a table."""

    survey: Survey
    record: Path
    """Beside which the answers lie."""
    offered: set[tuple[str, When]] = field(default_factory=set)
    """To which seat it was offered, and when."""

    def due(self, seat: str, clock: Clock) -> When | None:
        """Whether it is to be offered to a seat now, once before the first turn is under way and once at the end."""
        opening = clock.turn <= 1 and clock.phase in ("start", "brief", "talk") and clock.round <= 1
        when: When | None = "after" if clock.phase == "end" else "before" if opening else None
        return when if when is not None and (seat, when) not in self.offered and self.survey.asked(when) else None

    def open(self) -> None:
        """Let the survey stand beside the record; SpecError if it cannot be written."""
        path, asked = answers_beside(self.record), self.survey.model_dump(mode="json")
        if read_answers(path).survey != self.survey:
            add_object(path, {"survey": asked})

    def refused(self, pseudonym: str, names: Collection[str] = ()) -> str:
        """Why nobody may answer under this pseudonym, in a sentence; empty if somebody may. `names` are never taken."""
        try:
            check_hand(pseudonym)
            people = [person.name for person in load(beside(self.record)).people]
        except WargameError as fault:
            return str(fault)
        if pseudonym.strip().casefold() in {name.strip().casefold() for name in (*people, *names)}:
            return f"{pseudonym}: this is somebody's name at this table; answers are kept under a pseudonym alone"
        return ""

    # the same as whoever asks at a screen or line by line needs it

    def begin(self, seat: str, when: When) -> None:
        """It is offered to a seat now, and not again."""
        self.offered.add((seat, when))

    async def check(self, pseudonym: str, names: Collection[str] = ()) -> str:
        """As `refused`."""
        return self.refused(pseudonym, names)

    async def keep(self, answer: SurveyAnswer) -> None:
        """As `add`."""
        self.add(answer)

    async def end(self, seat: str, when: When) -> None:
        """It was gone through or left out."""

    def add(self, answer: SurveyAnswer) -> None:
        """Keep an answer; SpecError, and nothing is written, if it answers nothing of this survey."""
        if wrong := self.refused(answer.pseudonym) or _misfit(answer, self.survey):
            raise SpecError(wrong)
        self.open()
        add_object(answers_beside(self.record), asdict(answer))


def headings(survey: Survey) -> Mapping[str, Heading]:
    """What stands in each column of `as_table`: the codebook of this survey."""
    found = {"pseudonym": text("under which somebody answered; no name and no seat is kept")}
    for item in survey.items:
        for when in TIMES:
            if item.is_asked(when):
                found |= _columns(item, when)
    for when in TIMES:
        if any(each.right for each in survey.asked(when)):
            found[f"{TOTAL}_{when}"] = whole(
                f"right answers to quiz items {when} the game; missing where none was given", "answers"
            )
    return found


def _columns(item: SurveyItem, when: When) -> Mapping[str, Heading]:
    name, asked = f"{item.id}_{when}", f"{when} the game: {item.asks}"
    if item.kind == "text":
        return {name: text(asked)}
    options = "; ".join(f"{n} {words}".strip() for n, words in enumerate(item.options, 1))
    found = {name: whole(f"{asked} {options}", "option")}
    if item.right:
        why = f", because {item.because}" if item.because else ""
        found[f"{name}_right"] = flag(f"whether {name} is {item.right}{why}")
    return found


def as_table(answers: SurveyAnswers) -> ColumnTable:
    """One row a pseudonym, typed; what was not answered is missing. SpecError where no survey was opened."""
    if answers.survey is None:
        raise SpecError("no survey was opened for this game: `wargame play --survey default` offers one")
    return of_rows("survey", headings(answers.survey), list(_rows(answers, answers.survey)))


def _rows(answers: SurveyAnswers, survey: Survey) -> Iterator[Row]:
    last = {(each.pseudonym, each.when, each.item): each for each in answers.every}
    for pseudonym in answers.pseudonyms():
        cells: list[object] = [pseudonym]
        right: dict[When, list[bool]] = {when: [] for when in TIMES}
        for item in survey.items:
            for when in (each for each in TIMES if item.is_asked(each)):
                given = last.get((pseudonym, when, item.id))
                cells.append(None if given is None else given.words if item.kind == "text" else given.number)
                if item.right:
                    hit = None if given is None else given.number == item.right
                    cells.append(hit)
                    right[when] += [] if hit is None else [hit]
        quizzed = (when for when in TIMES if any(each.right for each in survey.asked(when)))
        yield (*cells, *(sum(right[when]) if right[when] else None for when in quizzed))
