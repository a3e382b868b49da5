"""`wargame actors`: which actors there are, and what one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands.output import say, show

if TYPE_CHECKING:
    from wargame.scenario.dossier import Passage


def actors(
    name: Annotated[str | None, typer.Argument(help="One actor, by name or path.")] = None,
    private: Annotated[bool, typer.Option("--private", help="Show its private brief too.")] = False,
) -> None:
    """List the actors, or show one.

    The private brief is shown on request only.
    """
    from wargame.errors import FaultyPack
    from wargame.scenario.find import find_actor, list_actors
    from wargame.scenario.pack_files import read_actor

    if name is None:
        show((found.name, found.source, str(found.path)) for found in list_actors())
        return
    actor = read_actor(find_actor(name))
    if actor.dossier is None:
        raise FaultyPack("\n".join(str(fault) for fault in actor.faults))
    dossier = actor.dossier
    say(f"{dossier.name} ({dossier.id}), {dossier.kind}, {dossier.role.replace('_', ' ')}, as of {dossier.as_of}")
    say(f"doctrine {dossier.doctrine}; law of {dossier.jurisdiction}; bloc {dossier.bloc}")
    say(f"aims: {', '.join(f'{aim.measure} {aim.weight:g}' for aim in dossier.aims)}")
    say(f"red lines: {', '.join(dossier.red_lines) or 'none'}")
    say(f"\n{dossier.public.strip()}")
    _say_passages("Public, where and when it applies", dossier.news)
    if private:
        say(f"\nPrivate brief\n{dossier.brief.strip()}")
        _say_passages("Bargains", dossier.bargains)
        _say_passages("What it knows and others do not", dossier.knows)
        if dossier.decides:
            say(f"\nHow it decides\n{dossier.decides.strip()}")


def _say_passages(heading: str, passages: tuple[Passage, ...]) -> None:
    if passages:
        say(f"\n{heading}")
    for each in passages:
        needs = [f"with {', '.join(each.names)}"] if each.names else []
        needs += [f"since {each.since}"] if each.since else []
        needs += [f"until {each.until}"] if each.until else []
        condition = f" [{'; '.join(needs)}]" if needs else ""
        say(f"- {each.says.strip()}{condition}")
