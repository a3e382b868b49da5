"""`wargame redact`: somebody's words leave the record, and what is left still proves itself."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.players.llm.calls import KEY
from tests.review.test_erasure import KEPT, NAME, OTHERS, SAYS, folder
from tests.review.test_record_audit import models
from tests.transcript.test_forgery import SHIPPED, WHY, room
from wargame.review.proof import verify
from wargame.transcript.reading import Transcript, read
from wargame.transcript.setup import game_of


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


def test_of_a_torn_record_the_lines_that_hold_are_named_in_a_command_that_gets_them(
    tmp_path: Path, wargame: Run
) -> None:
    path = saved(tmp_path)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:40]) + b'{"n":41')
    said = wargame("redact", path, "--publish")
    assert said.code == 2
    assert "resume" not in said.err
    assert f"the lines before it hold: head -n 40 {path} > game.whole.jsonl" in said.err


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


# for publication


def published(path: Path, wargame: Run) -> tuple[Transcript, Transcript]:
    said = wargame("redact", path, "--publish", "--out", path.with_name("public.jsonl"))
    assert said.code == 0, said.err
    return read(path), read(path.with_name("public.jsonl"))


def hidden(record: Transcript) -> dict[str, str]:
    """Every text that no event for everybody carries, by digest."""
    public = "\n".join(
        line.decode()
        for line, entry in zip(record.lines, record.entries, strict=True)
        if entry.kind == "event" and entry.audience == "public"
    )
    return {name: str(text) for name, text in record.texts.items() if name not in public}


def test_a_public_record_of_people_holds_nothing_private_and_proves_the_same_numbers(
    tmp_path: Path, wargame: Run
) -> None:
    shutil.copytree(folder(), tmp_path / "runs")
    old, new = published(tmp_path / "runs" / "game.jsonl", wargame)
    raw = new.path.read_text()
    for words in (*SAYS[:2], '"ok"', OTHERS, KEPT, NAME.upper()):
        assert words in old.path.read_text()
        assert words not in raw
    assert {name for name, text in new.texts.items() if text.is_removed} == set(hidden(old))
    before, after = verify(old.path), verify(new.path)
    assert after.hashes == before.hashes
    assert (after.game.seed, after.record.removed) == (before.game.seed, len(hidden(old)))
    assert f"{after.record.removed} texts removed" in wargame("verify", new.path).out
    assert [each.text for each in after.events if each.audience == "public"] == [
        each.text for each in before.events if each.audience == "public"
    ]


@pytest.mark.slow
def test_a_public_record_of_models_has_no_prompt_no_reply_no_address_and_no_key(tmp_path: Path, wargame: Run) -> None:
    path = tmp_path / "game.jsonl"
    path.write_bytes(models().read_bytes())
    old, new = published(path, wargame)
    raw = new.path.read_text()
    assert "http://127.0.0.1" in path.read_text()
    assert "127.0.0.1" not in raw
    assert KEY not in raw
    assert {name for name, text in new.texts.items() if text.is_removed} == set(hidden(old))
    spoken = {str(text) for text in new.texts.values()}
    assert not any(text in raw for text in hidden(old).values() if len(text) > 60 and text not in spoken)
    before, after = verify(path), verify(new.path)
    assert after.hashes == before.hashes
    assert [d.body.__class__ for d in after.decisions.values()] == [d.body.__class__ for d in before.decisions.values()]
    assert {each.data["model"] for each in new.entries if each.kind == "call"} == {"stub"}


def test_whoever_publishes_is_told_that_the_scenario_stays_and_what_of_it_was_for_few(
    tmp_path: Path, wargame: Run
) -> None:
    path = saved(tmp_path)
    said = wargame("redact", path, "--publish", "--out", tmp_path / "public.jsonl")
    told = "the scenario stands in it whole, with the private briefs of all seats"
    beside = ", and objectives, expected actions and notes of injects for control"
    planned = game_of(read(path)).bundle.pack.injects[0].objective
    assert planned in (tmp_path / "public.jsonl").read_text()
    assert told + beside in said.err
    help_text = " ".join(wargame("redact", "--help").out.split())
    assert "The scenario stays whole" in help_text
    only_words = wargame("redact", path, "--blob", next(iter(read(path).texts)))
    assert told not in only_words.err


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen (OpenSSH) is not installed")
def test_a_signature_goes_along_where_no_line_changed_and_not_where_an_address_was_cut(
    tmp_path: Path, wargame: Run
) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True, timeout=300)
    old = (SHIPPED / "first-download-qwen-1.5b.jsonl").read_bytes()
    for name, raw in (("people", room()), ("models", models().read_bytes()), ("older", old)):
        path = tmp_path / f"{name}.jsonl"
        path.write_bytes(raw)
        assert wargame("sign", path, "--key", key).code == 0
        said = wargame("redact", path, "--publish")
        new = path.with_suffix(".redacted.jsonl")
        signed = new.with_name(f"{new.name}.sig").exists()
        assert signed == (name != "older"), "an older record has its addresses in lines of the chain"
        assert ("sign it anew" in said.err) == (name == "older")
        words = ("--signed-as", path.name) if signed else ()
        assert wargame("verify", new, *words).code == 0
        assert b"127.0.0.1" not in new.read_bytes()


def test_a_full_disk_leaves_no_half_of_a_record(tmp_path: Path, wargame: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path)

    def full(file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    said = wargame("redact", path, "--publish")
    assert said.code != 0
    assert "nothing is left there" in said.err
    assert not (tmp_path / "game.redacted.jsonl").exists()


def test_a_damaged_record_is_not_published(tmp_path: Path, wargame: Run) -> None:
    path = saved(tmp_path)
    raw = path.read_bytes()
    path.write_bytes(raw[:5000] + b"#" + raw[5001:])
    said = wargame("redact", path, "--publish")
    assert said.code != 0
    assert "line " in said.err
    assert not (tmp_path / "game.redacted.jsonl").exists()
