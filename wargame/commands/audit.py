"""`wargame audit`: whether the secrets of a scenario stay where they belong."""

from __future__ import annotations

from typing import Annotated

import typer

from wargame.commands.output import answer, say


def audit(
    scenario: Annotated[str, typer.Argument(help="Name or path of a scenario.")],
    seats: Annotated[str | None, typer.Option(metavar="VARIANT", help="A smaller table, such as core.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of all chance.")] = 1,
    turns: Annotated[int | None, typer.Option(help="Length, if not the scenario's own.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
) -> None:
    """Prove that secrets stay where they belong.

    Plants a unique string in every private brief, message and reason, plays by script, and searches all that any
    seat is shown.

    Exit code 1 if any reached a seat that may not know it.
    """
    from dataclasses import asdict

    from wargame.review.leak_audit import audit as audited

    found = audited(scenario, seats, seed, turns)
    if json:
        answer({**asdict(found), "leaks": list(found.leaks), "structural_leaks": len(found.leaks)})
    else:
        for leak in found.leaks:
            say(leak)
        say(f"planted: {found.briefs} briefs, {found.messages} private messages, {found.reasons} private reasons")
        say(f"searched: {found.views} views, {found.orders} orders, {found.refusals} refusals, {found.exports} exports")
        say(f"structural leaks: {len(found.leaks)}; arrivals where they belong: {found.arrivals}")
    if found.leaks:
        raise typer.Exit(1)
