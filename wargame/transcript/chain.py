"""The chain that holds the lines of a record together: what follows from what, and which line was touched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from wargame.errors import BrokenChain
from wargame.transcript.entry import FIRST, digest, linked

_PREV = re.compile(rb'"prev":"([0-9a-f]{64})"')
_SEAL = re.compile(rb',"seal":"[0-9a-f]{64}"\}\}')


def check(lines: list[bytes]) -> tuple[int, BrokenChain | None]:
    """How many lines hold together, and what is wrong with the next one; None if all of them do.

    Lines come without their line feeds. The fault is given back, not raised; its line counts from 1. Hashes each line
    once, and parses none.
    """
    hashes = [linked(line) for line in lines]
    expected = FIRST.encode()
    for index, line in enumerate(lines):
        found = _PREV.search(line)
        if found is None or found.group(1) != expected:
            return _blame(lines, hashes, index)
        expected = hashes[index].encode()
        if line.find(b'"kind":"end"', 0, 40) >= 0:
            if index != len(lines) - 1:
                return index + 1, BrokenChain(index + 2, "there are lines after the end of the game")
            if (sentence := _bad_seal(line)) is not None:
                return index, BrokenChain(index + 1, sentence)
    return len(lines), None


def _blame(lines: list[bytes], hashes: list[str], index: int) -> tuple[int, BrokenChain]:
    """A link between two lines does not hold: tell which of the two was touched.

    If the line after this one still vouches for this one, it is the line before that changed.
    """
    if index == 0:
        return 0, BrokenChain(1, "the first line is not the header of a transcript")
    if not lines[index].strip():
        return index, BrokenChain(index + 1, "the line is empty")
    following = _PREV.search(lines[index + 1]) if index + 1 < len(lines) else None
    if following is not None:
        intact = following.group(1).decode() == hashes[index]
    else:
        intact = b'"kind":"end"' in lines[index][:40] and _bad_seal(lines[index]) is None
    if intact and len(_PREV.findall(lines[index - 1])) > 1:
        return index - 1, BrokenChain(index, "the line runs on into the next one: its line feed is gone")
    if intact and (number := _number(lines[index])) is not None and number > index + 1:
        return index, BrokenChain(index + 1, f"line {index + 1} is missing: entry {number} stands in its place")
    if intact:
        return index - 1, BrokenChain(index, "the line is not what the next line recorded of it")
    return index, BrokenChain(index + 1, "the line does not follow from the line before it")


def _number(line: bytes) -> int | None:
    found = re.match(rb'\{"n":(\d+),', line)
    return int(found.group(1)) if found else None


def seal(data: bytes) -> str:
    """The seal of the last line: SHA-256 (64 hex digits) of its own text up to where the seal is to stand."""
    return digest(data)


def is_sealed(lines: Sequence[bytes]) -> bool:
    """Whether a game was played to its end, even if some line, the last one included, was touched afterwards."""
    ends = [line.endswith(b"}}") for line in lines if line.find(b'"kind":"end"', 0, 40) >= 0]
    return any(ends) or any(_SEAL.search(line) for line in lines[-2:])


def is_whole(line: bytes) -> bool:
    """Whether a line without its line feed is otherwise complete: JSON that has a place in a chain."""
    if not line.endswith(b"}") or _PREV.search(line) is None:
        return False
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def is_torn(tail: bytes) -> bool:
    """Whether what stands after the last line feed can be what a kill or a loss of power left of one line.

    That is the beginning of an object, or blank bytes where it was to stand; a whole line and more is none.
    """
    written = tail.rstrip(b"\x00")
    return not written or (written.startswith(b"{") and len(_PREV.findall(written)) < 2)


def _bad_seal(line: bytes) -> str | None:
    found = re.search(rb',"seal":"([0-9a-f]{64})"\}\}$', line)
    if found is None:
        return "the last line carries no seal"
    if seal(line[: found.start()]) != found.group(1).decode():
        return "the line does not match its own seal"
    return None


def rechained(lines: Sequence[bytes]) -> Iterator[bytes]:
    """The same lines with each following from the one before it, the first from nothing; each is hashed once."""
    prev = FIRST
    for line in lines:
        chained = _PREV.sub(b'"prev":"' + prev.encode() + b'"', line, count=1)
        yield chained
        prev = linked(chained)


def previous_of(line: bytes) -> str:
    """The hash of the line before, as a line of a record has it; empty where it has none."""
    found = _PREV.search(line)
    return "" if found is None else found[1].decode()


def unchained(line: bytes) -> str:
    """The hash of a line without what it follows from: records that share it agree on it, words taken out or not."""
    return linked(_PREV.sub(b"", line, count=1))
