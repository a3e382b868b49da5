"""Many games that are broken off at the keyboard end at once, say so in a sentence, and give what they have."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.pseudo import PseudoTerminal, wargame
from tests.terminal.terminal import PATIENCE

pytestmark = pytest.mark.slow
INTERRUPT = "\x03"
SEEDS = 500
"""So many that most of the games are still to be played whenever it is broken off, on any machine."""


@pytest.fixture
def games(tmp_path: Path) -> Iterator[list[PseudoTerminal]]:
    """Programs that are ended when the test is over."""
    opened: list[PseudoTerminal] = []
    yield opened
    for each in opened:
        each.close()


def broken_off(here: PseudoTerminal, after: str) -> int:
    """Press ctrl-c once a text is there; the exit code, given without a traceback."""
    here.wait(after)
    here.type(INTERRUPT)
    code = here.wait_for_end()
    assert "Traceback" not in here.written
    assert "Exception" not in here.written
    assert here.as_found
    return code


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_balance_that_is_broken_off_measures_what_was_played(
    games: list[PseudoTerminal], tmp_path: Path, workers: str
) -> None:
    out = tmp_path / "measures.json"
    words = "balance", "first-download", "--quick", "--seeds", str(SEEDS), "--workers", workers, "--out", str(out)
    games.append(here := PseudoTerminal(tmp_path, *wargame(*words)))
    assert broken_off(here, "12 of 2500 games") in (0, 1)
    assert "broken off; what was played is measured" in here.written
    found = json.loads(out.read_text())
    assert not found["whole"]
    assert 2 <= found["games"] < 5 * SEEDS / 2, "at once, and not when most were played"


def test_a_claim_that_is_broken_off_tells_the_pairs_so_far_and_keeps_none(
    games: list[PseudoTerminal], tmp_path: Path
) -> None:
    out = tmp_path / "claims.json"
    words = "claim", "S0-135", "--seeds", str(SEEDS), "--workers", "2", "--write", str(out)
    games.append(here := PseudoTerminal(tmp_path, *wargame(*words)))
    assert broken_off(here, "12 of ") == 130
    assert "broken off; this is of the pairs of games so far, and not kept" in here.written
    pairs = re.search(r", (\d+) pairs; the lever changed", here.written)
    assert pairs
    assert int(pairs[1]) < SEEDS / 2, "at once, and not when most were played"
    assert not out.exists()


def children(here: PseudoTerminal) -> int:
    """Processes that a program has started and that are still there."""
    number = here.program.pid
    return len(Path(f"/proc/{number}/task/{number}/children").read_text().split())


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc")
@pytest.mark.parametrize("begun", [1, 2, 3])
def test_what_is_broken_off_at_its_beginning_says_so_and_no_more_than_it_has(
    games: list[PseudoTerminal], tmp_path: Path, begun: int
) -> None:
    """What has been played once so many processes are there depends on the machine; that it is told does not."""
    words = "claim", "S0-135", "--seeds", str(SEEDS), "--workers", "2"
    games.append(here := PseudoTerminal(tmp_path, *wargame(*words)))
    last = time.monotonic() + PATIENCE
    while children(here) < begun:
        assert time.monotonic() < last
        here.read(0.005)
    here.type(INTERRUPT)
    assert here.wait_for_end() in (130, -2)
    said = re.sub(r"\r *\d+ of \d+ games[^\r\n]*|\^C", "", here.written).strip()
    if "pairs; the lever changed" in said:
        assert said.startswith("broken off; this is of the pairs of games so far")
        assert "Traceback" not in said
    else:
        assert said.removeprefix("wargame: ") in ("broken off", "broken off before a pair of games was played")
