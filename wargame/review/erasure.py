"""Erasing a person: a record, its forks and what lies beside them written anew without them, each still proving itself.

All new files are made and proved in a folder of their own, which gets its name at the end: there is all of it or
nothing. The old files stay as they are, for whoever erases to remove.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wargame.core.ids import SeatId
from wargame.errors import BrokenChain, SpecError, TranscriptError
from wargame.review.erased_files import (
    LETTERS,
    Sought,
    carried,
    erased_lines,
    erased_object,
    erased_session,
    made_of,
)
from wargame.review.proof import proved
from wargame.table.session import beside as session_beside
from wargame.table.session import load
from wargame.transcript.entry import Entry
from wargame.transcript.lock import refuse_if_written
from wargame.transcript.new_folder import new_folder, write_safe
from wargame.transcript.reading import Transcript, read
from wargame.transcript.redaction import digests_in, mentions, redacted, sent_in, sent_with, words_of
from wargame.transcript.rewriting import rewritten
from wargame.transcript.signature import beside as signature_beside
from wargame.transcript.verify import replay

LONGEST = 1 << 24
"""Bytes of a first line."""


@dataclass(frozen=True, slots=True)
class ErasedFile:
    """One file without the person."""

    name: str
    was: Path
    count: int
    """Texts that are gone of a record; entries that are gone or otherwise of another file."""
    is_record: bool = False
    cut: tuple[int, ...] = ()
    """Lines of a record in which the rules had quoted a name: the chain was made anew for them."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What became of all files."""

    folder: Path
    files: tuple[ErasedFile, ...]
    left_out: tuple[Path, ...]
    """Files that were made of a record and are to be made again of the new one, and signatures that hold no more."""
    not_sought: tuple[str, ...]
    """Names that are words of the scenario as well, and were not looked for."""
    remaining: tuple[str, ...]
    """Where a name can still be read, each as FILE: line N."""
    seats: tuple[SeatId, ...]
    missing: tuple[str, ...]
    """Games that these leave, by id, whose records do not lie beside them."""


def erase(
    path: Path,
    handle: str,
    folder: Path,
    *,
    names: Sequence[str] = (),
    seats: Sequence[SeatId] = (),
    called: Sequence[str] = (),
) -> Erased:
    """Write a game without a person to a new folder: record, forks in the same folder, and what lies beside each.

    The session file says who has the handle; `names` and `seats` are others beside it, `called` pseudonyms of surveys
    and rubrics. SpecError if there is no such person, TranscriptError for a record that does not prove itself, that
    somebody is playing, or a folder that cannot be written: then nothing is left of it. Each record is played once.
    """
    records, missing = family(path)
    for each in records:
        refuse_if_written(each)
    read_records = [(each, read(each) if each == path else _copy(each)) for each in records]
    people = [
        person for each in records if session_beside(each).exists() for person in load(session_beside(each)).people
    ]
    mine = [person for person in people if person.handle == handle]
    sat = tuple(dict.fromkeys([*seats, *(person.seat for person in mine if person.seat is not None)]))
    if not mine and not any(words_of(record, handle, seats) for _, record in read_records):
        known = ", ".join(sorted({person.handle for person in people})) or "no session file names any"
        raise SpecError(f"--person {handle}: nobody of this handle wrote anything in {path}; handles: {known}")
    sought, not_sought = _sought(handle, [person.name for person in mine], names, called, read_records[0][1])
    with new_folder(folder) as staged:
        files = [made for each, record in read_records for made in _written(each, record, staged, sought, sat)]
        remaining = tuple(_remaining(staged, files, sought))
    made = {file.was for file in files}
    rest = [each for one in records for each in made_of(one, records)]
    rest += [each for one in records if (each := signature_beside(one)).is_file() and each not in made]
    return Erased(folder, tuple(files), tuple(rest), not_sought, remaining, sat, missing)


# who and where


def family(path: Path) -> tuple[Sequence[Path], tuple[str, ...]]:
    """A record, all records of its folder that are the same game or share a beginning with it, and games not found.

    Reads the first line of every `.jsonl` of the folder.
    """
    heads = {each: head for each in sorted(path.parent.glob("*.jsonl")) if (head := _head(each)) is not None}
    own = _head(path)
    if own is None:
        read(path)
        raise TranscriptError(f"{path}: line 1: this is no header of a record")
    games = set(filter(None, own))
    while more := {name for head in heads.values() if games & set(head) for name in head if name} - games:
        games |= more
    found = [path, *(each for each, head in heads.items() if games & set(head) and each.name != path.name)]
    return found, tuple(sorted(games - {head[0] for head in (*heads.values(), own)}))


def _copy(path: Path) -> Transcript:
    """A record that the game's own brings along; TranscriptError says what to do about one that is damaged."""
    try:
        return read(path)
    except BrokenChain as fault:
        raise TranscriptError(
            f"{path}: it holds the same game or a branch of it, and line {fault.line} is damaged, so that it cannot be "
            "written without the person; what they said may stand in it: move it out of the folder or remove it, and "
            "erase again"
        ) from None


def _head(path: Path) -> tuple[str, str] | None:
    """Ids of a record's game and of the one that it leaves, empty if none; None where the file is no record."""
    try:
        with path.open("rb") as file:
            data = json.loads(file.readline(LONGEST))["data"]
        branch: Mapping[str, Any] = data["branch"] or {}
        return str(data["game"]), str(branch.get("game", ""))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _sought(
    handle: str, own: Sequence[str], names: Sequence[str], called: Sequence[str], record: Transcript
) -> tuple[Sought, tuple[str, ...]]:
    """What is looked for, and which names are not, since the scenario itself has them."""
    parts = [
        part for name in own for part in (name, *re.split(r"[\s.]+", name)) if len(part) >= LETTERS or part == name
    ]
    every = dict.fromkeys(each.strip() for each in (*parts, *names) if each.strip())
    header = record.lines[0].decode(errors="replace").casefold()
    words = set(re.findall(r"\w+", header))
    common = tuple(each for each in every if each not in names and each.casefold() in words)
    return Sought(handle, tuple(each for each in every if each not in common), tuple(called)), common


# what is written


def _written(
    path: Path, record: Transcript, folder: Path, sought: Sought, seats: Sequence[SeatId]
) -> Iterator[ErasedFile]:
    digests = dict.fromkeys((*words_of(record, sought.handle, seats), *mentions(record, sought.pattern)))
    words = [str(record.texts[name]) for name in digests if not record.texts[name].is_removed]
    asked = (
        each
        for entry in record.entries
        if _is_advice(entry, seats)
        for each in (*sent_in(entry), *digests_in(entry.data))
    )
    made = redacted(record, dict.fromkeys((*digests, *sent_with(record, words), *asked)))

    def cut(line: bytes) -> bytes:
        text = line.decode(errors="surrogateescape")
        return sought.pattern.sub("removed", text).encode(errors="surrogateescape") if sought.names else line

    lines, changed = rewritten(made.lines, cut)
    new = folder / path.name
    write_safe(new, b"".join(line + b"\n" for line in lines))
    again = read(new)
    try:
        proved(again) if again.finished else replay(again, confirm=True)
    except TranscriptError as fault:
        names = f"; the name stands in lines {', '.join(map(str, changed))}, which the rules made" if changed else ""
        raise TranscriptError(f"{path}: without the person it does not prove itself{names}: {fault}") from None
    yield ErasedFile(path.name, path, len(made.removed), True, changed)
    signature = signature_beside(path)
    if signature.is_file() and not changed:
        write_safe(folder / signature.name, signature.read_bytes())
        yield ErasedFile(signature.name, signature, 0)
    for each in carried(path):
        if each.name.endswith(".session.json"):
            content, count = erased_session(each, sought)
        elif each.suffix == ".jsonl":
            content, count = erased_lines(each, sought)
        else:
            content, count = erased_object(each, sought)
        write_safe(folder / each.name, content)
        yield ErasedFile(each.name, each, count)


def _is_advice(entry: Entry, seats: Sequence[SeatId]) -> bool:
    """Whether it is a call for the adviser of one of these seats: its prompt holds what a person asked."""
    if entry.kind != "call" or entry.data["step"] != "advice":
        return False
    return any(f".{seat}." in f"{entry.data['decision']}." for seat in seats)


def _remaining(folder: Path, files: Sequence[ErasedFile], sought: Sought) -> Iterator[str]:
    """Where in the new files a name can still be read, as bytes or as JSON would escape it."""
    if not sought.names:
        return
    for file in files:
        for number, line in enumerate((folder / file.name).read_bytes().split(b"\n"), 1):
            text = line.decode(errors="replace")
            with suppress(ValueError):
                text += json.dumps(json.loads(line), ensure_ascii=False) if "\\u" in text else ""
            if sought.pattern.search(text):
                yield f"{file.name}: line {number}"
