"""Playing from a program: specs and own players, files and memory, with and without a running event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import wargame
from wargame import loops
from wargame.cli import main
from wargame.core.moves import silence
from wargame.players.base import PlayerKind
from wargame.scenario.copying import copy_pack

SHORT: Mapping[str, Any] = {"seed": 4, "turns": 2}


class Silent:
    """Passes, and counts how often it was asked."""

    spec = "own:silent"
    kind: PlayerKind = "script"
    instant = True

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    async def decide(self, ask: wargame.Ask) -> wargame.Answer:
        self.asked.append((ask.seat, ask.phase))
        return wargame.Answer(silence(ask.phase), "scripted", "says nothing")


class Slow(Silent):
    """Lets others go first."""

    spec = "own:slow"
    instant = False

    async def decide(self, ask: wargame.Ask) -> wargame.Answer:
        await asyncio.sleep(0.001)
        return await super().decide(ask)


def test_a_game_in_memory_is_the_game_that_the_command_line_plays(tmp_path: Path) -> None:
    played = wargame.play("first-download", **SHORT)
    out = tmp_path / "game.jsonl"
    assert main(["run", "first-download", "--seed", "4", "--turns", "2", "--out", str(out), "--json"]) == 0
    same = wargame.verify(out)
    assert played.path is None
    assert (played.state_hash, played.scores) == (same.state_hash, same.scores)
    played.verify()


@pytest.mark.parametrize("kind", [str, Path])
def test_a_record_is_written_where_it_is_wanted(tmp_path: Path, kind: type) -> None:
    out = tmp_path / "new" / "game.jsonl"
    record = wargame.play("first-download", out=kind(out), **SHORT)
    assert record.path == out
    assert wargame.verify(kind(out)).state_hash == record.state_hash


def test_a_file_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    out = tmp_path / "mine.jsonl"
    out.write_text("precious")
    with pytest.raises(wargame.SpecError, match=r"mine\.jsonl'?: the file exists"):
        wargame.play("first-download", out=out, **SHORT)
    assert out.read_text() == "precious"


def test_specs_parameters_and_length_are_what_the_record_says_and_what_was_played() -> None:
    record = wargame.play("first-download", seats={"rome": "random"}, params={"trust_threat": 0}, **SHORT)
    assert (record.seed, record.turns, record.params) == (4, 2, {"trust_threat": 0})
    assert record.seats["rome"] == "random"
    players = {row["seat"]: row["player"] for row in record.table("decisions").to_dicts()}
    assert players == record.seats
    assert record.state_hash != wargame.play("first-download", **SHORT).state_hash


def test_a_player_of_ones_own_is_asked_in_every_phase_and_stands_in_the_record_under_its_name() -> None:
    mine = Silent()
    record = wargame.play("first-download", seats={"rome": mine}, **SHORT)
    assert {seat for seat, _ in mine.asked} == {"rome"}
    assert {phase for _, phase in mine.asked} >= {"talk", "orders"}
    assert record.seats["rome"] == "own:silent"
    rows = [row for row in record.table("decisions").to_dicts() if row["seat"] == "rome"]
    assert len(rows) == len(mine.asked)
    assert {row["player"] for row in rows} == {"own:silent"}
    record.verify()


@pytest.mark.parametrize("player", [Silent(), Slow()], ids=["instant", "waiting"])
def test_one_player_can_take_every_seat_that_is_not_given_to_another(player: Silent) -> None:
    record = wargame.play("first-download", seats={"meta": "scripted"}, everyone=player, **SHORT)
    seated = {seat for seat, spec in record.seats.items() if spec == player.spec}
    assert seated == {seat for seat, _ in player.asked}
    assert "meta" not in seated
    assert len(seated) > 1


def test_what_is_no_player_is_refused_with_what_a_player_is() -> None:
    with pytest.raises(wargame.SpecError, match="is no player; a player has `spec`"):
        wargame.play("first-download", seats={"rome": object()}, **SHORT)  # type: ignore[dict-item]


def test_an_own_player_cannot_stand_in_the_record_as_one_of_the_programs() -> None:
    mine = Silent()
    mine.spec = "scripted"
    with pytest.raises(wargame.SpecError, match=r"calls itself 'scripted'.*own:cautious"):
        wargame.play("first-download", seats={"rome": mine}, **SHORT)


def test_an_unknown_seat_spec_parameter_or_scenario_is_named_with_what_is_accepted() -> None:
    with pytest.raises(wargame.SpecError, match=r"atlantis.*the seats are .*rome"):
        wargame.play("first-download", seats={"atlantis": Silent()})
    with pytest.raises(wargame.SpecError, match="'oracle' is unknown; accepted are"):
        wargame.play("first-download", everyone="oracle")
    with pytest.raises(wargame.PackError, match="trust_treat"):
        wargame.play("first-download", params={"trust_treat": 1})
    with pytest.raises(wargame.PackError, match="no scenario is called 'nowhere'"):
        wargame.play("nowhere")


def test_a_scenario_of_ones_own_is_played_by_its_path(tmp_path: Path) -> None:
    folder = copy_pack("first-download", tmp_path / "mine")
    assert not wargame.check(folder)
    assert wargame.play(folder, **SHORT).state_hash == wargame.play(str(folder), **SHORT).state_hash


def test_it_plays_where_a_loop_runs_already() -> None:
    async def cell() -> wargame.Record:
        return wargame.play("first-download", seats={"rome": Slow()}, **SHORT)

    alone = wargame.play("first-download", seats={"rome": Slow()}, **SHORT)
    assert asyncio.run(cell()).state_hash == alone.state_hash


def test_awaited_it_leaves_the_loop_to_others_while_its_players_wait() -> None:
    turns: list[str] = []

    async def other() -> None:
        while True:
            turns.append("other")
            await asyncio.sleep(0)

    async def both() -> wargame.Record:
        beside = asyncio.create_task(other())
        try:
            return await wargame.aplay("first-download", everyone=Slow(), **SHORT)
        finally:
            beside.cancel()

    assert asyncio.run(both()).finished
    assert len(turns) > 10


def test_awaited_it_leaves_the_loop_to_others_once_a_turn_while_scripts_play() -> None:
    ticks: list[str] = []

    async def ticker() -> None:
        while True:
            ticks.append("tick")
            await asyncio.sleep(0)

    async def both() -> None:
        beside = asyncio.create_task(ticker())
        await wargame.aplay("first-download", seed=4)
        beside.cancel()

    asyncio.run(both())
    assert len(ticks) >= 3


def test_what_cannot_be_is_said_in_the_words_of_the_caller_and_not_of_the_command_line() -> None:
    record = wargame.play("first-download", **SHORT)
    for wrong in (
        lambda: wargame.play("first-download", seats={"paris": "random"}),
        lambda: record.table("foo"),
        lambda: record.table("events", seat="paris"),
        lambda: record.view("rome", turn=9),
        lambda: record.why("rome.A", turn=9),
    ):
        with pytest.raises(wargame.SpecError, match=r"^(seat|table|turn) "):
            wrong()


def test_another_game_is_played_again_by_its_record(tmp_path: Path) -> None:
    first = wargame.play("first-download", seats={"rome": Silent()}, out=tmp_path / "first.jsonl", **SHORT)
    again = wargame.play("first-download", seats={"rome": f"recorded:{first.path}"}, **SHORT)
    assert again.scores == first.scores


def test_a_player_that_takes_too_long_is_played_by_its_seats_script_and_the_record_says_so() -> None:
    class Sleeping(Slow):
        async def decide(self, ask: wargame.Ask) -> wargame.Answer:
            await asyncio.sleep(60)
            raise AssertionError("nobody waits so long")

    record = wargame.play("first-download", seats={"rome": Sleeping()}, answer_seconds=0.01, seed=4, turns=1)
    rows = [row for row in record.table("decisions").to_dicts() if row["seat"] == "rome"]
    assert {row["origin"] for row in rows} == {"timeout"}


def test_a_fault_of_a_player_reaches_whoever_plays() -> None:
    class Broken(Silent):
        spec = "own:broken"

        async def decide(self, ask: wargame.Ask) -> wargame.Answer:
            raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        wargame.play("first-download", seats={"rome": Broken()}, **SHORT)


def test_being_interrupted_in_a_notebook_ends_the_work_in_its_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ended = threading.Event(), threading.Event()

    async def long() -> None:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    class Interrupted(ThreadPoolExecutor):
        def submit(self, *args: Any, **more: Any) -> Any:
            future = super().submit(*args, **more)

            def result(timeout: float | None = None) -> None:
                assert begun.wait(300)
                raise KeyboardInterrupt

            monkeypatch.setattr(future, "result", result)
            return future

    async def cell() -> None:
        loops.finish(long())

    monkeypatch.setattr(loops, "ThreadPoolExecutor", Interrupted)
    with pytest.raises(KeyboardInterrupt):
        asyncio.run(cell())
    assert ended.is_set()
