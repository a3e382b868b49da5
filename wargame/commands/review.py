"""`wargame review`: the guided review of a game, on the screen of the replay or line by line; or its report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands.output import say, tell_line
from wargame.errors import SpecError, WargameError

if TYPE_CHECKING:
    from wargame.review.review_forms import FormName
    from wargame.review.walk import Walk


WIPE = "\x1b[H\x1b[2J\x1b[3J"
"""Empties the screen of a terminal and the lines that have left it."""


def review(
    file: Annotated[Path, typer.Argument(help="A transcript.")],
    minutes: Annotated[int | None, typer.Option(metavar="5|30", help="How long there is; asked unless said.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Line by line instead of on a screen.")] = False,
    report: Annotated[bool, typer.Option("--report", help="Print the review so far as Markdown.")] = False,
    new_word: Annotated[
        bool, typer.Option("--new-word", help="Set the instructor's word anew; the rest stays.")
    ] = False,
    name: Annotated[str, typer.Option(help="Who leads it.")] = "reviewer",
) -> None:
    """Lead a room through a game: private answers first, evidence by line, actions.

    It opens the replay with the page of the review, and goes line by line with --plain, and where there is no terminal
    or a dumb one.
    What is said is kept beside the record.
    """
    from wargame.commands.terminal import by_lines

    form = _form(minutes)
    if new_word:
        _new_word(file, name)
    elif report:
        _report(file)
    elif plain or by_lines():
        _line_by_line(file, form, name)
    else:
        _on_screen(file, form, name)


def _form(minutes: int | None) -> FormName | None:
    from wargame.review.review_forms import FORMS

    if minutes is None:
        return None
    for form in FORMS.values():
        if form.minutes == minutes:
            return form.name
    raise SpecError(f"--minutes {minutes}: there are forms of {' and '.join(str(f.minutes) for f in FORMS.values())}")


def _walk(file: Path) -> Walk:
    """Through the truth of a game that comes out as it stands."""
    from wargame.commands.record import opened
    from wargame.review.position import Positions
    from wargame.review.timeline import Timeline
    from wargame.review.walk import Walk
    from wargame.transcript.line_index import index_of

    game = opened(file)
    timeline = Timeline(index_of(file, damaged=True))
    if not len(timeline):
        raise SpecError(f"{file}: nothing has happened in this game yet")
    return Walk(timeline, Positions(game), step=len(timeline) - 1)


def _new_word(file: Path, name: str) -> None:
    import asyncio

    from wargame.console.lines import Ended
    from wargame.console.reviewing import new_word
    from wargame.console.typed_lines import read_word, write_line
    from wargame.review.instructor import refuse_renewal, renew_instructor_word
    from wargame.transcript.foreign import opened

    with opened(file):
        pass
    refuse_renewal(file)
    try:
        word = asyncio.run(new_word(read_word, write_line))
    except Ended:
        word = ""
    if not word:
        raise SpecError("the instructor's word stays as it was")
    renew_instructor_word(file, word, name)
    tell_line("the instructor's word is set anew; the report says so")


def _report(file: Path) -> None:
    from wargame.present.replay_rows import told_at
    from wargame.review.guided_review import read_review, review_beside
    from wargame.review.review_report import as_markdown
    from wargame.transcript.notes import notes_beside, read_notes

    walk = _walk(file)
    assert walk.positions is not None
    setting = walk.positions.game.sequence.book.setting
    notes = [note for note in read_notes(notes_beside(file)).every if walk.timeline.stands(note.line)]
    review = read_review(review_beside(file))
    say(as_markdown(review, file.stem, lambda line: told_at(walk, line, setting), notes).rstrip())


def _line_by_line(file: Path, form: FormName | None, name: str) -> None:
    import asyncio

    from wargame.commands.line_as_found import leave, line_as_found
    from wargame.console.lines import Ended
    from wargame.console.reviewing import ReviewLines
    from wargame.console.typed_lines import read_line, read_word, write_line

    walk = _walk(file)
    assert walk.positions is not None
    setting = walk.positions.game.sequence.book.setting
    lines = ReviewLines(
        file, walk, setting, name, read_line, write_line, read_word, lambda text: _written(file, text), _wipe
    )
    try:
        with line_as_found():
            asyncio.run(lines.lead(form))
    except Ended:
        tell_line("\nthe input has ended; what was said is kept")
    except (KeyboardInterrupt, SystemExit) as end:
        tell_line("\nbroken off; what was said is kept")
        leave(end.code if isinstance(end, SystemExit) and isinstance(end.code, int) else 130)


def _wipe() -> None:
    """Nobody who comes next reads what was typed, not by scrolling back either."""
    if sys.stdout.isatty():
        print(WIPE, end="", flush=True)


def _written(file: Path, text: str) -> str:
    from wargame.present.text_file import write_text

    try:
        return str(write_text(Path("exports"), f"{file.stem}-review", text, "md"))
    except OSError as fault:
        raise WargameError(f"could not write {fault.filename}: {fault.strerror}") from None


def _on_screen(file: Path, form: FormName | None, name: str) -> None:
    from wargame.commands.terminal import in_terminal
    from wargame.gc_tuning import seldom_collecting
    from wargame.transcript.foreign import opened

    with opened(file):
        pass
    with seldom_collecting():
        from wargame.ui.app import WargameApp
        from wargame.ui.replay import screen as _screen  # noqa: F401, read before the terminal is taken

    in_terminal(WargameApp(replaying=(file, "control", None, name), reviewing=form or "asked"))
