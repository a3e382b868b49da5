"""Many games that are broken off at the keyboard end at once, say so in a sentence, and give what they have."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.pseudo import PseudoTerminal, wargame

pytestmark = pytest.mark.slow
INTERRUPT = "\x03"
AT_ONCE = 10.0
"""Seconds that it may take, on a machine with much else to do."""


@pytest.fixture
def games(tmp_path: Path) -> Iterator[list[PseudoTerminal]]:
    """Programs that are ended when the test is over."""
    opened: list[PseudoTerminal] = []
    yield opened
    for each in opened:
        each.close()


def broken_off(here: PseudoTerminal, after: str) -> int:
    """Press ctrl-c once a text is there; the exit code, given soon and without a traceback."""
    here.wait(after)
    here.type(INTERRUPT)
    begun = time.monotonic()
    code = here.wait_for_end()
    assert time.monotonic() - begun < AT_ONCE
    assert "Traceback" not in here.written
    assert "Exception" not in here.written
    assert here.as_found
    return code


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_balance_that_is_broken_off_measures_what_was_played(
    games: list[PseudoTerminal], tmp_path: Path, workers: str
) -> None:
    out = tmp_path / "measures.json"
    words = "balance", "first-download", "--quick", "--seeds", "500", "--workers", workers, "--out", str(out)
    games.append(here := PseudoTerminal(tmp_path, *wargame(*words)))
    assert broken_off(here, "12 of 2500 games") in (0, 1)
    assert "broken off; what was played is measured" in here.written
    found = json.loads(out.read_text())
    assert not found["whole"]
    assert found["games"] >= 2


def test_a_claim_that_is_broken_off_tells_the_pairs_so_far_and_keeps_none(
    games: list[PseudoTerminal], tmp_path: Path
) -> None:
    out = tmp_path / "claims.json"
    words = "claim", "S0-135", "--seeds", "500", "--workers", "2", "--write", str(out)
    games.append(here := PseudoTerminal(tmp_path, *wargame(*words)))
    assert broken_off(here, "12 of ") == 130
    assert "broken off; this is of the pairs of games so far, and not kept" in here.written
    assert re.search(r", \d+ pairs; the lever changed", here.written)
    assert not out.exists()


@pytest.mark.parametrize("seconds", [1.0, 1.5, 2.0])
def test_what_is_broken_off_at_its_beginning_says_so_and_no_more_than_it_has(
    games: list[PseudoTerminal], tmp_path: Path, seconds: float
) -> None:
    """What has been played after so many seconds depends on the machine; that it is told in a sentence does not."""
    words = "claim", "S0-135", "--seeds", "500", "--workers", "2"
    games.append(here := PseudoTerminal(tmp_path, *wargame(*words)))
    here.read(seconds)
    here.type(INTERRUPT)
    assert here.wait_for_end() in (130, -2)
    said = re.sub(r"\r *\d+ of \d+ games[^\r\n]*|\^C", "", here.written).strip()
    if "pairs; the lever changed" in said:
        assert said.startswith("broken off; this is of the pairs of games so far")
        assert "Traceback" not in said
    else:
        assert said.removeprefix("wargame: ") in ("broken off", "broken off before a pair of games was played")
