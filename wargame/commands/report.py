"""`wargame report`: a recorded game on paper, each sentence with its line of the record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wargame.commands.output import say, say_line, tell_line
from wargame.errors import SpecError


def report(
    file: Annotated[Path, typer.Argument(help="A transcript; it stays as it is.")],
    seat: Annotated[str | None, typer.Option(metavar="ID", help="Only what this seat could know.")] = None,
    public: Annotated[bool, typer.Option("--public", help="Only what everybody could know.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Markdown in place of HTML; --out FILE.md too.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="A file; a new one; default beside the record, over an older report. - is standard output."),
    ] = None,
) -> None:
    """Write a game as a report, to read and to print.

    It opens with its limits; every sentence names its lines in the record. It is one HTML file that loads nothing from
    anywhere, and prints from any browser. Unless --seat or --public is given it tells the truth, secrets included. Of a
    damaged record it tells what holds, and says so.
    """
    from wargame.commands.places import check_new, check_writable
    from wargame.core.ids import CONTROL, PUBLIC
    from wargame.present.report.as_html import as_html
    from wargame.present.report.as_markdown import as_markdown
    from wargame.present.report.assembling import report_of
    from wargame.transcript.private import write_private

    if seat is not None and public:
        raise SpecError("--seat and --public: a report has one reader; give one of them")
    viewer = PUBLIC if public else CONTROL if seat is None else seat
    whose = "" if viewer == CONTROL else f".{viewer}"
    markdown = markdown or (out is not None and out.suffix in (".md", ".markdown"))
    place = out or file.with_name(f"{file.stem}{whose}.report.{'md' if markdown else 'html'}")
    streamed = str(place) == "-"
    if not streamed:
        if out is not None:
            check_new("--out", place)
        check_writable("--out", place)
    made = report_of(file, viewer)
    text = (as_markdown if markdown else as_html)(made)
    if streamed:
        say(text.rstrip("\n"))
        return
    write_private(place, text.encode("utf-8", "backslashreplace"))
    if made.partial:
        tell_line(f"{file}: {made.partial}")
    say_line(str(place))
