"""How much of one answer is taken: so many moves, so much of a text. What is beyond is left out, and that is said.

Rules refuse a text over `TEXT_LIMIT`; of a far longer one the record keeps only its beginning. Nobody who answers can
fill a disk. What control writes beyond bounds is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass, replace
from typing import Any, TypeVar

from wargame.core.contents import names_of, reader
from wargame.core.moves import Decision
from wargame.core.prose import TEXT_LIMIT, Text, length_of, said

T = TypeVar("T")

MOST = 100
"""Moves, orders, weighings, readers, clauses and reasons that are taken of one list in an answer."""
MOST_LINES = 1000
"""Lines of a seat's own discussion, dissents and faults that are taken with an answer."""
NUMBERS = frozenset((int, float, bool, type(None)))
LONGEST = 2 * TEXT_LIMIT
"""Characters from which on a text keeps its first `TEXT_LIMIT` and says how many are missing."""


TOLD = ("rationale", "plan", "notebook", "faults", "discussion", "dissent", "mended")
"""Fields of a decision that stand beside its body."""


def bounded(decision: Decision) -> Decision:
    """The same decision within bounds; what was left out stands among its faults."""
    told_with_it = tuple([getattr(decision, name) for name in TOLD])
    if _within((decision.body,), MOST) and _within(told_with_it, MOST_LINES):
        return decision
    left: list[str] = []
    body = _bounded(decision.body, "body", MOST, left)
    told = {name: _bounded(getattr(decision, name), name, MOST_LINES, left) for name in TOLD}
    if not left:
        return decision
    return replace(decision, body=body, **{**told, "faults": (*told["faults"], *(said(each) for each in left[:MOST]))})


def _within(values: tuple[Any, ...], most: int) -> bool:
    """Whether all this is surely within bounds, as nearly every answer is; what is of no usual type is not sure."""
    waiting = list(values)
    for each in waiting:  # which grows meanwhile
        kind: Any = type(each)
        if kind is str or kind is Text:
            if len(each) > LONGEST:
                return False
        elif kind is tuple:
            if len(each) > most:
                return False
            waiting += each
        elif kind not in NUMBERS:
            known = is_dataclass(each) and kind is not type
            if not known:
                return False
            waiting += reader(kind)(each)
    return True


def too_much(value: Any, name: str = "it") -> str:
    """What of an act of control is beyond bounds, as a sentence; empty if nothing is.

    Whoever writes it is there to shorten it, so nothing of it is left out: it is refused.
    """
    if isinstance(value, str):
        if length_of(value) > TEXT_LIMIT:
            return f"{name} has {length_of(value):,} characters; a text of control has at most {TEXT_LIMIT:,}"
        return ""
    if is_dataclass(value) and not isinstance(value, type):
        parts = [(getattr(value, field), field) for field in names_of(type(value))]
    elif isinstance(value, (tuple, Mapping)):
        if len(value) > MOST:
            return f"{name} has {len(value):,} entries; at most {MOST} are taken"
        items = value.items() if isinstance(value, Mapping) else ((each, each) for each in value)
        parts = [(part, name) for item in items for part in item]
    else:
        return ""
    return next((told for part, field in parts if (told := too_much(part, field))), "")


def _bounded(value: T, name: str, most: int, left: list[str]) -> T:
    kept: Any = value
    if isinstance(value, str):
        if len(value) > LONGEST:
            missing = len(value) - TEXT_LIMIT
            kept = said(f"{value[:TEXT_LIMIT]} [{missing:,} more characters were left out]")
            left.append(f"{name}: {missing:,} of {len(value):,} characters were left out")
    elif isinstance(value, tuple):
        items = [_bounded(each, name, most, left) for each in value[:most]]
        if len(value) > most:
            left.append(f"{name}: {most} of {len(value):,} were taken, the rest was left out")
        if len(value) > most or any(new is not old for new, old in zip(items, value, strict=False)):
            kept = tuple(items)
    elif is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for field in names_of(type(value)):
            old = getattr(value, field)
            if (new := _bounded(old, field, most, left)) is not old:
                changed[field] = new
        if changed:
            kept = replace(value, **changed)
    return kept  # type: ignore[no-any-return]
