"""Where a report goes and as what: HTML, Markdown or PDF, beside the record or at a place that was named."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from wargame.commands.output import say, say_line
from wargame.errors import SpecError

if TYPE_CHECKING:
    from wargame.present.report.document import Report

ReportForm = Literal["html", "md", "pdf"]
"""What a report is written as, by the ending of its file."""
ENDINGS: dict[str, ReportForm] = {".md": "md", ".markdown": "md", ".pdf": "pdf"}
MARKS = (
    b'<meta name="generator" content="wargame report">',
    b"<pdf:Keywords>wargame report</pdf:Keywords>",
    b"# Report: ",
    b"# Simulation: ",
)
"""What stands in each report, by which one that may be written over is known."""
STANDARD_OUTPUT = "-"


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A place that was tried, and what is to be written there."""

    place: Path
    form: ReportForm

    def write(self, made: Report) -> None:
        """Write a report there for its owner alone, and name the file; or onto standard output."""
        from wargame.transcript.private import write_private

        content = _content(made, self.form)
        if str(self.place) == STANDARD_OUTPUT:
            say(content.decode("utf-8").rstrip("\n"))
            return
        write_private(self.place, content)
        say_line(str(self.place))


def report_file(
    beside: Path, word: str, out: Path | None, *, markdown: bool, pdf: bool, over_older: bool = True
) -> ReportFile:
    """The file of a report: `out`, which is a new one, or `STEM.word.ENDING` beside a record.

    Beside a record it stands over an older one, unless `over_older` is False, since other records may be in that; what
    no report of this program is stays. SpecError, before any work is done, if two forms are asked for, nothing can be
    written there, or a PDF cannot be had.
    """
    from wargame.commands.places import check_new, check_writable

    form = _form(markdown, pdf, out)
    place = out or beside.with_name(f"{beside.stem}.{word}.{form}")
    if str(place) != STANDARD_OUTPUT:
        if out is None and over_older:
            _check_older(place)
        else:
            check_new("--out", place)
        check_writable("--out", place)
    return ReportFile(place, form)


def _check_older(place: Path) -> None:
    """SpecError where an ordinary file stands that this program has not written as a report."""
    if place.is_file() and not any(mark in place.read_bytes() for mark in MARKS):
        raise SpecError(f"{place}: the file there is no report of this program, and stays; name another by --out")


def _form(markdown: bool, pdf: bool, out: Path | None) -> ReportForm:
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
        if str(out) == STANDARD_OUTPUT:
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
