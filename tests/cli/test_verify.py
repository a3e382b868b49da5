"""`wargame verify`: an intact record is proven, a touched one names the line."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.transcript.forging import line, written


def test_an_intact_record_is_proven(game: Path, wargame: Run) -> None:
    said = wargame("verify", game, game)
    assert said.code == 0
    assert said.out.count("ok ") == 2
    assert "3 turns" in said.out


def test_one_bad_file_among_good_ones_fails_the_whole(game: Path, tmp_path: Path, wargame: Run) -> None:
    said = wargame("verify", game, tmp_path / "absent.jsonl")
    assert said.code == 1
    assert said.out.splitlines()[0].startswith("ok ")
    assert said.out.splitlines()[1].startswith("FAILED ")


def test_a_line_that_cannot_be_read_is_named_and_the_other_files_are_still_checked(
    game: Path, tmp_path: Path, wargame: Run
) -> None:
    lines, bad = game.read_bytes().splitlines(), tmp_path / "bad.jsonl"
    header = json.loads(lines[0])
    header["data"]["turns"] = "x"
    bad.write_bytes(written([line(header), *lines[1:]]))
    said = wargame("verify", bad, game)
    assert said.code == 1
    assert said.err == ""
    failed, good = said.out.splitlines()
    assert failed.startswith(f"FAILED {bad}: line 1: ")
    assert good.startswith(f"ok {game}: ")


def test_a_record_of_other_rules_is_refused_by_name_with_the_version_that_reads_it(
    game: Path, tmp_path: Path, wargame: Run
) -> None:
    lines, other = game.read_bytes().splitlines(), tmp_path / "other.jsonl"
    header = json.loads(lines[0])
    header["data"] |= {"rules": 99, "versions": {"wargame": "9.9", "python": "3.20"}}
    other.write_bytes(written([line(header), *lines[1:]]))
    said = wargame("verify", other)
    assert said.code == 1
    assert "line 1: this game was ruled by version 99 of the rules" in said.out
    assert "read it with wargame 9.9" in said.out


def test_what_is_not_proved_is_said_with_the_ok(game: Path, wargame: Run) -> None:
    assert "; not proved: who played, times, reasons" in wargame("verify", game).out


def test_an_unfinished_record_is_called_so_with_what_is_proved_of_it(game: Path, tmp_path: Path, wargame: Run) -> None:
    lines = game.read_bytes().splitlines(keepends=True)
    ends = next(at for at, each in enumerate(lines, 1) if b'"what":"turn_end"' in each)
    waiting = next(at for at, each in enumerate(lines[ends:], ends + 1) if b'"kind":"decision"' in each)
    part = tmp_path / "part.jsonl"
    part.write_bytes(b"".join(lines[:waiting]))
    said = wargame("verify", part)
    seal = json.loads(lines[ends - 1])["data"]["state_hash"]
    assert said.code == 1
    assert said.out.startswith(f"unfinished {part}: line {waiting}: the record stops here: ")
    assert f"(turn 1 is over); proved so far: all {waiting} entries, as they stand, state hash {seal}" in said.out
    assert said.out.endswith("and that no more was played\n")
    part.write_bytes(b"".join(lines[:waiting]).replace(b'"kind":"decision"', b'"kind":"decisio"', 1))
    assert wargame("verify", part).out.startswith("FAILED ")


@pytest.mark.slow
def test_any_changed_byte_is_found_and_its_line_named(game: Path, tmp_path: Path, wargame: Run) -> None:
    whole, chance, bad = game.read_bytes(), random.Random(11), tmp_path / "bad.jsonl"
    for _ in range(200):
        at = chance.randrange(len(whole))
        other = chance.choice([byte for byte in b"0aZ,}" if byte != whole[at]])
        bad.write_bytes(whole[:at] + bytes([other]) + whole[at + 1 :])
        line = whole[:at].count(b"\n") + 1
        said = wargame("verify", bad)
        assert said.code == 1, at
        joined = whole[at : at + 1] == b"\n" and f"line {line + 1} is missing" in said.out
        assert f"line {line}:" in said.out or joined, (at, line, said.out)


@pytest.mark.parametrize("change", ["remove", "swap", "cut", "tear", "double"])
def test_removed_swapped_and_cut_lines_are_found(change: str, game: Path, tmp_path: Path, wargame: Run) -> None:
    lines, bad = game.read_bytes().splitlines(keepends=True), tmp_path / "bad.jsonl"
    at = len(lines) // 2
    if change == "remove":
        changed, expected = [*lines[:at], *lines[at + 1 :]], at + 1
    elif change == "swap":
        changed, expected = [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]], at + 1
    elif change == "double":
        changed, expected = [*lines[:at], lines[at], *lines[at:]], at + 2
    elif change == "tear":
        changed, expected = [*lines[:-1], lines[-1][:-30]], len(lines)
    else:
        changed, expected = lines[:-3], len(lines) - 3
    bad.write_bytes(b"".join(changed))
    said = wargame("verify", bad)
    assert said.code == 1
    assert any(f"line {number}:" in said.out for number in (expected, expected - 1, expected + 1)), said.out
