"""Who may read the files that a game leaves: whatever holds secrets is its owner's alone."""

from __future__ import annotations

import errno
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
from wargame.transcript.private import private_file, write_private, write_shared


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


def tried(path: Path, content: bytes, *, room: int, new: bool = False) -> OSError:
    """What writing there says when a file may grow to so many bytes."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        with pytest.raises(OSError, match="File too large") as caught:
            write_private(path, content, new=new)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    return caught.value


@pytest.mark.parametrize("new", [False, True])
def test_a_file_that_finds_no_room_leaves_what_was_there_and_nothing_else_and_is_named(
    tmp_path: Path, new: bool
) -> None:
    path = tmp_path / "card.html"
    if not new:
        path.write_text("the one before")
    fault = tried(path, b"x" * 5000, room=1000, new=new)
    assert fault.filename == str(path)
    assert [each.name for each in tmp_path.iterdir()] == ([] if new else ["card.html"])
    assert new or path.read_text() == "the one before"


def broken_off(path: Path) -> None:
    with private_file(path) as target:
        target.write(b"another")
        target.flush()
        assert path.read_bytes() == b"half and half"
        raise ZeroDivisionError


def overtaken(path: Path) -> None:
    with private_file(path, new=True) as target:
        target.write(b"mine")
        path.write_text("another's")


def test_a_file_is_never_seen_in_part(tmp_path: Path) -> None:
    path = tmp_path / "card.html"
    with private_file(path, new=True) as target:
        target.write(b"half")
        target.flush()
        assert not path.exists()
        target.write(b" and half")
    assert path.read_bytes() == b"half and half"
    with pytest.raises(ZeroDivisionError):
        broken_off(path)
    assert path.read_bytes() == b"half and half"
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_takes_no_name_that_was_taken_while_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "card.html"
    with pytest.raises(FileExistsError):
        overtaken(path)
    assert path.read_text() == "another's"
    assert list(tmp_path.iterdir()) == [path]


def test_where_links_cannot_be_made_a_new_file_is_put_there_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    write_private(tmp_path / "card", b"card", new=True)
    with pytest.raises(FileExistsError):
        write_private(tmp_path / "card", b"other", new=True)
    assert (tmp_path / "card").read_bytes() == b"card"


def test_a_link_is_followed_to_the_file_that_it_names(tmp_path: Path) -> None:
    (real := tmp_path / "real").write_text("before")
    (tmp_path / "link").symlink_to(real)
    write_private(tmp_path / "link", b"after")
    assert (tmp_path / "link").is_symlink()
    assert real.read_bytes() == b"after"


@pytest.mark.parametrize("new", [False, True])
def test_what_is_no_ordinary_file_is_not_written_and_named(tmp_path: Path, new: bool) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, name in ((tmp_path / "pipe", "a pipe"), (tmp_path, "a folder"), (Path("/dev/full"), "a device")):
        with pytest.raises(OSError, match=f"this is {name}, and no ordinary file") as caught:
            write_private(path, b"card", new=new)
        assert caught.value.filename == str(path)


def test_what_is_made_to_be_shared_is_written_whole_and_readable_as_usual(tmp_path: Path) -> None:
    write_shared(tmp_path / "table", b"one")
    write_shared(tmp_path / "table", b"two")
    assert ((tmp_path / "table").read_bytes(), mode(tmp_path / "table")) == (b"two", 0o644)
