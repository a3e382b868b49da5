"""What control writes is bounded, stands in the record as words that can be taken out, and nowhere else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.table.rig import FakeTime, opened, settle, through, time_of
from tests.transcript.forging import line, written
from wargame.core import names
from wargame.core.bounds import MOST, too_much
from wargame.core.prose import TEXT_LIMIT
from wargame.errors import NotAllowed
from wargame.table.chair import Clock
from wargame.table.control import Control
from wargame.table.opening_rooms import resume_room
from wargame.table.players import Means
from wargame.table.room import Room
from wargame.transcript.reading import read
from wargame.transcript.redaction import redacted, words_of
from wargame.transcript.verify import verify

LONG = "too long " * (TEXT_LIMIT // 9 + 1)
WHY = "we are late because of the fire alarm"
ACTS: dict[str, Callable[[Control], Any]] = {
    "message": lambda control: control.message(("rome",), LONG),
    "inject": lambda control: control.inject(LONG),
    "objective": lambda control: control.inject("An inject.", objective=LONG),
    "inject reason": lambda control: control.inject("An inject.", reason=LONG),
    "override": lambda control: control.override(names.budget("rome"), 9.0, LONG),
    "undo": lambda control: control.undo(LONG),
    "swap": lambda control: control.swap("meta", "scripted", LONG),
    "skip": lambda control: control.skip(LONG),
    "adopt": lambda control: control.adopt(control.replan(0.0), LONG),
    "reveal": lambda control: control.reveal(LONG),
    "end": lambda control: control.end_game(LONG),
    "retract": lambda control: control.retract("1.1", LONG),
    "readers": lambda control: control.inject("An inject.", audience=("rome",) * (MOST + 1)),
}


def meet(room: Room, act: Callable[[Room], Any]) -> None:
    """Do something at the first talk of a game, and play it to its end."""
    done: list[bool] = []

    def moment(room: Room, clock: Clock) -> None:
        if clock.phase == "talk" and not done:
            done.append(True)
            act(room)

    asyncio.run(_played(room, moment))


async def _played(room: Room, moment: Callable[[Room, Clock], None]) -> None:
    await through(room, moment)


@pytest.mark.slow
@pytest.mark.parametrize("name", ACTS)
def test_a_text_of_control_beyond_bounds_is_refused_in_a_sentence_and_leaves_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"

    def act(room: Room) -> None:
        with pytest.raises(NotAllowed, match=r"at most (2,000|100)"):
            ACTS[name](room.control)

    meet(opened(path, facilitated=True, turns=1), act)
    entries = verify(path).record.entries
    assert [entry for entry in entries if entry.kind == "override"] == []
    assert LONG[:100] not in path.read_text()


def test_an_act_within_bounds_is_not_too_much() -> None:
    assert too_much(LONG[:TEXT_LIMIT]) == ""
    assert too_much(("rome",) * MOST) == ""


def test_what_somebody_attempts_without_the_right_to_it_is_kept_short_and_can_be_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"

    def act(room: Room) -> None:
        desk = room.control.acting(room.join("O", "observer").handle)
        with pytest.raises(NotAllowed, match="no right"):
            desk.message(("rome",), LONG)
        with pytest.raises(NotAllowed, match="no right"):
            desk.swap("rome", f"llm:{LONG}", "a reason that will do")

    meet(opened(path, facilitated=True, turns=1), act)
    record = verify(path).record
    refused = [entry for entry in record.entries if entry.data.get("what") == "refused"]
    assert len(refused) == 2
    assert all(len(record.lines[entry.n - 1]) < 2500 for entry in refused)
    assert "more characters]" in refused[0].data["attempt"]
    assert "more characters]" in refused[1].data["spec"]
    assert LONG[:100] not in redacted(record, words_of(record, "observer-1")).content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("name", [*ACTS, "consult", "vote", "transcribe", "pause"])
def test_a_record_of_any_act_that_was_refused_for_want_of_a_right_proves_itself(name: str, tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    more: dict[str, Callable[[Control], Any]] = {
        "consult": lambda desk: desk.consult("c1").send(None),
        "vote": lambda desk: desk.vote("c1", True),
        "transcribe": lambda desk: desk.chair("rome"),
        "pause": lambda desk: desk.pause(),
    }

    def act(room: Room) -> None:
        with pytest.raises(NotAllowed, match="no right"):
            ({**ACTS, **more})[name](room.control.acting(room.join("O", "observer").handle))

    meet(opened(path, facilitated=True, turns=1), act)
    assert [entry.data["what"] for entry in verify(path).record.entries if entry.kind == "override"] == ["refused"]


def test_a_record_in_which_the_machine_slept_proves_itself(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"

    def act(room: Room) -> None:
        time_of(room).pass_(7)
        time_of(room).sleep(4000, ran_on=False)
        time_of(room).pass_(5)

    meet(opened(path, preset="90-minutes", turns=1), act)
    kinds = [entry.data["what"] for entry in verify(path).record.entries if entry.kind == "clock"]
    assert "absent" in kinds


def test_the_reason_of_a_skip_stands_in_a_text_of_its_own_and_the_record_proves_itself_without_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "game.jsonl"
    meet(opened(path, facilitated=True, turns=1), lambda room: room.control.skip(WHY))
    record = verify(path).record
    (skip,) = [entry for entry in record.entries if entry.kind == "clock" and WHY in str(entry.data.get("why"))]
    assert skip.data["why"] == f"control closed the phase: {WHY}"
    lines = [line for line in path.read_text().splitlines() if WHY in line]
    assert len(lines) == 1
    assert '"kind":"blob"' in lines[0]
    less = tmp_path / "less.jsonl"
    less.write_bytes(redacted(record, words_of(record, skip.data["who"])).content)
    assert WHY not in less.read_text()
    assert verify(less).record.removed


def test_a_game_that_was_broken_off_behind_a_skip_goes_on_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"

    async def broken() -> None:
        room = opened(path, preset="90-minutes", turns=1)
        task = asyncio.ensure_future(room.play())
        await settle()
        room.control.skip("everybody has read it")
        await settle()
        room.control.skip(WHY)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def on() -> None:
        room = resume_room(path, Means(time=FakeTime()))
        await through(room)

    asyncio.run(broken())
    assert WHY in path.read_text()
    asyncio.run(on())
    told = [made for made in verify(path).decisions.values() if made.faults]
    assert {made.faults for made in told} == {(f"control closed the phase: {WHY}",)}
    assert sum(WHY in line for line in path.read_text().splitlines()) == 1


def test_a_record_whose_skip_stands_as_it_once_did_still_proves_itself(tmp_path: Path) -> None:
    """Records of this form whose reason stands in the line itself are read on."""
    path = tmp_path / "game.jsonl"
    meet(opened(path, facilitated=True, turns=1), lambda room: room.control.skip(""))
    lines = path.read_bytes().splitlines()
    at = next(number for number, each in enumerate(lines) if b"control closed the phase" in each)
    entry = json.loads(lines[at])
    entry["data"]["why"] = "control closed the phase: as it once stood"
    lines[at] = line(entry)
    path.write_bytes(written(lines))
    assert verify(path).turns == 1
    assert read(path).finished
