"""What `run` answers: the contract of `run --json`, and the same for readers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wargame.commands.output import columns
from wargame.core.setting import Setting
from wargame.rules.model.derived import derived, derived_names
from wargame.rules.model.measures import picture
from wargame.rules.turn.sequence import SequenceOfPlay
from wargame.table.game import Result
from wargame.transcript.references import ALONE, places
from wargame.transcript.setup import GameSetup

COUNTED = ("prompt", "cached", "completion", "reasoning")
"""Tokens that are added up, as a call names them; the sums are called `prompt_tokens` and so on."""


def summary(path: Path, setup: GameSetup, sequence: SequenceOfPlay, result: Result) -> dict[str, Any]:
    """The object of `run --json`."""
    look = picture(sequence.book, sequence.state)
    measures = {name: derived(look, name) for name in derived_names(sequence.book)}
    return {
        "transcript": str(path),
        "scenario": setup.bundle.pack.id,
        "seed": setup.seed,
        "turns": result.turns,
        "seats": dict(setup.seats),
        "scores": dict(result.scores),
        "places": None if (found := places(setup, result.scores)) is None else dict(found),
        "measures": {name: round(value, 4) for name, value in measures.items() if value is not None},
        "origins": dict(result.origins),
        "usage": usage(path, result.origins),
        "state_hash": result.state_hash,
    }


def usage(path: Path, origins: Mapping[Any, int] | None = None) -> dict[str, Any]:
    """Model calls of a transcript and what they took, and the share of decisions that came about in each way.

    `cost` is null if calls were made and none has a known price; `unpriced` counts completions without a known cost.
    """
    tokens = dict.fromkeys(COUNTED, 0)
    calls = failed = unpriced = 0
    costs: list[float] = []
    with path.open("rb") as lines:
        for line in lines:
            if b'"kind":"call"' in line[:40]:
                data = json.loads(line)["data"]
                calls += 1
                failed += bool(data.get("fault"))
                for name in COUNTED:
                    tokens[name] += (data.get("usage") or {}).get(name) or 0
                if data.get("cost") is not None:
                    costs.append(data["cost"])
                elif data.get("status") == 200:
                    unpriced += 1
    decisions = sum((origins or {}).values())
    return {
        "calls": calls,
        "failed_calls": failed,
        **{f"{name}_tokens": count for name, count in tokens.items()},
        "cost": round(sum(costs), 6) if costs or not unpriced else None,
        "unpriced": unpriced,
        "shares": {origin: round(count / decisions, 4) for origin, count in (origins or {}).items()},
    }


def as_text(told: Mapping[str, Any], setting: Setting) -> str:
    """The end of a game in a few lines."""
    ranked = sorted(told["scores"].items(), key=lambda item: -item[1])
    lines = [f"After {told['turns']} turns:"]
    placed = told["places"]
    rows = [(setting.name_of(seat), f"{score:6.1f}", _place(placed, seat)) for seat, score in ranked]
    lines += ["  " + line for line in columns(rows)]
    lines.append("  " + (ALONE if placed is None else "The second number: 0 is passing, 100 the best doctrine."))
    lines.append(f"state hash {told['state_hash'][:16]}")
    return "\n".join(lines)


def _place(placed: Mapping[str, float] | None, seat: str) -> str:
    return f"{placed[seat]:5.0f}" if placed and seat in placed else ""
