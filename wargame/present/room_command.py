"""The command that opens a table as a room, in words: what the lobby has set, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wargame.errors import PackError
from wargame.present.lobby_plan import SeatPlan, TablePlan
from wargame.scenario.bundle import Bundle
from wargame.scenario.find import find_scenario

PATIENT = 86400
"""Seconds for a model that may take as long as it likes: the command has no word for that."""


def room_command(plan: TablePlan, bundle: Bundle) -> tuple[str, ...]:
    """The words after `wargame` that open this table as a room, such as `host first-download --seat rome=human`.

    Seat words are left out, since codes take their place, and so is whatever a room has not: see `not_in_rooms`.
    """
    return ("host", _name_of(plan.scenario), *_seats(plan, bundle), *_session(plan, bundle))


def not_in_rooms(plan: TablePlan) -> str:
    """What of a plan no room has, in a sentence; empty if it has all of it."""
    return "A room has no rehearsal: the game begins at once." if plan.rehearsal else ""


def _name_of(scenario: str) -> str:
    """A scenario by its name where that finds it, else as it is given."""
    name = Path(scenario).name
    try:
        return name if find_scenario(name) == find_scenario(scenario) else scenario
    except PackError:
        return scenario


def _seats(plan: TablePlan, bundle: Bundle) -> Iterator[str]:
    if plan.variant is not None:
        yield from ("--seats", plan.variant)
    for seat in plan.seated(bundle):
        own = plan.seats.get(seat, SeatPlan())
        if own.spec != SeatPlan().spec:
            yield from ("--seat", f"{seat}={own.spec}")
        if own.kind == "human" and own.names:
            yield from ("--name", f"{seat}={','.join(own.names)}")


def _session(plan: TablePlan, bundle: Bundle) -> Iterator[str]:
    settings, usual = plan.settings, TablePlan().planned_for(bundle.pack).settings
    if plan.seed != TablePlan().seed:
        yield from ("--seed", str(plan.seed))
    if settings.preset != usual.preset:
        yield from ("--preset", settings.preset.name)
    if settings.facilitated:
        yield "--control"
        if settings.adjudication != usual.adjudication:
            yield from ("--adjudication", settings.adjudication)
        for judge in settings.judges:
            yield from ("--judge", judge)
    if settings.hide_players:
        yield "--hide-players"
    if settings.model_seconds != usual.model_seconds:
        yield from ("--model-seconds", f"{settings.model_seconds or PATIENT:g}")
    if settings.tokens is not None:
        yield from ("--tokens", str(settings.tokens))
    if plan.survey_given:
        yield from ("--survey", plan.survey_given)
