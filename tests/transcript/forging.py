"""Forged records: a field of a line is changed, and every later link and the seal are computed anew."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from wargame.transcript.chain import rechained, seal

Place = tuple[str | int, ...]


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """Every place within a value, those of whole lists and objects too."""
    if at:
        yield at
    items: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    for key, each in items:
        yield from places(each, (*at, key))


def spelled(place: Place) -> str:
    return ".".join("*" if isinstance(part, int) else part for part in place)


def value_at(data: Any, place: Place) -> Any:
    for part in place:
        data = data[part]
    return data


def put(data: Any, place: Place, value: Any) -> Any:
    data = copy.deepcopy(data)
    value_at(data, place[:-1])[place[-1]] = value
    return data


def otherwise(value: Any, chance: Random) -> Any:
    """Another value: mostly of the same type, so that it looks like what it stands for."""
    if chance.random() < 0.15:
        others: list[Any] = [None, 7, -1, "x", [], {}, True]
        return chance.choice([each for each in others if each != value])
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + chance.choice((1, -1, 1000, 0.5))
    if isinstance(value, str):
        at = chance.randrange(len(value) or 1)
        letters = "0123456789abcdef" if len(value) >= 32 and set(value) <= set("0123456789abcdef") else "abcxyz"
        return value[:at] + chance.choice([each for each in letters if each != value[at : at + 1]]) + value[at + 1 :]
    if isinstance(value, list):
        return value[:-1] if value else ["x"]
    if isinstance(value, dict):
        return dict(list(value.items())[:-1]) if value else {"x": 1}
    return chance.choice((0, "x"))


def written(lines: list[bytes]) -> bytes:
    """A file of these lines, chained and sealed anew."""
    chained = list(rechained(lines))
    last = chained[-1]
    if (at := last.rfind(b',"seal":"')) > 0:
        chained[-1] = last[:at] + b',"seal":"' + seal(last[:at]).encode() + b'"}}'
    return b"".join(line + b"\n" for line in chained)


def line(data: Any) -> bytes:
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode()


def forged(raw: bytes, kind: str, chance: Random) -> tuple[str, bytes]:
    """A file in which one field of one line of a kind is otherwise, and what was changed."""
    lines = raw.splitlines()
    mark = f'"kind":"{kind}"'.encode()
    number = chance.choice([index for index, each in enumerate(lines) if mark in each[:40]])
    data = json.loads(lines[number])
    candidates = [place for place in places(data) if place not in (("prev",), ("data", "seal"))]
    names = sorted({place[:2] for place in candidates}, key=str)
    wanted = chance.choice(names)
    place = chance.choice([each for each in candidates if each[:2] == wanted])
    before = value_at(data, place)
    after = otherwise(before, chance)
    lines[number] = line(put(data, place, after))
    gone = before.keys() - after.keys() if isinstance(before, dict) and isinstance(after, dict) else set()
    return f"{kind}: line {number + 1}: {spelled((*place, *gone))}", written(lines)


def save(folder: Path, raw: bytes) -> Path:
    path = folder / "forged.jsonl"
    path.write_bytes(raw)
    return path
