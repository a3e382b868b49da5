"""What is kept in memory of games that are sealed: where they stand, and not what was read out of them."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from wargame.batch.game_played import GameRead, PlayedRun
from wargame.batch.ledger_writer import LedgerWriter
from wargame.batch.run_ledger import LedgerContents, contents
from wargame.core.ids import SeatId
from wargame.errors import ExperimentError
from wargame.transcript.lean import LeanRecord

GAMES, TURNS = 60, 30
MOST = 2048
"""Bytes that a sealed game may keep; what is read out of one of these takes several times as much."""


def read_of(number: int) -> GameRead:
    """What a game came to that tells much."""
    seats = {SeatId(f"seat {seat}"): number + seat / 7 for seat in range(14)}
    turns = range(1, TURNS + 1)
    return GameRead(
        turns=TURNS,
        scores=seats,
        origins={"scripted": 40},
        orders=dict.fromkeys(seats, 3),
        hashes=tuple(sha256(f"{number} {turn}".encode()).hexdigest() for turn in turns),
        series={"trust": tuple(number + turn / 3 for turn in turns)},
        asked=number % 5,
        fallbacks=number % 3,
        tokens=1000 + number,
        money=number / 4,
        conduct={seat: {"asked": number, "answers": 1} for seat in seats},
        draws=f"{number:08x}" * 50,
    )


def sealed_in(writer: LedgerWriter, first: int, count: int) -> None:
    for number in range(first, first + count):
        frame = f"record {number}".encode()
        record = sha256(frame).hexdigest()
        writer.seal(
            f"g{number:016x}", "all games", number, PlayedRun(LeanRecord(frame, record), read_of(number)), "key"
        )
    writer.settle()


def kept_by(work: Callable[[], object]) -> int:
    """Bytes that are held when this is done and were not before; what it gives is held meanwhile."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        held = work()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    del held
    return after - before


def test_a_sealed_game_keeps_its_place_in_memory_and_not_what_was_read_out_of_it(tmp_path: Path) -> None:
    assert kept_by(lambda: [read_of(number) for number in range(GAMES)]) > 3 * MOST * GAMES, "it would be seen"
    with LedgerWriter(tmp_path, outcomes="key") as writer:
        sealed_in(writer, 0, 10)
        assert kept_by(lambda: sealed_in(writer, 10, GAMES)) < MOST * GAMES, "by who plays"
    assert kept_by(lambda: contents(tmp_path, "key")) < MOST * GAMES, "by who looks"


def test_reading_a_folder_never_holds_all_of_its_ledger(tmp_path: Path) -> None:
    with LedgerWriter(tmp_path, outcomes="key") as writer:
        sealed_in(writer, 0, GAMES)
    ledger = (tmp_path / "ledger-1-of-1.jsonl").stat().st_size
    tracemalloc.start()
    try:
        contents(tmp_path, "key")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < ledger / 2


def test_what_was_read_out_of_a_game_is_found_by_its_place_also_before_the_folder_is_read_again(tmp_path: Path) -> None:
    with LedgerWriter(tmp_path, outcomes="key") as writer:
        sealed_in(writer, 0, 5)
        writer.fail("gf", "all games", 9, "a fault whose words are longer: ü")
        sealed_in(writer, 5, 5)
        again = read_of(77)
        writer.reread(writer.contents.sealed[f"g{3:016x}"], "other", again)
        writer.settle()
        playing = writer.contents
        looking = contents(tmp_path, "other")
        for number in range(10):
            expected = again if number == 3 else read_of(number)
            for found in (playing, looking):
                sealed = found.sealed[f"g{number:016x}"]
                assert sealed.read == expected
                assert (sealed.asked, sealed.fallbacks, sealed.tokens, sealed.money) == (
                    expected.asked,
                    expected.fallbacks,
                    expected.tokens,
                    expected.money,
                )
        assert playing.sealed == looking.sealed


@pytest.mark.parametrize("left", [b"", b'{"what":"begun"}\n'])
def test_a_ledger_that_was_changed_meanwhile_is_named(left: bytes, tmp_path: Path) -> None:
    with LedgerWriter(tmp_path) as writer:
        sealed_in(writer, 0, 1)
    found: LedgerContents = contents(tmp_path)
    (sealed,) = found.sealed.values()
    sealed.ledger.write_bytes(left)
    with pytest.raises(ExperimentError, match=f"the line that sealed run {sealed.run} is not at byte 0 any more"):
        _ = sealed.read
    sealed.ledger.unlink()
    with pytest.raises(ExperimentError, match="cannot be read"):
        _ = sealed.read
