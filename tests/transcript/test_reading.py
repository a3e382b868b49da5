"""What is left out in reading, and what is an error: a torn last line alone is left out unasked."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.transcript.test_chain import final_hash, recorded, write
from wargame.errors import BrokenChain, TranscriptError
from wargame.table.opening import resumed_game
from wargame.transcript.reading import read
from wargame.transcript.verify import verify


def begun(count: int = 40) -> bytes:
    """The first lines of a game that goes on after them."""
    return b"".join(recorded().splitlines(keepends=True)[:count])


def test_a_last_line_without_its_line_feed_is_taken_and_the_next_one_starts_anew(tmp_path: Path) -> None:
    path = write(tmp_path, begun()[:-1])
    record = read(path, mend=True)
    assert len(record.lines) == 40
    assert "lost its line feed" in record.torn
    table, _ = resumed_game(path)
    assert path.read_bytes() == begun()[:-1], "nothing new was recorded yet"
    assert asyncio.run(table.play()).state_hash == final_hash(recorded())
    assert path.read_bytes().startswith(begun())
    verify(path)


def test_a_finished_game_that_lost_its_last_line_feed_is_finished_and_the_way_back_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, recorded()[:-1])
    assert read(path, mend=True).finished
    with pytest.raises(BrokenChain, match=r"lost its line feed, and nothing else; .*printf '\\n' >> ") as caught:
        read(path)
    assert caught.value.line == recorded().count(b"\n")


@pytest.mark.parametrize("missing", [2, 3, 40, 300])
def test_an_end_that_was_torn_while_it_was_written_is_written_anew(tmp_path: Path, missing: int) -> None:
    path = write(tmp_path, recorded()[:-missing])
    table, torn = resumed_game(path)
    assert "torn line" in torn
    asyncio.run(table.play())
    assert final_hash(path.read_bytes()) == final_hash(recorded())


@pytest.mark.parametrize("after", [b"x", b"{}\n", b"\n", b'{"n":'])
def test_what_was_put_after_the_end_of_a_game_is_an_error(tmp_path: Path, after: bytes) -> None:
    path = write(tmp_path, recorded() + after)
    with pytest.raises(BrokenChain, match="never cut"):
        read(path, mend=True, cut_broken=True)
    assert path.read_bytes() == recorded() + after


def test_a_break_is_an_error_with_file_line_and_stake_unless_it_is_to_be_cut(tmp_path: Path) -> None:
    lines = begun().splitlines(keepends=True)
    path = write(tmp_path, b"".join([*lines[:20], *lines[21:]]))
    with pytest.raises(BrokenChain, match=r"game\.jsonl: line 21: .*19 of 39 lines are at stake"):
        read(path, mend=True)
    record = read(path, mend=True, cut_broken=True)
    assert (len(record.lines), record.cut) == (20, True)
    assert "19 of 39 lines are cut" in record.torn


def test_an_empty_line_is_called_empty(tmp_path: Path) -> None:
    path = write(tmp_path, begun() + b"\n")
    with pytest.raises(BrokenChain, match="line 41: the line is empty"):
        read(path, mend=True)


def test_a_record_of_a_torn_header_alone_cannot_be_gone_on_with(tmp_path: Path) -> None:
    path = write(tmp_path, recorded()[:500])
    with pytest.raises(TranscriptError, match="begin the game anew"):
        read(path, mend=True, cut_broken=True)


def test_a_damaged_header_is_never_cut_away(tmp_path: Path) -> None:
    path = write(tmp_path, b'{"n":1}\n' + begun())
    with pytest.raises(BrokenChain, match="nothing before them"):
        read(path, mend=True, cut_broken=True)
