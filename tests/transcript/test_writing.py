"""Writing a record: what is on disk when, and what is left alone."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from wargame.errors import TranscriptError
from wargame.table.opening import choose, new_game, resumed_game
from wargame.transcript.reading import read
from wargame.transcript.verify import verify
from wargame.transcript.writing import AT_ONCE_WHERE_SOMEBODY_WAITS, Appender, Confirmer, Resumed


def finished(path: Path) -> bytes:
    """A finished game of the tutorial at this path."""
    asyncio.run(new_game(choose("first-download", everyone="scripted"), path).play())
    return path.read_bytes()


def test_a_header_is_on_disk_at_once_whatever_the_policy(tmp_path: Path) -> None:
    table = new_game(choose("first-download"), tmp_path / "g.jsonl", sync="end")
    assert read(tmp_path / "g.jsonl").header.kind == "header"
    assert table.log is not None


def test_what_is_held_back_is_written_when_its_log_is_forgotten(tmp_path: Path) -> None:
    log = Appender(tmp_path / "g.jsonl", sync="end")
    for turn in range(5):
        log.note("clock", turn, "news", {"what": "turn_end"})
    assert (tmp_path / "g.jsonl").read_bytes() == b""
    del log
    assert (tmp_path / "g.jsonl").read_bytes().count(b"\n") == 5


@pytest.mark.parametrize("kind", AT_ONCE_WHERE_SOMEBODY_WAITS)
def test_what_somebody_waits_for_is_written_before_the_log_returns(tmp_path: Path, kind: str) -> None:
    log = Appender(tmp_path / "g.jsonl")
    log.note(kind, 1, "talk", {"what": "x"})  # type: ignore[arg-type]
    assert (tmp_path / "g.jsonl").read_bytes().count(b"\n") == 1


def test_events_are_written_when_their_phase_is_settled(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    table = new_game(choose("first-download"), path)
    event = table.sequence.start
    table.log.event(event)
    assert path.read_bytes().count(b"\n") == 1
    table.log.settle("phase")
    assert path.read_bytes().count(b"\n") == 2


def test_a_torn_tail_stays_until_the_first_new_line(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    raw = finished(path)
    lines = raw.splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if b'"kind":"decision"' in line)
    torn = b"".join(lines[: first + 1]) + b'{"n":'
    path.write_bytes(torn)
    table, said = resumed_game(path)
    assert "torn" in said
    table.begin()
    assert path.read_bytes() == torn, "nothing new was recorded yet"
    asyncio.run(table.play())
    assert verify(path).turns == 3


def test_a_game_gone_on_with_confirms_before_it_appends(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    raw = finished(path)
    path.write_bytes(b"".join(raw.splitlines(keepends=True)[:3]))
    log = Resumed(path, read(path))
    with pytest.raises(TranscriptError, match=r"line 1: the record has header; playing it again gives clock"):
        log.note("clock", 1, "news", {})
    assert path.read_bytes().count(b"\n") == 3


def test_a_line_beyond_the_record_says_that_its_tail_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    path.write_bytes(finished(path).splitlines(keepends=True)[0])
    record = read(path)
    log = Confirmer(record)
    log.note("header", 0, "start", record.header.data)
    assert not log.confirming
    with pytest.raises(TranscriptError, match="the tail is cut"):
        log.note("clock", 1, "news", {})


def test_a_record_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    finished(tmp_path / "g.jsonl")
    assert (tmp_path / "g.jsonl").stat().st_mode & 0o077 == 0
