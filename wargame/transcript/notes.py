"""Notes and bookmarks beside a record: who said what of which line, tied to its number and its hash.

They lie in `NAME.notes.jsonl`, never in the record. The hash leaves out what a line follows from, so that notes go with
a branch and with a record from which words were taken. A line that reads otherwise than when the note was made is found
out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

from wargame.errors import SpecError
from wargame.transcript.chain import unchained
from wargame.transcript.side_file import add_object, check_hand, read_objects

NoteKind = Literal["note", "bookmark", "guess", "gone"]
KINDS: tuple[NoteKind, ...] = get_args(NoteKind)
LONGEST = 2000
"""Characters of a note."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note of one line."""

    kind: NoteKind
    """`guess` is what a room expected before it was shown the line; `gone` takes a bookmark of the same hand away."""
    line: int
    """Number of the line, from 1."""
    hash: str
    """SHA-256 of the line without what it follows from, 64 hex digits."""
    turn: int
    who: str
    """Whoever made it, as they call themselves."""
    at: str
    """Date and time in UTC, to the second."""
    eyes: str
    """Through whose eyes it was made: `control`, `public` or a seat. Other seats' eyes do not meet it."""
    text: str
    tag: str = ""
    """A word of `note_tags`, or nothing; a note that has one may have no text."""
    id: str = ""
    """A name of its own, so that one that is sent twice is kept once; empty where none is needed."""

    @property
    def said(self) -> str:
        """Tag and text in one."""
        return f"[{self.tag}] {self.text}".rstrip() if self.tag else self.text

    def holds(self, line: Callable[[int], bytes | None]) -> bool:
        """Whether the line still reads as it did; `line` gives a line by number, or None if there is none."""
        found = line(self.line)
        return found is not None and unchained(found) == self.hash


NAMED = fields(Note)
LATER = ("tag", "id")
"""What notes that were written earlier do not have."""


@dataclass(frozen=True, slots=True)
class Notes:
    """All notes beside one record."""

    path: Path
    every: tuple[Note, ...] = ()
    """In the order in which they were made, without bookmarks that were taken away."""
    unread: tuple[str, ...] = ()
    """What is wrong with lines of the file that hold no note, each as a sentence."""

    def of(self, line: int) -> Iterator[Note]:
        """The notes of one line."""
        return (note for note in self.every if note.line == line)


def notes_beside(record: Path) -> Path:
    """Where the notes of a record lie."""
    return record.with_name(f"{record.stem}.notes.jsonl")


def read_notes(path: Path) -> Notes:
    """The notes of a file; one that is not there holds none. A line that is no note is told of and passed over.

    SpecError if the file cannot be read.
    """
    found: list[Note] = []
    unread = []
    for number, data in read_objects(path):
        note = None if data is None else _note(data)
        if note is None:
            unread.append(f"{path.name}: line {number} is no note, and is left out")
        elif note.kind == "gone":
            found = [each for each in found if not _same_mark(each, note)]
        else:
            found.append(note)
    return Notes(path, tuple(found), tuple(unread))


def _same_mark(each: Note, gone: Note) -> bool:
    return each.kind == "bookmark" and (each.line, each.who) == (gone.line, gone.who)


def _note(data: Mapping[str, Any]) -> Note | None:
    try:
        note = Note(**{each.name: data.get(each.name, "") if each.name in LATER else data[each.name] for each in NAMED})
    except (TypeError, KeyError):
        return None
    numbers = type(note.line) is int and type(note.turn) is int and note.line >= 1
    words = (note.kind, note.hash, note.who, note.at, note.eyes, note.text, note.tag, note.id)
    return note if numbers and note.kind in KINDS and all(type(each) is str for each in words) else None


def add_note(path: Path, note: Note) -> None:
    """Write one more note; after a torn last line it begins on a line of its own.

    SpecError for an empty note, a nameless hand, more than `LONGEST` characters, or a file that cannot be written.
    """
    if note.kind in ("note", "guess") and not (note.text.strip() or note.tag):
        raise SpecError("an empty note says nothing: write a word, or set a bookmark")
    if len(note.text) > LONGEST:
        raise SpecError(f"this note has {len(note.text)} characters; at most {LONGEST} are taken")
    check_hand(note.who)
    add_object(path, asdict(note))
