"""The instructor's word, which opens what seats thought: control's of the table, or one set with the review."""

from __future__ import annotations

from pathlib import Path

from wargame.core.ids import CONTROL
from wargame.errors import SpecError
from wargame.review.guided_review import ReviewEntry, add_entry, read_review, review_beside
from wargame.table.people import Word, hidden, matches
from wargame.table.session import beside, load
from wargame.transcript.overrides import now


def instructor_word(record: Path) -> Word | None:
    """The word of control's desk where the table had one, else the last that was set with the review; None for none.

    TranscriptError or SpecError if a file beside the record cannot be read.
    """
    at_the_table = load(beside(record)).words.get(CONTROL)
    if at_the_table is not None:
        return at_the_table
    set_with_it = list(read_review(review_beside(record)).of("word"))
    if not set_with_it:
        return None
    salt, _, digest = set_with_it[-1].text.partition(":")
    return Word(salt, digest)


def set_instructor_word(record: Path, word: str, who: str) -> None:
    """Keep a word with the review, salted and hashed; SpecError if there is one already, or for an empty word."""
    if instructor_word(record) is not None:
        raise SpecError(
            "there is an instructor's word already, and it stays; `wargame review FILE --new-word` sets anew"
        )
    _keep(record, word, who)


def renew_instructor_word(record: Path, word: str, who: str) -> None:
    """Set a word in place of one that was mistyped or lost; the review says who did, and when.

    Nothing that lies beside the record is touched. SpecError for an empty word, where none was set, and where the word
    is that of control's desk.
    """
    refuse_renewal(record)
    _keep(record, word, who)


def refuse_renewal(record: Path) -> None:
    """SpecError where there is no word that could be set anew."""
    if load(beside(record)).words.get(CONTROL) is not None:
        raise SpecError("the word is that of control's desk at this table; it stays")
    if instructor_word(record) is None:
        raise SpecError("no instructor's word is set yet; the review asks for one when it begins")


def _keep(record: Path, word: str, who: str) -> None:
    if not word.strip():
        raise SpecError("a word has at least one letter; leave it out to have none")
    kept = hidden(word)
    add_entry(review_beside(record), ReviewEntry(kind="word", who=who, at=now(), text=f"{kept.salt}:{kept.hash}"))


def opens(record: Path, word: str) -> bool:
    """Whether this is the instructor's word; where there is none, none is. Slow on purpose, see `people.matches`."""
    kept = instructor_word(record)
    try:
        return kept is not None and matches(word, kept)
    except ValueError:
        return False


def mark_opened(record: Path, line: int, who: str) -> None:
    """Say in the review that what seats thought was opened at a line; where there is no review nothing is said."""
    path = review_beside(record)
    if path.exists():
        add_entry(path, ReviewEntry(kind="thoughts", who=who, at=now(), line=line))
