"""Every field of the game that takes free text is registered as words, or is known to be a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from wargame.core.arguments import CaseUnderArgument, Fact
from wargame.core.control_acts import Act
from wargame.core.moves import Decision
from wargame.core.written import WRITTEN

NAMES = {
    "Decision": {"id", "player", "via"},
    "Intent": {"verb"},
    "Weighing": {"argument"},
    "Reason": {"cites"},
    "Fact": {"id", "event"},
    "CaseUnderArgument": {"id", "event"},
    "Odds": {"event"},
    "Act": {"id", "who", "role"},
    "InjectNow": {"what", "target", "changes", "audience"},
    "FireInject": {"inject"},
    "CancelInject": {"inject"},
    "Retract": {"event"},
    "Override": {"variable"},
    "RuleArgument": {"case", "votes"},
    "Roll": {"case"},
    "Estimate": {"judge"},
    "RequestIntelligence": {"area"},
}
"""Fields that are strings and hold no words: ids, handles, kinds, names that the rules look up."""


def types_in(kind: type, seen: set[type]) -> Iterator[type]:
    """A dataclass and all that it can hold."""
    if kind in seen:
        return
    seen.add(kind)
    yield kind
    for hint in get_type_hints(kind).values():
        for part in parts(hint):
            if isinstance(part, type) and is_dataclass(part):
                yield from types_in(part, seen)


def parts(hint: Any) -> Iterator[Any]:
    if get_origin(hint) in (Union, UnionType, tuple):
        for arm in get_args(hint):
            yield from parts(arm)
    else:
        yield hint


def strings(kind: type) -> Iterator[str]:
    """Fields that hold strings which nothing narrows."""
    for name, hint in get_type_hints(kind, include_extras=True).items():
        if str in parts(hint):
            yield name


def test_every_free_text_of_moves_and_acts_is_registered_as_words() -> None:
    seen: set[type] = set()
    for root in (Decision, Act, CaseUnderArgument, Fact):
        for kind in types_in(root, seen):
            words = set(WRITTEN[kind].words) if kind in WRITTEN else set()
            assert set(strings(kind)) - NAMES.get(kind.__name__, set()) == words, kind.__name__


def test_what_holds_words_is_reached_from_what_holds_it() -> None:
    seen: set[type] = set()
    for root in (Decision, Act, CaseUnderArgument):
        for kind in types_in(root, seen):
            hints = get_type_hints(kind)
            holding = {name for name, hint in hints.items() if any(part in WRITTEN for part in parts(hint))}
            assert holding == (set(WRITTEN[kind].within) if kind in WRITTEN else set()), kind.__name__
