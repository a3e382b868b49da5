"""`wargame erase`: a game, its forks and what lies beside them without a person, proved before the folder is there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.review.test_erasure import KEPT, OTHERS, SAYS, everything, folder
from wargame.review.proof import verify
from wargame.transcript.reading import read


@pytest.fixture
def played(tmp_path: Path) -> Path:
    shutil.copytree(folder(), tmp_path / "runs")
    return tmp_path / "runs" / "game.jsonl"


def test_the_name_and_the_words_stand_in_no_file_and_both_games_prove_themselves(played: Path, wargame: Run) -> None:
    before = everything(played.parent)
    for words in (*SAYS[:2], "Hedwig", "Quarles", OTHERS):
        assert words.encode() in before, "there is something to take out"
    said = wargame("erase", played, "--person", "rome-1", "--pseudonym", "oak")
    assert said.code == 0, said.err
    new = played.with_name("game.erased")
    raw = everything(new)
    for words in (*SAYS[:2], '"ok"', "hedwig", "quarles", OTHERS, "the lady on rome", "this is where I gave way"):
        assert words.casefold().encode() not in raw.lower(), words
    assert KEPT.encode() in raw, "what others said of other things stays"
    assert everything(played.parent).startswith(before[:1000]), "the old files are as they were"
    proven = wargame("verify", new / "game.jsonl")
    assert proven.code == 0, proven.out
    removed = verify(new / "game.jsonl").record.removed
    assert f"{removed} texts removed" in proven.out
    assert removed >= 5
    assert verify(played).hashes == verify(new / "game.jsonl").hashes, "the game is the same one"
    assert read(new / "fork.jsonl").removed >= 5
    assert "game.report.html: made of the old record" in said.err
    assert not (new / "game.report.html").exists()


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen (OpenSSH) is not installed")
def test_a_signature_holds_for_the_record_without_the_person(played: Path, tmp_path: Path, wargame: Run) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True, timeout=300)
    assert wargame("sign", played, "--key", key).code == 0
    assert wargame("erase", played, "--person", "rome-1").code == 0
    proven = wargame("verify", played.with_name("game.erased") / "game.jsonl")
    assert proven.code == 0, proven.out
    assert "signed as game.jsonl by SHA256:" in proven.out


def test_a_damaged_copy_beside_it_is_named_with_what_to_do_about_it(played: Path, wargame: Run) -> None:
    copy = played.with_name("copy.jsonl")
    lines = played.read_bytes().splitlines(keepends=True)
    copy.write_bytes(b"".join([*lines[:9], lines[9][:-30] + b"\n", *lines[10:]]))
    said = wargame("erase", played, "--person", "rome-1")
    assert said.code == 2
    assert f"{copy}: it holds the same game or a branch of it, and line 10 is damaged" in said.err
    assert "move it out of the folder or remove it, and erase again" in said.err
    assert "resume" not in said.err
    copy.unlink()
    assert wargame("erase", played, "--person", "rome-1").code == 0


def test_a_damaged_record_is_refused_and_nothing_is_written(played: Path, wargame: Run) -> None:
    raw = played.read_bytes()
    played.write_bytes(
        raw.replace(b'"budget"', b'"budgit"', 1) if b'"budget"' in raw else raw[:2000] + b"x" + raw[2001:]
    )
    said = wargame("erase", played, "--person", "rome-1")
    assert said.code != 0
    assert "line " in said.err
    assert sorted(each.name for each in played.parent.iterdir() if "erased" in each.name) == []
