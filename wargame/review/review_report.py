"""The report of a guided review, as Markdown: opened answers, evidence and notes by line, actions, opened thoughts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from wargame.review.guided_review import GuidedReview
from wargame.review.review_forms import FORMS, ReviewForm
from wargame.transcript.notes import Note


def as_markdown(review: GuidedReview, title: str, told: Callable[[int], str], notes: Sequence[Note] = ()) -> str:
    """The review as a report in Markdown; `told` says what stands at a line of the record.

    `notes` of the record stand at their lines, without bookmarks and guesses. Answers that are not opened are counted
    and not told. A form in which nothing was said is left out.
    """
    used = {entry.form for entry in review.entries if entry.kind in ("begun", "answer", "evidence")}
    lines = [f"# Review of {title}", ""]
    for form in FORMS.values():
        if form.name in (used or {review.form.name}):
            lines += _answered(review, form, told)
    lines += ["## Actions", "", "| What | Who | By |", "|---|---|---|"]
    lines += [f"| {_cell(each.text)} | {_cell(each.owner)} | {each.due} |" for each in review.of("action")]
    lines += _noted(notes, told)
    return "\n".join([*lines, "", "## What seats thought", "", *_thoughts(review)]) + "\n"


def _answered(review: GuidedReview, form: ReviewForm, told: Callable[[int], str]) -> Iterator[str]:
    began = next((f", begun {each.at[:16].replace('T', ' ')} UTC" for each in review.of("begun", form=form.name)), "")
    yield f"Form of {form.minutes} minutes{began}."
    yield ""
    for number, question in enumerate(form.questions, 1):
        yield f"## {number}. {question}"
        yield ""
        answers = list(review.of("answer", number, form.name))
        if review.is_open(form.name):
            yield from (f"- **{_cell(each.who)}**: {_cell(each.text)}" for each in answers)
        else:
            yield f"{len(answers)} private answer{'s' * (len(answers) != 1)}, not opened."
        evidence = list(review.of("evidence", number, form.name))
        said = answers or not review.is_open(form.name)
        yield from (*([""] if said else []), "Evidence:", "") if evidence else ()
        yield from (f"- line {each.line}: {_cell(told(each.line))} ({_cell(each.text)})" for each in evidence)
        yield ""


def _noted(notes: Sequence[Note], told: Callable[[int], str]) -> Iterator[str]:
    every = sorted((note for note in notes if note.kind == "note"), key=lambda note: note.line)
    yield from ("", "## Notes", "") if every else ()
    yield from (f"- line {n.line}: {_cell(told(n.line))} (**{_cell(n.who)}**: {_cell(n.said)})" for n in every)


def _thoughts(review: GuidedReview) -> Iterator[str]:
    opened = list(review.of("thoughts"))
    if not opened:
        yield "Plans, reasons and notebooks of the seats stayed closed."
    for each in list(review.of("word"))[1:]:
        when = each.at[:16].replace("T", " ")
        yield f"- the instructor's word was set anew by {_cell(each.who)} on {when} UTC"
    for each in opened:
        when = each.at[:16].replace("T", " ")
        yield f"- opened by {_cell(each.who)} on {when} UTC, at line {each.line} of the record"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
