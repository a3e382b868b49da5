"""`wargame consent`: whether what people wrote in private may be shown after the game."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wargame.commands.output import say_line


def consent(
    file: Annotated[Path, typer.Argument(help="A transcript; it stays as it is.")],
    seat: Annotated[str | None, typer.Option(help="The seat of whoever says so.")] = None,
    person: Annotated[str | None, typer.Option("--person", metavar="HANDLE", help="Who says so.")] = None,
    agrees: Annotated[bool | None, typer.Option("--yes/--no", help="Private texts may be shown, or not.")] = None,
) -> None:
    """Say whether private texts of a seat may be shown, or what stands of it.

    The last word of each person counts, so it can be taken back at any time. A seat is shown when all who were asked
    for it agree. Where nobody was asked, exports show what people wrote in private as kept; what scripts and models
    wrote is shown.
    """
    from wargame.errors import SpecError
    from wargame.transcript.consent import add_consent, check_seat, consent_in_words
    from wargame.transcript.reading import read

    record = read(file, mend=True)
    if agrees is not None:
        if seat is None or person is None:
            raise SpecError("--yes and --no are said by somebody: name them by --seat SEAT --person HANDLE")
        add_consent(file, check_seat(record, seat), person, agrees)
    for name, told in consent_in_words(record).items():
        if seat in (None, name):
            say_line(f"{name}: {told}")
