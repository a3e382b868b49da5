"""How many requests are in flight follows what the endpoint can bear, and a wait never holds a slot."""

from __future__ import annotations

import asyncio

import pytest

from tests.players.llm.calls import run
from wargame.players.llm.limiter import CUT, Gate, Limiter


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def filled(limiter: Limiter, rounds: int) -> None:
    """So many rounds of answers while the capacity is used up."""
    for _ in range(rounds):
        async with limiter.slot():
            others = [limiter.slot() for _ in range(limiter.capacity - 1)]
            for other in others:
                await other.__aenter__()
            limiter.went_well()
            for other in others:
                await other.__aexit__(None, None, None)


def test_no_more_than_the_capacity_are_in_flight() -> None:
    async def work() -> int:
        limiter, most, inside = Limiter(Gate(), 3), 0, 0

        async def attempt() -> None:
            nonlocal most, inside
            async with limiter.slot():
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0.001)
                inside -= 1

        await asyncio.gather(*(attempt() for _ in range(20)))
        assert limiter.highest == 3
        return most

    assert run(work()) == 3


def test_it_grows_by_one_an_answer_until_the_first_trouble_and_stops_at_its_bound() -> None:
    async def work() -> tuple[int, int]:
        limiter = Limiter(Gate(), 2, most=5)
        await filled(limiter, 2)
        early = limiter.capacity
        await filled(limiter, 20)
        return early, limiter.capacity

    assert run(work()) == (4, 5)


def test_it_does_not_grow_while_it_is_not_used_up() -> None:
    async def work() -> int:
        limiter = Limiter(Gate(), 4)
        for _ in range(10):
            async with limiter.slot():
                limiter.went_well()
        return limiter.capacity

    assert run(work()) == 4


def test_one_episode_of_rate_limits_cuts_once_and_the_next_cuts_again() -> None:
    async def work() -> list[int]:
        clock = Clock()
        limiter, seen = Limiter(Gate(clock), 20, clock=clock), []
        for moment in (0.0, 1.0, 14.9, 15.1):
            clock.now = 100 + moment
            limiter.was_too_much()
            seen.append(limiter.capacity)
        return seen

    assert run(work()) == [int(20 * CUT), 16, 16, int(16 * CUT)]


def test_it_never_falls_below_one() -> None:
    async def work() -> int:
        clock = Clock()
        limiter = Limiter(Gate(clock), 2, clock=clock)
        for _ in range(10):
            clock.now += 20
            limiter.was_too_much()
        return limiter.capacity

    assert run(work()) == 1


def test_after_trouble_it_grows_by_one_a_round_and_not_before_the_cool_down_is_over() -> None:
    async def work() -> list[int]:
        clock = Clock()
        limiter = Limiter(Gate(clock), 5, clock=clock)
        limiter.was_too_much()
        seen = [limiter.capacity]
        await filled(limiter, 10)
        seen.append(limiter.capacity)
        clock.now += 16
        await filled(limiter, 4)
        seen.append(limiter.capacity)
        return seen

    assert run(work()) == [4, 4, 5]


def test_a_closed_gate_holds_all_and_nobody_holds_a_slot_meanwhile() -> None:
    async def work(seconds: float) -> tuple[int, bool]:
        gate = Gate()
        limiter = Limiter(gate, 2)
        gate.close(seconds)
        passed = asyncio.Event()

        async def attempt() -> None:
            async with limiter.slot():
                passed.set()

        tasks = [asyncio.create_task(attempt()) for _ in range(5)]
        await asyncio.sleep(0.05)
        found = limiter._capacity.borrowed_tokens, passed.is_set()
        if seconds > 60:
            for task in tasks:
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=seconds > 60)
        return found

    assert run(work(3600)) == (0, False)
    run(work(0.1))  # and when it opens, all of them pass


def test_a_gate_that_closes_while_a_request_waits_for_its_slot_holds_it_too() -> None:
    async def work() -> float:
        gate = Gate()
        limiter = Limiter(gate, 1)

        async def second() -> float:
            async with limiter.slot():
                return gate.left

        async with limiter.slot():
            task = asyncio.create_task(second())
            await asyncio.sleep(0.01)
            gate.close(0.1)
        return await task

    assert run(work()) == 0


def test_the_longest_wait_counts() -> None:
    clock = Clock()
    gate = Gate(clock)
    gate.close(10)
    gate.close(2)
    assert gate.left == pytest.approx(10)


def test_a_waiter_that_is_cancelled_leaves_no_trace() -> None:
    async def work() -> tuple[int, int]:
        limiter = Limiter(Gate(), 1)

        async def attempt() -> None:
            async with limiter.slot():
                pass

        async with limiter.slot():
            task = asyncio.create_task(attempt())
            await asyncio.sleep(0.01)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await attempt()
        return limiter.waiting, limiter._capacity.borrowed_tokens

    assert run(work()) == (0, 0)
