"""`wargame local fetch`, `serve` and `list`: a small real model on this machine."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands.output import say, show, tell
from wargame.core.spec_words import MODEL, spec_of
from wargame.shell_words import shell_word

if TYPE_CHECKING:
    from wargame.local.catalogue import LocalModel

ModelArgument = Annotated[
    str | None,
    typer.Option(metavar="NAME|PATH", help="A fetched model or a .gguf file; else what WARGAME_LOCAL_GGUF names."),
]
Threads = Annotated[int | None, typer.Option(min=1, help="Default: all cores but one.")]
Parallel = Annotated[int, typer.Option(min=1, max=64, help="Requests answered at once.")]
ContextOption = Annotated[int, typer.Option(min=256, help="Tokens of one request with its answer.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free one.")]


def fetch(model: Annotated[str | None, typer.Argument(help="Default: the smallest.")] = None) -> None:
    """Fetch a small model's file.

    It is kept in the user's cache, and only with the right hash.
    """
    from wargame.local.catalogue import DEFAULT, fetched, megabytes, model_of, place_of

    wanted = model_of(model) if model else DEFAULT
    if fetched(wanted):
        tell(f"{wanted.name} is here; comparing its hash")
    else:
        tell(f"{wanted.title}, {megabytes(wanted.size)}, {wanted.licence}, to {place_of(wanted)}")
    say(str(fetch_told(wanted)))


def fetch_told(model: LocalModel) -> Path:
    """The model's file, fetched with progress on standard error if it is not here."""
    from wargame.local.fetch import fetch as fetch_model

    with _progress(model.size) as told:
        return fetch_model(model, told)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

    bar = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*bar, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as shown:
        task = shown.add_task("", total=total)
        yield lambda have: shown.update(task, completed=have)


def serve(
    model: ModelArgument = None,
    threads: Threads = None,
    parallel: Parallel = 2,
    ctx: ContextOption = 8192,
    port: Port = 0,
) -> None:
    """Serve a small model to this machine.

    The base URL goes to standard output; Ctrl-C ends it.
    """
    from wargame.local.catalogue import located
    from wargame.local.serve import ServerPlan, end, spare_threads, start

    plan = ServerPlan(located(model), threads or spare_threads(), parallel, ctx, port)
    with _until_told() as told_to_end:
        tell(f"loading {plan.model}")
        running = start(plan)
        say(running.url)
        say(f"export OPENAI_BASE_URL={running.url}")
        sys.stdout.flush()
        name, size = running.served.name, size_in_words(running.served.parameters)
        tell(f"{name}, {size}, ready after {running.seconds:.1f} s")
        tell(f"threads {plan.threads}, requests at once {parallel}, {context_in_words(ctx, running.served.context)}")
        if sys.stdout.isatty():
            tell("Ctrl-C ends it; in another terminal:")
            tell(f"  wargame run first-download --turns 1 --all {shell_word(f'{spec_of(MODEL, name)}@{running.url}')}")
        told_to_end.wait()
        tell("stopped")
        end()


@contextmanager
def _until_told() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set; what they did before is put back at the end."""
    event = threading.Event()
    before = {each: signal.signal(each, lambda *_: event.set()) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield event
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def context_in_words(asked: int, had: int | None) -> str:
    """How many tokens each request has, by what the server reads back; fewer than asked for are told."""
    if had is None or had >= asked:
        return f"tokens each {asked if had is None else had}"
    return f"tokens each {had}: no more than it was trained on, so that --ctx {asked} was not had"


def size_in_words(parameters: int | None) -> str:
    """How big a model is, such as `135 million parameters`."""
    if parameters is None:
        return "of unknown size"
    if parameters >= 1_000_000_000:
        return f"{parameters / 1e9:.1f} billion parameters"
    return f"{parameters / 1e6:.0f} million parameters"


def list_models() -> None:
    """List the small models that are known, and where they are."""
    from wargame.local.catalogue import MODELS, NAMED, fetched, megabytes, named_file, place_of

    show(
        (
            model.name,
            f"{model.parameters} parameters",
            megabytes(model.size),
            model.licence,
            str(place_of(model)) if fetched(model) else f"not fetched; {model.about}",
        )
        for model in MODELS
    )
    if named := named_file():
        say(f"{NAMED} names {named}")
