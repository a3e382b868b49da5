"""Loading `hashlib` without OpenSSL where nothing else of OpenSSL is wanted.

Python has all hashes that this program uses in its own code, with the same digests; `hashlib` loads OpenSSL's besides,
which takes three and a half megabytes and gains nothing at the size of a record.
"""

from __future__ import annotations

import sys
from collections.abc import MutableMapping
from typing import Any

OPENSSL = "_hashlib"
FRESH = ("hashlib", "hmac", OPENSSL)


def load_without_openssl() -> None:
    """Load `hashlib` and `hmac` over Python's own code; nothing is done where one of them is loaded already.

    For a process that speaks to nobody: `hashlib.scrypt`, `hashlib.pbkdf2_hmac` and rare algorithms are absent from
    it afterwards. `ssl` is not touched and can be loaded later.
    """
    loaded: MutableMapping[str, Any] = sys.modules
    if any(name in loaded for name in FRESH):
        return
    loaded[OPENSSL] = None
    try:
        import hashlib  # noqa: F401
        import hmac  # noqa: F401
    finally:
        del loaded[OPENSSL]
