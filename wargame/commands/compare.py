"""`wargame compare`: several records of one scenario on one page, or two places of games as a difference."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wargame.commands import options
from wargame.commands.output import answer, say, say_line, show, tell_line
from wargame.errors import SpecError

if TYPE_CHECKING:
    from wargame.present.compare.gathering import ComparedGames
    from wargame.present.report.document import Report, Section


def compare(
    files: Annotated[list[str], typer.Argument(help="Transcripts; or two places FILE:LINE. They stay as they are.")],
    seat: Annotated[str | None, typer.Option(metavar="ID", help="Only what this seat could know.")] = None,
    public: Annotated[bool, typer.Option("--public", help="Only what everybody could know.")] = False,
    html: Annotated[bool, typer.Option("--html", help="One HTML file, as a report is.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Markdown; --out FILE.md too.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="PDF; --out FILE.pdf too.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="A new file; default beside the first record. - is standard output."),
    ] = None,
    json: options.JsonOption = False,
) -> None:
    """Lay several records of one scenario beside each other.

    They are aligned at the points at which a seat decides: where they first part, who decided otherwise and how, then
    endings, scores, stacks, bets, agreements and broken words. FILE:LINE twice gives the difference of two places,
    of one game or of two. Unless --seat or --public is given it tells the truth, secrets included.
    """
    from wargame.commands.report_files import report_file
    from wargame.core.ids import CONTROL, PUBLIC
    from wargame.present.compare.comparison import comparison
    from wargame.present.compare.gathering import check_each_once, compared
    from wargame.present.compare.positions_apart import difference, places_apart, split_place

    if seat is not None and public:
        raise SpecError("--seat and --public: a comparison has one reader; give one of them")
    if json and (html or markdown or pdf or out is not None):
        raise SpecError("--json: it is one object on standard output; leave out --html, --markdown, --pdf and --out")
    if html and (markdown or pdf):
        raise SpecError("--html: a comparison is one file; leave out --markdown and --pdf")
    places = [split_place(each) for each in files]
    lines = _lines(files, [line for _, line in places])
    written = html or markdown or pdf or out is not None
    word = "compare" if seat is None and not public else f"{seat or PUBLIC}.compare"
    target = report_file(places[0][0], word, out, markdown=markdown, pdf=pdf, over_older=False) if written else None
    found = compared([path for path, _ in places], PUBLIC if public else CONTROL if seat is None else seat)
    if lines is None:
        check_each_once(found)
        made, data = comparison(found), {"points": _points(found)}
    else:
        apart = places_apart(found, lines)
        made, data = difference(apart), {"numbers": _numbers(apart)}
    for source in found.sources:
        if source.missing:
            tell_line(f"{source.game.record.path}: {source.missing}")
    if json:
        answer({"files": [str(path) for path, _ in places], **_as_data(made), **data})
    elif target is not None:
        target.write(made)
    else:
        _tell(made)


def _lines(files: list[str], lines: list[int | None]) -> tuple[int, int] | None:
    """The two lines of two places; None for whole games; SpecError for anything between."""
    given = [line for line in lines if line is not None]
    if not given:
        return None
    if len(given) != 2 or len(files) != 2:
        raise SpecError(f"{' '.join(files)}: places come in twos, FILE:LINE FILE:LINE; or name whole records")
    return given[0], given[1]


def _tell(made: Report) -> None:
    """The page on a terminal: sentences with their lines, then tables."""
    from wargame.present.report.document import Remark, ReportSentence, ReportTable, place_of

    say_line(made.heading)
    say_line(made.told_to)
    for section in made.sections:
        say()
        say_line(section.title.upper())
        for block in section.blocks:
            if isinstance(block, ReportSentence):
                say_line(f"{block.text} [{place_of(block)}]")
            elif isinstance(block, Remark):
                say_line(block.text)
            elif isinstance(block, ReportTable):
                show([(*row.cells, place_of(row)) for row in block.rows], (*block.head, "Record"))


def _as_data(made: Report) -> dict[str, Any]:
    return {
        "heading": made.heading,
        "told_to": made.told_to,
        "sections": [{"title": each.title, **_section(each)} for each in made.sections],
    }


def _section(section: Section) -> dict[str, Any]:
    from wargame.present.report.document import Remark, ReportSentence, ReportTable, place_of

    blocks = section.blocks
    return {
        "said": [{"text": b.text, "at": place_of(b)} for b in blocks if isinstance(b, ReportSentence)],
        "remarks": [each.text for each in blocks if isinstance(each, Remark)],
        "tables": [
            {"head": list(each.head), "rows": [{"cells": list(row.cells), "at": place_of(row)} for row in each.rows]}
            for each in blocks
            if isinstance(each, ReportTable)
        ],
    }


def _points(found: ComparedGames) -> list[dict[str, Any]]:
    """Every point at which games differ, whole."""
    return [
        {
            "turn": point.turn,
            "phase": point.phase,
            "round": point.round,
            "seat": point.seat,
            "done": {
                letter: None if each is None else {"items": list(each.items), "lines": list(each.lines)}
                for letter, each in zip(found.letters, point.done, strict=True)
            },
        }
        for point in found.points
        if not point.same
    ]


def _numbers(apart: Any) -> list[Any]:
    from wargame.present.compare.positions_apart import numbers_as_data

    return list(numbers_as_data(apart))
