"""Reading a record as far as a turn goes, for looking: what comes after it is searched for two words and left unread.

The lines that are read are checked as those of a whole record are. Only an undoing or a retraction further down can
change what is told of a turn; where there is one, the whole record is read.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import BinaryIO

from wargame.transcript.chain import check
from wargame.transcript.foreign import opened, refuse_line_ends
from wargame.transcript.reading import Transcript, check_schema, parsed, read

_TURN = re.compile(rb'\{"n":\d{1,12},"kind":"\w{1,9}","turn":(\d{1,9}),')
UNDOING, RETRACTION = b'"to_turn":', b'"kind":"text_retracted"'
"""What stands in lines that can bear on turns before them; within texts the marks would be escaped."""
_UNDOING = re.compile(UNDOING + rb"(\d{1,9})")
LONGEST = 40
"""Bytes in which each of them has room."""
BLOCK = 1 << 20


def read_until(path: Path, turn: int | None) -> Transcript:
    """Read a transcript for looking, to the end of a turn (0 is the opening), or whole for None.

    A torn last line is left out, as by `read` with `mend`. `Transcript.last` is the turn if reading stopped there:
    then no line after it was looked at, but for what could change what is told of the turn. TranscriptError as by
    `read`. It costs what the lines up to there cost, some 20 ms a megabyte, and a millisecond for each megabyte
    after them.
    """
    part = None if turn is None else _part(path, turn)
    return read(path, mend=True) if part is None else part


def _part(path: Path, turn: int) -> Transcript | None:
    """The lines up to the end of a turn; None where only the whole record can tell."""
    with opened(path) as file:
        lines = _taken(file, turn)
        if not lines or _bears(file, turn):
            return None
        size = file.tell()
    if any(b"\r" in line for line in lines):
        refuse_line_ends(path, b"\n".join(lines))
    check_schema(path, lines)
    good, _ = check(lines)
    if good < len(lines):
        return None
    lines.pop()
    entries, texts, broken = parsed(lines)
    if broken is not None:
        return None
    return Transcript(path, tuple(lines), entries, texts, "", size, last=turn)


def _taken(file: BinaryIO, turn: int) -> list[bytes]:
    """The lines up to the end of a turn, and one more, which vouches for the last; none if the turn has no end."""
    lines: list[bytes] = []
    for line in file:
        lines.append(line[:-1])
        found = _TURN.match(line)
        if found is not None and int(found.group(1)) > turn:
            return lines if len(lines) > 1 and line.endswith(b"\n") else []
    return []


def _bears(file: BinaryIO, turn: int) -> bool:
    """Whether anything in the rest of the file can change what is told of the turns before."""
    end = b""
    while block := file.read(BLOCK):
        block = end + block
        if RETRACTION in block:
            return True
        if UNDOING in block and any(int(found) <= turn for found in _UNDOING.findall(block)):
            return True
        end = block[-LONGEST:]
    return False
