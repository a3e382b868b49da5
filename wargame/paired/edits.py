"""Changes of a scenario as data: a place in it, and what stands there instead, is added, taken away or shifted.

A place is a dotted path into the scenario's own form, such as `pack.world.g` or `dossiers.paris.start.A`. An item of
a list is called by its number, or by what its `id`, `model` or `measure` is: `dossiers.meta.models.llama.K`.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError

from wargame.errors import PackError
from wargame.scenario.bundle import Bundle
from wargame.scenario.elements.changes import number_faults
from wargame.scenario.faults import dotted, shown

CALLED_BY = ("id", "model", "measure")
"""Fields by which an item of a list is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change of a scenario."""

    at: str
    """The dotted path of what is changed."""
    do: Literal["set", "add", "drop", "shift"] = "set"
    """set: stands there instead; add: at the end of a list; drop: goes; shift: is added to a number."""
    to: Any = None
    """What is set, added or shifted by; nothing for drop."""


def edited(bundle: Bundle, edits: Iterable[Edit]) -> Bundle:
    """The scenario with these changes, one after the other; PackError names the place that there is not.

    What it comes to is checked like a scenario that was read. Without changes it is the bundle itself, else a copy.
    """
    changes = tuple(edits)
    if not changes:
        return bundle
    data = bundle.model_dump(mode="json")
    for edit in changes:
        _make(data, edit)
    try:
        found = Bundle.model_validate(data)
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise PackError(f"{', '.join(each.at for each in changes)}: {place}: {first['msg']}") from None
    for key, said in number_faults(found.pack):
        raise PackError(f"{dotted(('pack', *key))}: {said}")
    for number, terms in enumerate(found.pack.agreements):
        if len(set(terms.parties)) < max(2, len(terms.parties)):
            raise PackError(f"pack.agreements.{number}.parties: an agreement needs two or more different parties")
    return found


def _make(data: Any, edit: Edit) -> None:
    *above, last = edit.at.split(".")
    for step in above:
        data = _at(data, step, edit)
    if edit.do == "add":
        into = _at(data, last, edit)
        if not isinstance(into, list):
            raise PackError(f"{edit.at}: nothing can be added here; this is no list")
        into.append(deepcopy(edit.to))
        return
    key = _key(data, last, edit, new=edit.do == "set")
    if edit.do == "drop":
        del data[key]
    elif edit.do == "shift":
        if isinstance(data[key], bool) or not isinstance(data[key], int | float):
            raise PackError(f"{edit.at}: {data[key]!r} is no number, so it cannot be shifted")
        if isinstance(edit.to, bool) or not isinstance(edit.to, int | float):
            by = "nothing" if edit.to is None else shown(edit.to)
            raise PackError(f"{edit.at}: it cannot be shifted by {by}; `to` must be a number")
        data[key] += edit.to
    else:
        data[key] = deepcopy(edit.to)


def _at(data: Any, step: str, edit: Edit) -> Any:
    return data[_key(data, step, edit)]


def _key(data: Any, step: str, edit: Edit, *, new: bool = False) -> Any:
    """Where a step leads; a new key may be set in a mapping alone."""
    if isinstance(data, dict):
        if step in data or new:
            return step
        known = list(data)
    elif isinstance(data, list):
        if step.isdecimal() and int(step) < len(data):
            return int(step)
        known = [str(item[by]) for item in data if isinstance(item, dict) for by in CALLED_BY if by in item]
        if step in known:
            return next(
                number
                for number, item in enumerate(data)
                if isinstance(item, dict) and step in (item.get(by) for by in CALLED_BY)
            )
    else:
        known = []
    raise PackError(f"{edit.at}: there is no {step!r} here; there is {', '.join(known) or 'nothing'}")
