"""Files that are no record, or no longer one: what they are, said with the way back, so that nobody repairs blindly.

A record is UTF-8 without a mark, one entry to a line, each line ended by a single line feed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EINVAL
from pathlib import Path
from typing import BinaryIO

from wargame.errors import TranscriptError
from wargame.shell_words import shell_word

PACKED: dict[bytes, tuple[str, str]] = {
    b"\x1f\x8b": ("gzip", "gzip -dc {old} > {new}"),
    b"\x28\xb5\x2f\xfd": ("zstd", "zstd -dc {old} > {new}"),
    b"\xfd7zXZ\x00": ("xz", "xz -dc {old} > {new}"),
    b"BZh": ("bzip2", "bzip2 -dc {old} > {new}"),
    b"\x04\x22\x4d\x18": ("lz4", "lz4 -dc {old} > {new}"),
    b"PK\x03\x04": ("zip", "unzip -p {old} > {new}"),
    b"7z\xbc\xaf\x27\x1c": ("7-Zip", "7z x -so {old} > {new}"),
}
"""First bytes of compressed files, with what unpacks them."""
WIDE: dict[bytes, str] = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"{\x00\x00\x00": "UTF-32LE",
    b"{\x00": "UTF-16LE",
    b"\x00{": "UTF-16BE",
}
"""First bytes of a record that was saved in another encoding; longer ones stand before their beginnings."""
MARK = b"\xef\xbb\xbf"
"""The byte-order mark of UTF-8, which some editors put before a text."""
WITHOUT_CR = "tr -d '\\r' < {old} > {new}"
HEAD = 4096
"""Bytes that tell what a file is."""


def content(path: Path) -> bytes:
    """The bytes of a record; TranscriptError if the file cannot be read, or says what it is in place of a record.

    Reads the file whole; what its lines hold is not looked at.
    """
    with opened(path) as file:
        raw = file.read()
    if not raw:
        raise TranscriptError(f"{path}: the file is empty: nothing was recorded; begin the game anew in another file")
    refuse_line_ends(path, raw)
    return raw


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file of a record at its beginning; TranscriptError as for `content`, as far as its first bytes tell.

    An OSError from within the block becomes TranscriptError as well. The file is closed at its end.
    """
    try:
        if (odd := unusual(path)) is not None:
            raise TranscriptError(f"{path}: this is {odd}, and a record is an ordinary file (.jsonl)")
        with path.open("rb") as file:
            _refuse_foreign(path, file.read(HEAD))
            file.seek(0)
            yield file
    except FileNotFoundError:
        raise TranscriptError(f"{path}: there is no such file; give the path of a transcript (.jsonl)") from None
    except OSError as fault:
        raise TranscriptError(f"{path}: cannot be read ({fault.strerror})") from None


def unusual(path: Path) -> str | None:
    """What stands at a path if it is something other than an ordinary file, else None; links are followed.

    OSError if that cannot be asked, FileNotFoundError if nothing stands there.
    """
    mode = os.stat(path).st_mode
    kinds: tuple[tuple[Callable[[int], bool], str], ...] = (
        (stat.S_ISREG, ""),
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
    )
    return next((name for is_kind, name in kinds if is_kind(mode)), "a device") or None


def refuse_unusual(path: Path) -> None:
    """OSError that says what stands at a path, if it is no ordinary file; FileNotFoundError if nothing does.

    Reading a pipe waits for whoever writes into it, and a device may have no end.
    """
    if (odd := unusual(path)) is not None:
        raise OSError(EINVAL, f"this is {odd}, and no ordinary file", str(path))


def ordinary_bytes(path: Path, most: int = -1) -> bytes:
    """The bytes of an ordinary file, at most so many unless it is below 0; OSError as for `refuse_unusual`."""
    refuse_unusual(path)
    with path.open("rb") as file:
        return file.read(most)


def way_back(path: Path, command: str) -> str:
    """A command that gives the record back in a new file, as the end of a sentence."""
    new = path.with_name(f"{path.name.removesuffix(''.join(path.suffixes)) or path.stem}-restored.jsonl")
    return "get it back with: " + command.format(old=shell_word(path), new=shell_word(new))


def _refuse_foreign(path: Path, head: bytes) -> None:
    for magic, (name, command) in PACKED.items():
        if head.startswith(magic):
            raise TranscriptError(f"{path}: the file is compressed ({name}); {way_back(path, command)}")
    for mark, name in WIDE.items():
        if head.startswith(mark):
            command = f"iconv -f {name} -t UTF-8 {{old}} | tr -d '\\r' > {{new}}"
            raise TranscriptError(f"{path}: the file is {name} text, and a record is UTF-8; {way_back(path, command)}")
    start = head.removeprefix(MARK).lstrip()[:200].lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<body", b"<!--")):
        raise TranscriptError(f"{path}: this is a web page, not a record; download the file itself (.jsonl)")
    if start.startswith(b"version https://git-lfs"):
        raise TranscriptError(f"{path}: it stands for a file that git keeps elsewhere; fetch that with: git lfs pull")
    if head and not head.strip(b"\x00"):
        raise TranscriptError(f"{path}: the file holds zero bytes in place of a record; take another copy of it")
    if start and not start.startswith(b"{"):
        raise TranscriptError(f'{path}: line 1: this is no record: a record starts with a header line, {{"n":1,…')


def refuse_line_ends(path: Path, raw: bytes) -> None:
    """A record holds no mark and no carriage return: in texts they are escaped.

    TranscriptError says which it is, and with which command the record can be had back.
    """
    if raw.startswith(MARK):
        also = ", and its lines end in CR LF" if b"\r\n" in raw else ""
        command = "tail -c +4 {old} | tr -d '\\r' > {new}" if also else "tail -c +4 {old} > {new}"
        raise TranscriptError(
            f"{path}: the file starts with a byte-order mark{also}, as an editor saves it; {way_back(path, command)}"
        )
    if b"\r" not in raw:
        return
    count = raw.count(b"\r\n")
    if count:
        total = raw.count(b"\n")
        which = "its lines" if count == total else f"{count} of its {total} lines"
        sentence = f"{which} end in CR LF, as Windows writes text, and a record's end in LF alone"
        raise TranscriptError(f"{path}: {sentence}; {way_back(path, WITHOUT_CR)}")
    alone, total = raw.count(b'\r{"n":'), raw.count(b"\n")
    if alone or not total:
        which = f"{alone} of its {total + alone} lines" if total else "its lines"
        command = "tr '\\r' '\\n' < {old} > {new}"
        raise TranscriptError(f"{path}: {which} end in CR alone, and a record's end in LF; {way_back(path, command)}")
