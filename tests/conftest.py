"""What holds for every test: programs that tests start keep what they compiled, so that not each compiles all anew.

And a test leaves its process as it found it: the signals, or the next one hears nothing, and nothing that still runs,
or the next one is blamed for it.
"""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.left_behind import count_processes, left_behind, processes_begun, running
from wargame.commands import progress

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

CACHE = tempfile.TemporaryDirectory(prefix="wargame-cache-")
"""What the program keeps for itself lies here and not in the cache of whoever runs the tests; it goes with them."""
os.environ["XDG_CACHE_HOME"] = CACHE.name
count_processes()
ANY_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.register_profile("any machine", ANY_MACHINE)
settings.register_profile("by chance", ANY_MACHINE, derandomize=False)
settings.load_profile("any machine")
"""What is claimed of all inputs holds on a busy machine too: no example fails because it took its time. The examples
are the same each time, so that nothing fails on a day on which nobody changed anything; `pytest
--hypothesis-profile="by chance"` looks for others."""
progress.SELDOM = float("inf")
"""How far it is, which long work tells now and then, does not come between the words that a test reads."""


@pytest.fixture(autouse=True)
def _signals_as_found() -> Iterator[None]:
    heard = signal.SIGINT, signal.SIGTERM
    before = [signal.getsignal(each) for each in heard]
    yield
    assert [signal.getsignal(each) for each in heard] == before


@pytest.fixture(autouse=True)
def _nothing_left_running(request: pytest.FixtureRequest) -> Iterator[None]:
    begun, before = processes_begun(), running()
    yield
    if request.node.get_closest_marker("shares_processes") is None:
        assert not left_behind(before, begun), "what a test starts it ends, and waits until it has ended"
