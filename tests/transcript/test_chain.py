"""A transcript proves itself: the same game gives the same hash, and whatever is changed in a record is found."""

from __future__ import annotations

import asyncio
import json
import random
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.rules.desk import played
from wargame.errors import BrokenChain, TranscriptError
from wargame.table.opening import choose, new_game, resumed_game
from wargame.transcript.chain import rechained, seal
from wargame.transcript.entry import FIRST, linked
from wargame.transcript.reading import read
from wargame.transcript.verify import verify


@lru_cache(maxsize=8)
def recorded(seed: int = 1, everyone: str = "random") -> bytes:
    """A finished game of the tutorial, as the bytes of its transcript."""
    path = Path(mkdtemp()) / "game.jsonl"
    table = new_game(choose("first-download", seed=seed, everyone=everyone), path)
    asyncio.run(table.play())
    return path.read_bytes()


def final_hash(raw: bytes) -> str:
    return str(json.loads(raw.splitlines()[-1])["data"]["state_hash"])


def write(folder: Path, raw: bytes) -> Path:
    path = folder / "game.jsonl"
    path.write_bytes(raw)
    return path


# the same game again


@pytest.mark.parametrize("everyone", ["random", "scripted"])
def test_the_same_seed_gives_the_same_record_and_hash(everyone: str) -> None:
    one, other = (played(seed=4, everyone=everyone) for _ in range(2))
    assert one.hash == other.hash
    assert one.sequence.record == other.sequence.record


def test_another_seed_gives_another_hash() -> None:
    assert len({played(seed=seed).hash for seed in range(6)}) == 6


def test_recording_changes_nothing() -> None:
    assert final_hash(recorded(2)) == played(seed=2).hash


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("everyone", ["random", "scripted"])
def test_a_finished_transcript_verifies_without_any_player(tmp_path: Path, seed: int, everyone: str) -> None:
    raw = recorded(seed, everyone)
    replayed = verify(write(tmp_path, raw))
    assert replayed.turns == 3
    assert replayed.hashes[3] == final_hash(raw)


def test_a_line_is_chained_to_the_hash_of_the_line_before(tmp_path: Path) -> None:
    lines = recorded().splitlines()
    assert json.loads(lines[0])["prev"] == "0" * 64
    for before, line in pairwise(lines):
        assert json.loads(line)["prev"] == linked(before)


# tampering


@pytest.mark.parametrize("trial", range(60))
def test_a_flipped_byte_anywhere_is_found(tmp_path: Path, trial: int) -> None:
    raw = bytearray(recorded())
    rng = random.Random(trial)
    at = rng.randrange(len(raw))
    raw[at] ^= 1 << rng.randrange(7)
    path = write(tmp_path, bytes(raw))
    with pytest.raises(TranscriptError):
        verify(path)


@pytest.mark.parametrize("trial", range(15))
def test_the_broken_line_or_its_neighbour_is_named(tmp_path: Path, trial: int) -> None:
    lines = recorded().split(b"\n")
    number = random.Random(trial).randrange(2, len(lines) - 2)
    lines[number - 1] = lines[number - 1].replace(b'"phase":"', b'"phase":" ', 1)
    with pytest.raises(BrokenChain) as caught:
        read(write(tmp_path, b"\n".join(lines)))
    assert caught.value.line == number


@pytest.mark.parametrize("trial", range(15))
def test_a_removed_line_is_found(tmp_path: Path, trial: int) -> None:
    lines = recorded().splitlines(keepends=True)
    del lines[random.Random(trial).randrange(len(lines))]
    with pytest.raises(TranscriptError):
        verify(write(tmp_path, b"".join(lines)))


@pytest.mark.parametrize("trial", range(15))
def test_two_swapped_lines_are_found(tmp_path: Path, trial: int) -> None:
    lines = recorded().splitlines(keepends=True)
    at = random.Random(trial).randrange(len(lines) - 1)
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    with pytest.raises(TranscriptError):
        verify(write(tmp_path, b"".join(lines)))


@pytest.mark.parametrize("keep", [1, 5, 40, -1])
def test_a_cut_record_does_not_pass_for_a_finished_game(tmp_path: Path, keep: int) -> None:
    lines = recorded().splitlines(keepends=True)
    with pytest.raises(TranscriptError, match=r"line \d+"):
        verify(write(tmp_path, b"".join(lines[:keep])))


def test_a_record_rewritten_with_a_sound_chain_but_another_outcome_is_found(tmp_path: Path) -> None:
    """Whoever forges the chain anew still cannot make the rules say something else."""
    forged, prev = [], FIRST
    for line in recorded().splitlines():
        entry = json.loads(line)
        text = line.replace(f'"prev":"{entry["prev"]}"'.encode(), f'"prev":"{prev}"'.encode())
        if entry["kind"] == "event" and entry["data"]["kind"] == "capability_fielded" and b"fielded what" in text:
            text = text.replace(b"fielded what", b"fielded all", 1)
        if entry["kind"] == "end":
            body = text[: text.rfind(b',"seal":"')]
            text = body + b',"seal":"' + seal(body).encode() + b'"}}'
        prev = linked(text)
        forged.append(text)
    path = write(tmp_path, b"\n".join(forged) + b"\n")
    read(path)
    with pytest.raises(TranscriptError, match=r"line \d+: the record has event .*contents"):
        verify(path)


@pytest.mark.parametrize(
    ("kind", "there", "instead", "told"),
    [
        (
            "decision",
            '"origin":"scripted"',
            '"origin":"luck"',
            r"line \d+: random cannot have .luck. decisions",
        ),
        ("decision", '"orders":[]', '"orders":7', r"line \d+: this decision cannot be read \(body\."),
        ("decision", '"seat":"rome"', '"seat":["rome"]', r"line \d+: "),
        ("event", '"data":{', '"data":[{', r"line \d+: its data is a list, not an object"),
        ("clock", '"turn":1,', '"turn":"1",', r"line \d+: it is of turn '1', 'news'; a turn is a whole number"),
    ],
)
def test_a_line_that_holds_what_it_cannot_is_named_though_its_chain_is_sound(
    tmp_path: Path, kind: str, there: str, instead: str, told: str
) -> None:
    lines = recorded().splitlines()
    found = (n for n, line in enumerate(lines) if f'"kind":"{kind}"'.encode() in line[:40] and there.encode() in line)
    number = next(found)
    lines[number] = lines[number].replace(there.encode(), instead.encode(), 1)
    if instead.endswith("[{"):
        lines[number] = lines[number][:-1] + b"]}"
    path = write(tmp_path, b"\n".join(rechained(lines[:-1])) + b"\n")
    with pytest.raises(TranscriptError, match=told):
        verify(path)


def test_an_empty_or_missing_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(TranscriptError, match="empty"):
        read(write(tmp_path, b""))
    with pytest.raises(TranscriptError, match="no such file"):
        read(tmp_path / "nothing.jsonl")


def test_an_unknown_schema_is_refused(tmp_path: Path) -> None:
    raw = recorded().replace(b'"schema":3', b'"schema":9', 1)
    with pytest.raises(TranscriptError):
        read(write(tmp_path, raw))
    header = raw.splitlines()[0] + b"\n"
    with pytest.raises(TranscriptError, match="reads schema 2 and 3"):
        read(write(tmp_path, header))


# going on


@pytest.mark.slow
@pytest.mark.parametrize("trial", range(12))
def test_a_game_cut_anywhere_even_inside_a_line_goes_on_to_the_same_end(tmp_path: Path, trial: int) -> None:
    raw = recorded(5)
    first = raw.index(b"\n") + 1
    at = random.Random(trial).randrange(first, len(raw) - 400)
    path = write(tmp_path, raw[:at])
    table, torn = resumed_game(path)
    assert bool(torn) == (raw[at - 1 : at] != b"\n")
    result = asyncio.run(table.play())
    assert result.state_hash == final_hash(raw)
    assert verify(path).turns == 3


def test_a_resumed_record_keeps_every_whole_line_that_was_there(tmp_path: Path) -> None:
    raw = recorded(5)
    lines = raw.splitlines(keepends=True)
    kept = b"".join(lines[: len(lines) // 2])
    path = write(tmp_path, kept + b'{"n":')
    table, _ = resumed_game(path)
    asyncio.run(table.play())
    assert path.read_bytes().startswith(kept)


def test_a_finished_game_is_not_resumed(tmp_path: Path) -> None:
    with pytest.raises(TranscriptError, match="nothing to resume"):
        resumed_game(write(tmp_path, recorded()))


def test_a_new_game_never_overwrites_a_record(tmp_path: Path) -> None:
    path = write(tmp_path, recorded())
    with pytest.raises(TranscriptError, match="exists"):
        new_game(choose("first-download"), path)
    assert path.read_bytes() == recorded()
