"""A killed room goes on where it stood; a record with interventions proves itself, and cut anywhere ends the same."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.table.rig import FakeTime, answer, everyone_answers, next_human, opened, play, settle, through, time_of
from wargame.core import names
from wargame.core.fold import fold
from wargame.core.moves import Message
from wargame.core.state import State
from wargame.errors import TranscriptError
from wargame.table.chair import Clock, Draft
from wargame.table.opening_rooms import resume_room
from wargame.table.players import Means
from wargame.table.room import Room
from wargame.transcript.reading import read
from wargame.transcript.verify import replay, verify

CHILD = """
import asyncio, sys
from pathlib import Path
from wargame.core.moves import Message
from wargame.players.scripted import Scripted
from wargame.table.chair import Draft
from wargame.table.opening import choose
from wargame.table.opening_rooms import open_room
from wargame.table.presets import PRESETS
from wargame.table.settings import SessionSettings

PEOPLE = "rome", "meta", "palantir"

async def until(done):
    while not done():
        await asyncio.sleep(0.005)

async def main():
    game = choose("first-download", seats={"rome": "human", "meta": "human", "palantir": "human"})
    settings = SessionSettings(preset=PRESETS["90-minutes"], facilitated=True)
    room = open_room(game, Path(sys.argv[1]), settings)
    room.join("Ada Rossi", seat="rome", handle="rome-1")
    room.join("Bo Lind", seat="meta")
    room.join("Cy Tan", seat="palantir")
    room.set_word("rome", "Lupercalia")
    task = asyncio.ensure_future(room.play())
    await until(lambda: room.clock().phase == "brief")
    room.control.skip("all have read")
    await until(lambda: all(map(room.owes, PEOPLE)))
    for seat in PEOPLE:
        chair = room.chair(seat)
        await chair.submit(Scripted(room.book.seat(seat).doctrine, 1).answer(chair.look()))
    await until(lambda: room.clock().round == 2 and all(map(room.owes, PEOPLE)))
    room.control.override("rome.budget", 7.0, "a grant was forgotten")
    room.control.swap("palantir", "scripted", "had to leave early")
    room.control.swap("palantir", "human", "came back at once")
    chair = room.chair("rome")
    await chair.submit(Scripted(room.book.seat("rome").doctrine, 1).answer(chair.look()))
    room.chair("meta").save(Draft(moves=(Message(to=("rome",), text="a draft"),), typed=(("to", "half a wor"),)))
    await room.chair("palantir", "palantir-1").note("shall we wait?")
    if sys.argv[2] == "paused":
        room.control.pause()
    print("ready", flush=True)
    await task

asyncio.run(main())
"""


@pytest.mark.slow
@pytest.mark.parametrize("how", ["running", "paused"])
def test_a_room_killed_in_the_middle_of_a_phase_goes_on_as_it_stood(tmp_path: Path, how: str) -> None:
    out = tmp_path / "game.jsonl"
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(out), how], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n"
    os.kill(child.pid, signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    child.stdout.close()

    time = FakeTime()
    room = resume_room(out, Means(time=time))
    assert room.torn == ""

    async def meet() -> None:
        task = asyncio.ensure_future(room.play())
        await settle()
        clock = room.clock()
        assert (clock.turn, clock.phase, clock.round) == (1, "talk", 2)
        assert clock.left is not None
        assert 294 <= clock.left <= 300
        assert clock.paused == (how == "paused")
        standing = {status.seat: status.standing for status in room.statuses()}
        assert (standing["rome"], standing["meta"], standing["palantir"]) == ("sealed", "owes", "owes")
        draft = room.chair("meta").draft
        assert draft.moves == (Message(to=("rome",), text="a draft"),)
        assert draft.typed == (("to", "half a wor"),)
        assert [(line.handle, line.text) for line in room.chair("palantir").team.lines] == [
            ("palantir-1", "shall we wait?")
        ]
        people = [(person.handle, person.name) for person in room.people]
        assert people == [("rome-1", "Ada Rossi"), ("meta-1", "Bo Lind"), ("palantir-1", "Cy Tan")]
        assert room.claim("rome", "Lupercalia").seat == "rome"
        assert room.chair("rome").look().view.values[names.budget("rome")] == 7
        assert room.is_human("palantir")
        before = clock.left
        time.pass_(10)
        assert room.clock().left == pytest.approx(before if how == "paused" else before - 10)
        room.control.resume()
        for _ in range(60):
            if task.done():
                break
            everyone_answers(room)
            await settle()
            if next_human(room) is None and not task.done():
                room.control.skip("go on")
            await settle()
        assert task.done()

    asyncio.run(meet())
    game = verify(out)
    assert [act.move.kind for act in game.acts.values()] == ["override"]
    assert game.turns == 2
    assert game.decisions["1.talk2.palantir"].discussion == ("palantir-1: shall we wait?",)


def test_time_left_is_saved_while_the_clock_runs_at_least_every_five_seconds(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    async def meet() -> None:
        room = opened(out, preset="90-minutes")
        task = asyncio.ensure_future(room.play())
        await settle()
        time_of(room).pass_(123)
        copy = tmp_path / "copy.jsonl"
        copy.write_bytes(out.read_bytes())
        (tmp_path / "copy.session.json").write_bytes((tmp_path / "game.session.json").read_bytes())
        again = resume_room(copy, Means(time=FakeTime()))
        other = asyncio.ensure_future(again.play())
        await settle()
        assert room.clock().left == 477
        left = again.clock().left
        assert left is not None
        assert 477 <= left <= 482
        for each in (task, other):
            each.cancel()
        await asyncio.gather(task, other, return_exceptions=True)

    asyncio.run(meet())


def test_without_its_session_file_a_game_goes_on_and_a_broken_one_is_named(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"
    play_to(out, "orders")
    session = tmp_path / "game.session.json"
    session.write_text('{"preset": 3')
    with pytest.raises(TranscriptError, match=r"session file cannot be read \(1 fault\); move it away"):
        resume_room(out, Means(time=FakeTime()))
    session.unlink()
    room = resume_room(out, Means(time=FakeTime()))
    assert room.people == ()
    assert play(room).turns == 3
    verify(out)


def play_to(out: Path, phase: str) -> None:
    """Play until a phase of the first turn and put the room down."""

    async def meet() -> None:
        room = opened(out)
        task = asyncio.ensure_future(room.play())
        for _ in range(20):
            await settle()
            if room.clock().phase == phase:
                break
            everyone_answers(room)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(meet())


def test_a_torn_line_is_cut_and_said(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"
    play_to(out, "orders")
    with out.open("ab") as file:
        file.write(b'{"n":999,"kind":"dec')
    room = resume_room(out, Means(time=FakeTime()))
    assert "torn line" in room.torn
    assert play(room).turns == 3
    verify(out)


# random interventions

Step = tuple[int, str, int]


class Meddler:
    """Control in a bad mood: random acts at random moments, the same again from the same seed."""

    def __init__(self, seed: int) -> None:
        rng = random.Random(seed)
        steps: list[Step] = [(t, p, r) for t in (1, 2, 3) for p, r in (("talk", 1), ("talk", 2), ("orders", 0))]
        kinds = ["override", "message", "inject", "retract", "swap", "undo", "fire", "refused", "kind"]
        chosen = sorted(rng.sample(steps, 6), key=steps.index)
        self.plan: list[tuple[Step, str, float]] = [(step, rng.choice(kinds), rng.random()) for step in chosen]

    def moment(self, room: Room, clock: Clock) -> None:
        while len(room.game.past.overrides) < len(self.plan):
            step, kind, draw = self.plan[len(room.game.past.overrides)]
            if step != (clock.turn, clock.phase, clock.round):
                return
            self.act(room, kind, draw)
            if kind == "undo":
                return

    def act(self, room: Room, kind: str, draw: float) -> None:
        control, why = room.control, "a mood of the moment"
        if kind == "override":
            control.override(names.adoption("rome"), round(20 + 60 * draw, 2), why)
        elif kind == "message":
            control.message(("rome",) if draw < 0.5 else ("public",), f"hear this {draw}")
        elif kind == "inject":
            control.inject(f"news {draw}", audience=("meta",), changes={names.domestic_support("rome"): 1.0})
        elif kind == "kind":
            control.inject("it broke", kind="jailbreak")
        elif kind == "retract":
            gone = {cause for event in room.record if event.kind == "text_retracted" for cause in event.causes}
            texts = [e for e in room.record if e.id not in gone and e.kind not in ("game_started", "text_retracted")]
            control.retract(texts[int(draw * len(texts))].id, why)
        elif kind == "swap":
            control.swap("meta", "scripted" if room.is_human("meta") else "human", why)
        elif kind == "undo":
            control.undo(why, max(1, room.clock().turn - (draw < 0.5)))
        elif kind == "fire":
            waiting = [each.inject.id for each in control.injects() if each.status == "waiting"]
            if waiting:
                control.fire(waiting[0])
            else:
                control.message(("public",), "nothing left to fire")
        else:
            handle = next((p.handle for p in room.people), None) or room.join("O", "observer").handle
            with pytest.raises(Exception, match="no right"):
                control.acting(handle).override(names.adoption("rome"), 5, why)


def meddled(out: Path, seed: int) -> Meddler:
    meddler = Meddler(seed)
    play(opened(out, seed=seed), meddler.moment)
    return meddler


def cut(out: Path, folder: Path, lines: Sequence[bytes], number: int) -> Path:
    path = folder / f"cut{number}.jsonl"
    path.write_bytes(b"\n".join(lines[:number]) + b"\n")
    return path


def resumed_to_the_end(path: Path, meddler: Meddler) -> Room:
    room = resume_room(path, Means(time=FakeTime()))
    play(room, meddler.moment)
    return room


def same_end(out: Path, folder: Path, meddler: Meddler, numbers: Sequence[int]) -> None:
    whole = verify(out)
    lines = out.read_bytes().splitlines()
    for number in numbers:
        path = cut(out, folder, lines, number)
        room = resumed_to_the_end(path, meddler)
        assert room.record == whole.events, f"cut after line {number}"
        assert verify(path).hashes == whole.hashes
        assert [d.what for d in room.control.deviations()] == [kind(entry) for entry in overrides(out)]


def overrides(out: Path) -> list[dict[str, Any]]:
    return [entry.data for entry in read(out).entries if entry.kind == "override"]


def kind(data: dict[str, Any]) -> str:
    return str(data["what"])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_a_record_with_random_interventions_verifies_and_is_the_fold_of_its_events(tmp_path: Path, seed: int) -> None:
    out = tmp_path / "game.jsonl"
    meddler = meddled(out, seed)
    game = verify(out)
    assert len(overrides(out)) == len(meddler.plan)
    assert fold(State(), game.events).hash() == game.sequence.state.hash()
    assert replay(read(out)).events == game.events


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_cut_anywhere_it_is_resumed_to_the_same_end(tmp_path: Path, seed: int) -> None:
    out = tmp_path / "game.jsonl"
    meddler = meddled(out, seed)
    total = len(out.read_bytes().splitlines())
    same_end(out, tmp_path, meddler, random.Random(seed).sample(range(1, total), 4))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3, 9))
def test_cut_at_many_lines_it_is_resumed_to_the_same_end(tmp_path: Path, seed: int) -> None:
    out = tmp_path / "game.jsonl"
    meddler = meddled(out, seed)
    total = len(out.read_bytes().splitlines())
    marks = [entry.n for entry in read(out).entries if entry.kind in ("override", "clock")]
    near = {n + d for n in marks for d in (-1, 0, 1)} & set(range(1, total))
    same_end(out, tmp_path, meddler, sorted(near | set(random.Random(seed).sample(range(1, total), 10))))


def test_drafts_of_one_seat_are_not_those_of_another_after_a_resume(tmp_path: Path) -> None:
    out = tmp_path / "game.jsonl"

    async def meet() -> None:
        room = opened(out)
        task = asyncio.ensure_future(room.play())
        await settle()
        room.chair("meta").save(Draft(rationale="canary of meta"))
        await room.chair("rome").submit(answer(room, "rome"))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(meet())
    room = resume_room(out, Means(time=FakeTime()))
    assert room.chair("meta").draft.rationale == "canary of meta"
    assert room.chair("rome").draft == Draft()
    assert "canary" not in repr(room.chair("rome").look()) + repr(room.public()) + repr(room.health())
    asyncio.run(through(room))
