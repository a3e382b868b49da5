"""The entry point: which commands there are and how an error reaches a person; `commands` says what they do."""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from types import TracebackType
from typing import Annotated, Any, NamedTuple, Protocol, runtime_checkable

import typer
from typer.core import TyperGroup

import wargame
from wargame.errors import FaultyPack, WargameError


class Command(NamedTuple):
    """A command as it is listed.

    The function that carries it out stands in the file of its name below `wargame.commands`, and is loaded when
    somebody wants it.
    """

    name: str
    summary: str
    """The first line of its help."""
    example: str
    """What may stand after `wargame`."""


COMMANDS = (
    Command(
        "play",
        "Play in the terminal, alone or several at one keyboard.",
        "play between-the-giants --seat paris=human",
    ),
    Command("host", "Open a room: people join its seats from terminals of their own.", "host first-download --port 0"),
    Command("join", "Join a room: it asks for a code, which opens the desk of one seat.", "join ws://127.0.0.1:8429"),
    Command("run", "Play a game without people and record it.", "run between-the-giants --seats core --seed 7 --json"),
    Command("demo", "Play a scripted game and tell it in words.", "demo --seed 7"),
    Command("scenarios", "List the scenarios, or show one.", "scenarios between-the-giants"),
    Command("actors", "List the actors, or show one.", "actors paris --private"),
    Command("new", "Lay the skeleton of a scenario or an actor.", "new scenario quiet-quarter"),
    Command("copy", "Copy a scenario to edit it.", "copy first-download my-first"),
    Command("check", "Name every fault of a scenario or an actor.", "check my-first"),
    Command(
        "msel", "Write the injects of a scenario as a planners' sheet, or take them from one.", "msel first-download"
    ),
    Command("verify", "Prove transcripts by playing them again.", "verify runs/game.jsonl"),
    Command("sign", "Sign a record with your own key.", "sign runs/game.jsonl --key ~/.ssh/id_ed25519"),
    Command("redact", "Write a record without somebody's words.", "redact runs/game.jsonl --handle ada"),
    Command(
        "consent", "Say whether private texts of a seat may be shown, or what stands of it.", "consent runs/game.jsonl"
    ),
    Command("erase", "Write a game without a person.", "erase runs/game.jsonl --person rome-2"),
    Command("view", "Show what a seat could know after a turn.", "view runs/game.jsonl --seat paris --turn 3"),
    Command("why", "Explain the value of a variable.", "why runs/game.jsonl paris.trust.washington --turn 3"),
    Command("fork", "Go on from a line of a record with one thing changed.", "fork runs/game.jsonl --at 229 --pass"),
    Command("moments", "Find the moments that decided a recorded game.", "moments runs/game.jsonl --screened 5"),
    Command("room", "Show the room's screen beside play, on a second terminal.", "room runs/game.jsonl"),
    Command("replay", "Walk through a recorded game, or print it event by event.", "replay runs/game.jsonl"),
    Command(
        "review",
        "Lead a room through a game: private answers first, evidence by line, actions.",
        "review runs/game.jsonl --minutes 30",
    ),
    Command(
        "rubric", "Mark learners by a rubric, with lines of the record as evidence.", "rubric runs/game.jsonl --csv"
    ),
    Command("survey", "Ask people before and after a game under pseudonyms.", "survey runs/game.jsonl --csv"),
    Command("report", "Write a game as a report, to read and to print.", "report runs/game.jsonl --seat paris"),
    Command(
        "compare", "Lay several records of one scenario beside each other.", "compare runs/game.jsonl runs/other.jsonl"
    ),
    Command("deviations", "List every act of control.", "deviations runs/game.jsonl"),
    Command(
        "export",
        "Write a game as CSV tables, or the games of a study, or the codebook.",
        "export runs/game.jsonl --table agreements --out agreements.csv",
    ),
    Command(
        "handout",
        "Write role cards, move cards, slips and the facilitator's pages.",
        "handout between-the-giants --seats core --out cards",
    ),
    Command("audit", "Prove that secrets stay where they belong.", "audit runs/game.jsonl"),
    Command("balance", "Measure a scenario as a game.", "balance first-download --quick"),
    Command("claim", "Try a claim about such a world, in pairs of games.", "claim S0-135 --seeds 20"),
    Command("claims", "Try all claims about such a world together.", "claims --seeds 50 --grid --out tried"),
    Command(
        "experiment",
        "Play many games from one file: crossed, paired by seed, resumed after any kill.",
        "experiment run study.yaml --out study",
    ),
    Command("coding", "Code what was said in games, without seeing who played.", "coding draw game.jsonl --out coding"),
    Command("params", "List the parameters of the rules.", "params --json"),
    Command(
        "probe",
        "Find out what an endpoint can do, or with --play how a model plays there.",
        "probe llama3.2@http://localhost:11434/v1",
    ),
    Command("bench", "Run the project's own measurements.", "bench"),
    Command(
        "local",
        "Endpoints on this machine: a stub that can misbehave, and a small real model.",
        "local stub --latency 0.1",
    ),
)
"""Every command, in the order of the list."""

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


@contextmanager
def _interruptible() -> Iterator[None]:
    """An interrupt that a command does not answer itself ends it in a word."""
    try:
        yield
    except KeyboardInterrupt:
        _complain("\nwargame: broken off", whole=True)
        raise typer.Exit(130) from None


class Commands(TyperGroup):
    """All commands, each loaded when it is asked for, so that a list of them costs next to nothing."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names, in order."""
        return [command.name for command in COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """What carries a command out; None if there is no such command."""
        if (found := next((command for command in COMMANDS if command.name == cmd_name), None)) is None:
            from wargame.commands.named_groups import refuse_without_group

            return refuse_without_group(self, ctx, cmd_name)
        target = getattr(import_module(f"wargame.commands.{found.name}"), found.name)
        from wargame.commands.strict_command import StrictCommand

        if isinstance(target, typer.Typer):
            return typer.main.get_command(target)
        alone = typer.Typer(rich_markup_mode=None, add_completion=False, context_settings=SETTINGS)
        alone.command(found.name, cls=StrictCommand, epilog=f"Example: wargame {found.example}")(target)
        return typer.main.get_command(alone)

    def make_context(self, *given: Any, **more: Any) -> Any:
        """Read the words of the command line."""
        with _interruptible():
            return super().make_context(*given, **more)

    def invoke(self, ctx: Any) -> Any:
        """Carry out the command that was asked for."""
        with _interruptible():
            return super().invoke(ctx)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The list, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(command.name, command.summary) for command in COMMANDS])


app = typer.Typer(
    name="wargame",
    cls=Commands,
    help="A wargame table for people, scripts and language models who bargain over access to military AI.",
    epilog="Example: wargame demo --seed 7",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings=SETTINGS,
)


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
        from wargame.commands.lobby import lobby

        lobby()


@runtime_checkable
class Misread(Protocol):
    """What the parser raises about the words of the command line."""

    exit_code: int
    message: str

    def show(self, file: Any = None) -> None:
        """Write the usage and what is wrong to a file."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code: 0 success, 1 what was asked about is bad, 2 bad usage or input."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if arguments is None:
        atexit.register(gc.freeze)  # what is left when a process ends is not looked through for circles any more
        gc.set_threshold(AT_THE_START, *gc.get_threshold()[1:])  # what is read at the start stays
    _GIVEN[:] = given
    _make_streams_fit()
    if given[:1] == ["run"] and not _needs_models(given):
        from wargame.lean_hashing import load_without_openssl

        load_without_openssl()
    try:
        code = _run([word for word in given if word != "--debug"], "--debug" in given)
    finally:
        written = _write_out()
        if "--debug" in given:
            sys.excepthook = _trace
    return code if written else 2


AT_THE_START = 300_000
"""Objects between two looks of the garbage collector while a program is read: a first page needs fewer."""
_GIVEN: list[str] = []
"""The words of the command line."""


def _needs_models(words: Sequence[str]) -> bool:
    """Whether a game is played in which a model may be asked over an encrypted line."""
    from wargame.core.spec_words import OF_MODELS

    return any(word.startswith("--resume") or any(f"{each}:" in word for each in OF_MODELS) for word in words)


def _make_streams_fit() -> None:
    """A closed stream is an empty one; what a narrow one cannot write or a reader cannot read is written by number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 (open until the end)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _has_folder() -> bool:
    try:
        os.getcwd()
    except OSError:
        return False
    return True


def _write_out() -> bool:
    """Write whatever still waits; a reader that has gone wants nothing of it. False if an answer was lost."""
    found = sys.modules.get("wargame.commands.output")
    lost = found.LOST.pop() if found is not None and found.LOST else ""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as fault:
            from wargame.commands.output import let_go

            let_go(stream)
            if stream is sys.stdout and not isinstance(fault, BrokenPipeError):
                lost = fault.strerror or str(fault)
    if lost:
        _complain(f"wargame: standard output takes no more ({lost}); the answer is not whole")
    return not lost


def _trace(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """Show a traceback whose words steer no terminal."""
    from traceback import format_exception

    from wargame.commands.output import tell

    tell("".join(format_exception(kind, fault, trace)).rstrip("\n"))


def _complain(text: str, whole: bool = False) -> None:
    """Say what is wrong on one line; `whole` keeps the lines, for a list of faults."""
    from wargame.commands.output import tell
    from wargame.core.plain_text import plain_line, shortened

    text = shortened(text, [part for word in _GIVEN for part in (word, word.partition("=")[2])])
    tell(text if whole else plain_line(text))


def _name_value(fault: Misread) -> None:
    """Let what is wrong with a value begin with it, and speak of this value instead of any input."""
    cause = fault.__cause__ if isinstance(fault, Exception) else None
    if not isinstance(cause, ValueError) or not hasattr(cause, "errors"):
        return
    given = cause.errors()[0]["input"]
    said = fault.message.removeprefix("Value error, ").partition(", unable to")[0]
    said = said.removeprefix(f"{given!r} is not ").replace("Input should be", "it must be")
    fault.message = f"{given!r}: {said}".replace("one of", "it must be one of", 1)


def _run(words: list[str], debug: bool) -> int:
    try:
        code = app(words, prog_name="wargame", standalone_mode=False)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 2
    except typer.Abort:
        _complain("wargame: the input has ended")
        return 1
    except BrokenPipeError:
        from wargame.commands.output import let_go

        let_go(sys.stdout)
        return 1
    except WargameError as fault:
        if debug:
            raise
        _complain(f"wargame: {fault}", whole=isinstance(fault, FaultyPack))
        return 2
    except OSError as fault:
        if debug:
            raise
        place = f"{fault.filename}: " if fault.filename else "" if _has_folder() else "the folder in which this runs: "
        _complain(f"wargame: {place}{fault.strerror or fault}; run again with --debug for the traceback")
        return 2
    except Exception as fault:
        if isinstance(fault, Misread):
            _name_value(fault)
            fault.show(said := io.StringIO())
            _complain(said.getvalue().rstrip("\n"), whole=True)
            return fault.exit_code
        if debug:
            raise
        sentence = f"this is a fault of the program ({type(fault).__name__}: {fault}); run again with --debug"
        _complain(f"wargame: {sentence} and report it")
        return 2
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    sys.exit(main())
