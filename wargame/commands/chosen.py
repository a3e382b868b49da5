"""What people write after options, read: `ID=SPEC`, `NAME=VALUE`, and where a record goes by default."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from wargame.errors import SpecError


def seats_of(given: list[str]) -> dict[str, str]:
    """Player specs by seat, from `--seat ID=SPEC`."""
    out: dict[str, str] = {}
    for text in given:
        seat, equals, spec = text.partition("=")
        if not equals or not seat or not spec:
            raise SpecError(f"--seat {text}: this must be ID=SPEC, such as --seat paris=scripted")
        if seat in out:
            raise SpecError(f"--seat {text}: {seat} has a player already, {out[seat]}; name each seat once")
        out[seat] = spec
    return out


def parameters_of(given: list[str]) -> dict[str, float]:
    """Parameters by name, from `--param NAME=VALUE`; `1,500` or `many` is refused."""
    out: dict[str, float] = {}
    for text in given:
        name, equals, value = text.partition("=")
        try:
            if not equals or name in out:
                raise ValueError
            out[name] = float(value)
        except ValueError:
            sentence = "this must be NAME=NUMBER, each name once, such as --param trust_suspend=12"
            raise SpecError(f"--param {text}: {sentence}; `wargame params` lists the names") from None
    return out


def fresh_path(stem: str, seed: int) -> Path:
    """`runs/STEM-SEED-TIME.jsonl`, with a number added if two games start in the same second."""
    name = re.sub(r"[^A-Za-z0-9-]+", "-", Path(stem).name) or "game"
    time = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    path, count = Path("runs") / f"{name}-{seed}-{time}.jsonl", 1
    while path.exists():
        count += 1
        path = Path("runs") / f"{name}-{seed}-{time}-{count}.jsonl"
    return path
