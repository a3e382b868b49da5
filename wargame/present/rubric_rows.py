"""Marks by a rubric as rows: each learner with every criterion, its level in words, and the lines that show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from wargame.present.rows import ListRow, heading
from wargame.review.rubric import Criterion
from wargame.review.rubric_marks import RubricMarks


def rubric_rows(marks: RubricMarks, learners: Sequence[str], told: Callable[[int], str]) -> list[ListRow]:
    """One page of marks; `told` says what stands at a line of the record.

    The key of a criterion of a learner is `C` and their numbers from 0, such as `C0.2`; of a line it is `L` and its
    number.
    """
    rows = []
    for number, learner in enumerate(learners):
        rows.append(heading(learner))
        for at, criterion in enumerate(marks.rubric.criteria):
            rows += _marked(marks, learner, criterion, f"C{number}.{at}", told)
    return rows or [ListRow((), "nobody is marked yet: n names a learner", style="dim")]


def _marked(
    marks: RubricMarks, learner: str, criterion: Criterion, key: str, told: Callable[[int], str]
) -> Iterator[ListRow]:
    level = marks.level(learner, criterion.id)
    said = criterion.levels[level - 1] if level else "not marked"
    yield ListRow(((f"{level or '-'}/{len(criterion.levels)}  ", "bold"),), f"{criterion.asks}: {said}", key)
    for line in marks.lines(learner, criterion.id):
        yield ListRow(((f"     line {line} ", "dim"),), told(line), f"L{line}")
    if words := marks.words(learner, criterion.id):
        yield ListRow((("     ", ""),), words, style="dim")


def level_rows(criterion: Criterion) -> list[ListRow]:
    """The levels of a criterion to choose from; their keys are their numbers."""
    return [ListRow(((f"{n}  ", "bold"),), words, str(n)) for n, words in enumerate(criterion.levels, 1)]
