"""`wargame scenarios`: which scenarios there are, and what one holds."""

from __future__ import annotations

from typing import Annotated

import typer

from wargame.commands.output import say, show
from wargame.core.words import course


def scenarios(name: Annotated[str | None, typer.Argument(help="One scenario, by name or path.")] = None) -> None:
    """List the scenarios, or show one.

    Shown are its seats, its variants and the briefing that everyone reads.
    """
    from wargame.scenario.blurb import blurb
    from wargame.scenario.bundle import load
    from wargame.scenario.find import list_scenarios

    if name is None:
        seen = sorted(((blurb(found.path), found) for found in list_scenarios()), key=lambda pair: not pair[0].first)
        show((found.name, look.title, look.note, found.source, str(found.path)) for look, found in seen)
        return
    bundle = load(name)
    pack = bundle.pack
    say(f"{pack.title} ({pack.id})")
    say(f"{course(pack.turns, pack.months)} from {pack.start}")
    say(f"seats: {', '.join(pack.seats)}")
    if pack.present:
        say(f"present, played by doctrine: {', '.join(pack.present)}")
    for variant, cast in pack.variants.items():
        say(f"variant {variant}: {', '.join(cast.seats)}; present {', '.join(cast.present) or 'nobody'}")
    if "public" in bundle.briefings:
        say(f"\n{bundle.briefings['public'].strip()}")
