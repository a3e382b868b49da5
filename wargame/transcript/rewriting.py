"""Cutting words out of lines that the chain vouches for, where no hash can stand in their place.

Names that the rules quoted and addresses of endpoints stand in such lines. The chain and the seal are made anew then,
so a signature of the old record holds for the new one no more; the game itself proves itself as before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from wargame.transcript.chain import rechained, seal

NOWHERE = b"http://removed.invalid"
"""What stands where an address stood: a name that no machine can have."""
_SPEC = re.compile(rb'("(?:llm|single):[^"@]*)@[^"]+')
_ENDPOINT = re.compile(rb'("endpoint":)"[^"]+"')
_FILE = re.compile(rb'("recorded:)[^"]*[/\\]([^"/\\]+)')
_SEAL = b',"seal":"'


def without_addresses(line: bytes) -> bytes:
    """A line without what endpoints are called in it, and without the folders of recordings that seats repeat."""
    line = _SPEC.sub(rb"\1@" + NOWHERE, line)
    return _FILE.sub(rb"\1\2", _ENDPOINT.sub(rb'\1"' + NOWHERE + b'"', line))


def rewritten(lines: Sequence[bytes], cut: Callable[[bytes], bytes]) -> tuple[tuple[bytes, ...], tuple[int, ...]]:
    """A record's lines with `cut` applied to all that store no text, and the numbers of those that changed, from 1.

    Where any did, each follows from the one before it again and the last is sealed; else they are what they were. Each
    is hashed once.
    """
    cut_lines = [line if b'"kind":"blob"' in line[:40] else cut(line) for line in lines]
    changed = tuple(number for number, (old, new) in enumerate(zip(lines, cut_lines, strict=True), 1) if old != new)
    if not changed:
        return tuple(lines), ()
    chained = list(rechained(cut_lines))
    if b'"kind":"end"' in chained[-1][:40] and (at := chained[-1].rfind(_SEAL)) > 0:
        chained[-1] = chained[-1][:at] + _SEAL + seal(chained[-1][:at]).encode() + b'"}}'
    return tuple(chained), changed
