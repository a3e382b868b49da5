"""`wargame coding`: from a record to agreement and to a table that tells whose words they were."""

from __future__ import annotations

import csv
import io
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.coding.games import BOOK, played
from wargame.coding.coding_folder import read_coding
from wargame.coding.given_codes import add_code

from .conftest import Run


@pytest.fixture
def folder(tmp_path: Path, wargame: Run) -> Path:
    record = played(tmp_path / "game.jsonl")
    (tmp_path / "book.yaml").write_text(BOOK)
    said = wargame("coding", "draw", record, "--codebook", tmp_path / "book.yaml", "--out", tmp_path / "c")
    assert said.code == 0
    assert said.out.splitlines()[1] == f"{tmp_path / 'c'}.key: the key to them; keep it from those who code"
    assert "private texts are in no item, since their seats have not agreed" in said.err
    return tmp_path / "c"


def test_two_coders_are_compared_and_their_codes_are_unblinded_apart(
    folder: Path, tmp_path: Path, wargame: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("statsmodels", reason="statsmodels is not installed: pip install '.[analysis]'")
    pytest.importorskip("krippendorff", reason="krippendorff is not installed: pip install '.[analysis]'")
    monkeypatch.setattr("sys.stdin", io.StringIO("1\n2\nquit\n"))
    said = wargame("coding", "code", folder, "--coder", "a-1")
    assert said.code == 0
    assert said.out.endswith("items are coded by a-1.\n")
    too_few = wargame("coding", "agree", folder)
    assert (too_few.code, "needs two coders, and 1 has coded anything" in too_few.err) == (2, True)
    coding = read_coding(folder)
    first, second = coding.in_order_of("a-1")[:2]
    add_code(coding, "b-1", first.id, "threat")
    add_code(coding, "b-1", second.id, "other")
    found = wargame("coding", "agree", folder, "--json").json
    assert found["coders"] == {"a-1": 2, "b-1": 2}
    assert found["agreement"][0]["percent"] == 0.5
    assert "all coders" in wargame("coding", "agree", folder).out
    apart = wargame("coding", "disagreements", folder)
    assert f"{second.id}: a-1 offer, b-1 other" in apart.out
    assert first.id not in apart.out
    assert wargame("coding", "table", folder, "--out", tmp_path / "codes.csv").code == 0
    with (tmp_path / "codes.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 4
    assert {row["kind"] for row in rows} <= {"a person", "a language model", "a script"}
    assert (tmp_path / "codes-codebook.csv").is_file()


def test_a_sheet_goes_out_and_comes_back(folder: Path, tmp_path: Path, wargame: Run) -> None:
    sheet = tmp_path / "a.csv"
    assert wargame("coding", "sheet", folder, "--coder", "a-1", "--out", sheet).code == 0
    lines = sheet.read_text(encoding="utf-8-sig").splitlines()
    sheet.write_text("\n".join([lines[0], lines[1].removesuffix(",,") + ",love,", *lines[2:]]))
    said = wargame("coding", "take", folder, "--coder", "a-1", "--from", sheet)
    assert (said.code, "cell G2: 'love' is no category" in said.out) == (1, True)
    sheet.write_text("\n".join([lines[0], lines[1].removesuffix(",,") + ",threat,", *lines[2:]]))
    said = wargame("coding", "take", folder, "--coder", "a-1", "--from", sheet)
    assert (said.code, said.out.startswith("a-1: 1 taken, 0 as before, ")) == (0, True)


def test_coders_need_no_key_and_a_table_does(folder: Path, tmp_path: Path, wargame: Run) -> None:
    (folder.with_name("c.key")).rename(tmp_path / "elsewhere")
    assert wargame("coding", "disagreements", folder).code == 0
    said = wargame("coding", "table", folder, "--out", tmp_path / "codes.csv")
    assert (said.code, "no key lies there" in said.err) == (2, True)
    table = wargame("coding", "table", folder, "--key", tmp_path / "elsewhere", "--out", tmp_path / "codes.csv")
    assert table.code == 0


def test_what_is_no_coding_is_bad_input(tmp_path: Path, folder: Path, wargame: Run) -> None:
    assert "no folder of a coding" in wargame("coding", "agree", tmp_path).err
    said = wargame("coding", "code", folder, "--coder", "Ada Byron")
    assert (said.code, "a coder goes by a pseudonym" in said.err) == (2, True)


def spoilt(folder: Path, what: str) -> Path:
    """The folder with two coders, and one thing in it or in its key that does not fit; gives the file."""
    coding = read_coding(folder)
    first, second, *_ = coding.items
    for coder in ("a-1", "b-1"):
        add_code(coding, coder, first, "threat")
        add_code(coding, coder, second, "offer")
    path = {
        "codes": folder / "coders" / "b-1.jsonl",
        "items": folder / "items.jsonl",
        "codebook": folder / "codebook.yaml",
        "key": folder.with_name("c.key") / "key.jsonl",
    }[what]
    if what == "codebook":
        path.write_text(BOOK.replace("id: threat", "id: menace"))
    elif what == "codes":
        path.write_text(path.read_text() + "noise\n")
    else:
        path.write_text("".join(path.read_text().splitlines(keepends=True)[:2]))
    return path


@pytest.mark.parametrize("what", ["codes", "items", "codebook", "key"])
def test_what_does_not_fit_is_refused_by_its_file_and_no_code_is_passed_over(
    folder: Path, tmp_path: Path, wargame: Run, what: str
) -> None:
    path = spoilt(folder, what)
    for command in (("agree",), ("table", "--out", tmp_path / "codes.csv")):
        said = wargame("coding", command[0], folder, *command[1:])
        assert said.code == 2
        assert f"{path}: " in said.err
        assert said.out == ""
    assert not (tmp_path / "codes.csv").exists()


def test_emptied_cells_are_said_when_a_sheet_is_taken(folder: Path, tmp_path: Path, wargame: Run) -> None:
    coding = read_coding(folder)
    sheet = tmp_path / "a.csv"
    assert wargame("coding", "sheet", folder, "--coder", "a-1", "--out", sheet).code == 0
    add_code(coding, "a-1", next(iter(coding.items)), "threat")
    said = wargame("coding", "take", folder, "--coder", "a-1", "--from", sheet)
    items = len(coding.items)
    assert said.out == f"a-1: 0 taken, 0 as before, {items - 1} of {items} items not coded\n"
    assert "1 emptied cell: the codes from before stay" in said.err


def test_a_record_that_was_cut_short_is_drawn_from_and_named(tmp_path: Path, wargame: Run) -> None:
    whole = played(tmp_path / "game.jsonl").read_bytes().splitlines(keepends=True)
    talks = [at for at, line in enumerate(whole) if b'"kind":"event"' in line and b'"phase":"orders"' in line]
    short = tmp_path / "short.jsonl"
    short.write_bytes(b"".join(whole[: talks[0]]))
    said = wargame("coding", "draw", short, "--out", tmp_path / "c")
    assert said.code == 0
    assert (
        f"{short}: this record stops in turn 1, before its game is over; what was said up to there is drawn" in said.err
    )
    said = wargame("coding", "draw", tmp_path / "game.jsonl", "--out", tmp_path / "d")
    assert "before its game is over" not in said.err


def test_whoever_breaks_off_is_told_what_is_kept_and_how_it_goes_on(folder: Path) -> None:
    words = [sys.executable, "-m", "wargame", "coding", "code", str(folder), "--coder", "a-1", "--plain"]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as coder:
        assert coder.stdin is not None
        assert coder.stdout is not None
        assert coder.stderr is not None
        coder.stdin.write("1\n")
        coder.stdin.flush()
        while not coder.stdout.readline().startswith("2 of "):
            assert coder.poll() is None
        coder.send_signal(signal.SIGINT)
        said = coder.stderr.read()
        assert coder.wait(300) == 130
    items = len(read_coding(folder).items)
    assert f"broken off; 1 of {items} items are coded and kept; the same command goes on with what is left" in said
