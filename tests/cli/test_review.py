"""`wargame review`: line by line where there is no terminal, its report printed, refusals in a sentence."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from wargame.review.guided_review import review_beside
from wargame.review.instructor import opens

SCRIPTED = Path(__file__).resolve().parents[2] / "transcripts" / "first-download-scripted.jsonl"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return Path(shutil.copy(SCRIPTED, tmp_path / "game.jsonl"))


def typing(monkeypatch: pytest.MonkeyPatch, lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))


def test_it_is_led_by_lines_and_its_report_is_printed(
    wargame: Run, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = record.read_bytes()
    typing(monkeypatch, "\na ben\nthe ports\nc\nbrief\nAda\n2027-01-31\n")
    led = wargame("review", record, "--minutes", 5)
    assert led.code == 0
    assert "what was said is kept" in led.err
    closed = wargame("review", record, "--report")
    assert "1 private answer, not opened" in closed.out
    assert "the ports" not in closed.out
    typing(monkeypatch, "o\nq\n")
    assert wargame("review", record).code == 0
    assert "- **ben**: the ports" in wargame("review", record, "--report").out
    assert "| brief | Ada | 2027-01-31 |" in wargame("review", record, "--report").out
    assert record.read_bytes() == before


def test_what_cannot_be_is_refused_and_begins_nothing(wargame: Run, record: Path) -> None:
    other = wargame("review", record, "--minutes", 10)
    assert other.code == 2
    assert "5 and 30" in other.err
    assert wargame("review", record.with_name("none.jsonl")).code == 2
    assert not review_beside(record).exists()


def test_a_word_that_was_lost_is_set_anew_and_nothing_else_is_touched(
    wargame: Run, record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no instructor's word is set yet" in wargame("review", record, "--new-word").err
    typing(monkeypatch, "larhc\nlarhc\na ben\nthe ports\nq\n")
    assert wargame("review", record, "--minutes", 5).code == 0
    before = review_beside(record).read_text()
    typing(monkeypatch, "\n")
    kept = wargame("review", record, "--new-word")
    assert (kept.code, review_beside(record).read_text()) == (2, before)
    typing(monkeypatch, "larch\nlarsh\nlarch\nlarch\n")
    assert wargame("review", record, "--new-word", "--name", "ada").code == 0
    assert review_beside(record).read_text().startswith(before)
    assert opens(record, "larch")
    assert not opens(record, "larhc")
    assert "set anew by ada" in wargame("review", record, "--report").out
