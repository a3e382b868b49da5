"""The file of a record: one writer at a time, a full disk, what stands in the way of a new one."""

from __future__ import annotations

import asyncio
import os
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.transcript.test_chain import final_hash, recorded, write
from tests.transcript.test_reading import begun
from wargame.errors import TranscriptError
from wargame.table.opening import choose, new_game, resumed_game
from wargame.table.opening_rooms import resume_room
from wargame.transcript.reading import read
from wargame.transcript.record_file import RecordFile, created, reopened
from wargame.transcript.verify import verify

HOLDING = """
import sys, time
from pathlib import Path
from wargame.table.opening import resumed_game
game = resumed_game(Path(sys.argv[1]))
print("holding", flush=True)
time.sleep(60)
"""


@pytest.mark.slow
def test_a_second_writer_is_told_who_plays_until_that_process_is_gone(tmp_path: Path) -> None:
    path = write(tmp_path, begun())
    first = subprocess.Popen([sys.executable, "-c", HOLDING, str(path)], stdout=subprocess.PIPE)
    assert first.stdout is not None
    try:
        assert first.stdout.readline() == b"holding\n"
        for opening in (resumed_game, resume_room):
            with pytest.raises(TranscriptError, match="is being played already") as caught:
                opening(path)
            assert re.search(rf"by process {first.pid}, since \d{{4}}-\d\d-\d\d", str(caught.value))
        assert len(read(path).lines) == 40, "readers are not kept out"
        assert path.read_bytes() == begun()
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait()
        first.stdout.close()
    table, _ = resumed_game(path)
    asyncio.run(table.play())
    verify(path)
    assert [each.name for each in tmp_path.iterdir()] == ["game.jsonl"]


def test_a_link_to_a_record_does_not_let_a_second_writer_in(tmp_path: Path) -> None:
    path = write(tmp_path, begun())
    link = tmp_path / "link.jsonl"
    link.symlink_to(path)
    hard = tmp_path / "hard.jsonl"
    hard.hardlink_to(path)
    held, _ = resumed_game(path)
    for other in (link, hard):
        with pytest.raises(TranscriptError, match="is being played already"):
            resumed_game(other)
    held.log.close()
    resumed_game(link)[0].log.close()


def test_a_record_that_grew_while_it_was_read_is_not_written(tmp_path: Path) -> None:
    path = write(tmp_path, begun())
    record = read(path)
    path.write_bytes(begun(41))
    with pytest.raises(TranscriptError, match="open it again"):
        reopened(path, record)
    assert path.read_bytes() == begun(41)
    reopened(path, read(path)).finish()


def test_a_game_that_cannot_be_put_together_lets_go_of_its_record(tmp_path: Path) -> None:
    path = write(tmp_path, begun())
    (tmp_path / "game.session.json").write_text("{")
    with pytest.raises(TranscriptError, match="session file"):
        resume_room(path)
    resumed_game(path)[0].log.close()


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (120_000, 120_000))


@pytest.mark.slow
@pytest.mark.parametrize("sync", ["phase", "end"])
def test_a_game_that_finds_no_more_room_says_so_and_goes_on_when_there_is(tmp_path: Path, sync: str) -> None:
    path = tmp_path / "g.jsonl"
    words = [sys.executable, "-m", "wargame.cli", "run", "first-download", "--all", "random", "--out", str(path)]
    said = subprocess.run([*words, "--sync", sync], preexec_fn=limited, capture_output=True, text=True)
    assert said.returncode == 2
    assert f"wargame: {path}: cannot be written (File too large)" in said.stderr
    assert f"--resume {path}" in said.stderr
    assert len(said.stderr.strip().splitlines()[-1]) < 400
    assert path.stat().st_size == 120_000, "what fitted is kept, to the byte"
    table, torn = resumed_game(path)
    assert "torn line" in torn
    assert asyncio.run(table.play()).state_hash == final_hash(recorded())
    verify(path)


def test_lines_for_which_there_is_no_room_stay_in_their_order(tmp_path: Path) -> None:
    file = RecordFile(tmp_path / "g.jsonl", os.open("/dev/full", os.O_WRONLY))
    file.add(b"one")
    for _ in range(2):
        with pytest.raises(TranscriptError, match="No space left on device"):
            file.write()
    file.add(b"two")
    file._file, full = created(tmp_path / "g.jsonl"), file._file
    file.write()
    file.finish()
    os.close(full)
    assert (tmp_path / "g.jsonl").read_bytes() == b"one\ntwo\n"


def test_a_game_whose_header_finds_no_room_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    words = [sys.executable, "-m", "wargame.cli", "run", "first-download", "--out", str(path)]

    def tiny() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    uncompiled = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}  # what it compiled would be cut as well
    said = subprocess.run(words, preexec_fn=tiny, capture_output=True, text=True, env=uncompiled)
    assert said.returncode == 2
    assert str(path) in said.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_new_record_takes_the_place_of_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    (tmp_path / "file").write_text("x")
    taken = {
        Path(""): "a folder",
        tmp_path: "a folder",
        tmp_path / "pipe": "a pipe",
        Path("/dev/null"): "a device",
        tmp_path / "nowhere": "a link that leads nowhere",
        tmp_path / "file": "the file exists",
        tmp_path / "file" / "g.jsonl": "cannot be written there",
        tmp_path / ("x" * 300): "File name too long",
    }
    for path, name in taken.items():
        with pytest.raises(TranscriptError, match=name) as caught:
            new_game(choose("first-download"), path)
        assert "--out" in str(caught.value)


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o777])
def test_a_record_is_for_its_owner_alone_whatever_is_usual(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        os.close(created(tmp_path / "g.jsonl"))
    finally:
        os.umask(before)
    assert (tmp_path / "g.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_record_is_made_safe_where_only_whole_files_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fdatasync")
    path = tmp_path / "g.jsonl"
    asyncio.run(new_game(choose("first-download"), path, sync="phase").play())
    verify(path)
