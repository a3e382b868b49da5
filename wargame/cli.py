"""The entry point: which commands there are and how an error reaches a person; `commands` says what they do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

import wargame
from wargame.commands import (
    bench,
    content,
    demo,
    deviations,
    handout,
    known,
    lobby,
    local,
    numbers,
    probe,
    proof,
    run,
    story,
    takeout,
)
from wargame.errors import WargameError

app = typer.Typer(
    name="wargame",
    help="A wargame table for people, scripts and language models who bargain over access to military AI.",
    epilog="Example: wargame demo --seed 7",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)

COMMANDS: tuple[tuple[str, Callable[..., Any], str], ...] = (
    ("play", lobby.play, "wargame play between-the-giants --seat paris=human"),
    ("run", run.run, "wargame run between-the-giants --seats core --seed 7 --json"),
    ("demo", demo.demo, "wargame demo --seed 7"),
    ("scenarios", content.scenarios, "wargame scenarios between-the-giants"),
    ("actors", content.actors, "wargame actors paris --private"),
    ("copy", content.copy, "wargame copy first-download my-first"),
    ("check", content.check, "wargame check my-first"),
    ("verify", proof.verify, "wargame verify runs/game.jsonl"),
    ("view", known.view, "wargame view runs/game.jsonl --seat paris --turn 3"),
    ("why", story.why, "wargame why runs/game.jsonl paris.trust.washington --turn 3"),
    ("replay", story.replay, "wargame replay runs/game.jsonl --plain"),
    ("deviations", deviations.deviations, "wargame deviations runs/game.jsonl"),
    ("export", takeout.export, "wargame export runs/game.jsonl --table agreements --out agreements.csv"),
    ("handout", handout.handout, "wargame handout between-the-giants --seats core --out cards"),
    ("audit", proof.audit, "wargame audit between-the-giants --seats core"),
    ("params", numbers.params, "wargame params --json"),
    ("probe", probe.probe, "wargame probe llama3.2@http://localhost:11434/v1"),
    ("bench", bench.bench, "wargame bench"),
)
"""Every command: its name, what carries it out, and an example for its help."""

for _name, _function, _example in COMMANDS:
    app.command(_name, epilog=f"Example: {_example}")(_function)
app.add_typer(local.app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"wargame {wargame.__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def bare(
    context: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks; may stand anywhere on the line.")] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """A wargame table for people, scripts and language models who bargain over access to military AI."""
    if context.invoked_subcommand is None:
        lobby.lobby()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code: 0 success, 1 what was asked about is bad, 2 bad usage or input."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    try:
        app([word for word in given if word != "--debug"], prog_name="wargame")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 2
    except WargameError as fault:
        if debug:
            raise
        print(f"wargame: {fault}", file=sys.stderr)
        return 2
    except OSError as fault:
        if debug:
            raise
        place = f"{fault.filename}: " if fault.filename else ""
        print(f"wargame: {place}{fault.strerror or fault}; run again with --debug for the traceback", file=sys.stderr)
        return 2
    except Exception as fault:
        if debug:
            raise
        sentence = f"this is a fault of the program ({type(fault).__name__}: {fault}); run again with --debug"
        print(f"wargame: {sentence} and report it", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
