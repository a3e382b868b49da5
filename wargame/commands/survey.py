"""`wargame survey`: a survey and quiz before and after a game, keyed to pseudonyms; asked here, counted, or written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands.output import say_line, tell_line
from wargame.commands.record import damage_of
from wargame.errors import SpecError

if TYPE_CHECKING:
    from wargame.review.survey import Survey
    from wargame.review.survey_answers import SurveyAnswers


def survey(
    file: Annotated[Path | None, typer.Argument(help="A transcript; without one the survey is shown.")] = None,
    survey: Annotated[
        str | None, typer.Option(metavar="FILE", help="Items of your own, as YAML; `default` is the shipped one.")
    ] = None,
    ask: Annotated[str | None, typer.Option(metavar="before|after", help="Ask one person here, line by line.")] = None,
    csv: Annotated[bool, typer.Option("--csv", help="One row a pseudonym beside the record, and a codebook.")] = False,
    out: Annotated[Path | None, typer.Option(help="Where the CSV goes instead.")] = None,
) -> None:
    """Ask people before and after a game under pseudonyms.

    `wargame play --survey default` offers it at the table. Without --ask or --csv it says how many have answered.
    Exit code 1: the record is damaged, and this is what can be read.
    """
    from wargame.review.survey import survey_of
    from wargame.review.survey_answers import answers_beside, as_table, read_answers

    own = given_survey(survey) if survey is not None else None
    if file is None:
        if ask or csv or out:
            raise SpecError("survey needs a transcript (.jsonl) for that; alone it shows the items")
        _items(own or survey_of())
        return
    damage = damage_of(file)
    if ask not in (None, "before", "after"):
        raise SpecError(f"--ask {ask}: this must be before or after")
    if out is not None and not csv:
        raise SpecError(f"--out {out}: only --csv writes a file; add it")
    if damage:
        tell_line(f"{damage}; the answers beside it can be read")
    answers = read_answers(answers_beside(file))
    if ask is not None:
        _ask(file, own or answers.survey or survey_of(), ask)
        answers = read_answers(answers_beside(file))
    if answers.left_out:
        tell_line(f"{answers_beside(file)}: {answers.left_out}")
    if csv:
        from wargame.review.form_sheets import write_sheet

        tell_line(write_sheet(as_table(answers), file, "survey", out))
    elif ask is None:
        _counted(answers)
    if damage:
        raise typer.Exit(1)


def given_survey(given: str) -> Survey:
    """The survey that the command line names; PackError lists the faults of its file."""
    from wargame.review.survey import SHIPPED, survey_of

    return survey_of(None if given == SHIPPED else Path(given))


def _ask(file: Path, survey: Survey, when: str) -> None:
    import asyncio

    from wargame.console.lines import Ended
    from wargame.console.surveying import ask_survey
    from wargame.console.typed_lines import read_line, write_line
    from wargame.review.survey_answers import OfferedSurvey

    offered = OfferedSurvey(survey, file)
    offered.open()
    try:
        lost = asyncio.run(ask_survey(offered, "before" if when == "before" else "after", (), read_line, write_line))
    except Ended:
        tell_line("the input has ended; what was answered is kept")
    else:
        if lost:
            raise SpecError(f"an answer was not kept: {lost}")


def _items(survey: Survey) -> None:
    say_line(survey.title)
    for item in survey.items:
        when = "before and after" if item.when == "both" else item.when
        say_line(f"{item.id} ({item.kind}, {when}): {item.asks}")
        for number, words in enumerate(item.options, 1):
            if words:
                say_line(f"  {number} {words}{' (right)' * (number == item.right)}")


def _counted(answers: SurveyAnswers) -> None:
    if answers.survey is None:
        tell_line("no survey was opened for this game: `wargame play --survey default` offers one, --ask asks here")
        return
    before, after = set(answers.pseudonyms("before")), set(answers.pseudonyms("after"))
    say_line(f"{answers.survey.title}: {len(before)} answered before, {len(after)} after, {len(before & after)} both")
