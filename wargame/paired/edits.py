"""Changes of a scenario as data: a place in it, and what stands there instead, is added, taken away or shifted.

A place is a dotted path into the scenario's own form, such as `pack.world.g` or `dossiers.paris.start.A`. An item of
a list is called by its number, or by what its `id`, `model` or `measure` is: `dossiers.meta.models.llama.K`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError

from wargame.errors import PackError
from wargame.paired.edit_words import change_in_words, first_misfit, kind_in_words, value_in_words
from wargame.scenario.bundle import Bundle
from wargame.scenario.elements.changes import number_faults
from wargame.scenario.faults import dotted, nearest, shown

CALLED_BY = ("id", "model", "measure")
"""Fields by which an item of a list is called."""
EditKind = Literal["set", "add", "drop", "shift"]
"""What an edit does with its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change of a scenario."""

    at: str
    """The dotted path of what is changed."""
    do: EditKind = "set"
    """set: stands there instead; add: at the end of a list; drop: goes; shift: is added to a number."""
    to: Any = None
    """What is set, added or shifted by; nothing for drop."""


@dataclass(frozen=True, slots=True)
class MadeChange:
    """What one edit came to in a scenario."""

    told: str
    """Its place with the value before and after, such as `pack.world.g 1 -> 2`; long values are cut."""
    nothing: str = ""
    """That it changes nothing, and why; empty if it changes something."""


def misuse(at: str, do: EditKind, to: Any, *, given: bool) -> str:
    """What is wrong with an edit whatever the scenario, naming `to` before other keys; empty if nothing is.

    `given` says whether there is a `to` at all: it may be nothing, but not in an addition or a shift.
    """
    if do == "drop" and given:
        if isinstance(to, str | int) and not isinstance(to, bool):
            one = f"to drop one thing in it, write at: {at}.{to}"
        else:
            one = "leave it out, or set or add what is to be there"
        return f"drop takes no 'to'; it removes all of {at}; {one}"
    if do == "shift" and (isinstance(to, bool) or not isinstance(to, int | float)):
        by = "nothing" if to is None else shown(to)
        return f"it cannot be shifted by {by}; `to` must be a number"
    if do in ("set", "add") and not given:
        wanted = "what stands there instead" if do == "set" else "what comes at the end of the list"
        return f"`to` is missing; it must be {wanted}"
    return ""


def edited(bundle: Bundle, edits: Iterable[Edit]) -> Bundle:
    """The scenario with these changes, one after the other; PackError names the place that there is not.

    What it comes to is checked like a scenario that was read. Without changes it is the bundle itself, else a copy.
    """
    return edited_and_told(bundle, edits)[0]


def edited_and_told(bundle: Bundle, edits: Iterable[Edit]) -> tuple[Bundle, tuple[MadeChange, ...]]:
    """The same, and beside it what each edit came to, in their order."""
    changes = tuple(edits)
    if not changes:
        return bundle, ()
    data = bundle.model_dump(mode="json")
    made = tuple(_make(data, edit) for edit in changes)
    try:
        found = Bundle.model_validate(data)
    except ValidationError as fault:
        raise PackError(_in_words(data, changes, fault)) from None
    for key, said in number_faults(found.pack):
        raise PackError(f"{dotted(('pack', *key))}: {said}")
    for number, terms in enumerate(found.pack.agreements):
        if len(set(terms.parties)) < max(2, len(terms.parties)):
            raise PackError(f"pack.agreements.{number}.parties: an agreement needs two or more different parties")
    return found, made


def _in_words(data: Any, edits: Sequence[Edit], fault: ValidationError) -> str:
    """What keeps an edited scenario from being one, at the place as the edits call it."""
    written = {}
    for edit in edits:
        try:
            written[_place(data, edit)] = edit.at
        except PackError:  # it was dropped since, or what is around it
            continue
    return first_misfit(data, written) or f"{', '.join(each.at for each in edits)}: {fault.errors()[0]['msg']}"


def _place(data: Any, edit: Edit) -> tuple[str | int, ...]:
    key: tuple[str | int, ...] = ()
    for step in edit.at.split("."):
        key = (*key, _key(data, step, edit, key))
        data = data[key[-1]]
    return key


def _make(data: Any, edit: Edit) -> MadeChange:
    if wrong := misuse(edit.at, edit.do, edit.to, given=edit.do == "set" or edit.to is not None):
        raise PackError(f"{edit.at}: {wrong}")
    *above, last = edit.at.split(".")
    path: tuple[str | int, ...] = ()
    for step in above:
        path = (*path, _key(data, step, edit, path))
        data = data[path[-1]]
    key = _key(data, last, edit, path, new=edit.do == "set")
    is_there = not isinstance(data, dict) or key in data
    before = deepcopy(data[key]) if is_there else None
    if edit.do == "add":
        if not isinstance(before, list):
            raise PackError(f"{edit.at}: nothing can be added here; this is no list")
        data[key].append(deepcopy(edit.to))
    elif edit.do == "drop":
        del data[key]
        return MadeChange(f"{edit.at}{'' if isinstance(before, dict) else f', {value_in_words(before)},'} is dropped")
    elif edit.do == "shift":
        if isinstance(before, bool) or not isinstance(before, int | float):
            raise PackError(f"{edit.at}: {before!r} is no number, so it cannot be shifted")
        data[key] += edit.to
    else:
        data[key] = deepcopy(edit.to)
    told = f"{edit.at} {change_in_words(before, data[key], is_there=is_there)}"
    is_same = is_there and before == data[key]
    return MadeChange(told, f"{edit.at} changes nothing: it is {value_in_words(before)} already" if is_same else "")


def _key(data: Any, step: str, edit: Edit, path: tuple[str | int, ...], *, new: bool = False) -> Any:
    """Where a step leads from a path; a new key may be set in a mapping alone."""
    if isinstance(data, dict):
        if step in data or (new and path):
            return step
        known = list(data)
    elif isinstance(data, list):
        if step.isdecimal() and int(step) < len(data):
            return int(step)
        called = [
            (str(item[by]), number)
            for number, item in enumerate(data)
            if isinstance(item, dict)
            for by in CALLED_BY
            if item.get(by) is not None
        ]
        known = [name for name, _ in called]
        if step in known:
            return next(number for name, number in called if name == step)
    else:
        where = ".".join(edit.at.split(".")[: len(path)])
        raise PackError(f"{edit.at}: {where} is {kind_in_words(data)} and has no parts")
    raise PackError(f"{edit.at}: there is no {step!r} here{_guess(data, step, known, path)}")


def _guess(data: Any, step: str, known: list[str], path: tuple[str | int, ...]) -> str:
    """What a step was meant for, and what there is."""
    if not path:
        inside = [f"{top}.{step}" for top in ("pack", "dossiers") if step in data[top]]
        near = inside or list(nearest(step, known))
    else:
        near = list(nearest(step, known))
    guess = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
    return f"; there is {', '.join(known) or 'nothing in it'}{guess}"
