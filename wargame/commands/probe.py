"""`wargame probe`: what an endpoint can do, before anyone plays there."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands.options import VariantOption
from wargame.commands.output import answer, say, show, tell
from wargame.core.spec_words import MODEL, model_of, spec_of
from wargame.shell_words import shell_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wargame.players.llm.endpoints import Endpoints
    from wargame.players.llm.findings import Findings
    from wargame.positions.judging import PositionVerdict


def probe(
    model: Annotated[str, typer.Argument(metavar="MODEL[@URL]", help="As in a player spec; llm: may stand before it.")],
    context: Annotated[int, typer.Option(min=500, help="Tokens that prompt and reply of a game will take.")] = 6000,
    scenario: Annotated[str, typer.Option(help="Whose largest prompt is sent; empty for none.")] = "first-download",
    variant: VariantOption = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
    play: Annotated[bool, typer.Option("--play", help="Try how it plays, in positions of scripted games.")] = False,
    positions: Annotated[int, typer.Option(min=12, max=40, help="With --play: how many positions.")] = 24,
    wording: Annotated[
        str, typer.Option(metavar="SET", help="With --play: other words, a set by name or folder.")
    ] = "",
) -> None:
    """Find out what an endpoint can do, or with --play how a model plays there.

    Whether it can be reached, takes the key and knows the model; how it can be held to a form; how fast it is; whether
    the largest prompt of a scenario arrives whole and is known again. A few small calls are made and two of that size.
    With --play one call for each position, what they take said first: shares of good and bad
    replies, legal, in character, with its word kept, with secrets told. Exit code 1 if no model can play there.
    """
    import asyncio

    if play:
        _try_play(model, positions, wording, json)
        return

    from wargame.players.llm.endpoints import Endpoints
    from wargame.players.llm.probe import probe as probed

    told = _untold if json else _ToldRows()

    async def run() -> Findings:
        board = Endpoints()
        try:
            found = await probed(model, board, context=context, told=told)
            if found.usable and scenario:
                await _send_prompt(model, board, scenario, variant, found, told)
            return found
        finally:
            await board.aclose()

    found = asyncio.run(run())
    if json:
        answer(found.as_json())
    else:
        told(found)
        for name, note in notes_of(found):
            say(f"{name:<20}{note}")
        say(verdict_of(found))
    if not found.usable:
        raise typer.Exit(1)


def _try_play(model: str, count: int, wording: str, json: bool) -> None:
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
            trial = Trial(model, board, found, wording)
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


async def _send_prompt(
    model: str,
    board: Endpoints,
    scenario: str,
    variant: str | None,
    found: Findings,
    told: Callable[[Findings], None],
) -> None:
    """The largest prompt of a scenario, as a game sends it."""
    from wargame.players.llm.preflight import Pad
    from wargame.players.llm.prompt_probe import probe_prompt
    from wargame.positions.real_prompt import largest_prompt

    client = board.client(model, "probe", Pad())
    request = largest_prompt(scenario, variant, tightly=client.tight, max_tokens=client.output_tokens)
    await probe_prompt(model, board, request, found, told)


def _untold(found: Findings) -> None:
    """One object at the end says everything."""


class _ToldRows:
    """Findings as lines of the answer, each as soon as it is had."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def __call__(self, found: Findings) -> None:
        """Say what has not been said."""
        for name, value in rows_of(found):
            if name not in self._told:
                self._told.add(name)
                say(f"{name:<20}{value}")
                sys.stdout.flush()


def rows_of(found: Findings) -> Iterator[tuple[str, str]]:
    """What was found so far, by what was asked."""
    if found.reached or found.problem:
        lists = f"{len(found.models)}: {', '.join(found.models[:12])}" if found.models else "not listed"
        known = {None: "", True: ", this model among them", False: ", not this name"}[found.known]
        yield "endpoint", found.endpoint + ("" if found.reached else ", not reached")
        yield "key", found.key
        yield "models", lists + known
    yield from found.rungs.items()
    if found.seconds is not None:
        yield "token counts", _yes(found.usage) + (", with cached tokens" if found.cached else "")
        yield "small call", f"{found.seconds:.2f} s"
        speed = found.tokens_per_second
        yield "speed", "not known" if speed is None else f"{speed:g} tokens a second"
        yield "price", found.price
    if found.context_enough is not None or found.context_said is not None:
        yield "context", _context(found)
    if found.prompt_seconds is not None:
        read = "" if found.prompt_tokens is None else f", {found.prompt_tokens:,} tokens"
        yield (
            "game's prompt",
            f"{found.prompt_bytes:,} bytes{read}: {found.prompt_rung} in {found.prompt_seconds:.2f} s",
        )


_WHOLE = {None: "not known", True: "yes, both ends of it came back", False: "no"}


def notes_of(found: Findings) -> Iterator[tuple[str, str]]:
    """What is known only when all has been tried."""
    if found.prompt_seconds is not None:
        yield (
            "all of it read",
            {None: "not known", True: "yes, both ends of it came back", False: "no"}[found.prompt_whole],
        )
        known = found.cached_again
        yield (
            "known again",
            "not said" if known is None else f"{known:,} tokens, the second time" if known else "nothing",
        )
    if found.true_model:
        yield "answered by", found.true_model
    for note in found.learnt:
        yield "note", note
    for line in found.profile_lines:
        yield "profiles.yaml", line


def verdict_of(found: Findings) -> str:
    """Whether a model can play there, and how it is then called."""
    return (
        found.problem
        or f"a model can play here: --all {shell_word(spec_of(MODEL, model_of(found.spec)))} (rung {found.best})"
    )


def _yes(value: bool | None) -> str:
    return "not tried" if value is None else "yes" if value else "no"


def _context(found: Findings) -> str:
    said = f"{found.context_said} tokens said; " if found.context_said is not None else ""
    fits = {None: "not tried with", True: "takes", False: "does not take"}[found.context_enough]
    return f"{said}{fits} {found.context_needed} tokens"
