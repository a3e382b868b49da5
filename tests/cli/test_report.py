"""`report`: a file beside the record, for the truth, one seat or the public."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from shutil import copy

import pytest

from tests.cli.conftest import Run
from wargame.review.guided_review import ReviewEntry, add_entry, read_review, review_beside
from wargame.review.instructor import set_instructor_word
from wargame.transcript.overrides import now


@pytest.fixture
def played(game: Path, tmp_path: Path) -> Path:
    return Path(copy(game, tmp_path / "game.jsonl"))


def test_a_report_is_written_beside_the_record_for_its_owner_alone(played: Path, wargame: Run) -> None:
    before = played.read_bytes()
    said = wargame("report", played)
    assert (said.code, said.err) == (0, "")
    place = played.with_name("game.report.html")
    assert said.out == f"{place}\n"
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert played.read_bytes() == before


def test_what_a_seat_may_read_gets_a_file_of_its_own(played: Path, wargame: Run) -> None:
    assert wargame("report", played, "--seat", "paris", "--markdown").code == 0
    assert wargame("report", played, "--public").code == 0
    text = played.with_name("game.paris.report.md").read_text(encoding="utf-8")
    assert "Told as Paris knew it" in text
    assert played.with_name("game.public.report.html").exists()


def test_it_goes_to_standard_output_where_that_is_asked(played: Path, wargame: Run) -> None:
    said = wargame("report", played, "--markdown", "--out", "-")
    assert said.out.startswith("# Simulation: Between the Giants\n")
    assert list(played.parent.glob("*.report.*")) == []


def test_a_file_that_is_called_markdown_gets_markdown(played: Path, tmp_path: Path, wargame: Run) -> None:
    assert wargame("report", played, "--out", tmp_path / "r.md").code == 0
    assert (tmp_path / "r.md").read_text(encoding="utf-8").startswith("# Simulation: ")


def test_no_other_file_is_written_over(played: Path, tmp_path: Path, wargame: Run) -> None:
    other = tmp_path / "other.jsonl"
    other.write_text("a record of somebody")
    said = wargame("report", played, "--out", other)
    assert (said.code, "the file exists" in said.err) == (2, True)
    assert other.read_text() == "a record of somebody"


@pytest.mark.slow
@pytest.mark.parametrize("option", [(), ("--markdown",)])
def test_an_older_report_is_written_over_and_nothing_else_of_that_name(
    played: Path, wargame: Run, option: tuple[str, ...]
) -> None:
    place = played.with_name(f"game.report.{'md' if option else 'html'}")
    assert wargame("report", played, *option).code == 0
    assert wargame("report", played, *option).code == 0
    place.write_text("notes of somebody")
    said = wargame("report", played, *option)
    assert said.code == 2
    assert f"{place}: the file there is no report of this program, and stays; name another by --out" in said.err
    assert place.read_text() == "notes of somebody"


def test_one_reader_at_a_time_and_never_over_the_record(played: Path, wargame: Run) -> None:
    assert wargame("report", played, "--seat", "paris", "--public").code == 2
    before = played.read_bytes()
    assert wargame("report", played, "--out", played).code == 2
    assert played.read_bytes() == before


def test_a_damaged_record_is_told_as_far_as_it_holds_and_it_is_said(played: Path, wargame: Run) -> None:
    lines = played.read_bytes().splitlines(keepends=True)
    played.write_bytes(b"".join(lines[:-40]) + b"{}\n")
    said = wargame("report", played)
    assert said.code == 0
    assert "the record is damaged" in said.err
    assert "This report is partial: " in played.with_name("game.report.html").read_text(encoding="utf-8")


def test_a_pdf_is_asked_for_by_option_or_by_name_and_goes_to_a_file(played: Path, tmp_path: Path, wargame: Run) -> None:
    pytest.importorskip("typst", reason="a PDF needs typst: pip install '.[pdf]'")
    assert wargame("report", played, "--seat", "paris", "--pdf").out == f"{played.with_name('game.paris.report.pdf')}\n"
    assert wargame("report", played, "--seat", "paris", "--out", tmp_path / "r.pdf").code == 0
    assert (tmp_path / "r.pdf").read_bytes()[:5] == b"%PDF-"
    said = wargame("report", played, "--pdf", "--out", "-")
    assert (said.code, "name a file" in said.err) == (2, True)
    said = wargame("report", played, "--pdf", "--markdown")
    assert (said.code, "name one form" in said.err) == (2, True)


def test_without_its_library_a_pdf_is_refused_before_anything_is_written(
    played: Path, wargame: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    said = wargame("report", played, "--pdf")
    assert said.code == 2
    assert "pip install typst" in said.err
    assert list(played.parent.glob("*.report.*")) == []


def test_thoughts_are_told_by_the_instructors_word_alone(
    played: Path, wargame: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = wargame("report", played, "--thoughts")
    assert (said.code, "no instructor's word is set" in said.err) == (2, True)
    add_entry(review_beside(played), ReviewEntry(kind="begun", who="lead", at=now()))
    set_instructor_word(played, "larch", "lead")
    monkeypatch.setattr(sys, "stdin", io.StringIO("pine\n"))
    said = wargame("report", played, "--thoughts")
    assert (said.code, "stays closed" in said.err) == (2, True)
    assert list(played.parent.glob("*.report.*")) == []
    monkeypatch.setattr(sys, "stdin", io.StringIO("Larch\n"))
    assert wargame("report", played, "--thoughts", "--markdown").code == 0
    assert "## What seats thought" in played.with_name("game.report.md").read_text(encoding="utf-8")
    assert [each.who for each in read_review(review_beside(played)).of("thoughts")] == ["report"]
    assert wargame("report", played, "--thoughts", "--public").code == 2
