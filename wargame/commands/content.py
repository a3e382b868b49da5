"""`scenarios`, `actors`, `copy`, `check`: the content a game is made of."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wargame.commands.output import columns, say, tell


def scenarios(name: Annotated[str | None, typer.Argument(help="One scenario, by name or path.")] = None) -> None:
    """List the scenarios, or show one.

    Shown are its seats, its variants and the briefing that everyone reads.
    """
    from wargame.scenario.bundle import load
    from wargame.scenario.find import list_scenarios

    if name is None:
        for line in columns((found.name, found.source, str(found.path)) for found in list_scenarios()):
            say(line)
        return
    bundle = load(name)
    pack = bundle.pack
    say(f"{pack.title} ({pack.id})")
    say(f"{pack.turns} turns of {pack.months:g} months from {pack.start}")
    say(f"seats: {', '.join(pack.seats)}")
    if pack.present:
        say(f"present, played by doctrine: {', '.join(pack.present)}")
    for variant, cast in pack.variants.items():
        say(f"variant {variant}: {', '.join(cast.seats)}; present {', '.join(cast.present) or 'nobody'}")
    if "public" in bundle.briefings:
        say(f"\n{bundle.briefings['public'].strip()}")


def actors(
    name: Annotated[str | None, typer.Argument(help="One actor, by name or path.")] = None,
    private: Annotated[bool, typer.Option("--private", help="Show its private brief too.")] = False,
) -> None:
    """List the actors, or show one.

    The private brief is shown on request only.
    """
    from wargame.errors import PackError
    from wargame.scenario.find import find_actor, list_actors
    from wargame.scenario.pack_files import read_actor

    if name is None:
        for line in columns((found.name, found.source, str(found.path)) for found in list_actors()):
            say(line)
        return
    actor = read_actor(find_actor(name))
    if actor.dossier is None:
        raise PackError("\n".join(str(fault) for fault in actor.faults))
    dossier = actor.dossier
    say(f"{dossier.name} ({dossier.id}), {dossier.kind}, {dossier.role.replace('_', ' ')}, as of {dossier.as_of}")
    say(f"doctrine {dossier.doctrine}; law of {dossier.jurisdiction}; bloc {dossier.bloc}")
    say(f"aims: {', '.join(f'{aim.measure} {aim.weight:g}' for aim in dossier.aims)}")
    say(f"red lines: {', '.join(dossier.red_lines) or 'none'}")
    say(f"\n{dossier.public.strip()}")
    if private:
        say(f"\nPrivate brief\n{dossier.brief.strip()}")


def copy(
    name: Annotated[str, typer.Argument(help="A scenario, by name or path.")],
    destination: Annotated[Path | None, typer.Argument(help="New folder; default scenarios/NAME.")] = None,
) -> None:
    """Copy a scenario to edit it.

    Every dossier that it needs comes with it, so that the copy runs by itself.
    """
    from wargame.scenario.copying import copy_pack

    folder = copy_pack(name, destination)
    say(str(folder))
    tell(f"edit it, then: wargame check {folder}; wargame run {folder}")


def check(path: Annotated[str, typer.Argument(help="A scenario or an actor, by name or path.")]) -> None:
    """Name every fault of a scenario or an actor.

    Each comes with file, line and key; the exit code is 1 if there is one.
    """
    from wargame.scenario.check import check as faults_of

    faults = faults_of(path)
    for fault in faults:
        say(str(fault))
    if faults:
        raise typer.Exit(1)
    say(f"{path}: no faults")
