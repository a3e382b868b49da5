"""A signature of a sealed record beside it: whose key vouches for this game under this name.

Its form is the one that OpenSSH writes and checks (SSHSIG, Ed25519), so that nobody needs this program to check it.
What is signed is a message of four lines, made from the record alone.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from wargame.errors import TranscriptError
from wargame.transcript.foreign import unusual
from wargame.transcript.reading import Transcript

NAMESPACE = "wargame"
"""What OpenSSH calls the purpose of a signature: one that was made for anything else counts for nothing here."""
MAGIC = b"SSHSIG"
KEY_TYPE = b"ssh-ed25519"
HASHES = ("sha512", "sha256")
"""Hashes of the message that a signature may name."""
BEGIN, END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
WIDTH = 70
LARGEST = 1 << 14
"""Bytes of a signature file at most; one of Ed25519 takes some 300."""


class Signer(Protocol):
    """Something that signs with an Ed25519 key."""

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        ...

    def sign(self, data: bytes) -> bytes:
        """The signature, 64 bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as it stands in a file: it says whose key made it, and not yet whether it fits."""

    public: bytes
    """The public key, 32 bytes."""
    hash: str
    """Name of the hash of the message."""
    proof: bytes
    """64 bytes."""

    @property
    def fingerprint(self) -> str:
        """The key as OpenSSH names it."""
        return fingerprint_of(self.public)

    def fits(self, message: bytes) -> bool:
        """Whether the key has signed this message, see `message_of`; a key that is none has signed nothing."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(self.proof, _covered(message, self.hash))
        except (InvalidSignature, ValueError):
            return False
        return True

    @property
    def armored(self) -> str:
        """The text of the file that holds it, as OpenSSH writes one."""
        parts = (_string(KEY_TYPE) + _string(self.public), NAMESPACE.encode(), b"", self.hash.encode())
        blob = MAGIC + (1).to_bytes(4, "big") + b"".join(map(_string, parts))
        blob += _string(_string(KEY_TYPE) + _string(self.proof))
        text = base64.b64encode(blob).decode()
        lines = [text[at : at + WIDTH] for at in range(0, len(text), WIDTH)]
        return "\n".join([BEGIN, *lines, END, ""])


def beside(path: Path) -> Path:
    """Where the signature of a record lies: `game.jsonl.sig` beside `game.jsonl`. Nothing is read."""
    return path.with_name(f"{path.name}.sig")


def signed_name(path: Path) -> str:
    """The name under which a record is signed: its file's; a redacted copy keeps the name of the whole."""
    return re.sub(r"(\.redacted)+\.jsonl$", ".jsonl", path.name)


def message_of(record: Transcript, name: str | None = None) -> bytes:
    """What is signed of a sealed record, byte for byte; `name` if it was signed under another one than its file's.

    The seal follows from every line, and from every stored text by its hash, so that words that were removed change
    nothing. TranscriptError for a record without a seal: there is nothing yet that would stand for the whole.
    """
    if not record.finished:
        raise TranscriptError(
            f"{record.path}: this game was not played to its end, so the record has no seal that could be signed"
        )
    called = json.dumps(unicodedata.normalize("NFC", signed_name(record.path) if name is None else name))
    game, seal = (str(data) for data in (record.header.data["game"], record.entries[-1].data["seal"]))
    return f"wargame record 1\ngame {game}\nfile {called}\nseal {seal}\n".encode("ascii")


def signature_of(message: bytes, signer: Signer) -> Signature:
    """The signature of a message with a key; the message is hashed with SHA-512. Nothing is written."""
    return Signature(signer.public, "sha512", signer.sign(_covered(message, "sha512")))


def read_signature(path: Path) -> Signature:
    """The signature in a file; TranscriptError says what is wrong with it. It is not yet held against a message."""
    try:
        if (odd := unusual(path)) is not None:
            raise TranscriptError(f"{path}: this is {odd}, and a signature is an ordinary file")
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as fault:
        raise TranscriptError(f"{path}: the signature cannot be read ({fault.strerror})") from None
    try:
        return _parsed(raw)
    except _Malformed as fault:
        raise TranscriptError(f"{path}: {fault}") from None


def fingerprint_of(public: bytes) -> str:
    """A public key as OpenSSH names it: `SHA256:` and the hash of the key in base 64."""
    digest = hashlib.sha256(_string(KEY_TYPE) + _string(public)).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def key_in(blob: bytes) -> bytes | None:
    """The 32 bytes of an Ed25519 public key in OpenSSH's form; None for a key of another kind."""
    try:
        fields = _Fields(blob)
        kind, public = fields.string(), fields.string()
        return public if kind == KEY_TYPE and len(public) == 32 and fields.at_end else None
    except _Malformed:
        return None


class _Malformed(Exception):
    """Why a file is no signature that can count."""


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _covered(message: bytes, hash_: str) -> bytes:
    """What the key signs: the hash of the message, bound to what the signature is for."""
    digest = hashlib.new(hash_, message).digest()
    return MAGIC + b"".join(map(_string, (NAMESPACE.encode(), b"", hash_.encode(), digest)))


class _Fields:
    """The strings of a blob, each after its length."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    @property
    def at_end(self) -> bool:
        return self._at == len(self._data)

    def take(self, count: int) -> bytes:
        if count > len(self._data) - self._at:
            raise _Malformed("the signature is cut off")
        self._at += count
        return self._data[self._at - count : self._at]

    def string(self) -> bytes:
        return self.take(int.from_bytes(self.take(4), "big"))


def _parsed(raw: bytes) -> Signature:
    if len(raw) > LARGEST:
        raise _Malformed(f"this is no signature: it has more than {LARGEST:,} bytes")
    fields = _Fields(_dearmored(raw))
    if fields.take(len(MAGIC)) != MAGIC or fields.take(4) != (1).to_bytes(4, "big"):
        raise _Malformed("this is no signature of OpenSSH's version 1")
    key, namespace, reserved, hash_, proof = (fields.string() for _ in range(5))
    public = key_in(key)
    if public is None:
        name = _Fields(key).string()[:40].decode("ascii", "replace")
        raise _Malformed(f"it was made with a key of kind {name!r}; only {KEY_TYPE.decode()} counts here")
    if namespace != NAMESPACE.encode():
        shown = namespace[:40].decode("ascii", "replace")
        raise _Malformed(f"it was made for {shown!r} and not for {NAMESPACE!r}: sign with ssh-keygen -n {NAMESPACE}")
    inner = _Fields(proof)
    kind, made = inner.string(), inner.string()
    if kind != KEY_TYPE or len(made) != 64 or not (inner.at_end and fields.at_end) or reserved:
        raise _Malformed("the signature is not of the form that its key makes")
    if (named := hash_.decode("ascii", "replace")) not in HASHES:
        raise _Malformed(f"it names the hash {named[:40]!r}; {' and '.join(HASHES)} count")
    return Signature(public, named, made)


def _dearmored(raw: bytes) -> bytes:
    try:
        lines = list(_lines(raw.decode("ascii")))
        if lines[0] != BEGIN or lines[-1] != END:
            raise ValueError
        return base64.b64decode("".join(lines[1:-1]), validate=True)
    except (UnicodeDecodeError, binascii.Error, ValueError, IndexError):
        raise _Malformed(f"this is no signature: it must hold what stands between {BEGIN} and {END} alone") from None


def _lines(text: str) -> Iterator[str]:
    return (line.rstrip("\r") for line in text.rstrip("\r\n").split("\n"))
