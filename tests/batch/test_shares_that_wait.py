"""A share to which a cap leaves no room waits while another that lives plays a game, and no longer."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from tests.batch.studies import planned, written
from tests.batch.test_means_over_shares import COMMAND, LONG
from tests.batch.test_model_games import study
from tests.cli import stubs
from wargame.batch.folder_budget import FolderBudget
from wargame.batch.ledger_writer import LedgerWriter
from wargame.batch.means_taken import Amount, counts_in, taken_in
from wargame.batch.planned import ExperimentPlan
from wargame.batch.room_for_games import expected
from wargame.batch.run_ledger import contents
from wargame.batch.runner import BatchProgress, is_of, run_experiment, state
from wargame.players.llm.budget import Hold
from wargame.stub import Settings, Stub
from wargame.stub.answers import Response
from wargame.stub.connection import ClientSocket

pytestmark = [
    pytest.mark.usefixtures("no_keys"),
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL"),
]
HELD = 10_000.0
"""Latency of a call that is answered when it is let go; no client waits for so many seconds."""
WAITS = "1 of its games waits for 1 that is played in other shares: they may leave room"
IN_VAIN = "1 of its games is left, and nobody plays who could leave room"


class Playing:
    """One share of the games, in a process of its own."""

    def __init__(self, path: Path, folder: Path, share: int) -> None:
        self.log = folder.with_name(f"share {share}.log")
        words = [*COMMAND, "run", str(path), "--out", str(folder), "--shard", f"{share}/2"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(words, stdout=log, stderr=subprocess.STDOUT)

    @property
    def said(self) -> str:
        return " ".join(self.log.read_text().split())

    def ended(self) -> int:
        return self.process.wait(timeout=LONG)


class HoldingStub(Stub):
    """Answers what has a latency of `HELD` once it is let go."""

    def __init__(self) -> None:
        super().__init__(Settings(seed=3))
        self.holds = threading.Event()

    async def _work(self, answer: Response, chance: Random, came: float, connection: ClientSocket) -> bool:
        if self.settings.latency != HELD:
            return await super()._work(answer, chance, came, connection)
        self.holds.set()
        while self.holds.is_set() and not connection.gone:  # noqa: ASYNC110 - it is told from another thread
            await asyncio.sleep(0.01)
        return not connection.gone


def of_both(folder: Path, text: str) -> tuple[str, ExperimentPlan]:
    """An experiment of two games, each of another share."""
    for first in range(2, 40):
        one = text.replace("{first: 1, count: 2}", f"{{first: {first}, count: 1}}")
        plan = planned(folder, one)
        if {is_of(run.id, (1, 2)) for run in plan.runs} == {True, False}:
            return one, plan
    raise AssertionError("no seed has a game in each share")


def until(true: Callable[[], object], process: Playing) -> None:
    """Wait for something that comes while a process plays."""
    late = time.monotonic() + LONG
    while not true():
        assert process.process.poll() is None, process.said
        assert time.monotonic() < late, process.said
        time.sleep(0.01)


@contextmanager
def playing(path: Path, folder: Path, stub: HoldingStub) -> Iterator[tuple[Playing, Playing]]:
    """The first share in a call that is held, and the second that waits for what its game leaves."""
    one = Playing(path, folder, 1)
    other = None
    try:
        until(lambda: (of := counts_in(folder).get("means-1-of-2.json")) and of.games and of.held.tokens, one)
        stub.settings = Settings(seed=3, latency=HELD)
        until(stub.holds.is_set, one)
        stub.settings = Settings(seed=3)
        other = Playing(path, folder, 2)
        until(lambda: WAITS in other.said, other)
        yield one, other
    finally:
        for each in (one, other):
            if each is not None:
                each.process.kill()
                each.process.wait()


@pytest.mark.parametrize(
    ("games", "killed", "sealed"),
    [(1.01, True, False), (1.9, True, True), (1.9, False, True)],
    ids=["killed, too little", "killed, enough", "at its end, enough"],
)
def test_a_share_takes_the_room_that_another_leaves_or_ends_with_a_sentence(
    games: float, killed: bool, sealed: bool, tmp_path: Path
) -> None:
    folder = tmp_path / "games"
    with stubs.serving(HoldingStub()) as stub:
        text = study(stub.url)
        before = planned(tmp_path, text.replace("count: 2", "count: 1"))
        run_experiment(before, folder)
        each = expected(contents(folder).sealed.values())
        assert each is not None
        cap = taken_in(folder)[0].tokens + int(each.tokens * games)
        text, plan = of_both(tmp_path, f"{text}budget: {{tokens: {cap}}}\n")
        path = written(tmp_path, text)
        stub.settings = Settings(seed=3, latency=1.0)
        with playing(path, folder, stub) as (one, other):
            if killed:
                one.process.kill()
                one.process.wait()
            else:
                stub.holds.clear()
            code = other.ended()
            if not killed:
                one.ended()
            said = other.said
    own = [run.id for run in plan.runs if is_of(run.id, (2, 2))]
    found = contents(folder)
    assert (own[0] in found.sealed) == sealed
    assert (IN_VAIN in said) != sealed
    assert code == int(not sealed or found.sealed[own[0]].fallbacks > 0)
    assert taken_in(folder)[0].tokens <= cap


class Told(list[BatchProgress]):
    """What a share says while it plays."""

    @property
    def waits(self) -> str:
        return " ".join(at.waits for at in self if at.waits)


@pytest.mark.parametrize("leaves", [True, False], ids=["room is left", "none is left"])
def test_a_share_whose_own_game_struck_the_cap_waits_for_what_a_living_one_leaves(leaves: bool, tmp_path: Path) -> None:
    folder, told = tmp_path / "games", Told()
    with stubs.turning(Settings(seed=3)) as stub, ThreadPoolExecutor(1) as thread:
        text = study(stub.url)
        run_experiment(planned(tmp_path, text.replace("count: 2", "count: 1")), folder)
        taken = taken_in(folder)[0].tokens
        cap = taken + 4 * taken
        text, plan = of_both(tmp_path, f"{text}budget: {{tokens: {cap}}}\n")
        mine = next(run.id for run in plan.runs if is_of(run.id, (2, 2)))
        stub.settings = Settings(seed=3, latency=2.0)
        with LedgerWriter(folder, 1, 2):
            one = FolderBudget(folder, (1, 2), cap, None)
            one.games = lambda: 1
            one.tell()
            playing = thread.submit(run_experiment, plan, folder, share=(2, 2), progress=told.append)
            while not ((of := counts_in(folder).get("means-2-of-2.json")) and of.games and of.held.tokens):
                assert not playing.done(), playing.result()
                time.sleep(0.01)
            held = one.hold(cap - taken - (of.held + of.taken + of.lost).tokens, 0, None)
            assert isinstance(held, Hold), held
            stub.settings = Settings(seed=3)
            while WAITS not in told.waits:
                assert not playing.done(), playing.result()
                time.sleep(0.01)
            assert mine in state(plan, folder).stopped, "its own game has struck the cap"
            assert not any(at.fault for at in told), "and is not given up yet"
            if leaves:
                held.release()
            one.games = int
            one.tell()
            found = playing.result(timeout=LONG)
    assert (mine in contents(folder).sealed) == leaves
    assert (mine in found.stopped) != leaves
    assert [at.done for at in told if not at.waits] == [1], (
        "it is told once of a game that was stopped and gone on with"
    )
    assert (IN_VAIN in told.waits) != leaves
    assert taken_in(folder)[0].tokens <= cap
    assert counts_in(folder)["means-2-of-2.json"].held == Amount()
