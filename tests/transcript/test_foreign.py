"""What is no record, or no longer one, is named as what it is, and the command that is given brings the record back."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.transcript.test_chain import recorded
from wargame.errors import TranscriptError
from wargame.transcript.reading import read

MARK = b"\xef\xbb\xbf"
CHANGED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "line ends of Windows": (lambda raw: raw.replace(b"\n", b"\r\n"), "end in CR LF"),
    "one line end of Windows": (lambda raw: raw.replace(b"\n", b"\r\n", 1), "1 of its"),
    "line ends of old": (lambda raw: raw.replace(b"\n", b"\r"), "end in CR alone"),
    "a mark": (lambda raw: MARK + raw, "byte-order mark"),
    "a mark and line ends": (lambda raw: MARK + raw.replace(b"\n", b"\r\n"), "byte-order mark"),
    "UTF-16 with a mark": (lambda raw: raw.decode().encode("utf-16"), "UTF-16 text"),
    "UTF-16 of a shell": (lambda raw: raw.replace(b"\n", b"\r\n").decode().encode("utf-16"), "UTF-16 text"),
    "UTF-16 without a mark": (lambda raw: raw.decode().encode("utf-16-le"), "UTF-16LE text"),
    "UTF-16, big end first": (lambda raw: raw.decode().encode("utf-16-be"), "UTF-16BE text"),
    "UTF-32": (lambda raw: raw.decode().encode("utf-32"), "UTF-32 text"),
    "gzip": (gzip.compress, "compressed (gzip)"),
    "xz": (lzma.compress, "compressed (xz)"),
    "bzip2": (bz2.compress, "compressed (bzip2)"),
}


@pytest.mark.parametrize("change", CHANGED)
@pytest.mark.parametrize("mend", [False, True])
def test_a_changed_record_is_named_and_comes_back_whole(tmp_path: Path, change: str, mend: bool) -> None:
    made, name = CHANGED[change]
    path = tmp_path / "it's a game.jsonl"
    path.write_bytes(made(recorded()))
    with pytest.raises(TranscriptError) as caught:
        read(path, mend=mend, cut_broken=mend)
    said = str(caught.value)
    assert said.startswith(f"{path}: ")
    assert name in said
    command = said.split("get it back with: ")[1]
    if shutil.which(command.split()[0]) is None:
        pytest.skip(f"{command.split()[0]} is not installed")
    subprocess.run(command, shell=True, check=True)
    assert (tmp_path / "it's a game-restored.jsonl").read_bytes() == recorded()


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"<!DOCTYPE html>\n<html><body>Sign in</body></html>\n", "a web page"),
        (b"\n\n<html>", "a web page"),
        (b"\x28\xb5\x2f\xfd\x04\x00", "compressed (zstd)"),
        (b"PK\x03\x04\x14\x00", "compressed (zip)"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "git lfs pull"),
        (bytes(5000), "zero bytes"),
        (b"\x7fELF\x02\x01", "no record"),
        (b"turn,seat\n1,rome\n", "no record"),
    ],
)
def test_another_file_is_called_what_it_is(tmp_path: Path, raw: bytes, name: str) -> None:
    path = tmp_path / "g.jsonl"
    path.write_bytes(raw)
    with pytest.raises(TranscriptError) as caught:
        read(path, mend=True)
    assert str(path) in str(caught.value)
    assert name in str(caught.value)


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, name in ((tmp_path / "pipe", "a pipe"), (tmp_path, "a folder"), (Path("/dev/zero"), "a device")):
        with pytest.raises(TranscriptError, match=name):
            read(path)
