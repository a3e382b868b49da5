"""`wargame experiment`: many games from one file, in a folder that outlives every kill."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from wargame.commands import options
from wargame.commands.experiment_control import CONTROL_EXAMPLE, control
from wargame.commands.experiment_found import found_in, laid_beside, planned
from wargame.commands.experiment_plan import dry_run_told, plan_as_data, plan_in_words
from wargame.commands.experiment_state import tell_state
from wargame.commands.output import answer, say_line, show, tell_line
from wargame.commands.strict_command import StrictCommand
from wargame.errors import ExperimentError, SpecError

if TYPE_CHECKING:
    pass

experiment = typer.Typer(
    name="experiment",
    help="Play many games from one file: crossed, paired by seed, resumed after any kill.",
    epilog="Example: wargame experiment run study.yaml --out study",
    rich_markup_mode=None,
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The experiment, as YAML.")]
BesideOption = Annotated[
    list[Path], typer.Option("--with", metavar="RECORD", help="A recorded game, of people, laid beside; repeatable.")
]
WithoutFallbacksOption = Annotated[
    bool, typer.Option("--without-fallbacks", help="Leave out games in which scripts played for models.")
]
WithinOption = Annotated[
    str | None,
    typer.Option(
        "--within",
        metavar="FACTOR",
        help="Also tell effects at each level of it, and how far they differ: interactions.",
    ),
]
FolderOption = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="The folder of its games.")]


@experiment.command("check", cls=StrictCommand, epilog="Example: wargame experiment check study.yaml")
def check(
    file: FileArgument,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FOLDER", help="Games that were begun: of words that are gone, and of how far they spread."
        ),
    ] = None,
    json: options.JsonOption = False,
) -> None:
    """Name every fault of an experiment's file, or say what it comes to; nothing is played.

    Exit code 2 if there is a fault. Where the folder of a set of words is gone, the games that were begun in it have
    them: --out says where these are.
    """
    from wargame.batch.ledger_of_plan import contents_of

    if out is not None and not out.is_dir():
        raise ExperimentError(f"{out}: there is no such folder; --out names one in which games were begun")
    plan = planned(file, out)
    found = None if out is None else contents_of(plan, out)
    if json:
        answer(plan_as_data(plan, found))
        return
    for line in plan_in_words(plan, found):
        say_line(line)


@experiment.command("ready", cls=StrictCommand, epilog="Example: wargame experiment ready labels --to labels.yaml")
def ready(
    name: Annotated[str | None, typer.Argument(help="One of them; the list without one.")] = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="A new file for the copy.")] = None,
    model: Annotated[str, typer.Option(metavar="MODEL[@URL]", help="The model that plays in it.")] = "",
    seeds: Annotated[int | None, typer.Option(min=1, help="How many seeds are played, in place of its own.")] = None,
) -> None:
    """List experiments that are ready to be copied, or copy one.

    They show whether a result hangs on scripts, on words, on names, on order, or on the brief that a model reads.
    """
    from wargame.batch.ready_experiments import copy_ready, ready_experiments

    if name is None:
        if to or model or seeds:
            raise SpecError("--to, --model and --seeds are of a copy: name the experiment that is to be copied")
        show(ready_experiments().items(), ("NAME", "SAYS"))
        return
    copy_ready(name, to or Path(f"{name}.yaml"), model, seeds)
    say_line(str(to or f"{name}.yaml"))


@experiment.command("lock", cls=StrictCommand, epilog="Example: wargame experiment lock study.yaml --out study")
def lock(file: FileArgument, out: FolderOption) -> None:
    """Lay a plan down before its games are looked at: `analyse` and `report` then say what deviates from it.

    Beside the file a new one, NAME.lock.json, holds what is asked, what decides its games, and how many are sealed.
    """
    from wargame.batch.registration import SHORT, lock_beside, register
    from wargame.batch.runner import state

    plan = planned(file, out)
    made = register(plan, state(plan, out).sealed, lock_beside(file))
    say_line(f"{lock_beside(file)}: registered as {made.hash[:SHORT]}")
    if made.sealed:
        are = "is" if made.sealed == 1 else "are"
        tell_line(f"{made.sealed} of its games {are} sealed already, and the registration says so")


@experiment.command("run", cls=StrictCommand, epilog="Example: wargame experiment run study.yaml --out study")
def run(
    file: FileArgument,
    out: FolderOption,
    workers: Annotated[int, typer.Option(min=1, help="Processes that play.")] = os.cpu_count() or 1,
    games: Annotated[int, typer.Option(min=1, help="Games with models that are played at once.")] = 64,
    shard: Annotated[
        str, typer.Option(metavar="I/N", help="Play this share of the games, where others play the rest.")
    ] = "1/1",
    failures: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Play no more once so many games have failed.")
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Play games without models on the workers of this Dask scheduler."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be played, how long without models, and what models take.")
    ] = False,
    json: options.JsonOption = False,
) -> None:
    """Play what is not sealed yet of an experiment.

    The same command again goes on where it was broken off, plays failed games once more, and does nothing when all
    games are sealed. A game is sealed when its record is safe on the disk. Exit code 1 unless every game of this share
    is sealed at the end, without a decision of a model that a script made.
    """
    from contextlib import nullcontext

    from wargame.batch.executors import cluster as elsewhere
    from wargame.batch.runner import run_experiment, state
    from wargame.commands.experiment_progress import SealedGames

    share = _share(shard)
    plan = planned(file, out)
    if dry_run:
        dry_run_told(plan, out, workers, json)
        return
    told = SealedGames(out)
    try:
        with elsewhere(cluster) if cluster is not None else nullcontext() as executor:
            found = run_experiment(
                plan,
                out,
                workers=workers,
                games=games,
                share=share,
                most_failures=failures,
                progress=told,
                executor=executor,
                stalled=told.stalled,
                steered=told.steered,
            )
    except KeyboardInterrupt:
        found = state(plan, out)
        tell_line(f"\nbroken off; {found.sealed} of {found.runs} games are sealed; the same command goes on")
        raise typer.Exit(130) from None
    tell_state(found, out, json)
    if not (found.all_ok if share == (1, 1) else found.is_ok(share)):
        raise typer.Exit(1)


experiment.command("control", cls=StrictCommand, epilog=CONTROL_EXAMPLE)(control)


@experiment.command("status", cls=StrictCommand, epilog="Example: wargame experiment status study.yaml --out study")
def status(file: FileArgument, out: FolderOption, json: options.JsonOption = False) -> None:
    """Say how far an experiment is: games sealed, failed with their reasons, and not started.

    With models also tokens and money taken, of which cap, and how many games wait for it.

    It may be asked while games are played. Exit code 1 unless every game is ok, and was played with the settings that
    the file has now.
    """
    from wargame.batch.begun_otherwise import changed_cells
    from wargame.batch.ledger_of_plan import contents_of
    from wargame.batch.runner import state_in

    plan = planned(file, out)
    kept = contents_of(plan, out)
    found, changed = state_in(plan, out, kept), changed_cells(plan, kept)
    tell_state(found, out, json, changed)
    if changed or not found.all_ok:
        raise typer.Exit(1)


@experiment.command(
    "expand", cls=StrictCommand, epilog="Example: wargame experiment expand study g3f2a19c07be45d8 --to game.jsonl"
)
def expand(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of an experiment.")],
    run: Annotated[str, typer.Argument(metavar="RUN", help="Id of a game, as tables of results have it.")],
    to: Annotated[Path, typer.Option("--to", "--out", metavar="FILE", help="A new file for the whole record.")],
) -> None:
    """Write the whole record of a sealed game, byte for byte as it was when it was played.

    The game is played again by the rules, and the record is held against its hash.
    """
    from wargame.commands.lean_games import sealed_in, write_record
    from wargame.commands.places import check_new

    check_new("--to", to)
    write_record(to, sealed_in(folder, run), run)


@experiment.command(
    "table", cls=StrictCommand, epilog="Example: wargame experiment table study.yaml --out study --to study-tables"
)
def table(
    file: FileArgument,
    out: FolderOption,
    tables: Annotated[Path, typer.Option("--to", "--tables", metavar="FOLDER", help="A new folder for the tables.")],
    form: Annotated[Literal["csv", "parquet"], typer.Option(help="Parquet needs polars and nanoarrow.")] = "csv",
    raw: Annotated[
        bool, typer.Option("--raw", help="Leave words that a sheet takes for formulas as they are.")
    ] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="First play every game again from its record; the rows must be equal.")
    ] = False,
    beside: BesideOption = [],
) -> None:
    """Write what came of an experiment as tables: runs, seats, turns, orders, of models gaps; with codebook, manifest.

    A game that failed or was not played has a row without numbers.
    """
    from wargame.batch.result_tables import prove, write_tables
    from wargame.commands.places import check_new
    from wargame.present.beside_rows import remarks_in_words

    check_new("--to", tables)
    plan, found = found_in(file, out)
    if rebuild:
        games = prove(plan, found)
        whose = "game was played again from its record; its"
        again = whose if games == 1 else "games were played again from their records; their"
        tell_line(f"{games} {again} rows are equal")
    records = laid_beside(plan, found, beside)
    for line in remarks_in_words(records):
        tell_line(line)
    for name, rows in write_tables(plan, found, tables, form, raw=raw, beside=records).items():
        say_line(f"{tables}: {name}: {rows} row{'s' * (rows != 1)}")


@experiment.command("analyse", cls=StrictCommand, epilog="Example: wargame experiment analyse study.yaml --out study")
def analyse(
    file: FileArgument,
    out: FolderOption,
    without_fallbacks: WithoutFallbacksOption = False,
    through: Annotated[
        list[str], typer.Option("--through", metavar="OUTCOME", help="What share of effects passes through it.")
    ] = [],
    within: WithinOption = None,
    beside: BesideOption = [],
    json: options.JsonOption = False,
) -> None:
    """Say what each level did to each outcome, and where the spread comes from; needs SciPy.

    Effects are differences within seeds. Intervals are Student's t over seeds, and the bootstrap over them; p-values
    are corrected for all comparisons after Benjamini and Yekutieli.
    """
    from wargame.commands.experiment_analysis import analysis_as_data, tell_analysis

    plan, found = found_in(file, out)
    records = laid_beside(plan, found, beside)
    if json:
        answer(analysis_as_data(plan, found, without_fallbacks, through, records, within))
    else:
        tell_analysis(plan, found, without_fallbacks, through, records, within)


@experiment.command("words", cls=StrictCommand, epilog="Example: wargame experiment words study.yaml --out study")
def words(file: FileArgument, out: FolderOption, json: options.JsonOption = False) -> None:
    """List where models said that they take their table for a test, a simulation or a game.

    It is what the counts of conduct are made of, so that whoever reads them can judge what was counted.
    """
    from dataclasses import asdict

    from wargame.batch.awareness_found import awareness_found

    made = awareness_found(*found_in(file, out))
    if json:
        answer([asdict(each) for each in made])
        return
    if not made:
        say_line("no model said so in any game that is sealed")
        return
    head = ("RUN", "DECISION", "PLAYER", "SAYS", "WORDS")
    show([(each.run, each.decision, each.player, each.kind, each.words) for each in made], head)


@experiment.command(
    "report", cls=StrictCommand, epilog="Example: wargame experiment report study.yaml --out study --to study.html"
)
def report(
    file: FileArgument,
    out: FolderOption,
    page: Annotated[Path, typer.Option("--to", "--report", metavar="FILE", help="A new file for the page, as HTML.")],
    without_fallbacks: WithoutFallbacksOption = False,
    within: WithinOption = None,
    beside: BesideOption = [],
) -> None:
    """Write what came of an experiment as one HTML page that opens with its limits; needs SciPy.

    After them come effects, where the spread comes from, all games, conduct, design and manifest, with pictures. The
    page loads nothing from anywhere, and prints from any browser.
    """
    from wargame.commands.places import check_new, check_writable
    from wargame.present.experiment_report.page import experiment_page, page_as_html
    from wargame.transcript.private import write_private

    check_new("--to", page)
    check_writable("--to", page)
    plan, found = found_in(file, out)
    records = laid_beside(plan, found, beside)
    made = page_as_html(
        experiment_page(plan, found, without_fallbacks=without_fallbacks, beside=records, within=within)
    )
    write_private(page, made.encode("utf-8", "backslashreplace"), new=True)
    say_line(str(page))


def _share(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([1-9]\d{0,4})/([1-9]\d{0,4})", text)
    if found is None or int(found[1]) > int(found[2]):
        raise SpecError(f"--shard {text}: this must be I/N, the share and how many there are, such as 2/4")
    return int(found[1]), int(found[2])
