"""A rubric: criteria with levels in words, as plain data that an instructor writes; no rule and no score knows it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator

from wargame.review.form_files import FORMS_FOLDER, form_of, repeated
from wargame.scenario.dossier import OneLine, Plain
from wargame.scenario.find import content_root

BESIDE = ("learner", "marked", "points")
"""Columns that stand beside those of the criteria."""


class Criterion(Plain):
    """One thing that a learner is marked by."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,23}$")]
    """How its columns begin."""
    asks: OneLine
    levels: tuple[OneLine, ...]
    """2 to 9, from the lowest, which is level 1."""

    @field_validator("levels")
    @classmethod
    def _a_few(cls, levels: tuple[str, ...]) -> tuple[str, ...]:
        if not 2 <= len(levels) <= 9:
            raise ValueError(f"this has {len(levels)}; a criterion has 2 to 9 levels")
        if (twice := repeated(levels)) is not None:
            raise ValueError(f"two levels read {twice!r}; each must say something else")
        return levels


class Rubric(Plain):
    """All criteria, in their order."""

    title: OneLine
    criteria: tuple[Criterion, ...]
    """1 to 12."""

    @field_validator("criteria")
    @classmethod
    def _each_once(cls, criteria: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
        if not 1 <= len(criteria) <= 12:
            raise ValueError(f"this has {len(criteria)}; a rubric has 1 to 12 criteria")
        names = [each.id for each in criteria]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"there are two criteria {name!r}; each id must stand once")
        columns = [*BESIDE, *(column for name in names for column in (f"{name}_lines", f"{name}_words"))]
        for name in names:
            if name in columns:
                raise ValueError(f"{name!r} is the name of another column; give the criterion another id")
        return criteria

    def criterion(self, name: str) -> Criterion | None:
        """A criterion by its id; None if there is none."""
        return next((each for each in self.criteria if each.id == name), None)


def rubric_of(path: Path | None = None) -> Rubric:
    """The rubric in a YAML file, the shipped one unless a file is named; PackError lists faults, each with its line."""
    return form_of(path or content_root() / FORMS_FOLDER / "rubric.yaml", Rubric, "rubric")
