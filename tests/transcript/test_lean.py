"""A lean record: what is kept of a game, and that the whole comes back to the last byte or not at all."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from wargame.errors import TranscriptError
from wargame.loops import finish
from wargame.table.opening import choose, new_game
from wargame.transcript.lean import LeanRecord, bundle_hash, expanded, lean_entries, made_lean

Played = tuple[list[bytes], dict[str, Any], LeanRecord]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    path = tmp_path_factory.mktemp("lean") / "game.jsonl"
    setup = choose("first-download", turns=2, seed=5, seats={"rome": "random"})
    finish(new_game(setup, path, sync="end").play())
    lines = path.read_bytes().split(b"\n")[:-1]
    bundle = json.loads(lines[0])["data"]["bundle"]
    return lines, bundle, made_lean(lines, bundle_hash(bundle))


def test_a_lean_record_gives_the_whole_back_byte_for_byte(played: Played) -> None:
    lines, bundle, lean = played
    assert any(b'"origin":"chosen"' in line or b'"player":"random"' in line for line in lines), "it has salted words"
    assert list(expanded(lean, bundle)) == lines


def test_it_is_a_tenth_of_the_record_at_most_and_reads_as_lines(played: Played) -> None:
    lines, _, lean = played
    assert len(lean.frame) * 10 <= sum(len(line) + 1 for line in lines)
    kept = [json.loads(line) for line in gzip.decompress(lean.frame).splitlines()]
    assert {entry["kind"] for entry in kept} == {"header", "decision", "blob", "clock", "end"}
    assert kept[0]["data"]["bundle"] == bundle_hash(played[1])


def test_the_same_lines_give_the_same_bytes(played: Played) -> None:
    lines, bundle, lean = played
    assert made_lean(lines, bundle_hash(bundle)) == lean


def test_a_game_that_did_not_end_is_not_made_lean(played: Played) -> None:
    with pytest.raises(ValueError, match="only a finished record"):
        made_lean(played[0][:-1], "")


def _changed(lean: LeanRecord, old: bytes, new: bytes) -> LeanRecord:
    content = gzip.decompress(lean.frame)
    assert old in content
    return LeanRecord(gzip.compress(content.replace(old, new, 1)), lean.record)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'"player":"random"', b'"player":"chance"', "it is not the record whose hash was kept"),
        (b'"state_hash":"', b'"state_hash":"0', "the state at the end of turn 1 is another"),
        (b'"rules":5', b'"rules":4', "this game was ruled by version 4 of the rules"),
        (b'"n":1,', b"", "holds a line that is no entry"),
    ],
)
def test_a_lean_record_that_was_touched_gives_nothing_back(played: Played, old: bytes, new: bytes, said: str) -> None:
    _, bundle, lean = played
    with pytest.raises(TranscriptError, match=said):
        expanded(_changed(lean, old, new), bundle, "run 7")


def test_another_scenario_gives_nothing_back(played: Played) -> None:
    _, bundle, lean = played
    other = {**bundle, "pack": {**bundle["pack"], "title": "another"}}
    with pytest.raises(TranscriptError, match="not the record whose hash was kept"):
        expanded(lean, other)


def test_half_a_frame_is_told_and_not_read(played: Played) -> None:
    _, bundle, lean = played
    with pytest.raises(TranscriptError, match="run 7: the lean record cannot be read"):
        lean_entries(LeanRecord(lean.frame[:-20], lean.record), bundle, "run 7")


def test_frames_one_after_the_other_are_one_file_of_all_their_lines(played: Played, tmp_path: Path) -> None:
    lean = played[2]
    path = tmp_path / "games.jsonl.gz"
    path.write_bytes(lean.frame * 3)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        kinds = [json.loads(line)["kind"] for line in file]
    assert kinds.count("header") == kinds.count("end") == 3
