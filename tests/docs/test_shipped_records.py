"""What is written of the shipped records is what they hold."""

from __future__ import annotations

import subprocess
from pathlib import Path

from wargame.rules.version import RULES
from wargame.transcript.reading import read

SHIPPED = Path(__file__).resolve().parents[2] / "transcripts"


def test_scores_origins_and_rules_of_the_models_game_are_those_of_its_record() -> None:
    text = (SHIPPED / "README.md").read_text(encoding="utf-8")
    end = read(SHIPPED / "first-download-qwen-1.5b.jsonl").entries[-1].data
    for seat, score in end["scores"].items():
        assert f"{seat.capitalize()} {score:.1f}" in text
    origins = end["origins"]
    assert f"{origins['chosen']} chosen at the first answer, 0 repaired, {origins['fallback']} fallback" in text
    assert f"({origins['scripted']} others" in text or f"the {origins['scripted']} others" in text
    assert f"rules are those of today, version {RULES}" in text


def test_beside_the_shipped_records_lies_nothing_that_their_page_does_not_name() -> None:
    text = (SHIPPED / "README.md").read_text(encoding="utf-8")
    committed = subprocess.run(["git", "ls-files", "."], cwd=SHIPPED, capture_output=True, text=True, check=False)
    names = committed.stdout.split() if committed.returncode == 0 else [path.name for path in SHIPPED.iterdir()]
    lying = set(names) - {"README.md"}
    assert lying, "the records are in the repository"
    assert not [name for name in lying if f"`{name}`" not in text]
