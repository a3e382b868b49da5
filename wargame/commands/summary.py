"""What `run` answers: the contract of `run --json`, and the same for readers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wargame.commands.output import columns
from wargame.core.setting import Setting
from wargame.rules.measures import picture
from wargame.rules.readings import derived, derived_names
from wargame.table.game import Result, Table
from wargame.transcript.header import Game

COUNTED = ("prompt_tokens", "cached_tokens", "completion_tokens", "cost")


def summary(path: Path, game: Game, table: Table, result: Result) -> dict[str, Any]:
    """The object of `run --json`."""
    look = picture(table.book, table.course.state)
    measures = {name: derived(look, name) for name in derived_names(table.book)}
    return {
        "transcript": str(path),
        "scenario": game.bundle.pack.id,
        "seed": game.seed,
        "turns": result.turns,
        "seats": dict(game.seats),
        "scores": dict(result.scores),
        "measures": {name: round(value, 4) for name, value in measures.items() if value is not None},
        "origins": dict(result.origins),
        "usage": usage(path),
        "state_hash": result.state_hash,
    }


def usage(path: Path) -> dict[str, float]:
    """Model calls of a transcript and what they took."""
    total: dict[str, float] = {"calls": 0, **dict.fromkeys(COUNTED, 0)}
    with path.open("rb") as lines:
        for line in lines:
            if b'"kind":"call"' in line[:40]:
                data = json.loads(line)["data"]
                spent = {**data, **(data.get("usage") or {})}
                total["calls"] += 1
                for name in COUNTED:
                    total[name] += spent.get(name) or 0
    return total


def as_text(told: Mapping[str, Any], setting: Setting) -> str:
    """The end of a game in a few lines."""
    ranked = sorted(told["scores"].items(), key=lambda item: -item[1])
    lines = [f"After {told['turns']} turns:"]
    lines += ["  " + line for line in columns((setting.name_of(seat), f"{score:6.1f}") for seat, score in ranked)]
    lines.append(f"state hash {told['state_hash'][:16]}")
    return "\n".join(lines)
