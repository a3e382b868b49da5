"""Reading a record: its lines as bytes and as entries, its texts, and what to do where it does not hold together.

Only a last line that was torn while it was written may be left out unasked. Any other break is an error; whoever goes
on with an unfinished game may say that all from there on is to be left out. A game that was sealed is never cut.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from wargame.core.prose import Text
from wargame.errors import BrokenChain, TranscriptError
from wargame.gc_tuning import seldom_collecting
from wargame.shell_words import shell_word
from wargame.transcript.chain import check, is_sealed, is_torn, is_whole
from wargame.transcript.entry import READABLE, Entry, parse
from wargame.transcript.foreign import content

REREAD = 5
"""How often a record that changes under the eyes of its reader is read again."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """A transcript as read: its lines as bytes and as entries."""

    path: Path
    lines: tuple[bytes, ...]
    """Without their line feeds."""
    entries: Sequence[Entry]
    """One for each line."""
    texts: Mapping[str, Text]
    """Every text that it stores, by digest; what was removed included."""
    torn: str
    """What is amiss at the end of the file and was left out in reading, as a sentence, or an empty string."""
    size: int
    """Bytes of the file when it was read."""
    cut: bool = False
    """Whether more than a torn line was left out: then the file is kept beside before it is cut."""
    last: int | None = None
    """The turn at whose end reading stopped; None for all that there is."""

    @property
    def header(self) -> Entry:
        """The first entry."""
        return self.entries[0]

    @property
    def removed(self) -> int:
        """How many texts were taken out of it."""
        return sum(text.is_removed for text in self.texts.values())

    @property
    def finished(self) -> bool:
        """Whether the game was played to its end; not yet whether it proves itself, see `verify`."""
        return self.entries[-1].kind == "end"


def read(path: Path, *, mend: bool = False, cut_broken: bool = False) -> Transcript:
    """Read a transcript and check the chain of its lines; its game is not played again, see `verify`.

    With `mend`, a last line that is torn is left out, one that only lost its line feed is taken; `Transcript.torn` says
    so. With `cut_broken` as well, an unfinished game is read up to the line at which it breaks. Anything else is an
    error: TranscriptError names the file and the line; BrokenChain tells which of two lines was touched. The file is
    not changed. Some 40 ms a megabyte.

    A game may be played meanwhile: what breaks only because it was written to while it was read is read again.
    """
    raw = content(path)
    for _ in range(REREAD):
        try:
            return _record(path, raw, mend, cut_broken)
        except TranscriptError:
            if (again := content(path)) == raw:
                raise
            raw = again
    return _record(path, raw, mend, cut_broken)


def read_on(record: Transcript) -> Transcript:
    """A record that was read, with the lines that its own program has added to the file since.

    TranscriptError if one of them is no entry. The lines that were read are not read again, nor is the chain checked.
    """
    texts = dict(record.texts)
    with record.path.open("rb") as file:
        file.seek(record.size)
        added = file.read()
    lines = added.split(b"\n")[:-1]
    first = len(record.lines) + 1
    entries = tuple(parse(line, number, texts) for number, line in enumerate(lines, first))
    size = record.size + len(added)
    return replace(record, lines=(*record.lines, *lines), entries=(*record.entries, *entries), texts=texts, size=size)


def _record(path: Path, raw: bytes, mend: bool, cut_broken: bool) -> Transcript:
    size = len(raw)
    *lines, tail = raw.split(b"\n")
    whole = is_whole(tail)
    if whole:
        lines.append(tail)
    elif tail and not lines:
        raise BrokenChain(1, "the first line is torn, and nothing else is there: begin the game anew", path)
    check_schema(path, lines)
    good, broken = check(lines)
    sealed = is_sealed([*lines, tail])
    entries, texts, unread = parsed(lines[:good])
    if unread is not None:
        good, broken = len(entries), unread
    if broken is None and tail and not whole and (sealed or not is_torn(tail)):
        broken = BrokenChain(len(lines) + 1, f"{len(tail)} bytes at the end are no line of a record")
    torn = ""
    if broken is not None:
        count = len(lines) + (bool(tail) and not whole)
        if sealed or good == 0 or not (mend and cut_broken):
            raise BrokenChain(broken.line, broken.sentence + _stakes(path, good, count, sealed, mend), path)
        torn, lines = f"{broken}; from there {count - good} of {count} lines are cut", lines[:good]
    elif whole and mend:
        torn = f"line {len(lines)}: it has lost its line feed; give it back with: {_line_feed(path)}"
    elif whole:
        raise BrokenChain(
            len(lines),
            f"the line has lost its line feed, and nothing else; give it back with: {_line_feed(path)}",
            path,
        )
    elif tail:
        torn = f"line {len(lines) + 1}: a torn line of {len(tail)} bytes is left out"
        if not mend:
            raise BrokenChain(
                len(lines) + 1,
                f"the line is torn: it does not end; the lines before it hold: {_lines_before(path, len(lines))}",
                path,
            )
    return Transcript(path, tuple(lines), entries, texts, torn, size, broken is not None)


def parsed(lines: Sequence[bytes]) -> tuple[tuple[Entry, ...], dict[str, Text], BrokenChain | None]:
    """The entries of a record's lines and the texts that they store, up to a line that is none, and what it is then.

    The fault is given back, not raised. The chain of the lines is not looked at.
    """
    entries: list[Entry] = []
    texts: dict[str, Text] = {}
    with seldom_collecting():
        for number, line in enumerate(lines, 1):
            try:
                entries.append(parse(line, number, texts))
            except TranscriptError as fault:
                return tuple(entries), texts, BrokenChain(number, str(fault).removeprefix(f"line {number}: "))
    return tuple(entries), texts, None


def _line_feed(path: Path) -> str:
    return f"printf '\\n' >> {shell_word(path)}"


def _lines_before(path: Path, count: int) -> str:
    return f"head -n {count} {shell_word(path)} > {shell_word(Path(f'{path.stem}.whole.jsonl'))}"


def _stakes(path: Path, good: int, count: int, sealed: bool, mend: bool) -> str:
    """What a break puts at stake, and what can be done about it; `mend` is whether a reader would leave lines out."""
    if sealed:
        return (
            f"; {good} of {count} lines hold together; this game was played to its end and is never cut: "
            "take another copy of the file"
        )
    if good == 0:
        return f"; {count} lines are at stake, and nothing before them: take another copy of the file"
    if not mend:
        return (
            f"; {count - good} of {count} lines are at stake; take another copy of the file, or those that hold: "
            f"{_lines_before(path, good)}"
        )
    return (
        f"; {count - good} of {count} lines are at stake; `--resume {shell_word(path)} --cut-broken` goes on "
        f"before them and keeps the file as {path.stem}.cut-TIME.jsonl"
    )


def check_schema(path: Path, lines: Sequence[bytes]) -> None:
    """Other formats are refused by name before anything is made of them; what is no header is left to the chain.

    TranscriptError names the version of the program that wrote the record.
    """
    try:
        header = parse(lines[0], 1, {})
        schema = header.data.get("schema")
    except (IndexError, AttributeError, TranscriptError):
        return
    if header.kind != "header":
        raise TranscriptError(f"{path}: line 1: a transcript starts with a header entry")
    if type(schema) is not int or schema not in READABLE:
        versions = header.data.get("versions")
        version = versions.get("wargame", "unknown") if isinstance(versions, dict) else "unknown"
        raise TranscriptError(
            f"{path}: line 1: this transcript has schema {json.dumps(schema)} and was written by wargame {version}; "
            f"this program reads schema {' and '.join(map(str, READABLE))}: read it with that version"
        )
