"""What disks, editors, copies and shells do to the record of a game that is not over, and what is left of it then.

What a kill or a loss of power leaves is cut by itself; everything else is told, and the file stays as it is.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.transcript.test_chain import final_hash, recorded, write
from tests.transcript.test_reading import begun
from wargame.errors import TranscriptError
from wargame.table.opening import resumed_game
from wargame.transcript.reading import read
from wargame.transcript.verify import verify


def until_a_text() -> bytes:
    """A record whose last line stores a text."""
    lines = recorded().splitlines(keepends=True)
    last = max(at for at, line in enumerate(lines[:60]) if b'"kind":"blob"' in line[:40])
    return b"".join(lines[: last + 1])


TORN: dict[str, Callable[[], bytes]] = {
    "within a letter": lambda: begun() + '{"n":41,"kind":"blob","data":{"text":"caf\u00e9'.encode()[:-1],
    "a block of zeros": lambda: begun() + bytes(4096),
    "zeros in place of the end of a line": lambda: begun()[:-30] + bytes(30),
    "a line and zeros": lambda: begun()[:-1] + bytes(100),
    "one bracket": lambda: begun() + b"{",
    "all but the last bracket": lambda: begun()[:-2],
}


@pytest.mark.slow
@pytest.mark.parametrize("damage", TORN)
def test_what_a_kill_or_a_loss_of_power_leaves_is_cut_when_the_game_goes_on(tmp_path: Path, damage: str) -> None:
    path = write(tmp_path, TORN[damage]())
    before = path.read_bytes()
    game, torn = resumed_game(path)
    assert "torn line" in torn
    assert path.read_bytes() == before
    assert asyncio.run(game.play()).state_hash == final_hash(recorded())
    verify(path)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


DAMAGED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "line ends of Windows": (lambda raw: raw.replace(b"\n", b"\r\n"), "end in CR LF"),
    "line ends of Windows, torn": (lambda raw: raw.replace(b"\n", b"\r\n") + b'{"n":41', "end in CR LF"),
    "the last line end of Windows": (lambda raw: raw[:-1] + b"\r\n", "1 of its 40 lines end in CR LF"),
    "old line ends": (lambda raw: raw.replace(b"\n", b"\r"), "end in CR alone"),
    "one old line end": (lambda raw: raw.replace(b"\n", b"\r", 1), "1 of its 40 lines end in CR alone"),
    "a mark": (lambda raw: b"\xef\xbb\xbf" + raw, "byte-order mark"),
    "another encoding": (lambda raw: raw.decode().encode("utf-16"), "UTF-16"),
    "two lines joined at the end": (lambda raw: raw[::-1].replace(b"\n", b"", 2)[::-1], "no line of a record"),
    "the mark of an old end of file": (lambda raw: raw + b"\x1a", "1 bytes at the end are no line"),
    "words at the end": (lambda raw: raw + b"Connection closed.", "no line of a record"),
    "zeros that end in a line feed": (lambda raw: raw + bytes(100) + b"\n", "line 41"),
    "zeros in the middle": (lambda raw: raw[:-9000] + bytes(4096) + raw[-4904:], "at stake"),
    "an empty line at the end": (lambda raw: raw + b"\n", "line 41: the line is empty"),
    "an empty line in the middle": (lambda raw: raw.replace(b"\n", b"\n\n", 1), "line 2: the line is empty"),
    "a blank before the last line feed": (lambda raw: until_a_text()[:-1] + b" \n", "at stake"),
    "the last line twice": (lambda raw: raw + raw.splitlines(keepends=True)[-1], "line 41"),
    "itself once more": (lambda raw: raw + raw, "41 of 80 lines are at stake"),
    "a line that is nested too deep": (lambda raw: raw + b"[" * 100_000 + b"\n", "line 41"),
    "a list of lines": (lambda raw: b"[\n" + raw.replace(b"\n", b",\n") + b"]\n", "no record"),
    "nothing": (lambda raw: b"", "empty: nothing was recorded"),
    "half a header": (lambda raw: raw[:100], "begin the game anew"),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_any_other_damage_is_told_and_nothing_is_cut_unasked(tmp_path: Path, damage: str) -> None:
    made, told = DAMAGED[damage]
    path = write(tmp_path, made(begun()))
    before = path.read_bytes()
    for opening in (resumed_game, lambda path: read(path, mend=True), read):
        with pytest.raises(TranscriptError) as caught:
            opening(path)
        assert str(caught.value).startswith(f"{path}: ")
        assert told in str(caught.value)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "damage",
    ["two lines joined at the end", "words at the end", "a blank before the last line feed", "itself once more"],
)
def test_what_is_cut_on_purpose_is_kept_beside_and_the_game_goes_on(tmp_path: Path, damage: str) -> None:
    path = write(tmp_path, DAMAGED[damage][0](begun()))
    before = path.read_bytes()
    game, told = resumed_game(path, cut_broken=True)
    assert "are cut" in told
    assert path.read_bytes() == before
    assert asyncio.run(game.play()).state_hash == final_hash(recorded())
    (kept,) = tmp_path.glob("game.cut-*.jsonl")
    assert kept.read_bytes() == before


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("spoilt", ["file", "folder"])
def test_a_record_that_may_not_be_written_stays_and_says_so(spoilt: str) -> None:
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        _gone_on_with_by_nobody(write(Path(folder), begun()), spoilt)


def _gone_on_with_by_nobody(path: Path, spoilt: str) -> None:
    code = f"""
from pathlib import Path
from wargame.errors import TranscriptError
from wargame.table.opening import resumed_game
import asyncio, os
os.setgid(65534), os.setuid(65534)
path = Path({str(path)!r})
try:
    asyncio.run(resumed_game(path)[0].play())
except TranscriptError as fault:
    print(fault)
"""
    path.chmod(0o444 if spoilt == "file" else 0o666)
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert not said.stderr
    if spoilt == "file":
        assert said.stdout.startswith(f"{path}: cannot be gone on with (Permission denied)")
        assert path.read_bytes() == begun()
    else:
        assert not said.stdout, "a folder in which nothing can be made keeps no game from going on"
        verify(path)


def test_two_links_to_one_record_do_not_make_two_writers(tmp_path: Path) -> None:
    path = write(tmp_path, begun())
    links = [tmp_path / name for name in ("one.jsonl", "two.jsonl")]
    for link in links:
        link.symlink_to(path.name)
    held, _ = resumed_game(links[0])
    with pytest.raises(TranscriptError, match="is being played already"):
        resumed_game(links[1])
    asyncio.run(held.play())
    assert links[0].is_symlink()
    verify(path)
