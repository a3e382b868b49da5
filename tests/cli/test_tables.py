"""Tables that are opened for people: what their models tell of themselves, may take, and say of arguments."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.table.rig import answer
from tests.table.test_rulings import CASE, WHY
from wargame.commands.tables import Tables
from wargame.core.moves import Sealed
from wargame.errors import SpecError
from wargame.players.base import Answer
from wargame.present.lobby_plan import SeatPlan, TablePlan
from wargame.present.local_table import LocalTable
from wargame.stub import Settings, Stub
from wargame.table.local_chair import LocalChair
from wargame.table.pacing import UNHEARD
from wargame.table.presets import PRESETS
from wargame.table.room import Room
from wargame.table.session import beside, load
from wargame.transcript.reading import read
from wargame.transcript.verify import decisions_of, verify

PATIENCE = 300.0
"""Seconds for what takes few on a machine that has nothing else to do."""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Records go to a folder of the test's own; the endpoint needs no key."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "none")


def plan_of(url: str, **parts: object) -> TablePlan:
    """Rome is a person, Meta a model at this endpoint, the others are scripts."""
    seats = {seat: SeatPlan() for seat in ("anthropic", "palantir")}
    seats |= {"rome": SeatPlan("human"), "meta": SeatPlan("llm", f"stub@{url}")}
    return TablePlan("first-download", seats=seats).having(**parts)


def room_of(local_table: LocalTable) -> Room:
    chair = local_table.chairs["rome"]
    assert isinstance(chair, LocalChair)
    return Room(chair._parts)


async def played(local_table: LocalTable, watched: Callable[[Room], Awaitable[None] | None] | None = None) -> Room:
    """Rome answers as its script would, until the game is over; whoever watches is called at every change."""
    room = room_of(local_table)
    going = asyncio.ensure_future(local_table.host.play())
    while not going.done():
        if watched is not None and (more := watched(room)) is not None:
            await more
        if room.owes("rome"):
            await room.chair("rome").submit(answer(room, "rome"))
        elif room.clock().phase in ("brief", "news", "adjudication") and local_table.own_pace:
            local_table.read_on("rome")
        await asyncio.sleep(0.002)
    await going
    return room


def test_a_seat_sees_what_a_model_is_at_and_never_what_it_thinks() -> None:
    stages: list[str] = []

    def look(room: Room) -> None:
        stages.extend(status.stage for status in room.chair("rome").statuses() if status.seat == "meta")

    async def through() -> None:
        async with Stub(Settings(latency=0.02)) as stub:
            await played(await Tables().open(plan_of(stub.url)), look)

    asyncio.run(through())
    said = set(stages) - {""}
    assert said >= {"choosing its orders"}
    assert said & {"choosing its words", "weighing its offers"}
    allowed = ("reading what is new", "choosing its", "weighing ")
    assert all(stage.startswith(allowed) for stage in said), said


def test_a_model_that_takes_too_long_is_played_by_its_script_and_the_record_says_so() -> None:
    tables = Tables()

    async def through() -> Room:
        async with Stub(Settings(latency=0)) as stub:
            local_table = await tables.open(plan_of(stub.url, model_seconds=0.2))
            stub.settings = Settings(latency=PATIENCE)
            return await asyncio.wait_for(played(local_table), PATIENCE)

    room = asyncio.run(through())
    own = [made for made in room.game.past.decisions.values() if made.seat == "meta"]
    late, after = own[:UNHEARD], own[UNHEARD:]
    assert {made.player.split("@")[0] for made in late} == {"llm:stub"}
    assert [made.origin for made in late] == ["timeout"] * UNHEARD
    assert all("answer within 0." in made.faults[0] for made in late), late
    assert after, "the game goes on after its model was given up"
    assert {(made.player, made.origin, made.faults) for made in after} == {("scripted", "scripted", ())}
    assert tables.path is not None
    (swap,) = (entry.data for entry in read(tables.path).entries if entry.data.get("what") == "swap")
    assert (swap["target"], swap["before"], swap["after"]) == ("meta", late[0].player, "scripted")
    assert swap["reason"] == f"{late[0].player} was too late for {UNHEARD} decisions in a row"


def test_a_model_that_hangs_does_not_hold_the_practice_turn() -> None:
    async def through() -> None:
        async with Stub(Settings()) as stub:
            local_table = await Tables().open(plan_of(stub.url, model_seconds=0.2, rehearsal=True))
            stub.settings = Settings(latency=PATIENCE)
            await asyncio.wait_for(played(local_table), PATIENCE)

    asyncio.run(through())


def test_a_spent_cap_ends_no_session_and_is_told_in_the_record() -> None:
    async def through() -> Path:
        async with Stub(Settings()) as stub:
            tables = Tables()
            await played(await tables.open(plan_of(stub.url, tokens=10)))
            assert tables.path is not None
            return tables.path

    path = asyncio.run(through())
    verify(path)
    own = [made for made in decisions_of(read(path)).values() if made.seat == "meta"]
    assert {made.origin for made in own} == {"fallback"}
    assert "cap of 10 tokens" in own[0].faults[0]


def test_whoever_reads_alone_and_reads_on_is_named_in_the_record_as_the_one_who_did() -> None:
    async def through() -> Path:
        async with Stub(Settings()) as stub:
            tables = Tables()
            await played(await tables.open(plan_of(stub.url, preset=PRESETS["90-minutes"])))
            assert tables.path is not None
            return tables.path

    clocks = [entry.data for entry in read(asyncio.run(through())).entries if entry.kind == "clock"]
    assert {note["why"] for note in clocks if note["what"] == "skip"} == {"Rome read on"}


def test_control_hears_the_judges_of_the_table_and_after_a_resume_the_same_without_a_new_call() -> None:
    async def argued(local_table: LocalTable) -> Room:
        """Up to the ruling on an argument of Rome's."""
        room = room_of(local_table)
        going = asyncio.ensure_future(local_table.host.play())
        while room.clock().phase != "adjudication":
            assert not going.done()
            if room.owes("rome"):
                ordered = Answer(Sealed(signal=None, orders=(CASE,)), "human")
                await room.chair("rome").submit(ordered if room.clock().phase == "orders" else answer(room, "rome"))
            elif room.clock().phase == "brief":
                room.control.skip(WHY)
            await asyncio.sleep(0.002)
        return room

    async def through() -> None:
        async with Stub(Settings()) as stub:
            tables = Tables()
            judges = (f"llm:stub@{stub.url}", f"llm:stub@{stub.url}")
            plan = plan_of(stub.url, facilitated=True, judges=judges, tokens=5_000_000)
            room = await argued(await tables.open(plan))
            case = room.control.cases()[0].id
            first = await room.control.consult(case)
            assert [each.judge for each in first.estimates] == ["1 stub", "2 stub"], first.faults
            assert room.control.cases()[0].odds is None
            path = tables.path
            assert path is not None
            assert (load(beside(path)).settings.judges, load(beside(path)).settings.tokens) == (judges, 5_000_000)
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            asked = sum(stub.tally.rungs.values())
            again = room_of(await Tables().resume(path))
            again.game.begin()
            more = sum(stub.tally.rungs.values()) - asked
            assert await again.control.consult(case) == first
            assert sum(stub.tally.rungs.values()) == asked + more

    asyncio.run(through())


@pytest.mark.parametrize("judge", ["scripted", "llm:", "oracle"])
def test_a_judge_that_is_no_model_is_refused_with_what_would_be_one(judge: str) -> None:
    with pytest.raises(SpecError, match="judges: "):
        asyncio.run(Tables().open(plan_of("http://127.0.0.1:9/v1", judges=(judge,))))
