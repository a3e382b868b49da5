"""A signature counts if it is of this record, under this name, for this purpose, by this key, in its one form."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wargame.errors import SpecError, TranscriptError
from wargame.transcript.reading import read
from wargame.transcript.redaction import redacted
from wargame.transcript.signature import (
    BEGIN,
    END,
    Signature,
    message_of,
    read_signature,
    signature_of,
    signed_name,
)
from wargame.transcript.signers import read_signers, signer_of
from wargame.transcript.signing_key import SigningKey

SHIPPED = Path(__file__).resolve().parents[2] / "transcripts" / "first-download-scripted.jsonl"
FIXED = f'wargame record 1\ngame 00112233445566778899aabbccddeeff\nfile "a game.jsonl"\nseal {"ab" * 32}\n'.encode()
BY_OPENSSH = f"""{BEGIN}
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgi7kKX+SYjCOxptStKH2vQpJcCk
piVMIWpl2xPZ0FFU4AAAAHd2FyZ2FtZQAAAAAAAAAGc2hhNTEyAAAAUwAAAAtzc2gtZWQy
NTUxOQAAAEAWrEXuvXCw3bFW7Rr+fra0EnjnBe/r9te2DQDWU19X3xC3jYG4JeEeSAVKmv
CK9KYgILlVu6PjYDlnCzHz1I4D
{END}
"""
"""What `ssh-keygen -Y sign -n wargame` of OpenSSH 9.2 made of FIXED."""
FOR_ANOTHER_PURPOSE = f"""{BEGIN}
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgi7kKX+SYjCOxptStKH2vQpJcCk
piVMIWpl2xPZ0FFU4AAAAFb3RoZXIAAAAAAAAABnNoYTI1NgAAAFMAAAALc3NoLWVkMjU1
MTkAAABAoPfmVx5FCbcMAPd/KDR27GLmQvTv+HzU/1ossnD3ZzmYa7bTq5Nm5aUqj8r+cQ
UsydrL4VqWWTgTWFVb5otNDQ==
{END}
"""
PUBLIC = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIu5Cl/kmIwjsabUrSh9r0KSXApKYlTCFqZdsT2dBRVO"


def key(number: int = 1) -> SigningKey:
    return SigningKey(Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


def put(folder: Path, content: str | bytes) -> Path:
    path = folder / "game.jsonl.sig"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def listed(folder: Path, *lines: str) -> Path:
    path = folder / "signers"
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def test_a_signature_that_openssh_made_fits_what_it_signed_and_nothing_else(tmp_path: Path) -> None:
    found = read_signature(put(tmp_path, BY_OPENSSH))
    assert found.fingerprint == "SHA256:EiiOMCYdHgbraERhuKcdFhF4HVXw48qLB4vQ3HZAXus"
    assert found.fits(FIXED)
    assert not found.fits(FIXED.replace(b"a game", b"b game"))
    assert not found.fits(FIXED[:-1])


def test_a_signature_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    made = signature_of(FIXED, key())
    assert read_signature(put(tmp_path, made.armored)) == made
    assert made.fits(FIXED)
    assert not Signature(key(2).public, made.hash, made.proof).fits(FIXED)


def test_what_is_signed_names_game_file_and_seal() -> None:
    record = read(SHIPPED)
    lines = message_of(record).decode().splitlines()
    assert lines[0] == "wargame record 1"
    assert lines[1] == f"game {record.header.data['game']}"
    assert lines[2] == 'file "first-download-scripted.jsonl"'
    assert record.lines[-1].endswith(f'"seal":"{lines[3].removeprefix("seal ")}"}}}}'.encode())


def test_a_name_with_marks_of_its_own_stays_one_line_of_ascii() -> None:
    said = message_of(read(SHIPPED), 'a"\nseal é.jsonl')
    assert len(said.splitlines()) == 4
    assert said.isascii()
    assert said == message_of(read(SHIPPED), 'a"\nseal e\u0301.jsonl')


def test_words_that_are_taken_out_leave_the_signature_as_it_was(tmp_path: Path) -> None:
    whole = tmp_path / "game.jsonl"
    whole.write_bytes(SHIPPED.read_bytes())
    record = read(whole)
    less = tmp_path / "game.redacted.jsonl"
    less.write_bytes(redacted(record, list(record.texts)).content)
    assert less.read_bytes() != whole.read_bytes()
    assert message_of(read(less)) == message_of(record)
    assert signed_name(Path("x/game.redacted.redacted.jsonl")) == "game.jsonl"


def test_a_game_that_goes_on_has_nothing_to_sign(tmp_path: Path) -> None:
    begun = tmp_path / "game.jsonl"
    begun.write_bytes(b"".join(SHIPPED.read_bytes().splitlines(keepends=True)[:40]))
    with pytest.raises(TranscriptError, match="has no seal that could be signed"):
        message_of(read(begun))


def blob(armored: str) -> bytes:
    return base64.b64decode("".join(armored.splitlines()[1:-1]))


def armored(content: bytes) -> str:
    return f"{BEGIN}\n{base64.b64encode(content).decode()}\n{END}\n"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "this is no signature"),
        ("hello", "this is no signature"),
        (BY_OPENSSH.replace(END, ""), "this is no signature"),
        (f"{BY_OPENSSH}and more", "this is no signature"),
        (f"x\n{BY_OPENSSH}", "this is no signature"),
        (BY_OPENSSH.replace("U1NI", "U1*I"), "this is no signature"),
        (b"\xff" * 40, "this is no signature"),
        ("x" * 20_000, "more than 16,384 bytes"),
        (armored(blob(BY_OPENSSH)[:-1]), "cut off"),
        (armored(blob(BY_OPENSSH) + b"x"), "not of the form"),
        (armored(blob(BY_OPENSSH).replace(b"SSHSIG", b"SSHSIX")), "version 1"),
        (armored(blob(BY_OPENSSH).replace(b"sha512", b"md5md5")), "sha512 and sha256 count"),
        (armored(blob(BY_OPENSSH).replace(b"ssh-ed25519", b"ssh-ed25518")), "only ssh-ed25519 counts"),
        (armored(b"SSHSIG\0\0\0\1" + b"\xff" * 8), "cut off"),
        (FOR_ANOTHER_PURPOSE, "made for 'other' and not for 'wargame'"),
    ],
)
def test_what_is_no_signature_of_the_one_form_is_refused_in_a_sentence(
    content: str | bytes, told: str, tmp_path: Path
) -> None:
    with pytest.raises(TranscriptError, match=told):
        read_signature(put(tmp_path, content))


@pytest.mark.slow
def test_no_changed_bit_of_a_signature_is_taken(tmp_path: Path) -> None:
    whole = blob(BY_OPENSSH)
    for bit in range(len(whole) * 8):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        try:
            found = read_signature(put(tmp_path, armored(bytes(changed))))
        except TranscriptError:
            continue
        assert not found.fits(FIXED), bit


NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "who"),
    [
        (f"ada@example.org {PUBLIC} her key", "ada@example.org"),
        (f'ada,bob namespaces="file,wargame" {PUBLIC}', "ada,bob"),
        (f'"ada" namespaces="war*",valid-after="20260101",valid-before="20270101Z" {PUBLIC}', "ada"),
        (f"ada valid-after=202611281159Z {PUBLIC}", "ada"),
    ],
)
def test_a_signer_counts_for_what_and_how_long_the_list_says(line: str, who: str, tmp_path: Path) -> None:
    found = read_signature(put(tmp_path, BY_OPENSSH))
    assert signer_of(found, read_signers(listed(tmp_path, line)), NOW).principals == who


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f"ada namespaces=other {PUBLIC}", "named for other"),
        (f'ada namespaces="*,!wargame" {PUBLIC}', "named for"),
        (f"ada valid-after=20261129Z {PUBLIC}", "valid after 20261129Z alone"),
        (f"ada valid-before=20261127235959Z {PUBLIC}", "valid before 20261127235959Z alone"),
        (f"ada cert-authority {PUBLIC}", "no line of the list names this key"),
        ("ada ssh-rsa AAAA", "no line of the list names this key"),
        ("# nobody", "no line of the list names this key"),
    ],
)
def test_a_key_that_the_list_does_not_name_for_this_and_now_is_none_of_theirs(
    line: str, told: str, tmp_path: Path
) -> None:
    found = read_signature(put(tmp_path, BY_OPENSSH))
    with pytest.raises(SpecError, match=told) as fault:
        signer_of(found, read_signers(listed(tmp_path, line)), NOW)
    assert found.fingerprint in str(fault.value)


@pytest.mark.parametrize(
    "line", ["ada", f"{PUBLIC}", f"ada new-option {PUBLIC}", "ada ssh-ed25519 AAAA", f"ada valid-after=today {PUBLIC}"]
)
def test_a_line_of_the_list_that_cannot_be_read_is_named(line: str, tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="line 2: "):
        read_signers(listed(tmp_path, f"ada {PUBLIC}", line))
