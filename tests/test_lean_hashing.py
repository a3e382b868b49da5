"""Hashes without OpenSSL: the same digests, and only where nothing of it is there or wanted."""

from __future__ import annotations

import hashlib
import hmac
import subprocess
import sys

ASKED = (
    "hashlib.sha256(b'words').hexdigest(), hashlib.blake2b(b'words', digest_size=8).hexdigest(), "
    "hmac.new(b'key', b'words', 'sha256').hexdigest()"
)


def _told(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_digests_are_those_of_openssl() -> None:
    told = _told(
        "import sys\nfrom wargame.lean_hashing import load_without_openssl\nload_without_openssl()\n"
        f"import hashlib, hmac\nassert '_hashlib' not in sys.modules\nprint(({ASKED}))"
    )
    with_openssl = (
        hashlib.sha256(b"words").hexdigest(),
        hashlib.blake2b(b"words", digest_size=8).hexdigest(),
        hmac.new(b"key", b"words", "sha256").hexdigest(),
    )
    assert told == str(with_openssl)


def test_encryption_can_still_be_loaded_afterwards() -> None:
    told = _told(
        "from wargame.lean_hashing import load_without_openssl\nload_without_openssl()\n"
        "import ssl\nprint(ssl.create_default_context().check_hostname)"
    )
    assert told == "True"


def test_what_is_loaded_already_stays_as_it_is() -> None:
    told = _told(
        "import hashlib, sys\nwas = hashlib.sha256, sys.modules['_hashlib']\n"
        "from wargame.lean_hashing import load_without_openssl\nload_without_openssl()\n"
        "print(was == (hashlib.sha256, sys.modules['_hashlib']))"
    )
    assert told == "True"
