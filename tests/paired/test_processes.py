"""Processes that play are heard as they end, cost no more than what they were at, and are gone when nobody listens."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time

import pytest

from wargame.paired.processes import done_elsewhere, interrupted_at_once

pytestmark = pytest.mark.slow
DEADLY = 3


def squared(factor: int, number: int) -> int:
    """A task that the number 3 kills."""
    if number == DEADLY:
        os._exit(9)
    return factor * number * number


def asleep(factor: int, number: int) -> int:
    """A task that goes on for longer than any test."""
    time.sleep(6000)
    return factor * number


def blocked_signals(factor: int, number: int) -> list[int]:
    """Which signals a process does not hear."""
    return sorted(int(each) for each in signal.pthread_sigmask(signal.SIG_BLOCK, set()))


def test_each_piece_comes_with_its_result_and_one_whose_process_died_with_none() -> None:
    found = dict(done_elsewhere(squared, 10, range(6), 2))
    assert found == {0: 0, 1: 10, 2: 40, DEADLY: None, 4: 160, 5: 250}
    assert not multiprocessing.active_children()


def test_as_many_processes_work_as_are_wanted_at_the_moment() -> None:
    seen: list[int] = []
    for number, found in done_elsewhere(squared, 1, range(4, 30), lambda: 3 if len(seen) < 10 else 1):
        assert found == number * number
        seen.append(len(multiprocessing.active_children()))
    assert max(seen[:10]) == 3
    assert seen[-2] == 1, "those too many end when they are through with what they are at"
    assert len(seen) == 26


def test_whoever_has_enough_of_the_results_leaves_no_process_behind() -> None:
    played = done_elsewhere(squared, 10, range(100), 2)
    next(played)
    assert len(multiprocessing.active_children()) == 2
    played.close()
    assert not multiprocessing.active_children()


def test_an_interrupt_while_results_are_waited_for_ends_the_processes() -> None:
    def once_both_are_there(*_: object) -> None:
        if len(multiprocessing.active_children()) == 2:
            os.kill(os.getpid(), signal.SIGINT)
        else:
            signal.setitimer(signal.ITIMER_REAL, 0.5)

    signal.signal(signal.SIGALRM, once_both_are_there)
    signal.setitimer(signal.ITIMER_REAL, 1.0)
    begun = time.monotonic()
    try:
        with pytest.raises(KeyboardInterrupt):
            list(done_elsewhere(asleep, 1, range(4), 2))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    assert time.monotonic() - begun < 600, "they would sleep longer"
    assert not multiprocessing.active_children()


def test_no_process_that_plays_hears_the_interrupt_of_the_terminal() -> None:
    for _, blocked in done_elsewhere(blocked_signals, 1, range(2), 2):
        assert blocked is not None
        assert signal.SIGINT in blocked
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, set())


def test_an_interrupt_is_raised_where_it_comes_and_heard_as_before_afterwards() -> None:
    with pytest.raises(KeyboardInterrupt), interrupted_at_once():
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
