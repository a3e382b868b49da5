"""The private key that signs a record: an Ed25519 key as `ssh-keygen` makes it. Nothing of it is ever written or told.

What a library says of a key that it cannot read is not passed on: it might quote it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_ssh_private_key

from wargame.errors import SpecError
from wargame.transcript.foreign import unusual

LARGEST = 1 << 16
HEAD = b"-----BEGIN OPENSSH PRIVATE KEY-----"
MAKE = "make one with: ssh-keygen -t ed25519 -f KEYFILE"


class SigningKey:
    """A key in memory."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        """From what the library holds."""
        self._private = private

    def __repr__(self) -> str:
        return "<SigningKey>"

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return self._private.public_key().public_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        """The signature, 64 bytes."""
        return self._private.sign(data)


def load_key(path: Path, passphrase: Callable[[], str]) -> SigningKey:
    """The key in a file; `passphrase` is asked once if the key is locked. SpecError says what is wrong with it.

    Only an Ed25519 key in OpenSSH's form counts, and on POSIX systems only in a file that nobody but its owner may
    read.
    """
    raw = _content(path)
    locked = False
    try:
        try:
            found = load_ssh_private_key(raw, None)
        except TypeError:
            locked = True
            found = load_ssh_private_key(raw, passphrase().encode())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        why = "the passphrase is wrong, or the file is damaged" if locked else "it holds no whole OpenSSH private key"
        raise SpecError(f"--key {path}: the key cannot be read: {why}") from None
    if not isinstance(found, Ed25519PrivateKey):
        raise SpecError(f"--key {path}: only Ed25519 keys sign a record, and this is another kind; {MAKE}")
    return SigningKey(found)


def _content(path: Path) -> bytes:
    try:
        if (odd := unusual(path)) is not None:
            raise SpecError(f"--key {path}: this is {odd}, and a key is an ordinary file")
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
        shared = os.name == "posix" and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
    except OSError as fault:
        raise SpecError(f"--key {path}: cannot be read ({fault.strerror}); {MAKE}") from None
    if raw.startswith(b"ssh-"):
        raise SpecError(f"--key {path}: this is a public key; the private one signs, mostly the same name without .pub")
    if not raw.lstrip().startswith(HEAD) or len(raw) > LARGEST:
        raise SpecError(f"--key {path}: this is no OpenSSH private key; {MAKE}")
    if shared:
        raise SpecError(f"--key {path}: others on this machine may read this key; chmod 600 it first")
    return raw
