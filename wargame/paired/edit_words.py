"""Values of a scenario before and after an edit, and what does not fit in an edited one, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from wargame.scenario.bundle import Bundle
from wargame.scenario.faults import Key, shown

Path = tuple[str | int, ...]


def value_in_words(value: Any) -> str:
    """A value of a scenario in a few words; of lists and sets of keys their size, of long text the beginning."""
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, dict):
        return f"a set of {len(value)} keys" if len(value) != 1 else "a set of one key"
    if isinstance(value, float):
        return f"{value:g}"
    return "nothing" if value is None else shown(value)


def kind_in_words(value: Any) -> str:
    """What a value is that holds nothing inside."""
    if isinstance(value, bool):
        return "true or false"
    return "nothing" if value is None else "text" if isinstance(value, str) else "a number"


def change_in_words(before: Any, after: Any, *, is_there: bool = True) -> str:
    """`1 -> 2`; `not set -> 2` where there was nothing to be changed."""
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after) and before != after:
        return f"{value_in_words(before)} -> {value_in_words(after)}, with something else in it"
    if isinstance(before, dict) and isinstance(after, dict) and before != after:
        named = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        return f"{value_in_words(before)} -> {value_in_words(after)}, other in {', '.join(map(str, named[:3]))}" + (
            f" and {len(named) - 3} more" if len(named) > 3 else ""
        )
    return f"{value_in_words(before) if is_there else 'not set'} -> {value_in_words(after)}"


def first_misfit(data: Any, written: Mapping[Path, str]) -> str:
    """The first fault in the form of an edited scenario, an edited place before others, as checks of files tell it.

    `written` are places that were edited, each as its edit calls it. Empty if the form is right.
    """
    from wargame.scenario.shape import shaped
    from wargame.scenario.source import SourceFile

    faults = shaped(SourceFile("", "", data), Bundle).faults
    told = [_told(_path(each.key), each.sentence, written) for each in faults]
    return next((said for said, is_edited in told if is_edited), told[0][0] if told else "")


def _told(path: Path, sentence: str, written: Mapping[Path, str]) -> tuple[str, bool]:
    edits = [(place, at) for place, at in written.items() if path[: len(place)] == place]
    place, at = max(edits, default=((), ""), key=lambda each: len(each[0]))
    key = ".".join(map(str, (at, *path[len(place) :]) if edits else path))
    for name in (_short(path[-2:]), _short(path[-1:])):
        if name and sentence.startswith(f"{name} "):
            return f"{key}{sentence.removeprefix(name)}", bool(edits)
    return f"{key or 'the scenario'}: {sentence}", bool(edits)


def _short(path: Key) -> str:
    if len(path) == 2 and not isinstance(path[1], int):
        return ""
    return "".join(f"[{part}]" if isinstance(part, int) else part for part in path)


def _path(key: str) -> Path:
    """A dotted key as its parts: `pack.injects[1].turn`."""
    return tuple(int(part[1:-1]) if part[0] == "[" else part for part in re.findall(r"\[\d+\]|[^.\[\]]+", key))
