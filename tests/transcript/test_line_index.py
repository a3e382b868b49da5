"""A record is found line by line without being held, and its game comes out of the index as it does out of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.transcript.forging import save
from tests.transcript.test_forgery import records, room
from wargame.errors import TranscriptError
from wargame.transcript.entry import Entry
from wargame.transcript.line_index import LineIndex, index_of
from wargame.transcript.reading import read
from wargame.transcript.redaction import redacted
from wargame.transcript.verify import replay


@pytest.fixture(params=range(3), ids=["scripted", "models", "people"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return save(tmp_path, records()[request.param])


def opened(path: Path) -> LineIndex:
    return index_of(path)


def test_every_line_and_every_entry_is_that_of_the_whole_record(path: Path) -> None:
    index, whole = opened(path), read(path)
    assert len(index) == len(whole.lines)
    for number, (line, entry) in enumerate(zip(whole.lines, whole.entries, strict=True), 1):
        assert index.line(number) == line
        assert index.entry(number) == entry
        assert (index.kind(number), index.turn(number), index.phase(number)) == (entry.kind, entry.turn, entry.phase)
    index.close()


def test_a_text_is_had_by_its_digest(path: Path) -> None:
    index, whole = opened(path), read(path)
    for name, text in whole.texts.items():
        assert index.text(name) == text
    assert index.text("0" * 64) is None
    index.close()


def test_the_game_comes_out_of_the_index_as_out_of_the_record(path: Path) -> None:
    index = opened(path)
    light, whole = replay(index.transcript()), replay(read(path))
    assert light.events == whole.events
    assert light.decisions == whole.decisions
    assert {turn: state.hash() for turn, state in light.states.items()} == {
        turn: state.hash() for turn, state in whole.states.items()
    }
    index.close()


def test_entries_of_texts_and_calls_come_without_their_data_when_the_game_is_played(path: Path) -> None:
    index = opened(path)
    entries = index.transcript().entries
    assert len(entries) == len(index)
    assert all(not entry.data for entry in entries if entry.kind in ("blob", "call"))
    assert isinstance(entries[-1], Entry)
    assert [entry.n for entry in entries[1:4]] == [2, 3, 4]
    with pytest.raises(IndexError):
        entries[len(index)]
    index.close()


def test_a_torn_last_line_is_left_out(tmp_path: Path) -> None:
    whole = room()
    index = opened(save(tmp_path, whole[:-20]))
    assert not index.whole
    assert not index.finished
    assert len(index) == whole.count(b"\n") - 1
    index.close()


def test_words_that_were_taken_out_are_told_to_be_gone(tmp_path: Path) -> None:
    source = save(tmp_path, room())
    record = read(source)
    name = next(name for name in record.texts if record.texts[name] and not record.texts[name].is_removed)
    path = tmp_path / "without.jsonl"
    path.write_bytes(redacted(record, [name]).content)
    index = opened(path)
    found = index.text(name)
    assert found is not None
    assert found.is_removed
    index.close()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "nothing was recorded"),
        (b"PK\x03\x04", "compressed"),
        (b'{"n":1,"kind":"header"', "no whole line"),
        (b'{"n":1,"kind":"mystery","turn":0,"phase":"start"}\n', "line 1"),
    ],
)
def test_what_is_no_record_is_named(raw: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_bytes(raw)
    with pytest.raises(TranscriptError, match=said):
        index_of(path)


def test_a_line_that_is_out_of_its_place_is_named(tmp_path: Path) -> None:
    first, second, *rest = room().splitlines(keepends=True)
    with pytest.raises(TranscriptError, match="line 2: this is no entry"):
        index_of(save(tmp_path, b"".join([first, *rest, second])))
