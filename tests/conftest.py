"""What holds for every test: programs that tests start keep what they compiled, so that not each compiles all anew.

And a test leaves the signals of its process as it found them, or the next one hears nothing.
"""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator

import pytest

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

CACHE = tempfile.TemporaryDirectory(prefix="wargame-cache-")
"""What the program keeps for itself lies here and not in the cache of whoever runs the tests; it goes with them."""
os.environ["XDG_CACHE_HOME"] = CACHE.name


@pytest.fixture(autouse=True)
def _signals_as_found() -> Iterator[None]:
    heard = signal.SIGINT, signal.SIGTERM
    before = [signal.getsignal(each) for each in heard]
    yield
    assert [signal.getsignal(each) for each in heard] == before
