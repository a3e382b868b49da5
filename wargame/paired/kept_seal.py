"""A hash over what is kept beside a record, by which a file that was changed by hand is known.

It has no key: whoever counts the hash anew is not found out, so what is kept stays on the word of whoever counted.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any


def seal_of(*parts: Any) -> str:
    """SHA-256, in hex, over data that JSON can hold; neither the order of fields nor lists or tuples make a difference.

    Linear in the data.
    """
    return hashlib.sha256(json.dumps(parts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
