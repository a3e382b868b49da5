"""`wargame sign` and `verify`: whoever has ssh-keygen needs nothing else to check a record, or to sign one."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from wargame.transcript.reading import read

needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen (OpenSSH) is not installed")
WHO = "ada@example.org"


def ssh_keygen(*words: object, said: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["ssh-keygen", *map(str, words)], input=said, capture_output=True, check=False, timeout=300)


@pytest.fixture
def record(game: Path, tmp_path: Path) -> Path:
    path = tmp_path / "game.jsonl"
    path.write_bytes(game.read_bytes())
    return path


def made(folder: Path, name: str = "key", *, kind: str = "ed25519", passphrase: str = "") -> Path:
    done = ssh_keygen("-q", "-t", kind, "-N", passphrase, "-C", WHO, "-f", folder / name)
    assert done.returncode == 0, done.stderr
    return folder / name


def allowed(key: Path, who: str = WHO) -> Path:
    path = key.with_name("signers")
    path.write_text(f'{who} namespaces="wargame" {key.with_suffix(".pub").read_text()}')
    return path


def written(record: Path, wargame: Run) -> bytes:
    said = wargame("sign", record, "--message")
    assert said.code == 0, said.err
    return said.out.encode()


@needs_ssh
def test_openssh_checks_a_signature_of_ours(record: Path, tmp_path: Path, wargame: Run) -> None:
    key = made(tmp_path)
    assert wargame("sign", record, "--key", key).code == 0
    words = ("-Y", "verify", "-f", allowed(key), "-I", WHO, "-n", "wargame", "-s", f"{record}.sig")
    message = written(record, wargame)
    assert ssh_keygen(*words, said=message).returncode == 0
    assert ssh_keygen(*words, said=message.replace(b"game.jsonl", b"gane.jsonl")).returncode != 0


@needs_ssh
def test_a_signature_that_openssh_made_is_taken(record: Path, tmp_path: Path, wargame: Run) -> None:
    key, message = made(tmp_path), tmp_path / "message"
    message.write_bytes(written(record, wargame))
    assert ssh_keygen("-Y", "sign", "-f", key, "-n", "wargame", message).returncode == 0
    (tmp_path / "message.sig").rename(f"{record}.sig")
    said = wargame("verify", record, "--signers", allowed(key))
    assert said.code == 0, said.out
    assert f"signed as game.jsonl by {WHO} (SHA256:" in said.out
    assert "not proved" not in said.out


@needs_ssh
def test_verify_names_the_key_as_openssh_does(record: Path, tmp_path: Path, wargame: Run) -> None:
    key = made(tmp_path)
    wargame("sign", record, "--key", key)
    shown = ssh_keygen("-l", "-f", key).stdout.decode().split()[1]
    said = wargame("verify", record)
    assert said.code == 0
    assert f"signed as game.jsonl by {shown} (whose key that is, --signers tells)" in said.out


@needs_ssh
def test_a_signature_of_another_game_fails(record: Path, tmp_path: Path, wargame: Run) -> None:
    other = tmp_path / "other" / "game.jsonl"
    assert wargame("run", "first-download", "--turns", "1", "--out", other, "--quiet").code == 0
    wargame("sign", record, "--key", made(tmp_path))
    shutil.copy(f"{record}.sig", f"{other}.sig")
    said = wargame("verify", other)
    assert said.code == 1
    assert "has not signed this record under the name game.jsonl" in said.out


@needs_ssh
def test_a_record_under_another_name_fails_until_the_old_name_is_said(
    record: Path, tmp_path: Path, wargame: Run
) -> None:
    wargame("sign", record, "--key", made(tmp_path))
    final = tmp_path / "final.jsonl"
    shutil.copy(record, final)
    shutil.copy(f"{record}.sig", f"{final}.sig")
    said = wargame("verify", final)
    assert said.code == 1
    assert "--signed-as NAME" in said.out
    assert "signed as game.jsonl by SHA256:" in wargame("verify", final, "--signed-as", "game.jsonl").out
    assert wargame("verify", record, final, "--signed-as", "game.jsonl").code == 2


@needs_ssh
def test_a_signer_who_is_not_listed_and_a_missing_signature_fail_where_signers_are_named(
    record: Path, tmp_path: Path, wargame: Run
) -> None:
    listed = allowed(made(tmp_path, "other"))
    missing = wargame("verify", record, "--signers", listed)
    assert missing.code == 1
    assert "a signature was asked for" in missing.out
    wargame("sign", record, "--key", made(tmp_path))
    stranger = wargame("verify", record, "--signers", listed)
    assert stranger.code == 1
    assert "not one of the signers" in stranger.out
    assert wargame("verify", record).code == 0


@needs_ssh
def test_a_redacted_record_keeps_the_signature_of_the_whole(record: Path, tmp_path: Path, wargame: Run) -> None:
    key = made(tmp_path)
    wargame("sign", record, "--key", key)
    name = next(iter(read(record).texts))
    assert wargame("redact", record, "--blob", name).code == 0
    said = wargame("verify", tmp_path / "game.redacted.jsonl", "--signers", allowed(key))
    assert said.code == 0, said.out
    assert "1 texts removed" in said.out
    assert f"signed as game.jsonl by {WHO}" in said.out
    away = wargame("redact", record, "--blob", name, "--out", tmp_path / "less.jsonl")
    assert "verify it with --signed-as game.jsonl" in away.err
    assert wargame("verify", tmp_path / "less.jsonl", "--signed-as", "game.jsonl").code == 0


@pytest.mark.slow
@needs_ssh
def test_a_locked_key_signs_with_its_passphrase_which_is_told_nowhere(
    record: Path, tmp_path: Path, wargame: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = made(tmp_path, passphrase="open sesame")
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert "no terminal to type its passphrase at" in wargame("sign", record, "--key", key).err
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda _: "shut sesame")
    wrong = wargame("sign", record, "--key", key)
    assert wrong.code == 2
    assert "the passphrase is wrong" in wrong.err
    assert "sesame" not in wrong.err
    assert not Path(f"{record}.sig").exists()
    monkeypatch.setattr("getpass.getpass", lambda _: "open sesame")
    right = wargame("sign", record, "--key", key)
    assert right.code == 0
    assert "sesame" not in right.out + right.err
    assert wargame("verify", record).code == 0


@needs_ssh
@pytest.mark.skipif(os.name != "posix", reason="files have no rights of others there")
def test_a_key_that_others_may_read_a_public_one_and_another_kind_are_refused(
    record: Path, tmp_path: Path, wargame: Run
) -> None:
    key, elliptic = made(tmp_path), made(tmp_path, "elliptic", kind="ecdsa")
    open_ = tmp_path / "open"
    open_.write_bytes(key.read_bytes())
    open_.chmod(0o644)
    public = tmp_path / "key.pub"
    public.chmod(0o644)
    cut = tmp_path / "cut"
    cut.write_text("\n".join(key.read_text().splitlines()[:3]))
    cut.chmod(0o600)
    inside = key.read_text().splitlines()[2]
    for given, told in (
        (open_, "chmod 600"),
        (public, "this is a public key"),
        (elliptic, "only Ed25519 keys"),
        (cut, "no whole OpenSSH private key"),
        (record, "this is no OpenSSH private key"),
        (tmp_path, "this is a folder"),
        (tmp_path / "absent", "ssh-keygen -t ed25519"),
    ):
        given.chmod(0o600) if given == record else None
        said = wargame("sign", record, "--key", given)
        assert said.code == 2, given
        assert told in said.err
        assert inside not in said.err
    assert not Path(f"{record}.sig").exists()


def test_a_game_that_goes_on_is_not_signed(record: Path, tmp_path: Path, wargame: Run) -> None:
    record.write_bytes(b"".join(record.read_bytes().splitlines(keepends=True)[:40]))
    said = wargame("sign", record, "--message")
    assert said.code == 2
    assert "has no seal that could be signed" in said.err


def test_signing_needs_a_key_or_the_wish_to_see_the_message(record: Path, wargame: Run) -> None:
    assert wargame("sign", record).code == 2
    assert wargame("sign", record, "--key", "k", "--message").code == 2


@needs_ssh
def test_a_record_that_does_not_prove_itself_is_not_signed_and_a_signature_is_not_written_over(
    record: Path, tmp_path: Path, wargame: Run
) -> None:
    key = made(tmp_path)
    raw = record.read_bytes()
    record.write_bytes(raw.replace(b"news", b"nevs", 1))
    assert wargame("sign", record, "--key", key).code == 2
    record.write_bytes(raw)
    assert wargame("sign", record, "--key", key).code == 0
    again = wargame("sign", record, "--key", key)
    assert again.code == 2
    assert "there is a signature already" in again.err


def test_a_file_that_is_no_signature_fails_the_record(record: Path, wargame: Run) -> None:
    Path(f"{record}.sig").write_text("signed, ada")
    said = wargame("verify", record)
    assert said.code == 1
    assert said.out.startswith(f"FAILED {record}.sig: this is no signature")
