"""What holds for every test: programs that tests start keep what they compiled, so that not each compiles all anew.

And a test leaves the signals of its process as it found them, or the next one hears nothing.
"""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.left_behind import count_processes

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

CACHE = tempfile.TemporaryDirectory(prefix="wargame-cache-")
"""What the program keeps for itself lies here and not in the cache of whoever runs the tests; it goes with them."""
os.environ["XDG_CACHE_HOME"] = CACHE.name
count_processes()
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
"""What is claimed of all inputs holds on a busy machine too: no example fails because it took its time."""


@pytest.fixture(autouse=True)
def _signals_as_found() -> Iterator[None]:
    heard = signal.SIGINT, signal.SIGTERM
    before = [signal.getsignal(each) for each in heard]
    yield
    assert [signal.getsignal(each) for each in heard] == before
