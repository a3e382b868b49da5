"""`wargame consent`: whether what people wrote in private may be shown after the game."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wargame.commands.output import say_line
from wargame.core.ids import SeatId


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
        if agrees:
            _check_person(file, check_seat(record, seat), person)
        add_consent(file, check_seat(record, seat), person, agrees)
    for name, told in consent_in_words(record).items():
        if seat in (None, name):
            say_line(f"{name}: {told}")


def _check_person(file: Path, seat: SeatId, person: str) -> None:
    """SpecError for a yes of somebody who neither sat on a seat nor was asked for it; a no is heard from anybody.

    Who sat there stands in the session file beside the record; where that is gone, nothing can be said.
    """
    from wargame.errors import SpecError
    from wargame.table.session import beside, load
    from wargame.transcript.consent import consent_beside, read_consents
    from wargame.transcript.side_file import check_hand

    check_hand(person)
    session = beside(file)
    people = load(session).people if session.exists() else []
    asked = {each.who for each in read_consents(consent_beside(file)) if each.seat == seat}
    known = {each.handle for each in people if each.seat == seat} | asked
    if people and person not in known:
        there = ", ".join(sorted(known)) or "nobody"
        raise SpecError(f"--person {person}: nobody of this handle sat on {seat}; handles there: {there}")
