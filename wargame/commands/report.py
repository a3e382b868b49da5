"""`wargame report`: a recorded game on paper, each sentence with its line of the record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from wargame.commands.output import say, say_line, tell_line
from wargame.errors import SpecError

if TYPE_CHECKING:
    from wargame.present.report.document import Report

ReportForm = Literal["html", "md", "pdf"]
"""What a report is written as, by the ending of its file."""
ENDINGS: dict[str, ReportForm] = {".md": "md", ".markdown": "md", ".pdf": "pdf"}


def report(
    file: Annotated[Path, typer.Argument(help="A transcript; it stays as it is.")],
    seat: Annotated[str | None, typer.Option(metavar="ID", help="Only what this seat could know.")] = None,
    public: Annotated[bool, typer.Option("--public", help="Only what everybody could know.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Markdown in place of HTML; --out FILE.md too.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="PDF in place of HTML; --out FILE.pdf too.")] = False,
    thoughts: Annotated[
        bool, typer.Option("--thoughts", help="Plans and private reasons too, by the instructor's word.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="A file; a new one; default beside the record, over an older report. - is standard output."),
    ] = None,
) -> None:
    """Write a game as a report, to read and to print.

    It opens with its limits; every sentence names its lines in the record. It is one HTML file that loads nothing from
    anywhere, and prints from any browser; Markdown or PDF if asked. Unless --seat or --public is given it tells the
    truth, secrets included. Of a damaged record it tells what holds, and says so.
    """
    from wargame.commands.places import check_new, check_writable
    from wargame.core.ids import CONTROL, PUBLIC
    from wargame.present.report.assembling import report_of
    from wargame.transcript.private import write_private

    if seat is not None and public:
        raise SpecError("--seat and --public: a report has one reader; give one of them")
    if thoughts and (public or seat is not None):
        raise SpecError("--thoughts: what seats thought is for control's report; leave out --seat and --public")
    viewer = PUBLIC if public else CONTROL if seat is None else seat
    form = _form(markdown, pdf, out)
    place = out or file.with_name(f"{file.stem}{'' if viewer == CONTROL else f'.{viewer}'}.report.{form}")
    streamed = str(place) == "-"
    if not streamed:
        if out is not None:
            check_new("--out", place)
        check_writable("--out", place)
    if thoughts:
        _opened(file)
    made = report_of(file, viewer, thoughts=thoughts)
    content = _content(made, form)
    if streamed:
        say(content.decode("utf-8").rstrip("\n"))
        return
    write_private(place, content)
    if made.partial:
        tell_line(f"{file}: {made.partial}")
    say_line(str(place))


def _form(markdown: bool, pdf: bool, out: Path | None) -> ReportForm:
    """What the report is written as; SpecError if two are asked for, or where PDF cannot be had or cannot go."""
    asked: tuple[tuple[ReportForm, bool], ...] = (("md", markdown), ("pdf", pdf))
    wanted = {form for form, said in asked if said}
    if out is not None and out.suffix in ENDINGS:
        wanted.add(ENDINGS[out.suffix])
    if len(wanted) > 1:
        raise SpecError("--markdown, --pdf: a report is one file; name one form, and an ending of --out that fits it")
    form: ReportForm = wanted.pop() if wanted else "html"
    if form == "pdf":
        from wargame.present.report.as_pdf import check_pdf

        check_pdf()
        if str(out) == "-":
            raise SpecError("--pdf --out -: a PDF is no text for standard output; name a file")
    return form


def _content(made: Report, form: ReportForm) -> bytes:
    if form == "pdf":
        from wargame.present.report.as_pdf import as_pdf

        return as_pdf(made)
    if form == "md":
        from wargame.present.report.as_markdown import as_markdown as written
    else:
        from wargame.present.report.as_html import as_html as written
    return written(made).encode("utf-8", "backslashreplace")


def _opened(file: Path) -> None:
    """Ask for the instructor's word; SpecError, and nothing is opened, where it is another or none was set."""
    import asyncio

    from wargame.console.playing import read_word
    from wargame.review.instructor import instructor_word, mark_opened, opens
    from wargame.transcript.line_index import index_of

    if instructor_word(file) is None:
        raise SpecError(
            "--thoughts: no instructor's word is set that could open them; T in `wargame replay` or `wargame review` "
            "sets one"
        )
    if not opens(file, asyncio.run(read_word("the instructor's word: ")) or ""):
        raise SpecError("--thoughts: this is not the instructor's word; what seats thought stays closed")
    index = index_of(file, damaged=True)
    last = len(index)
    index.close()
    mark_opened(file, last, "report")
