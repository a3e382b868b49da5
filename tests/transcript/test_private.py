"""Who may read the files that a game leaves: whatever holds secrets is its owner's alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.transcript.test_chain import recorded, write
from wargame.cli import main
from wargame.errors import TranscriptError
from wargame.library.records import read
from wargame.present.text_file import write_text
from wargame.table.clock import PhaseClock
from wargame.table.players import Means
from wargame.table.session import Session, SessionFile, load
from wargame.transcript.private import write_private


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_what_holds_secrets_is_for_its_owner_alone(tmp_path: Path) -> None:
    game = write(tmp_path, recorded())
    read(game).save(tmp_path / "copy.jsonl")
    assert main(["handout", "first-download", "--out", str(tmp_path / "cards")]) == 0
    assert main(["export", str(game), "--table", "messages", "--out", str(tmp_path / "truth.csv")]) == 0
    made = [tmp_path / "copy.jsonl", tmp_path / "truth.csv", write_text(tmp_path, "notes", "mine")]
    made += (tmp_path / "cards").iterdir()
    assert len(made) > 5
    assert {mode(path) for path in made} == {0o600}


def test_what_is_made_to_be_shared_is_an_ordinary_file(tmp_path: Path) -> None:
    game = write(tmp_path, recorded())
    words = ["export", str(game), "--table", "messages", "--seat", "rome"]
    assert main([*words, "--out", str(tmp_path / "rome.csv")]) == 0
    assert mode(tmp_path / "rome.csv") == 0o644


def test_a_file_that_is_written_over_becomes_its_owners(tmp_path: Path) -> None:
    (path := tmp_path / "card.html").write_text("a longer text that was there")
    path.chmod(0o666)
    write_private(path, b"card")
    assert (path.read_bytes(), mode(path)) == (b"card", 0o600)


def test_a_session_that_finds_no_room_leaves_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "g.session.json"
    session = Session()
    file = SessionFile(session, PhaseClock(Means().time), path)
    file.save()
    assert mode(path) == 0o600
    session.step = "x" * 5_000_000
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, before[1]))
    try:
        with pytest.raises(TranscriptError, match="session cannot be written"):
            file.save()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert load(path).step == ""
    assert list(tmp_path.iterdir()) == [path]
