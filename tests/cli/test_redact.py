"""`wargame redact`: somebody's words leave the record, and what is left still proves itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import Run
from tests.transcript.test_forgery import WHY, room


def saved(folder: Path) -> Path:
    path = folder / "game.jsonl"
    path.write_bytes(room())
    return path


def entries(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_the_words_of_a_person_go_and_the_rest_is_proven_and_counted(tmp_path: Path, wargame: Run) -> None:
    path = saved(tmp_path)
    who = next(
        json.loads(line)["data"]["who"] for line in path.read_bytes().splitlines() if b'"kind":"override"' in line
    )
    said = wargame("redact", path, "--handle", who, "--out", tmp_path / "less.jsonl")
    assert said.code == 0, said.err
    assert WHY in path.read_text()
    assert WHY not in (tmp_path / "less.jsonl").read_text()
    proven = wargame("verify", tmp_path / "less.jsonl")
    assert proven.code == 0
    assert " texts removed" in proven.out


def test_one_text_is_removed_by_its_hash(tmp_path: Path, wargame: Run) -> None:
    path = saved(tmp_path)
    name = next(each["data"]["hash"] for each in entries(path) if each["kind"] == "blob")
    assert wargame("redact", path, "--blob", name).code == 0
    assert " 1 texts removed" in wargame("verify", tmp_path / "game.redacted.jsonl").out


def test_what_cannot_be_removed_is_said_and_no_file_is_written(tmp_path: Path, wargame: Run) -> None:
    path = saved(tmp_path)
    for words, told in (
        ((), "nothing to remove was named"),
        (("--handle", "nobody-here"), "nobody of this handle"),
        (("--blob", "f" * 64), "stores no text"),
    ):
        said = wargame("redact", path, *words)
        assert said.code == 2
        assert told in said.err
    assert not (tmp_path / "game.redacted.jsonl").exists()


def test_a_file_that_exists_is_not_written_over(tmp_path: Path, wargame: Run) -> None:
    path = saved(tmp_path)
    name = next(each["data"]["hash"] for each in entries(path) if each["kind"] == "blob")
    said = wargame("redact", path, "--blob", name, "--out", path)
    assert said.code == 2
    assert "the file exists" in said.err


def test_words_that_are_gone_already_make_no_other_file(tmp_path: Path, wargame: Run) -> None:
    path, without, again = saved(tmp_path), tmp_path / "without.jsonl", tmp_path / "again.jsonl"
    name = next(each["data"]["hash"] for each in entries(path) if each["kind"] == "blob")
    assert wargame("redact", path, "--blob", name, "--out", without).code == 0
    said = wargame("redact", without, "--blob", name, "--out", again)
    assert said.code == 2
    assert "nothing of what was named stands in it any more" in said.err
    assert not again.exists()
