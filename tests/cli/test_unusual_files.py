"""A pipe or a device in the place of a file is refused at once, in words; a file that found no room is named."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from wargame.table.opening import choose, new_game
from wargame.table.waiting import run_through

WARGAME = (sys.executable, "-m", "wargame.cli")
AT_MOST = 240
"""Seconds that a command may take that ought not to wait for anybody."""


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "game.jsonl"
    run_through(new_game(choose("first-download", turns=1), path).play(), waits=False)
    return path


def said(record: Path, *words: object, room: int | None = None) -> str:
    """What a command that is to be refused says in its folder, where a file may grow to so many bytes."""

    def little_room() -> None:
        if room is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = subprocess.run(
        [*WARGAME, *map(str, words)],
        cwd=record.parent,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=AT_MOST,
        preexec_fn=little_room,
        env=os.environ if room is None else {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},  # they would be cut as well
    )
    assert done.returncode in (1, 2), done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("report", "game.jsonl", "--out", "PLACE"),
        ("export", "game.jsonl", "--table", "measures", "--out", "PLACE"),
        ("fork", "game.jsonl", "--at", "1.orders.rome", "--pass", "--out", "PLACE"),
        ("run", "first-download", "--out", "PLACE"),
        ("balance", "first-download", "--out", "PLACE"),
        ("claim", "S0-135", "--write", "PLACE"),
        ("handout", "first-download", "--out", "PLACE"),
        ("rubric", "game.jsonl", "--csv", "--out", "PLACE"),
    ],
    ids=lambda words: words[0],
)
@pytest.mark.parametrize("place", ["/dev/full", "pipe"])
def test_nothing_is_written_to_a_device_or_a_pipe_and_its_name_is_said(
    record: Path, words: tuple[str, ...], place: str
) -> None:
    os.mkfifo(record.with_name("pipe"))
    assert place in said(record, *(place if each == "PLACE" else each for each in words))


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("verify", "PIPE"),
        ("why", "PIPE", "rome.A"),
        ("moments", "PIPE"),
        ("report", "PIPE"),
        ("fork", "PIPE", "--at", "1.orders.rome", "--pass"),
        ("verify", "game.jsonl", "--signers", "PIPE"),
        ("sign", "game.jsonl", "--key", "PIPE"),
        ("rubric", "game.jsonl", "--rubric", "PIPE"),
        ("play", "--resume", "PIPE", "--plain"),
        ("run", "first-download", "--all", "recorded:PIPE"),
        ("play", "first-download", "--plain", "--words", "PIPE"),
    ],
    ids=lambda words: f"{words[0]} {words[-2]}",
)
def test_a_pipe_is_not_waited_for_and_its_name_is_said(record: Path, words: tuple[str, ...]) -> None:
    os.mkfifo(record.with_name("pipe.jsonl"))
    heard = said(record, *(each.replace("PIPE", "pipe.jsonl") for each in words))
    assert "pipe.jsonl" in heard
    assert "a pipe" in heard or "no ordinary file" in heard


@pytest.mark.slow
@pytest.mark.parametrize(
    ("beside", "words"),
    [
        ("game.session.json", ("deviations", "game.jsonl")),
        ("game.moments.json", ("moments", "game.jsonl", "--screened", "2", "--decided", "2", "--workers", "1")),
        ("game.because.json", ("why", "game.jsonl", "rome.A", "--shares")),
        ("game.rubric.jsonl", ("rubric", "game.jsonl", "--csv")),
    ],
    ids=lambda each: each if isinstance(each, str) else each[0],
)
def test_a_pipe_beside_a_record_is_not_waited_for_either(record: Path, beside: str, words: tuple[str, ...]) -> None:
    os.mkfifo(record.with_name(beside))
    assert beside in said(record, *words)


@pytest.mark.slow
def test_a_pipe_among_the_records_of_a_folder_hides_no_parent(record: Path) -> None:
    os.mkfifo(record.with_name("aaa.jsonl"))
    words = ["fork", record, "--at", "1.orders.rome", "--pass"]
    subprocess.run([*WARGAME, *map(str, words)], check=True, capture_output=True, timeout=AT_MOST)
    (made,) = record.parent.glob("game-at-*.jsonl")
    done = subprocess.run([*WARGAME, "verify", str(made)], check=True, capture_output=True, text=True, timeout=AT_MOST)
    assert "ok" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "file"),
    [
        (("report", "game.jsonl"), "game.report.html"),
        (("export", "game.jsonl", "--table", "events", "--out", "events.csv"), "events.csv"),
        (("handout", "first-download", "--seat", "rome", "--out", "cards"), "cards/"),
    ],
    ids=lambda each: each[0] if isinstance(each, tuple) else each,
)
def test_where_a_file_finds_no_room_it_is_named_and_nothing_is_left_of_it(
    record: Path, words: tuple[str, ...], file: str
) -> None:
    assert file in said(record, *words, room=2000)
    left = [each for each in record.parent.rglob("*") if each.is_file() and each != record]
    assert left == []
