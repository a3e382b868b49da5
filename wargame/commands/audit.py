"""`wargame audit`: whether secrets stay where they belong, in a scenario, or in a game that was played."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from wargame.commands.output import answer, say


def audit(
    subject: Annotated[str, typer.Argument(metavar="SCENARIO|FILE", help="A scenario, or a transcript (.jsonl).")],
    seats: Annotated[str | None, typer.Option(metavar="VARIANT", help="A smaller table, such as core.")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of all chance; 1 unless said.")] = None,
    turns: Annotated[int | None, typer.Option(help="Length, if not the scenario's own.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
) -> None:
    """Prove that secrets stay where they belong.

    Of a scenario: plants a unique string in every private brief, message and reason, plays by script, and searches all
    that any seat is shown. Of a record: plays it again, holds every view and every prompt that was sent against what
    its seat may know, and counts apart what seats told each other.

    Exit code 1 if anything reached a seat that may not know it.
    """
    path = Path(subject)
    if path.is_file() or path.suffix == ".jsonl":
        _record(path, {"--seats": seats, "--seed": seed, "--turns": turns}, json)
    else:
        _scenario(subject, seats, 1 if seed is None else seed, turns, json)


def _scenario(scenario: str, seats: str | None, seed: int, turns: int | None, json: bool) -> None:
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


def _record(path: Path, options: dict[str, object], json: bool) -> None:
    from wargame.errors import SpecError
    from wargame.review.record_audit import audit_record

    for name, value in options.items():
        if value is not None:
            raise SpecError(f"{name}: a record is looked through as it was played; leave {name} out")
    found = audit_record(path)
    if json:
        counted = {"structural_leaks": len(found.leaks), "spoken_leaks": len(found.spoken)}
        answer({**asdict(found), **counted})
    else:
        for leak in found.leaks:
            say(f"LEAK {leak}")
        for told in found.spoken:
            say(f"told {told}")
        removed = f", {found.removed} removed" if found.removed else ""
        say(f"looked for: {found.secrets} private texts ({found.short} more are too short to be told apart{removed})")
        say(f"searched: {found.views} views, {found.prompts} prompts; {_compared(found.prompts, found.compared)}")
        spoken = f"spoken by seats themselves: {len(found.spoken)}"
        say(f"structural leaks: {len(found.leaks)}; {spoken}; arrivals where they belong: {found.arrivals}")
    if found.leaks:
        raise typer.Exit(1)


def _compared(prompts: int, compared: int) -> str:
    if not prompts:
        return "no model was asked"
    told = f"{compared} of them are to the letter what the view of their seat gives"
    rest = "; the others were made by another program, or hold what a person asked" if compared < prompts else ""
    return told + rest
