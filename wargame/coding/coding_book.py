"""A codebook for what was said: one question, categories of which exactly one is chosen, and what is an item."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field, field_validator

from wargame.review.form_files import FORMS_FOLDER, form_of, repeated
from wargame.scenario.dossier import OneLine, Plain
from wargame.scenario.find import content_root

CodingUnit = Literal["message", "offer", "statement", "argument", "reason"]
UNITS: tuple[CodingUnit, ...] = get_args(CodingUnit)
"""What can be an item: a message; the words of an offer or of its answer; the statement before sealed orders; an
argument with its reasons; the private reason of a person or a model for a decision."""


RESERVED: Mapping[str, str] = {
    "quit": "stops coding line by line",
    "back": "goes back when coding line by line",
    "all": "stands for all categories in the table of agreement",
}
"""What no category can be called, since it is a word of the program's own: what it does there."""


class CodingCategory(Plain):
    """One category."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,23}$")]
    """What is written for it in files and sheets."""
    means: OneLine
    """Its definition."""
    example: OneLine = ""
    """Words that belong to it; empty for none."""

    @field_validator("id")
    @classmethod
    def _no_word_of_ours(cls, name: str) -> str:
        if name in RESERVED:
            raise ValueError(f"{name!r} {RESERVED[name]}; give the category another id")
        return name


class CodingBook(Plain):
    """What coders are asked of every item."""

    title: OneLine
    asks: OneLine
    units: tuple[CodingUnit, ...]
    """At least one."""
    categories: tuple[CodingCategory, ...]
    """2 to 12, in the order in which they are read."""

    @field_validator("units")
    @classmethod
    def _some(cls, units: tuple[str, ...]) -> tuple[str, ...]:
        if not units or repeated(units) is not None:
            raise ValueError(f"name at least one of {', '.join(UNITS)}, and each once")
        return units

    @field_validator("categories")
    @classmethod
    def _told_apart(cls, categories: tuple[CodingCategory, ...]) -> tuple[CodingCategory, ...]:
        if not 2 <= len(categories) <= 12:
            raise ValueError(f"this has {len(categories)}; a codebook has 2 to 12 categories")
        for what, texts in (("ids", [each.id for each in categories]), ("meanings", [e.means for e in categories])):
            if (twice := repeated(texts)) is not None:
                raise ValueError(f"two {what} read {twice!r}; each category must be another")
        return categories

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the categories, in their order."""
        return tuple(each.id for each in self.categories)


def coding_book_of(path: Path | None = None) -> CodingBook:
    """A codebook from YAML, the shipped one unless a file is named; PackError lists faults, each with its line."""
    return form_of(path or shipped_coding_book(), CodingBook, "codebook")


def shipped_coding_book() -> Path:
    """Where the codebook lies that came with the program."""
    return content_root() / FORMS_FOLDER / "coding.yaml"
