"""What a test leaves running is found when it is over, and nothing else is."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context, resource_tracker
from pathlib import Path

import pytest

from tests import left_behind
from tests.left_behind import processes_begun, running

SLEEPING = [sys.executable, "-c", "import time; time.sleep(100)"]
told_by_the_system = pytest.mark.skipif(
    not Path("/proc/thread-self/children").exists(), reason="this system tells nobody what a process has started"
)


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """What is left of all that was begun since, with no patience for what is ending."""
    monkeypatch.setattr(left_behind, "ENDS_WITHIN", 0.0)
    begun, before = processes_begun(), running()
    return lambda: left_behind.left_behind(before, begun)


@told_by_the_system
def test_a_process_is_found_by_its_words_until_somebody_has_waited_for_its_end(left: Callable[[], list[str]]) -> None:
    assert not left()
    with subprocess.Popen(SLEEPING) as process:
        (found,) = left()
        assert f"process {process.pid}" in found
        assert "time.sleep(100)" in found
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        (found,) = left()
        assert "nobody waited" in found
    assert not left()


def test_a_thread_is_found_by_its_name(left: Callable[[], list[str]]) -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait, name="somebody")
    thread.start()
    assert left() == ["thread somebody"]
    done.set()
    thread.join()
    assert not left()


@told_by_the_system
def test_an_event_loop_that_is_not_closed_is_found_and_so_is_a_line_of_one(left: Callable[[], list[str]]) -> None:
    loop = asyncio.new_event_loop()
    assert len(left()) == 2, "both ends of the line over which it is woken"
    server = loop.run_until_complete(loop.create_server(asyncio.Protocol, "127.0.0.1", 0))
    assert len(left()) == 3
    server.close()
    loop.run_until_complete(server.wait_closed())
    loop.close()
    assert not left()


@told_by_the_system
def test_what_ends_by_itself_in_a_moment_is_no_fault() -> None:
    begun, before = processes_begun(), running()
    thread = threading.Timer(0.1, lambda: None)
    thread.start()
    assert not left_behind.left_behind(before, begun)


@pytest.mark.parametrize("in_a_loop", [True, False])
def test_where_a_loop_has_started_a_process_garbage_is_collected_at_once(
    left: Callable[[], list[str]], in_a_loop: bool
) -> None:
    class Told:
        def __del__(self) -> None:
            thrown_away.append("told")

    async def starts() -> None:
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
        await process.wait()

    thrown_away: list[str] = []
    circle: list[object] = [Told()]
    circle.append(circle)
    if in_a_loop:
        asyncio.run(starts())
    gc.disable()
    try:
        del circle
        assert not left()
        assert thrown_away == ["told"] * in_a_loop
    finally:
        gc.enable()


@told_by_the_system
def test_the_process_that_python_keeps_beside_others_is_no_fault(left: Callable[[], list[str]]) -> None:
    with no_tracker():
        process = get_context("spawn").Process(target=int)
        process.start()
        process.join()
        process.close()
        assert not left()


@contextmanager
def no_tracker() -> Iterator[None]:
    """Python's tracker of resources is one that was not started yet; the one that runs comes back afterwards."""
    before = resource_tracker._resource_tracker
    fresh = resource_tracker.ResourceTracker()
    names = [name for name in ("ensure_running", "register", "unregister", "getfd") if hasattr(resource_tracker, name)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resource_tracker, "_resource_tracker", fresh)
        for name in names:
            patch.setattr(resource_tracker, name, getattr(fresh, name))
        try:
            yield
        finally:
            fresh._stop()  # type: ignore[attr-defined]
    assert resource_tracker._resource_tracker is before
