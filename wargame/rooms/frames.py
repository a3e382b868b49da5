"""What a room sends to a joined desk, packed: named parts, each as the difference from what the desk holds already.

The difference is found by zstandard, which is given the older bytes as the dictionary of the newer ones. The desk gives
them to it as well, so a part of which little has changed costs little; its checksum tells whether it was made of the
same. A frame is one line of JSON that lists its parts, and after it their bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Any

import zstandard
from pydantic_core import from_json, to_json

from wargame.errors import WargameError

TURN = "turn "
"""How the names of parts begin that hold a view of a turn."""
LEVEL = 3
LARGEST_PART = 1 << 26
"""Bytes of a part from which on a frame is not believed."""


@dataclass(frozen=True, slots=True)
class SmallPart:
    """A part that seldom changes, held as little more than what tells it from another: a long game has many such."""

    digest: bytes
    """The same for two parts of the same content, and for no others."""
    make: Callable[[], bytes] = field(compare=False)
    """Gives the content."""


Part = bytes | SmallPart
"""A part as a room holds it."""


def small_part(content: bytes, make: Callable[[], bytes] | None = None) -> SmallPart:
    """A part as it is held while nobody needs it: compressed, unless `make` can make the content again."""
    if make is None:
        blob = memoryview(zstandard.compress(content, LEVEL))
        make = partial(_expanded, bytes(blob))  # a copy: what zstandard gives holds on to the room of the whole content
    return SmallPart(sha256(content).digest(), make)


def _expanded(blob: bytes) -> bytes:
    return zstandard.decompress(blob)


class BrokenFrame(WargameError):
    """A frame that does not follow from what is held here: it was lost, doubled or changed on its way."""


def packed(head: Mapping[str, Any], parts: Mapping[str, Part], before: Mapping[str, Part]) -> bytes:
    """A frame that makes `parts` of `before`, with a few words of JSON at its head. Linear in what changed."""
    listed, blobs = [], []
    for name, part in sorted(parts.items(), key=lambda each: each[0].startswith(TURN)):  # turns are told from the view
        if before.get(name) == part:
            continue
        content = _content(part)
        base = _base(name, parts, before)
        blob = _compressor(base, content).compress(content)
        listed.append([name, len(content), len(blob)])
        blobs.append(blob)
    gone = [name for name in before if name not in parts]
    return b"".join((to_json({**head, "parts": listed, "gone": gone}), b"\n", *blobs))


def number_of(frame: bytes) -> int:
    """The number that stands in the head of a frame; BrokenFrame if there is none."""
    try:
        return int(from_json(frame.partition(b"\n")[0])["number"])
    except (ValueError, KeyError, TypeError):
        raise BrokenFrame("this is no frame") from None


def unpacked(frame: bytes, before: Mapping[str, bytes]) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The head of a frame, and the parts as they are now; BrokenFrame if it does not fit what is held."""
    line, _, rest = frame.partition(b"\n")
    parts, at = dict(before), 0
    try:
        head = from_json(line)
        for name, size, length in head["parts"]:
            if not 0 <= size <= LARGEST_PART:
                raise BrokenFrame(f"the part {name} of a frame claims {size} bytes")
            base = _base(name, parts, before)
            blob, at = rest[at : at + length], at + length
            if zstandard.frame_content_size(blob) != size:
                raise BrokenFrame(f"the part {name} of a frame is not as long as its {size} bytes")
            expander = zstandard.ZstdDecompressor(dict_data=_dictionary(base)) if base else zstandard.ZstdDecompressor()
            parts[name] = expander.decompress(blob)
        for name in head["gone"]:
            del parts[name]
    except (zstandard.ZstdError, ValueError, KeyError, TypeError) as fault:
        raise BrokenFrame(f"a frame does not follow from the one before it ({type(fault).__name__})") from None
    return head, parts


def _base(name: str, parts: Mapping[str, Part], before: Mapping[str, Part]) -> bytes:
    """The bytes from which those of a part are told: its own older ones, or for a turn the view of now."""
    return _content(parts.get("view", b"") if name.startswith(TURN) else before.get(name, b""))


def _content(part: Part) -> bytes:
    return part.make() if isinstance(part, SmallPart) else part


def _dictionary(base: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _compressor(base: bytes, content: bytes) -> zstandard.ZstdCompressor:
    if not base:
        return zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
    window = min(26, max(18, (len(base) + len(content)).bit_length()))
    parameters = zstandard.ZstdCompressionParameters.from_level(LEVEL, window_log=window, write_checksum=1)
    return zstandard.ZstdCompressor(dict_data=_dictionary(base), compression_params=parameters)
