"""`wargame probe`: what an endpoint can do, before anyone plays there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands.output import answer, say, show
from wargame.core.spec_words import MODEL, model_of, spec_of

if TYPE_CHECKING:
    from wargame.players.llm.findings import Findings


def probe(
    model: Annotated[str, typer.Argument(metavar="MODEL[@URL]", help="As in a player spec; llm: may stand before it.")],
    context: Annotated[int, typer.Option(min=500, help="Tokens that prompt and reply of a game will take.")] = 6000,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
) -> None:
    """Find out what an endpoint can do.

    Whether it can be reached, takes the key and knows the model; how it can be held to a form; how fast it is. A few
    small calls are made. Exit code 1 if no model can play there.
    """
    import asyncio

    from wargame.players.llm.endpoints import Endpoints
    from wargame.players.llm.probe import probe as probed

    async def run() -> Findings:
        board = Endpoints()
        try:
            return await probed(model, board, context=context)
        finally:
            await board.aclose()

    found = asyncio.run(run())
    if json:
        answer(found.as_json())
    else:
        show(rows_of(found))
        say(verdict_of(found))
    if not found.usable:
        raise typer.Exit(1)


def rows_of(found: Findings) -> list[tuple[str, str]]:
    """What was found, by what was asked."""
    lists = f"{len(found.models)}: {', '.join(found.models[:12])}" if found.models else "not listed"
    known = {None: "", True: ", this model among them", False: ", not this name"}[found.known]
    return [
        ("endpoint", found.endpoint + ("" if found.reached else ", not reached")),
        ("key", found.key),
        ("models", lists + known),
        *found.rungs.items(),
        *(_measured(found) if found.best else ()),
        *(("note", note) for note in found.learnt),
    ]


def verdict_of(found: Findings) -> str:
    """Whether a model can play there, and how it is then called."""
    return found.problem or f"a model can play here: --all {spec_of(MODEL, model_of(found.spec))} (rung {found.best})"


def _measured(found: Findings) -> list[tuple[str, str]]:
    return [
        ("token counts", _yes(found.usage) + (", with cached tokens" if found.cached else "")),
        ("context", _context(found)),
        ("small call", "not tried" if found.seconds is None else f"{found.seconds:.2f} s"),
        ("speed", "not known" if found.tokens_per_second is None else f"{found.tokens_per_second:g} tokens a second"),
        ("price", found.price),
    ]


def _yes(value: bool | None) -> str:
    return "not tried" if value is None else "yes" if value else "no"


def _context(found: Findings) -> str:
    said = f"{found.context_said} tokens said; " if found.context_said is not None else ""
    fits = {None: "not tried with", True: "takes", False: "does not take"}[found.context_enough]
    return f"{said}{fits} {found.context_needed} tokens"
