"""`wargame rubric`: learners marked by criteria, each mark tied to lines of the record; one row a learner as CSV."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands.output import say_line, tell_line
from wargame.commands.record import damage_of
from wargame.errors import SpecError

if TYPE_CHECKING:
    from wargame.review.rubric import Rubric
    from wargame.review.rubric_marks import RubricMarks


def rubric(
    file: Annotated[Path | None, typer.Argument(help="A transcript; without one the rubric is shown.")] = None,
    rubric: Annotated[Path | None, typer.Option(metavar="FILE", help="Criteria of your own, as YAML.")] = None,
    learner: Annotated[str | None, typer.Option(help="Whom to mark, by a name or a pseudonym.")] = None,
    mark: Annotated[list[str], typer.Option(metavar="CRITERION=LEVEL", help="A level; repeatable.")] = [],
    line: Annotated[list[int], typer.Option(help="A line of the record that shows it; repeatable.")] = [],
    words: Annotated[str, typer.Option(help="Words on it.")] = "",
    name: Annotated[str, typer.Option(help="Who marks.")] = "reviewer",
    csv: Annotated[bool, typer.Option("--csv", help="One row a learner beside the record, and its codebook.")] = False,
    out: Annotated[Path | None, typer.Option(help="Where the CSV goes instead.")] = None,
) -> None:
    """Mark learners by a rubric, with lines of the record as evidence.

    With no mark to give it shows those that there are. In `wargame replay FILE` the key u does the same at the place
    where one stands. Marks lie beside the record. Exit code 1: the record is damaged, and this is what can be read.
    """
    from wargame.review.rubric import rubric_of
    from wargame.review.rubric_marks import as_table, marks_beside, read_marks

    own = rubric_of(rubric) if rubric is not None else None
    if file is None:
        if learner or mark or line or words or csv or out:
            raise SpecError("rubric needs a transcript (.jsonl) to mark by; alone it shows the criteria")
        _criteria(own or rubric_of())
        return
    damage = damage_of(file)
    if (mark or line or words) and not learner:
        raise SpecError("--learner is missing: say whom to mark, by a name or a pseudonym")
    if (line or words) and not mark:
        raise SpecError("--mark is missing: a line or words belong to a criterion, such as --mark leverage=3")
    if out is not None and not csv:
        raise SpecError(f"--out {out}: only --csv writes a file; add it")
    marks = read_marks(marks_beside(file), own)
    if learner and not mark:
        raise SpecError("--mark is missing: name a criterion and a level, such as --mark leverage=3")
    if damage:
        tell_line(f"{damage}; the marks beside it can be read")
    if damage and line:
        raise SpecError(f"--line {line[0]}: no line of a damaged record is evidence; mark without one")
    if learner:
        _add(file, marks.rubric, learner, mark, line, words, name)
        marks = read_marks(marks_beside(file), own)
    if marks.left_out:
        tell_line(f"{marks.path}: {marks.left_out}")
    if csv:
        from wargame.review.form_sheets import write_sheet

        tell_line(write_sheet(as_table(marks), file, "rubric", out))
    else:
        _told(marks)
    if damage:
        raise typer.Exit(1)


def _add(file: Path, rubric: Rubric, learner: str, given: list[str], lines: list[int], words: str, name: str) -> None:
    from functools import partial

    from wargame.review.rubric_marks import Mark, add_marks, marks_beside
    from wargame.review.timeline import STEPS
    from wargame.transcript.chain import unchained
    from wargame.transcript.line_index import index_of
    from wargame.transcript.overrides import now

    index = index_of(file, damaged=True)
    marks: list[Mark] = []
    try:
        for each in given:
            criterion, equals, level = each.partition("=")
            if not equals or not level.isdecimal():
                raise SpecError(f"--mark {each}: this must be CRITERION=LEVEL, such as --mark leverage=3")
            if any(made.criterion == criterion for made in marks):
                raise SpecError(f"--mark {each}: {criterion} has a level already; mark each criterion once")
            mark = partial(Mark, learner=" ".join(learner.split()), criterion=criterion, who=name, at=now())
            marks.append(mark(kind="level", level=int(level)))
            for number in lines:
                if not 1 <= number <= len(index):
                    raise SpecError(f"--line {number}: this record has lines 1 to {len(index)}")
                if index.kind(number) not in STEPS:
                    raise SpecError(
                        f"--line {number}: a {index.kind(number)} stands there; evidence is an event, a decision, a "
                        "call or an act of control"
                    )
                marks.append(mark(kind="line", line=number, hash=unchained(index.line(number))))
            if words:
                marks.append(mark(kind="words", words=words))
    finally:
        index.close()
    add_marks(marks_beside(file), rubric, marks)


def _criteria(rubric: Rubric) -> None:
    say_line(rubric.title)
    for each in rubric.criteria:
        say_line(f"{each.id}: {each.asks}")
        for number, words in enumerate(each.levels, 1):
            say_line(f"  {number} {words}")


def _told(marks: RubricMarks) -> None:
    if not marks.learners:
        tell_line("nobody is marked yet: --learner NAME --mark CRITERION=LEVEL marks, as does u in `wargame replay`")
    for learner in marks.learners:
        say_line(learner)
        for each in marks.rubric.criteria:
            level = marks.level(learner, each.id)
            said = f"{level}/{len(each.levels)} {each.levels[level - 1]}" if level else "not marked"
            at = "".join(f" [line {line}]" for line in marks.lines(learner, each.id))
            words = marks.words(learner, each.id)
            say_line(f"  {each.id}: {said}{at}{f' - {words}' if words else ''}")
