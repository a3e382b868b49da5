"""A plan that is laid down before its games are looked at, and what an analysis does otherwise than it says.

It stands beside the experiment's file as `NAME.lock.json`: what was asked, all that decides what its games are, how
many games were sealed then, and a hash over all of it. Nothing keeps a person from writing another; where that
matters, the hash is to be put where its date is out of their hands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

import wargame
from wargame.batch.begun_otherwise import other_program, set_otherwise
from wargame.batch.planned import ExperimentPlan
from wargame.batch.settings_compared import differences_of
from wargame.core.words import many
from wargame.errors import ExperimentError, SpecError
from wargame.scenario.dossier import Plain
from wargame.transcript.entry import in_json
from wargame.transcript.foreign import ordinary_bytes
from wargame.transcript.overrides import now
from wargame.transcript.private import write_shared

SHORT = 12
"""Digits of a hash that are told."""


class PlanRegistration(Plain):
    """A plan as it was laid down."""

    format: Literal[1] = 1
    at: str
    """Date and time in UTC, to the second, by the clock of the machine."""
    sealed: int
    """Games of its folder that were sealed by then: of these somebody may have known what came out."""
    version: str
    experiment: dict[str, Any]
    """All that the file says."""
    cells: dict[str, dict[str, Any]]
    """All that decides what the games of a cell are, by its name."""
    hash: str
    """SHA-256 of all of the above."""


def lock_beside(file: Path) -> Path:
    """Where the registration of an experiment is kept: `NAME.lock.json`."""
    return file.with_name(f"{file.stem}.lock.json")


def register(plan: ExperimentPlan, sealed: int, path: Path) -> PlanRegistration:
    """Lay a plan down in a new file; SpecError if one is there already, OSError if it cannot be written."""
    data: dict[str, Any] = {
        "format": 1,
        "at": now(),
        "sealed": sealed,
        "version": wargame.__version__,
        "experiment": plan.experiment.model_dump(mode="json"),
        "cells": {cell.name: dict(cell.settings) for cell in plan.cells},
    }
    made = PlanRegistration.model_validate({**data, "hash": _hash(data)})
    try:
        write_shared(path, in_json(made.model_dump(mode="json")) + b"\n", new=True)
    except FileExistsError:
        raise SpecError(
            f"{path}: this plan is registered already, and a registration is not changed: copy the experiment under "
            "another name to register another plan"
        ) from None
    return made


def registered(path: Path) -> PlanRegistration | None:
    """The registration in a file, None if it is not there; ExperimentError if it cannot be read."""
    try:
        return PlanRegistration.model_validate_json(ordinary_bytes(path))
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise ExperimentError(f"{path}: cannot be read ({fault.strerror})") from None
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise ExperimentError(f"{path}: this is no registration of a plan ({where}: {first['msg']})") from None


def deviations(plan: ExperimentPlan, made: PlanRegistration) -> tuple[str, ...]:
    """What is otherwise now than it was laid down, a sentence without its stop each; empty if nothing is."""
    return tuple(_deviations(plan, made))


def _deviations(plan: ExperimentPlan, made: PlanRegistration) -> Iterator[str]:
    if made.hash != _hash(made.model_dump(mode="json", exclude={"hash"})):
        yield "the registration was changed after it was written: its hash is not that of what it says"
    if made.sealed:
        were = "was" if made.sealed == 1 else "were"
        yield f"it was registered when {many(made.sealed, 'game')} {were} sealed already"
    before, after = made.experiment, plan.experiment.model_dump(mode="json")
    yield from _of_outcomes(before, after)
    yield from differences_of(_bare(_without_outcomes(before)), _bare(_without_outcomes(after)))
    both = [(cell.name, made.cells[cell.name], cell.settings) for cell in plan.cells if cell.name in made.cells]
    if said := other_program(((was, is_now) for _, was, is_now in both), "registered"):
        yield said
    for name, was, is_now in both:
        yield from (f"cell {name!r}: {said}" for said in _of_settings(was, is_now))


def _without_outcomes(experiment: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in experiment.items() if name != "outcomes"}


def _bare(data: Any) -> Any:
    """Without keys of which nothing is said: a later program knows more of them."""
    if isinstance(data, Mapping):
        return {name: _bare(value) for name, value in data.items() if value is not None}
    return [_bare(each) for each in data] if isinstance(data, list) else data


def _of_outcomes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    old, new = ({each["name"]: each for each in data["outcomes"]} for data in (before, after))
    yield from (f"outcome {name!r} was registered and is left out" for name in old if name not in new)
    for name, outcome in new.items():
        if name not in old:
            yield f"outcome {name!r} was not registered: what it shows is exploratory"
        else:
            yield from (f"outcome {name!r}: {said}" for said in differences_of(_bare(old[name]), _bare(outcome)))


def _of_settings(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """A scenario has a hash alone here; that it differs is told in words of its own."""
    for said in set_otherwise(before, after):
        yield "its scenario is another" if said.startswith("scenario:") else said


def registration_in_words(plan: ExperimentPlan, path: Path) -> tuple[str, ...]:
    """What the analysis of a plan says of its registration, a line each; empty if it has none."""
    made = registered(path)
    if made is None:
        return ()
    found = deviations(plan, made)
    said = f"Registered at {made.at} as {made.hash[:SHORT]}"
    if not found:
        return (f"{said}, before any game was sealed; nothing deviates from it.",)
    return (f"{said}; {many(len(found), 'deviation')} from it:", *(f"- {each}." for each in found))


def _hash(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(in_json(data)).hexdigest()
