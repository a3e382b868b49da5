"""`wargame report`: a recorded game on paper, each sentence with its line of the record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands import options
from wargame.commands.output import tell_line
from wargame.errors import SpecError

if TYPE_CHECKING:
    from wargame.present.report.document import Report
    from wargame.table.players import ModelMeans


def report(
    file: Annotated[Path, typer.Argument(help="A transcript; it stays as it is.")],
    seat: Annotated[str | None, typer.Option(metavar="ID", help="Only what this seat could know.")] = None,
    public: Annotated[bool, typer.Option("--public", help="Only what everybody could know.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Markdown in place of HTML; --out FILE.md too.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="PDF in place of HTML; --out FILE.pdf too.")] = False,
    thoughts: Annotated[
        bool, typer.Option("--thoughts", help="Plans and private reasons too, by the instructor's word.")
    ] = False,
    summary: Annotated[
        str | None, typer.Option(metavar="llm:MODEL[@URL]", help="A summary by a model, apart and marked.")
    ] = None,
    tokens: options.TokensOption = None,
    money: options.MoneyOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="A file; a new one; default beside the record, over an older report. - is standard output.",
        ),
    ] = None,
) -> None:
    """Write a game as a report, to read and to print.

    It opens with its limits; every sentence names its lines in the record. It is one HTML file that loads nothing from
    anywhere, and prints from any browser; Markdown or PDF if asked. Unless --seat or --public is given it tells the
    truth, secrets included. Of a damaged record it tells what holds, and says so. With --summary a model is sent the
    story that this reader gets, what that takes is said first, and its words stand under a heading of their own.
    """
    from wargame.commands.report_files import report_file
    from wargame.core.ids import CONTROL, PUBLIC
    from wargame.present.report.assembling import report_of

    if seat is not None and public:
        raise SpecError("--seat and --public: a report has one reader; give one of them")
    if thoughts and (public or seat is not None):
        raise SpecError("--thoughts: what seats thought is for control's report; leave out --seat and --public")
    viewer = PUBLIC if public else CONTROL if seat is None else seat
    word = "report" if viewer == CONTROL else f"{viewer}.report"
    target = report_file(file, word, out, markdown=markdown, pdf=pdf)
    asked = _model(summary, tokens, money)
    if thoughts:
        _opened(file)
    made = report_of(file, viewer, thoughts=thoughts)
    if summary is not None and asked is not None:
        made = _summed_up(made, summary, asked)
    target.write(made)
    if made.partial:
        tell_line(f"{file}: {made.partial}")


def _model(summary: str | None, tokens: int | None, money: float | None) -> ModelMeans | None:
    """What the model may use that sums up; SpecError, before any work is done, if it cannot be asked here."""
    if summary is None:
        if tokens is not None or money is not None:
            raise SpecError("--tokens, --money: only --summary asks a model; add it, or leave them out")
        return None
    from wargame.core.spec_words import is_model
    from wargame.table.players import ModelMeans

    if not is_model(summary):
        raise SpecError(f"--summary {summary}: this must be a model, such as llm:llama3.2@http://localhost:11434/v1")
    means = ModelMeans(tokens=tokens, money=money)
    endpoint = means.endpoints.endpoint(summary)
    if money is not None and means.endpoints.prices.of(endpoint) is None:
        raise SpecError(f"--money {money:g}: the price of {summary} is not known; cap it with --tokens")
    return means


def _summed_up(made: Report, spec: str, means: ModelMeans) -> Report:
    import asyncio

    from wargame.players.llm.summary import WrittenSummary, cost_of_summary, written_summary
    from wargame.present.report.summarised import shown_to_model, with_summary

    shown = shown_to_model(made)
    tell_line(f"{spec}: at most {cost_of_summary(spec, means.endpoints, shown).text()}")

    async def ask() -> WrittenSummary:
        try:
            return await written_summary(spec, means.endpoints, means.budget, shown)
        finally:
            await means.endpoints.aclose()

    found = asyncio.run(ask())
    if found.fault:
        tell_line(f"--summary: the report has none: {found.fault}")
    return with_summary(made, found.text, found.model, found.fault)


def _opened(file: Path) -> None:
    """Ask for the instructor's word; SpecError, and nothing is opened, where it is another or none was set."""
    import asyncio

    from wargame.console.typed_lines import read_word
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
