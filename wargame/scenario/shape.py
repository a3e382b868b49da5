"""The shape of a file: its values read as a model, or a fault for each that does not fit.

`shaped` also saves what it can: faulty values are cut out and the rest is read, so that other checks can go on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from wargame.scenario import accepted
from wargame.scenario.faults import Fault, Key, dotted, meant, nearest, one_of, shown
from wargame.scenario.source import SourceFile

M = TypeVar("M", bound=BaseModel)
_MISSING = ("missing", "missing_keyword_only_argument")
_EXTRA = ("extra_forbidden", "unexpected_keyword_argument")
_LENGTHS = ("too_short", "too_long")
_ROUNDS = 8
"""Faulty values are cut at most so often: once per level of nesting is enough."""


@dataclass(frozen=True, slots=True)
class Shaped(Generic[M]):
    """A file read as a model."""

    source: SourceFile
    """The source that the value follows: without what had to be cut."""
    value: M | None
    """None where not even a part could be read."""
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Misfit:
    """One complaint of pydantic, with the key that it is about."""

    key: Key
    branch: tuple[Key, str] | None
    """Where a union forked above it, and the fork it belongs to."""
    about_key: bool
    detail: ErrorDetails


def shaped(source: SourceFile, model: type[M], fillers: Mapping[str, Any] | None = None) -> Shaped[M]:
    """A file as a model; `fillers` stand in for required keys at the top that are missing or faulty.

    Faults stand in what it gives; a value with faults beside it is only fit for further checks, never to be played.
    Of a file that could not be read nothing more is told than that: what it lacks nobody can tell.
    """
    if not source.readable:
        return Shaped(source, None, ())
    value, misfits = _fit(source.data, model)
    if value is not None:
        return Shaped(source, value, ())
    faults = _faults(source, model, misfits)
    rest, gone = source, set[Key]()
    for _ in range(_ROUNDS):
        cut = {_cut(rest, misfit) for misfit in misfits}
        cut.discard(())
        rest, gone = rest.without(cut), gone | cut
        missing = {key: filler for key, filler in (fillers or {}).items() if key not in rest.data}
        value, misfits = _fit({**missing, **rest.data}, model)
        faults += _only_seen_now(source, model, misfits, gone)
        if value is not None or not misfits or not (cut or missing):
            break
    return Shaped(rest, value, tuple(dict.fromkeys(faults)))


def _only_seen_now(
    source: SourceFile, model: type[BaseModel], misfits: Iterable[_Misfit], cut: Iterable[Key]
) -> tuple[Fault, ...]:
    """Faults of values that fit alone and not together, which nobody looks for before all that is alone fits.

    None of what holds something that was cut: without it nobody can tell.
    """
    cut = tuple(cut)
    extra = [str(part[-1]) for part in cut if len(part) == 1 and part[-1] not in model.model_fields]
    late = (
        each
        for each in misfits
        if each.detail["type"] == "value_error" and not any(_speaks_of(each, name, model) for name in extra)
    )
    named = ((each, _named(source, each)) for each in late)
    whole = (each for each, key in named if key and not any(part[: len(key)] == key for part in cut))
    return _faults(source, model, whole)


def _speaks_of(misfit: _Misfit, name: str, model: type[BaseModel]) -> bool:
    """Whether a fault of the whole is about the key that a misspelt one is meant for."""
    words = set(re.findall(r"\w+", _said(misfit.detail)))
    return misfit.key == () and bool(words & {*nearest(name, model.model_fields)[:1]})


def partly(source: SourceFile, key: Key, model: type[BaseModel], value: Any) -> tuple[Fault, ...]:
    """Faults of a value that stands at a key of a file and follows a model of its own."""
    misfits = _fit(value, model)[1]
    return _faults(source, model, misfits, key)


def _fit(data: Any, model: type[M]) -> tuple[M | None, tuple[_Misfit, ...]]:
    try:
        return model.model_validate_json(json.dumps(data), strict=True), ()
    except ValidationError as error:
        found = tuple(_chosen(data, (_misfit(data, detail) for detail in error.errors(include_url=False))))
        return None, tuple(misfit for misfit in found if not _follows(misfit, found))


def _follows(misfit: _Misfit, found: Iterable[_Misfit]) -> bool:
    """Whether a list is only too short because what stands in it does not fit."""
    size = len(misfit.key)
    return misfit.detail["type"] == "too_short" and any(
        len(other.key) > size and other.key[:size] == misfit.key for other in found
    )


def _misfit(data: Any, detail: ErrorDetails) -> _Misfit:
    key: Key = ()
    branch, about_key = None, False
    for part in detail["loc"]:
        if isinstance(data, dict) and part in data:  # noqa: SIM114 (two questions, two types)
            data, key = data[part], (*key, part)
        elif isinstance(data, list) and isinstance(part, int):
            data, key = data[part], (*key, part)
        elif part == "[key]":
            about_key = True
        elif part == detail["loc"][-1] and detail["type"] in _MISSING:
            key = (*key, part)
        elif branch is None and not (isinstance(data, dict) and data.get("kind") == part):
            branch = key, str(part)  # a fork by `kind` has one branch: what stands below may fork again
    if detail["type"] == "union_tag_invalid":
        key = (*key, "kind")
    elif detail["type"] == "union_tag_not_found":
        key, detail = (*key, "kind"), {**detail, "type": "missing"}
    return _Misfit(key, branch, about_key, detail)


def _chosen(data: Any, misfits: Iterable[_Misfit]) -> Iterator[_Misfit]:
    """Of the complaints about a union, those about the fork that the author meant."""
    forks: dict[Key, list[_Misfit]] = {}
    for misfit in misfits:
        if misfit.branch is None:
            yield misfit
        else:
            forks.setdefault(misfit.branch[0], []).append(misfit)
    for fork, group in forks.items():
        wrong_kind = {m.branch for m in group if m.key == (*fork, "kind") and m.detail["type"] == "literal_error"}
        fitting = [misfit for misfit in group if misfit.branch not in wrong_kind]
        if _lacks_kind(group[0], _at(data, fork)):
            yield _Misfit((*fork, "kind"), None, False, {**group[0].detail, "type": "missing"})
        elif wrong_kind and not fitting:
            yield _Misfit((*fork, "kind"), None, False, group[0].detail)
        elif wrong_kind:
            yield from fitting
        else:
            deeper = [misfit for misfit in group if len(misfit.key) > len(fork)]
            yield from deeper or group[:1]


def _lacks_kind(misfit: _Misfit, value: Any) -> bool:
    fork = misfit.branch[1] if misfit.branch else ""
    return fork.endswith("Clause") and isinstance(value, dict) and "kind" not in value


def _at(data: Any, key: Key) -> Any:
    for part in key:
        data = data[part]
    return data


def _cut(source: SourceFile, misfit: _Misfit) -> Key:
    """What to leave out so that the rest fits: the value, or what holds the gap."""
    key = misfit.key
    if len(key) > 1 and key[-1] == "kind":
        return key[:-1]
    while key and source.at(key) is None and not _stands(source, key):
        key = key[:-1]
    if misfit.detail["type"] == "value_error" and key == ():
        return _named(source, misfit)
    return key


def _stands(source: SourceFile, key: Key) -> bool:
    above = source.at(key[:-1])
    return isinstance(above, dict) and key[-1] in above


def _faults(
    source: SourceFile, model: type[BaseModel], misfits: Iterable[_Misfit], above: Key = ()
) -> tuple[Fault, ...]:
    found = tuple(misfits)
    misspelt = {(each.key[:-1], name) for each in found for name in _meant(source, model, each, above)}
    faults = [
        _fault(source, model, each, above)
        for each in found
        if not (each.detail["type"] in _MISSING and (each.key[:-1], each.key[-1]) in misspelt)
    ]
    return tuple(dict.fromkeys(faults))


def _meant(source: SourceFile, model: type[BaseModel], misfit: _Misfit, above: Key) -> tuple[str, ...]:
    """Which keys a key that is none is most likely meant for: that one of them is missing is no fault of its own."""
    if misfit.detail["type"] not in _EXTRA:
        return ()
    known = accepted.keys_of(accepted.nodes(accepted.schema_of(model), misfit.key[:-1], source.at(above)))
    return nearest(misfit.key[-1], known)[:1]


def _fault(source: SourceFile, model: type[BaseModel], misfit: _Misfit, above: Key) -> Fault:
    detail, key = misfit.detail, misfit.key
    whole, data = accepted.schema_of(model), source.at(above)
    name = dotted(key[-2:] if key and isinstance(key[-1], int) else key[-1:]) or "this"
    if detail["type"] in _MISSING:
        wanted = accepted.accepts(accepted.nodes(whole, key, data))
        return source.fault((*above, *key), f"{name} is missing; it must be {wanted}")
    if detail["type"] in _EXTRA:
        known = accepted.keys_of(accepted.nodes(whole, key[:-1], data))
        sentence = f"{name} is not a key here{meant(name, known)} must be one of {one_of(known)}"
        return source.fault((*above, *key), sentence)
    if misfit.about_key:
        inside = accepted.nodes(whole, key[:-1], data)
        guess = meant(name, accepted.keys_of(inside))
        sentence = f"{name} is not accepted as a key here{guess} must be {accepted.key_phrase(inside)}"
        return source.fault((*above, *key), sentence)
    if detail["type"] == "value_error":
        return source.fault((*above, *_named(source, misfit)), _said(detail))
    found = accepted.nodes(whole, key, data)
    value = source.at((*above, *key))
    guess = meant(value, accepted.options(found)) if isinstance(value, str) else "; it"
    has = (
        f"has {len(value)} item{'s' * (len(value) != 1)}"
        if detail["type"] in _LENGTHS and isinstance(value, list) and value
        else ""
    )
    said = f"{name} {has or f'is {shown(value)}'}"
    return source.fault((*above, *key), f"{said}{guess} must be {accepted.accepts(found)}")


def _said(detail: ErrorDetails) -> str:
    return str(detail["msg"]).removeprefix("Value error, ")


def _named(source: SourceFile, misfit: _Misfit) -> Key:
    """The first key that a validator's message names, or the thing as a whole."""
    inside = source.at(misfit.key)
    words = re.findall(r"\w+", _said(misfit.detail))
    named = sorted((key for key in inside if key in words), key=words.index) if isinstance(inside, dict) else []
    return (*misfit.key, named[0]) if named else misfit.key
