"""`wargame coding`: what was said in games, coded blind by a codebook; how far coders agree; and whose it was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands import options
from wargame.commands.coding_judge import judge
from wargame.commands.output import answer, say_line, tell_line
from wargame.commands.strict_command import StrictCommand
from wargame.errors import SpecError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wargame.coding.coding_folder import CodingFolder
    from wargame.coding.coding_pass import CodingPass

coding = typer.Typer(
    name="coding",
    help="Code what was said in games, without seeing who played.",
    epilog="Example: wargame coding draw runs/game.jsonl --out coding",
    rich_markup_mode=None,
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)

FolderArgument = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of a coding.")]
CoderOption = Annotated[str, typer.Option("--coder", metavar="NAME", help="A pseudonym, such as a-1.")]
KeyOption = Annotated[
    Path | None, typer.Option("--key", metavar="FOLDER", help="Where the key lies; FOLDER.key unless you say.")
]


@coding.command(
    "draw", cls=StrictCommand, epilog="Example: wargame coding draw study --items 200 --seed 3 --out coding"
)
def draw(
    sources: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Transcripts, and folders of experiments.", show_default=False),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="A new folder, for the coders.")],
    book: Annotated[
        Path | None, typer.Option("--codebook", metavar="FILE", help="Categories of your own, as YAML.")
    ] = None,
    items: Annotated[int | None, typer.Option(min=1, metavar="N", help="Draw at most so many.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the drawing; the same seed draws the same items.")] = 1,
    neutral: Annotated[
        bool, typer.Option("--neutral", help="Call seats Actor 1, Actor 2 ... in items as well.")
    ] = False,
) -> None:
    """Draw items from games into a folder for coders, and their key into another one, FOLDER.key.

    What coders get names no model, no person and no player. Give them the folder and keep the key. What people wrote in
    private is left out unless they agreed, see `wargame consent`.
    """
    from wargame.coding.coding_book import shipped_coding_book
    from wargame.coding.coding_folder import draw as drawn
    from wargame.coding.coding_folder import key_folder

    made = drawn(sources, out, book or shipped_coding_book(), seed=seed, most=items, neutral=neutral)
    say_line(f"{out}: {made.items} of {made.of} items from {made.games} game{'s' * (made.games != 1)}")
    say_line(f"{key_folder(out)}: the key to them; keep it from those who code")
    for name, turn in made.unfinished:
        tell_line(
            f"{name}: this record stops in turn {turn}, before its game is over; what was said up to there is drawn"
        )
    if made.kept_private:
        tell_line(f"{made.kept_private} private texts are in no item, since their seats have not agreed")
    if made.left:
        tell_line(f"not masked, since the scenarios have these words as well: {', '.join(made.left)}")


@coding.command("code", cls=StrictCommand, epilog="Example: wargame coding code coding --coder a-1")
def code(
    folder: FolderArgument,
    coder: CoderOption,
    plain: Annotated[bool, typer.Option("--plain", help="Line by line instead of on a screen.")] = False,
) -> None:
    """Code what is not coded yet, in an order of the coder's own; every answer is kept at once.

    It opens a screen, and goes line by line with --plain, where there is no terminal, and on one that calls itself
    dumb. One can still go back after the last item; the same command goes on with what was left.
    """
    from wargame.coding.coding_pass import CodingPass
    from wargame.commands.terminal import by_lines

    walk = CodingPass(_read(folder), coder)
    _tell_torn(walk.coding, [coder])
    if plain or by_lines():
        _by_lines(walk)
    else:
        _on_screen(walk)


def _by_lines(walk: CodingPass) -> None:
    import asyncio

    from wargame.commands.line_as_found import leave_if_reading
    from wargame.console.coding_lines import code_by_lines
    from wargame.console.lines import Ended
    from wargame.console.typed_lines import read_line, write_line

    try:
        asyncio.run(code_by_lines(walk, read_line, write_line))
    except Ended:
        tell_line("the input has ended; what was coded is kept, and the same command goes on")
    except KeyboardInterrupt:
        done, many = len(walk.given), len(walk.items)
        tell_line(
            f"\nbroken off; {done} of {many} items are coded and kept; the same command goes on with what is left"
        )
        leave_if_reading(130)
        raise typer.Exit(130) from None


def _on_screen(walk: CodingPass) -> None:
    from wargame.commands.terminal import in_terminal
    from wargame.gc_tuning import seldom_collecting
    from wargame.present.coding_rows import how_far, what_is_left

    with seldom_collecting():
        from wargame.ui.coding.coding_app import CodingApp

    try:
        in_terminal(CodingApp(walk))
    finally:
        for said in filter(None, (what_is_left(walk), how_far(walk))):
            tell_line(said)


@coding.command("sheet", cls=StrictCommand, epilog="Example: wargame coding sheet coding --coder a-1 --out a-1.xlsx")
def sheet(
    folder: FolderArgument,
    coder: CoderOption,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A new .xlsx or .csv.")],
) -> None:
    """Write all items as a sheet to be filled in: a category in the column Category, words in Remark if you like."""
    from wargame.coding.code_sheets import write_code_sheet

    read = _read(folder)
    items = write_code_sheet(read, coder, out)
    _tell_torn(read, [coder])
    say_line(f"{out}: {items} item{'s' * (items != 1)}")


@coding.command("take", cls=StrictCommand, epilog="Example: wargame coding take coding --coder a-1 --from a-1.xlsx")
def take(
    folder: FolderArgument,
    coder: CoderOption,
    source: Annotated[Path, typer.Option("--from", metavar="FILE", help="The filled sheet, .xlsx or .csv.")],
) -> None:
    """Take a filled sheet in. Every fault is named by its cell; then the exit code is 1, and nothing is taken.

    What is left empty stays as it was: codes and remarks from before are not taken back.
    """
    from wargame.coding.code_sheets import take_code_sheet

    read = _read(folder)
    taken = take_code_sheet(read, coder, source)
    _tell_torn(read, [coder])
    for fault in taken.faults:
        say_line(fault)
    if taken.faults:
        raise typer.Exit(1)
    items = len(read.items)
    say_line(f"{coder}: {taken.taken} taken, {taken.same} as before, {taken.empty} of {items} items not coded")
    if taken.emptied:
        cells = f"{taken.emptied} emptied cell{'s' * (taken.emptied != 1)}"
        tell_line(f"{cells}: the codes from before stay; write another category over one to change it")


@coding.command("agree", cls=StrictCommand, epilog="Example: wargame coding agree coding")
def agree(folder: FolderArgument, key: KeyOption = None, json: options.JsonOption = False) -> None:
    """Say how far coders agree, on all categories and on each; needs SciPy, statsmodels and krippendorff.

    Percent is of pairs of codes of one item. Kappa is Cohen's, of two coders; alpha Krippendorff's, of all of them.
    Their 95 % intervals are drawn over games, from ten on, and need the key; without it there are none. Models that
    judged come after people: each with every person, with what most of them say, with each other and with itself.
    """
    from dataclasses import asdict

    from wargame.coding.agreement import agreement
    from wargame.coding.judge_files import judges_of
    from wargame.commands.coding_agreement import judges_as_data, judges_found, say_agreement, say_judges

    read = _read(folder)
    given, games, judges = _given(read), _games(read, key), judges_of(read)
    if len(given) < 2 and not judges:
        raise SpecError(f"{folder}: agreement needs two coders, and {len(given)} has coded anything; see `coding code`")
    rows = agreement(given, read.book.ids, games) if len(given) > 1 else ()
    judged, biases = judges_found(judges, given, read.book.ids, games)
    if json:
        answer(
            {"items": len(read.items), "coders": {name: len(codes) for name, codes in given.items()}}
            | {"agreement": [asdict(row) for row in rows]}
            | judges_as_data(judges, judged, biases)
        )
        return
    said = ", ".join(f"{name} {len(codes)}" for name, codes in given.items()) or "by no person yet"
    say_line(f"{read.book.title}: {len(read.items)} items, coded: {said}")
    if rows:
        say_agreement(rows, len(given))
    if judges:
        say_judges(judges, judged, biases)


coding.command(
    "judge",
    cls=StrictCommand,
    epilog="Example: wargame coding judge coding --model llm:llama3.2@http://localhost:11434/v1 --dry-run",
)(judge)


@coding.command("disagreements", cls=StrictCommand, epilog="Example: wargame coding disagreements coding")
def list_disagreements(folder: FolderArgument, json: options.JsonOption = False) -> None:
    """List the items that coders coded otherwise, each with who said what; whose words they are stays hidden."""
    from wargame.coding.agreement import disagreements

    read = _read(folder)
    given = _given(read)
    found = [
        (read.items[id_], {name: codes[id_] for name, codes in given.items() if id_ in codes})
        for id_ in disagreements(given, list(read.items))
    ]
    if json:
        answer([{"item": item.id, "text": item.text, "codes": codes} for item, codes in found])
        return
    for item, codes in found:
        say_line(f"{item.id}: {', '.join(f'{name} {category}' for name, category in codes.items())}")
        say_line(f"  {item.unit}, turn {item.turn}, {item.by} to {item.to}: {item.text}")
    tell_line(f"{len(found)} of {len(read.items)} items are coded otherwise by somebody")


@coding.command("table", cls=StrictCommand, epilog="Example: wargame coding table coding --out codes.csv")
def table(
    folder: FolderArgument,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A new CSV; its codebook lies beside it.")],
    key: KeyOption = None,
) -> None:
    """Write what was coded beside what the key knows: one row a decision, with seat, player and line of the record.

    Each answer of a model as a judge is a decision, too.
    """
    from wargame.coding.code_table import code_table
    from wargame.coding.coding_folder import key_of
    from wargame.coding.given_codes import coders_of
    from wargame.coding.judge_files import judges_of
    from wargame.review.form_sheets import write_sheet

    read = _read(folder)
    made = code_table(read, key_of(read, key), judges_of(read))
    _tell_torn(read, coders_of(read))
    tell_line(write_sheet(made, folder, "codes", out))


def _read(folder: Path) -> CodingFolder:
    from wargame.coding.coding_folder import read_coding

    return read_coding(folder)


def _given(read: CodingFolder) -> Mapping[str, Mapping[str, str]]:
    """Categories by coder, of those who have coded anything."""
    from wargame.coding.given_codes import coders_of, codes_of

    found = {name: codes_of(read, name) for name in coders_of(read)}
    _tell_torn(read, list(found))
    return {name: {item: code.category for item, code in codes.items()} for name, codes in found.items() if codes}


def _tell_torn(read: CodingFolder, coders: Sequence[str]) -> None:
    """Say which lines of these coders were broken off, since no code of them counts."""
    from wargame.coding.given_codes import codes_file, torn_of

    for name in coders:
        for number in torn_of(read, name):
            tell_line(f"{codes_file(read, name)}: line {number} was broken off while it was written and is no code")


def _games(read: CodingFolder, key: Path | None) -> Mapping[str, str]:
    """The game of each item; nothing where no key lies at the usual place and none was named."""
    from wargame.coding.coding_folder import key_folder, key_of

    if key is None and not key_folder(read.path).is_dir():
        return {}
    return {item: each.game for item, each in key_of(read, key).items()}
