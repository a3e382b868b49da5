"""A record whose chain and seal were computed anew after a change: it is found, but for what is declared."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any

import pytest

from tests.table.rig import opened, through
from tests.transcript.forging import forged, line, places, put, save, written
from wargame.core import names
from wargame.errors import TranscriptError
from wargame.table.chair import Clock
from wargame.table.people import ROLES
from wargame.table.room import Room
from wargame.transcript import field_values
from wargame.transcript.verify import verify

SHIPPED = Path(__file__).resolve().parents[2] / "transcripts"
KINDS = ("header", "blob", "decision", "event", "call", "clock", "override", "end")
DECLARED = re.compile(
    r"header: .*: data\.(created|game|code|versions\.\w+|prompts\.\w+|bundle\..*)"
    r"|decision: .*: data\.(rationale|plan|notebook|faults|discussion|dissent)(\.(\*|blob))*"
    r"|call: .*: data\.(model|endpoint|rung|request|max_tokens|seconds|finish|refusal|returned_model|fingerprint"
    r"|status|fault|cost|step|attempt|messages(\.\*)*|schema|reply(\.blob)?|usage\.\w+|reading|conditions(\.\*)?)"
    r"|clock: .*: data\.(at|left|limit|seconds|who|why)"
    r"|override: .*: data\.(at|who|role|reason(\.blob)?|attempt|target|before|after)"
    r"|end: .*: data\.at"
    r"|blob: .*: data(\.text)?"
)
"""What may be otherwise in a record that proves itself: docs/transcript.md says the same in words."""
SCHEMA = re.compile(r"header: line 1: data\.schema")
"""The two formats that are read write a game of scripts, who have no salts, in the same bytes."""
WHY = "the table had lost the thread"


@cache
def room() -> bytes:
    """A game with people, a pause, acts of control, another player on a seat, and a turn that was undone."""
    path = Path(mkdtemp()) / "game.jsonl"
    done: set[str] = set()

    def once(name: str, act: Callable[[], object]) -> None:
        if name not in done:
            done.add(name)
            act()

    def moment(room: Room, clock: Clock) -> None:
        control = room.control
        if (clock.turn, clock.phase) == (1, "orders"):
            once("override", lambda: control.override(names.budget("rome"), 9.0, WHY))
            once("pause", control.pause)
            once("resume", control.resume)
            once("extend", lambda: control.extend(60))
        if (clock.turn, clock.phase) == (2, "talk"):
            once("swap", lambda: control.swap("meta", "scripted", WHY))
        if (clock.turn, clock.phase) == (2, "orders"):
            once("undo", lambda: control.undo(WHY))

    through_room = opened(path, facilitated=True)
    asyncio.run(_played(through_room, moment))
    return path.read_bytes()


async def _played(room: Room, moment: Callable[[Room, Clock], None]) -> None:
    await through(room, moment)


@cache
def records() -> tuple[bytes, ...]:
    shipped = [(SHIPPED / f"first-download-{name}.jsonl").read_bytes() for name in ("scripted", "qwen-1.5b")]
    return (*shipped, room())


def accepted(raw: bytes, folder: Path) -> bool:
    try:
        verify(save(folder, raw))
    except TranscriptError as fault:
        said = str(fault)
    else:
        return True
    assert re.search(r"\bline \d+: ", said), said
    assert "\n" not in said
    return False


def undeclared(count: int, seed: int, folder: Path) -> list[str]:
    """Forgeries that were accepted and are not declared."""
    chance, found = Random(seed), []
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        holding = [raw for raw in records() if f'"kind":"{kind}"'.encode() in raw]
        name, raw = forged(chance.choice(holding), kind, chance)
        if SCHEMA.fullmatch(name) and b'"salt":' not in raw and b'"kind":"call"' not in raw:
            continue
        if not DECLARED.fullmatch(name) and raw not in records() and accepted(raw, folder):
            found.append(name)
    return found


def test_the_records_that_are_forged_prove_themselves_and_hold_every_kind_of_line(tmp_path: Path) -> None:
    assert all(accepted(raw, tmp_path) for raw in records())
    assert all(any(f'"kind":"{kind}"'.encode() in raw for raw in records()) for kind in KINDS)


@pytest.mark.slow
def test_no_field_of_any_kind_of_line_can_be_forged_but_the_declared_ones(tmp_path: Path) -> None:
    assert undeclared(48, 1, tmp_path) == []


@pytest.mark.slow
def test_a_thousand_forgeries_are_found(tmp_path: Path) -> None:
    assert undeclared(1000, 2, tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["call", "blob", "clock", "override", "decision"])
@pytest.mark.parametrize("how", ["removed", "doubled"])
def test_a_line_that_is_removed_or_doubled_is_found(kind: str, how: str, tmp_path: Path) -> None:
    raw = next(raw for raw in records() if f'"kind":"{kind}"'.encode() in raw)
    lines = raw.splitlines()
    at = next(index for index, each in enumerate(lines) if f'"kind":"{kind}"'.encode() in each[:40])
    lines[at : at + 1] = [] if how == "removed" else [lines[at], lines[at]]
    anew = [line({**json.loads(each), "n": number}) for number, each in enumerate(lines, 1)]
    assert not accepted(written(anew), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("how", ["space", "twice", "order"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_line_that_says_the_same_in_other_bytes_is_found(kind: str, how: str, tmp_path: Path) -> None:
    raw = next(raw for raw in records() if f'"kind":"{kind}"'.encode() in raw)
    lines = raw.splitlines()
    at = next(index for index, each in enumerate(lines) if f'"kind":"{kind}"'.encode() in each[:40])
    if how == "space":
        lines[at] = lines[at].replace(b'"data":{', b'"data": {', 1)
    elif how == "twice":
        lines[at] = lines[at].replace(b'"turn":', b'"turn":5,"turn":', 1)
    else:
        data = json.loads(lines[at])
        held = data["data"]
        seal = {"seal": held.pop("seal")} if "seal" in held else {}
        first = next(iter(held))
        data["data"] = {**dict(list(held.items())[1:]), first: held[first], **seal}
        lines[at] = line(data)
    assert not accepted(written(lines), tmp_path)


def test_a_scripted_game_cannot_be_passed_off_as_a_models(tmp_path: Path) -> None:
    raw = records()[0].replace(b'"scripted"', b'"llm:stub"').replace(b'"origin":"llm:stub"', b'"origin":"chosen"')
    with pytest.raises(TranscriptError, match=r"line \d+: .*no recorded call"):
        verify(save(tmp_path, written(raw.splitlines())))


ODD: tuple[Any, ...] = (
    *(None, 0, -1, 1e308, 10**30, True, "", "x", "²", [], [[]], {}, {"x": 1}),
    *({"blob": 3}, {"pieces": 1}, {"blob": "x"}),
)
"""Values that mostly do not belong where they are put."""


def misshapen(raw: bytes, chance: Random) -> bytes:
    """A file in which something of one line is of a kind that it cannot be."""
    lines = raw.splitlines()
    number = chance.randrange(len(lines))
    data = json.loads(lines[number])
    near = [place for place in places(data) if len(place) <= chance.randint(1, 4) and place != ("prev",)]
    lines[number] = line(put(data, chance.choice(near), chance.choice(ODD)))
    return written(lines)


@pytest.mark.slow
@pytest.mark.parametrize("count", [30, pytest.param(500, marks=pytest.mark.slow)])
def test_a_record_whose_values_are_of_other_kinds_is_refused_in_a_sentence(count: int, tmp_path: Path) -> None:
    chance = Random(3)
    for _ in range(count):
        accepted(misshapen(chance.choice(records()), chance), tmp_path)


@pytest.mark.parametrize("data", ["3", "null", "[]", '"x"', "[" * 5000 + "]" * 5000])
def test_a_line_whose_data_is_no_object_is_refused_with_its_number(data: str, tmp_path: Path) -> None:
    lines = records()[0].splitlines()
    lines[5] = re.sub(rb'"data":.*', b'"data":' + data.encode() + b"}", lines[5])
    with pytest.raises(TranscriptError, match=r"line 6: "):
        verify(save(tmp_path, written(lines)))


def test_roles_of_the_record_are_those_of_the_table() -> None:
    assert field_values.ROLES == ROLES
