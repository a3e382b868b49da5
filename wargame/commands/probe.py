"""`wargame probe`: what an endpoint can do, before anyone plays there."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands.output import answer, say, show, tell
from wargame.core.spec_words import MODEL, model_of, spec_of

if TYPE_CHECKING:
    from wargame.players.llm.findings import Findings
    from wargame.positions.judging import PositionVerdict


def probe(
    model: Annotated[str, typer.Argument(metavar="MODEL[@URL]", help="As in a player spec; llm: may stand before it.")],
    context: Annotated[int, typer.Option(min=500, help="Tokens that prompt and reply of a game will take.")] = 6000,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
    play: Annotated[bool, typer.Option("--play", help="Try how it plays, in positions of scripted games.")] = False,
    positions: Annotated[int, typer.Option(min=12, max=40, help="With --play: how many positions.")] = 24,
) -> None:
    """Find out what an endpoint can do, or with --play how a model plays there.

    Whether it can be reached, takes the key and knows the model; how it can be held to a form; how fast it is. A few
    small calls are made. With --play one call for each position, what they take said first: shares of good and bad
    replies, legal, in character, with its word kept, with secrets told. Exit code 1 if no model can play there.
    """
    import asyncio

    if play:
        _try_play(model, positions, json)
        return

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


def _try_play(model: str, count: int, json: bool) -> None:
    """How a model plays, with scripts beside it."""
    import asyncio

    from wargame.players.llm.endpoints import Endpoints
    from wargame.positions.making import positions
    from wargame.positions.trial_report import cost_in_words, taken_in_words, trial_as_json, trial_head, trial_rows
    from wargame.positions.trying import REFERENCES, ModelTrial, Trial, tried

    tell(f"looking for {count} positions in scripted games")
    found = positions(count)

    async def run() -> tuple[ModelTrial, dict[str, tuple[PositionVerdict, ...]]]:
        board = Endpoints()
        try:
            trial = Trial(model, board, found)
            tell(cost_in_words(trial.cost))
            made = await trial.run(_answered)
            return made, {spec: await tried(spec, found) for spec in REFERENCES}
        finally:
            await board.aclose()

    trial, references = asyncio.run(run())
    if json:
        answer(trial_as_json(trial, references))
    else:
        show(trial_rows(trial, references), trial_head(references))
        say(trial.problem or f"{trial.spec} answered {len(found)} positions; {taken_in_words(trial)}")
    if trial.problem:
        raise typer.Exit(1)


def _answered(done: int, of: int) -> None:
    """A line that overwrites itself on a terminal; every tenth elsewhere."""
    if sys.stderr.isatty():
        print(f"\r{done} of {of} answered", end="\n" if done == of else "", file=sys.stderr, flush=True)
    elif done % 10 == 0 or done == of:
        tell(f"{done} of {of} answered")


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
