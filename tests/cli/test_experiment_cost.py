"""What all games of models are likely to take is told before they are played, and a cap that is too small for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.batch.studies import written
from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("bare")
STUDY = """
name: words
game: {scenario: first-download, turns: 1, seats: {washington: "llm:stub@http://127.0.0.1:1/v1"}}
factors:
  - name: trust
    levels:
      - {name: as usual}
      - {name: low, params: {trust_threat: 0}}
      - {name: curt, wording: curt}
seeds: {first: 1, count: 2}
outcomes: [{name: signed, reads: {kind: signed}}]
"""
LONG = "Read what follows with care, and weigh every word of it before you answer. " * 20
TOGETHER = re.compile(r"6 games of models that are left, together: likely ([\d,]+) tokens; with the longest")


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """Two cells that come to the same, and one whose words are longer."""
    from wargame.players.llm.templates import source

    (tmp_path / "curt").mkdir()
    (tmp_path / "curt" / "ask_talk.md.j2").write_text(LONG + source("ask_talk"), encoding="utf-8")
    return written(tmp_path, STUDY)


def test_cells_that_come_to_the_same_stand_in_one_line_and_longer_words_take_more(study: Path, wargame: Run) -> None:
    said = wargame("experiment", "run", study, "--out", study.with_name("games"), "--dry-run").out
    lines = [line for line in said.splitlines() if ", each: llm:stub" in line]
    assert [line.partition(", each")[0] for line in lines] == [
        "4 games of 2 cells ('trust=as usual', 'trust=low')",
        "2 games of 'trust=curt'",
    ]
    usual, curt = (int(line.split(" prompt ")[0].split()[-1].replace(",", "")) for line in lines)
    assert curt > usual + len(LONG) / 5
    assert "hangs on their endpoint" in said


def test_what_all_take_together_is_held_against_the_cap(study: Path, wargame: Run) -> None:
    words = ("experiment", "run", study, "--out", study.with_name("games"), "--dry-run")
    found = TOGETHER.search(wargame(*words).out)
    assert found is not None
    likely = int(found[1].replace(",", ""))
    data = wargame(*words, "--json").json
    assert data["likely_tokens_left"] == likely < data["longest_tokens_left"]
    assert not data["cap_likely_too_small"], "there is none"
    for cap, told in ((likely // 2, "is likely too small: it has room for about 3 of 6 games"), (2 * likely, "")):
        written(study.parent, f"{STUDY}budget: {{tokens: {cap}}}\n")
        said = wargame(*words).out
        assert f"cap over all games: {cap:,} tokens" in said
        assert told in said
        assert ("too small" in said) == bool(told) == wargame(*words, "--json").json["cap_likely_too_small"]
