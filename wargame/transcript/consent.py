"""Whether what people wrote in private may be shown after the game: asked of each, kept beside the record, taken back.

Where a person of a seat has not agreed, what the seat wrote for itself and to some others is shown to nobody but that
seat as it stands. Nothing in the record changes: the words are left out of what is made of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from wargame.core.ids import SeatId
from wargame.core.prose import REMOVED
from wargame.errors import SpecError
from wargame.transcript.codebook import Row
from wargame.transcript.overrides import now
from wargame.transcript.reading import Transcript, parsed
from wargame.transcript.redaction import digests_in, private_words, redacted
from wargame.transcript.side_file import add_object, check_hand, read_objects
from wargame.transcript.verify import Replayed, replay

KEPT_PRIVATE = "(kept private)"
"""What is read in place of words that are not shown."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What one person said; the last word of each counts."""

    seat: str
    who: str
    """Handle or pseudonym."""
    given: bool
    at: str
    """Date and time in UTC, to the second."""


def consent_beside(record: Path) -> Path:
    """Where consent of a game is kept: `NAME.consent.jsonl`."""
    return record.with_name(f"{record.stem}.consent.jsonl")


def read_consents(path: Path) -> tuple[Consent, ...]:
    """The last word of each person, by seat; lines that say nothing of it are passed over.

    SpecError if the file cannot be read; none where it is not there.
    """
    last: dict[tuple[str, str], Consent] = {}
    for _, data in read_objects(path):
        try:
            found = Consent(**{field.name: (data or {})[field.name] for field in fields(Consent)})
        except KeyError:
            continue
        if isinstance(found.given, bool) and isinstance(found.seat, str) and isinstance(found.who, str):
            last[found.seat, found.who] = found
    return tuple(last.values())


def add_consent(record: Path, seat: SeatId, who: str, given: bool) -> Consent:
    """Keep what somebody says now; SpecError for a nameless person, or if it cannot be written."""
    check_hand(who)
    made = Consent(seat, who, given, now())
    add_object(consent_beside(record), asdict(made))
    return made


def seats_of_people(record: Transcript) -> tuple[SeatId, ...]:
    """Seats for which a person has answered at any time."""
    decisions = (entry.data for entry in record.entries if entry.kind == "decision")
    return tuple(dict.fromkeys(SeatId(str(data["seat"])) for data in decisions if data["origin"] == "human"))


def closed_seats(record: Transcript) -> tuple[SeatId, ...]:
    """Seats of people of whom not all have agreed: where nobody was asked, nobody has."""
    said: dict[str, list[bool]] = {}
    for each in read_consents(consent_beside(record.path)):
        said.setdefault(each.seat, []).append(each.given)
    return tuple(seat for seat in seats_of_people(record) if not all(said.get(seat, [False])))


def refused_seats(record: Transcript) -> tuple[SeatId, ...]:
    """Seats of people of whom somebody has said no: what they thought is opened by no word either."""
    refused = refused_beside(record.path)
    return tuple(seat for seat in seats_of_people(record) if seat in refused)


def refused_beside(path: Path) -> frozenset[str]:
    """Seats of a record of whom somebody has said no; SpecError if what was said cannot be read."""
    return frozenset(each.seat for each in read_consents(consent_beside(path)) if not each.given)


def has_refused(path: Path, seat: SeatId) -> bool:
    """Whether somebody of a seat has said no; also where what was said cannot be read, since nobody has agreed then."""
    try:
        return seat in refused_beside(path)
    except SpecError:
        return True


def without_private(game: Replayed, but: Collection[str] = ()) -> tuple[Replayed, int]:
    """A game without what closed seats, those in `but` apart, wrote in private; and how many texts that is.

    It is played again without being compared; the game as it is where nothing is closed. SpecError if consent cannot be
    read.
    """
    record = game.record
    closed = {seat for seat in closed_seats(record) if seat not in but}
    private = set(private_words(record)) if closed else set()
    written = {
        name
        for entry in record.entries
        if closed and entry.kind == "decision" and entry.data["origin"] == "human" and entry.data["seat"] in closed
        for name in digests_in(entry.data)
    }
    if not (named := sorted(private & written)):
        return game, 0
    made = redacted(record, named)
    entries, texts, unread = parsed(made.lines)
    assert unread is None
    shown = Transcript(record.path, made.lines, entries, texts, record.torn, record.size)
    return replay(shown), len(made.removed)


def kept_in(row: Row) -> Row:
    """A row of a table in which words that are not shown read as kept."""
    return tuple(cell.replace(REMOVED, KEPT_PRIVATE) if isinstance(cell, str) else cell for cell in row)


def consent_in_words(record: Transcript) -> Mapping[SeatId, str]:
    """What stands of each seat of people, in a sentence."""
    every = read_consents(consent_beside(record.path))
    closed = closed_seats(record)
    found: dict[SeatId, str] = {}
    for seat in seats_of_people(record):
        said = [f"{each.who}: {'yes' if each.given else 'no'} ({each.at})" for each in every if each.seat == seat]
        told = "; ".join(said) or "nobody was asked"
        found[seat] = f"{told}: private texts are {'kept' if seat in closed else 'shown'}"
    return found


def check_seat(record: Transcript, seat: str) -> SeatId:
    """SpecError unless people answered for a seat."""
    seats = seats_of_people(record)
    if seat not in seats:
        raise SpecError(f"--seat {seat}: nobody has answered for it; people sat on {', '.join(seats) or 'no seat'}")
    return SeatId(seat)
