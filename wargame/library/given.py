"""What a program hands in, looked at before anything starts: a wrong type is named with its value and what would do."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from wargame.core.codebook import family_of, owner
from wargame.core.ids import Variable
from wargame.errors import SpecError
from wargame.rules.model.derived import derived_names
from wargame.transcript.setup import GameSetup


def path_of(name: str, value: object) -> Path:
    """The path that was given; SpecError unless it is a text or a path."""
    if isinstance(value, str | os.PathLike) and isinstance(found := os.fspath(value), str):
        return Path(found)
    raise SpecError(f"{name}={value!r}: this must be the path of a file, as str or Path")


def mapping_of(name: str, value: object, example: str) -> dict[str, Any]:
    """The pairs that were given, none for None; SpecError unless they stand under names."""
    if value is None:
        return {}
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return dict(value)
    raise SpecError(f"{name}={value!r}: this must be a dict such as {example}")


def items_of(name: str, value: object, example: str) -> tuple[Any, ...]:
    """The things that were given one after the other; SpecError for one thing alone, a text too."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise SpecError(f"{name}={value!r}: this must be several, such as {example}")
    return tuple(value)


def whole(name: str, value: object, least: int | None = None, *, optional: bool = True) -> None:
    """SpecError unless this is a whole number, or None where it may be left out, and not less than it may be."""
    if value is None and optional:
        return
    if isinstance(value, bool) or not isinstance(value, int):
        raise SpecError(f"{name}={value!r}: this must be a whole number")
    if least is not None and value < least:
        raise SpecError(f"{name}={value}: this must be {least} or more")


def seconds(name: str, value: object) -> None:
    """SpecError unless this is a length of time, or None for ever."""
    right = isinstance(value, int | float) and not isinstance(value, bool) and value > 0
    if value is not None and not right:
        raise SpecError(f"{name}={value!r}: this must be more than 0, or None to wait for ever")


def variables_of(name: str, value: object, setup: GameSetup) -> tuple[Variable, ...]:
    """Names of variables; SpecError, with names that resemble it, for one that this game cannot have."""
    asked = items_of(name, value, "['rome.A', 'world.open_lag']")
    if not asked:
        return ()
    book, start = setup.opening()
    owners = {"world", "model", *(seat.id for seat in book.setting.seats)}
    known = [*(change.variable for change in start.changes), *derived_names(book)]
    for each in asked:
        later = isinstance(each, str) and family_of(Variable(each)) is not None and owner(Variable(each)) in owners
        if each not in known and not later:
            near = difflib.get_close_matches(str(each), known, 3, 0.5)
            hint = f"did you mean {', '.join(near)}?" if near else "codebook() lists them all"
            raise SpecError(f"{name}: no variable of this game is called {each!r}; {hint}")
    return tuple(Variable(each) for each in asked)
