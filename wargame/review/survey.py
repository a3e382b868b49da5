"""A survey and quiz before and after a game, as plain data that an instructor writes; no rule and no score knows it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, field_validator, model_validator

from wargame.review.form_files import FORMS_FOLDER, form_of, repeated
from wargame.scenario.dossier import OneLine, Plain
from wargame.scenario.find import content_root

When = Literal["before", "after"]
TIMES: tuple[When, ...] = get_args(When)
TOTAL = "right_answers"
"""How the columns begin that sum up the quiz."""
SHIPPED = "default"
"""The word that stands for the survey that comes along."""


class SurveyItem(Plain):
    """One question."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,23}$")]
    """How its columns begin."""
    asks: OneLine
    kind: Literal["scale", "choice", "text"]
    when: Literal["before", "after", "both"] = "both"
    steps: Annotated[int, Field(ge=2, le=9)] = 7
    """How many steps a scale has, from 1."""
    low: OneLine = ""
    """What step 1 means."""
    high: OneLine = ""
    """What the last step means."""
    choices: tuple[OneLine, ...] = ()
    right: int | None = None
    """The number of the right choice, from 1; nothing where none is right."""
    because: OneLine = ""
    """Why it is right; it stands in the codebook."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.kind != "choice" and self.choices:
            raise ValueError(f"choices stand with kind: choice alone, and this is a {self.kind}")
        if self.kind == "choice" and not 2 <= len(self.choices) <= 9:
            raise ValueError(f"kind: choice needs choices, 2 to 9 of them; this has {len(self.choices) or 'none'}")
        if (twice := repeated(self.choices)) is not None:
            raise ValueError(f"two choices read {twice!r}; each must say something else")
        if self.right is not None and self.kind != "choice":
            raise ValueError(f"right is the number of a choice, and this is a {self.kind}; leave it out")
        if self.right is not None and not 1 <= self.right <= len(self.choices):
            raise ValueError(
                f"right is {self.right}; it is the number of a choice, 1 to {len(self.choices)}, or is left out"
            )
        return self

    def is_asked(self, when: When) -> bool:
        """Whether it belongs before or after the game."""
        return self.when in ("both", when)

    @property
    def options(self) -> Sequence[str]:
        """What can be chosen, in words, from number 1 on; empty for a text."""
        if self.kind == "choice":
            return self.choices
        if self.kind == "text":
            return ()
        return (self.low, *[""] * (self.steps - 2), self.high)


class Survey(Plain):
    """All questions, in their order."""

    title: OneLine
    items: tuple[SurveyItem, ...]
    """1 to 40."""

    @field_validator("items")
    @classmethod
    def _each_once(cls, items: tuple[SurveyItem, ...]) -> tuple[SurveyItem, ...]:
        if not 1 <= len(items) <= 40:
            raise ValueError(f"this has {len(items)}; a survey has 1 to 40 items")
        names = [each.id for each in items]
        if TOTAL in names:
            raise ValueError(f"{TOTAL!r} is what the sums of the quiz are called; give the item another id")
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"there are two items {name!r}; each id must stand once")
        return items

    def asked(self, when: When) -> tuple[SurveyItem, ...]:
        """What is asked before, or after."""
        return tuple(each for each in self.items if each.is_asked(when))


def survey_of(path: Path | None = None) -> Survey:
    """The survey in a YAML file, the shipped one unless a file is named; PackError lists faults, each with its line."""
    return form_of(path or content_root() / FORMS_FOLDER / "survey.yaml", Survey, "survey")
