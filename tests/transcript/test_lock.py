"""Who writes a record, on every system: one at a time, told by name, and nothing of a writer that was killed stays."""

from __future__ import annotations

import errno
import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.transcript.test_chain import recorded, write
from tests.transcript.test_reading import begun
from wargame.errors import TranscriptError
from wargame.table.opening import resumed_game, unfinished
from wargame.transcript import durable, lock, reading
from wargame.transcript.record_file import fresh


def elsewhere(module: ModuleType, system: str, monkeypatch: pytest.MonkeyPatch, **modules: object) -> Any:
    """A module as it is loaded on another system, with what only that system has."""
    monkeypatch.setattr(sys, "platform", system)
    for name, found in modules.items():
        monkeypatch.setitem(sys.modules, name, found)
    assert module.__file__ is not None
    spec = importlib.util.spec_from_file_location(f"{module.__name__}_on_{system}", module.__file__)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    monkeypatch.undo()
    vars(loaded)["sys"] = SimpleNamespace(platform=system)
    if hasattr(loaded, "BEYOND"):
        vars(loaded)["BEYOND"] = 1 << 40
    return loaded


class ByteLocks:
    """What `msvcrt` offers: one byte of a file is locked from where the file stands, by one open file alone."""

    LK_NBLCK, LK_UNLCK = 2, 0

    def __init__(self) -> None:
        self.held: dict[tuple[int, int], int] = {}
        self.fault = errno.EACCES

    def locking(self, file: int, mode: int, count: int) -> None:
        assert count == 1
        place = os.fstat(file).st_ino, os.lseek(file, 0, os.SEEK_CUR)
        if mode == self.LK_UNLCK:
            assert self.held.pop(place) == file
        elif self.held.setdefault(place, file) != file:
            raise OSError(self.fault, os.strerror(self.fault))


def test_under_windows_a_byte_behind_the_end_is_locked_and_what_is_written_goes_to_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locks, path = ByteLocks(), write(tmp_path, begun())
    windows = elsewhere(lock, "win32", monkeypatch, msvcrt=locks)
    first, second = (os.open(path, os.O_RDWR | os.O_APPEND) for _ in range(2))
    windows.refuse_if_written(path)
    assert not locks.held, "a look holds nothing"
    windows.lock(path, first)
    ((_, place),) = locks.held
    assert place == 1 << 40
    for attempt, given in ((windows.lock, (path, second)), (windows.refuse_if_written, (path,))):
        with pytest.raises(TranscriptError, match=f"is being played already .by process {os.getpid()}, since"):
            attempt(*given)
    os.write(first, b"more\n")
    assert path.read_bytes() == begun() + b"more\n"
    os.close(second)
    windows.unlock(path, first)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_where_there_are_no_locks_a_game_is_played_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locks, path = ByteLocks(), write(tmp_path, begun())
    locks.fault = errno.ENOTSUP
    windows = elsewhere(lock, "win32", monkeypatch, msvcrt=locks)
    files = [os.open(path, os.O_RDWR | os.O_APPEND) for _ in range(2)]
    for file in files:
        windows.lock(path, file)
    for file in files:
        windows.unlock(path, file)


def test_macos_is_asked_to_empty_the_cache_of_the_disk_and_where_it_cannot_the_file_is_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    able = True

    def control(file: int, what: int) -> None:
        asked.append(what)
        if not able:
            raise OSError(errno.ENOTSUP, "not supported")

    macos = elsewhere(durable, "darwin", monkeypatch, fcntl=SimpleNamespace(fcntl=control, F_FULLFSYNC=51))
    monkeypatch.delattr(os, "fdatasync")
    monkeypatch.setattr(os, "fsync", lambda file: asked.append("fsync"))
    with (tmp_path / "g.jsonl").open("wb") as file:
        macos.sync_file(file.fileno())
        assert asked == [51]
        able = False
        macos.sync_file(file.fileno())
    assert asked == [51, 51, "fsync"]


def test_the_name_of_a_new_record_is_made_safe_once_and_where_folders_cannot_be_that_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders: list[bool] = []
    monkeypatch.setattr(os, "fsync", lambda file: folders.append(os.path.isdir(f"/dev/fd/{file}")))
    file = fresh(tmp_path / "g.jsonl")
    for _ in range(3):
        file.save()
    file.finish()
    assert folders == [True]
    monkeypatch.delattr(os, "O_DIRECTORY")
    file = fresh(tmp_path / "h.jsonl")
    file.save()
    file.finish()
    assert folders == [True]


def test_the_note_of_a_killed_writer_goes_when_its_game_is_opened_next(tmp_path: Path) -> None:
    path = write(tmp_path, begun())
    note = tmp_path / ".game.jsonl.writer"
    note.write_text('{"process": 1, "since": "long ago"}')
    unfinished(path)
    assert not note.exists()
    held, _ = resumed_game(path)
    assert note.exists()
    with pytest.raises(TranscriptError, match="is being played already"):
        unfinished(path)
    assert note.exists(), "the note of a writer that lives stays"
    held.log.close()


@pytest.mark.parametrize("note", [b"", b"\xff", b"[]", b"{}", b'{"process": null}', b'{"process": 1'])
def test_a_note_that_cannot_be_read_keeps_nobody_from_saying_that_a_game_is_played(tmp_path: Path, note: bytes) -> None:
    path = write(tmp_path, begun())
    held, _ = resumed_game(path)
    (tmp_path / ".game.jsonl.writer").write_bytes(note)
    with pytest.raises(TranscriptError, match=r"is being played already \(by another process\)"):
        unfinished(path)
    held.log.close()


def seen(*raws: bytes) -> Iterator[bytes]:
    yield from raws
    while True:
        yield raws[-1]


def test_a_reader_who_comes_while_a_line_is_written_or_cut_looks_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, torn = write(tmp_path, recorded()), begun() + b'{"n":41,"ki'
    half = torn + begun(60)[len(begun()) :]
    looks = seen(half, begun(50)[:-9], recorded())
    monkeypatch.setattr(reading, "content", lambda path: next(looks))
    assert reading.read(path).finished


def test_what_stays_broken_is_not_looked_at_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, numbers = write(tmp_path, begun()), iter(range(1, 1000))
    monkeypatch.setattr(reading, "content", lambda path: begun() + b"{" * next(numbers))
    with pytest.raises(TranscriptError, match="torn"):
        reading.read(path)
    assert next(numbers) < 20
