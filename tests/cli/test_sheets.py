"""Tables that people open in a sheet: no cell is a formula unless asked for, and accents survive."""

from __future__ import annotations

import csv
import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from wargame.transcript.columns import for_a_sheet

FORMULAS: tuple[str, ...] = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\uff1d1+1",
    "=cmd|' /C calc'!A0",
    "-",
)
FORMULAS += (" =1", "\u00a0=1", "\u3000\uff1d1", "\ufe66A1", "\u22121", "\n\n=1", "-2+3+cmd|' /C'!A0", "@", "\t@A1")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("words", FORMULAS)
def test_words_that_a_sheet_takes_for_a_formula_get_an_apostrophe(words: str) -> None:
    (cell,) = for_a_sheet((words,))
    assert str(cell).startswith("'" + words[0].replace("\r", "\\"))


@pytest.mark.parametrize("cell", [-1, -1.5, 0, None, True, "2.17", "1-1", "a=b", "", "'", '["-1"]', "two\nlines\there"])
def test_numbers_and_other_words_stay_as_they_are(cell: object) -> None:
    assert for_a_sheet((cell,)) == (cell,)


def test_our_own_columns_are_no_formulas_either(game: Path, wargame: Run) -> None:
    raw = [row["declared"] for row in rows(wargame("export", game, "--table", "decisions", "--raw").out)]
    safe = [row["declared"] for row in rows(wargame("export", game, "--table", "decisions").out)]
    assert [cell for cell in raw if cell.startswith("+")]
    assert safe == [f"'{cell}" if cell else "" for cell in raw]


def test_negative_numbers_stay_numbers(game: Path, wargame: Run) -> None:
    values = [row["value"] for row in rows(wargame("export", game, "--table", "measures").out)]
    assert [value for value in values if value.startswith("-")]
    assert all(float(value) is not None for value in values)


def test_the_form_for_excel_begins_with_its_mark_and_holds_the_same(game: Path, tmp_path: Path, wargame: Run) -> None:
    for more in ((), ("--raw",)):
        out = tmp_path / f"{len(more)}.csv"
        assert wargame("export", game, "--table", "decisions", "--excel", *more, "--out", out).code == 0
        assert out.read_bytes().startswith(b"\xef\xbb\xbfid,turn,")
        plainly = wargame("export", game, "--table", "decisions", *more).out
        assert rows(out.read_text(encoding="utf-8-sig")) == rows(plainly)
    assert wargame("export", game, "--table", "plans", "--excel").out.startswith("\ufeffid,")


def test_a_terminal_gets_a_row_on_a_line_even_raw(game: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "wargame.cli", "export", str(game), "--table", "plans", "--raw", "--excel"]
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.PIPE) as process:
        os.close(theirs)
        told = b""
        while True:
            try:
                read = os.read(ours, 65536)
            except OSError:
                break
            told += read
        assert process.stderr is not None
        count = int(process.stderr.read().split()[0])
    os.close(ours)
    assert told.count(b"\r\n") == count + 1
    assert told.decode().startswith("id,")
