"""Reading a rubric or a survey from a file that an instructor wrote: every fault with its line, or the form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from wargame.errors import PackError
from wargame.scenario.faults import listed
from wargame.scenario.shape import shaped
from wargame.scenario.source import read

FORMS_FOLDER = "forms"
"""Where the shipped ones lie."""

FormT = TypeVar("FormT", bound=BaseModel)


def repeated(texts: Sequence[str]) -> str | None:
    """The first of some texts that says what one before it says, but for case and blanks; None if all differ."""
    said = [" ".join(text.split()).casefold() for text in texts]
    return next((text for at, text in enumerate(texts) if said[at] in said[:at]), None)


def form_of(path: Path, model: type[FormT], what: str) -> FormT:
    """A YAML file as a model; PackError lists every fault with its line, also for a file that is not there."""
    source = read(path)
    shape = shaped(source, model)
    faults = sorted({*source.faults, *shape.faults})
    if faults or shape.value is None:
        raise PackError(f"this {what} cannot be used:\n{listed(faults)}")
    return shape.value
