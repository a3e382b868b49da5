"""What `run` answers: the contract of `run --json`, and the same for readers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wargame.commands.output import columns
from wargame.core.setting import Setting
from wargame.core.spec_words import OF_MODELS
from wargame.rules.model.derived import derived, derived_names
from wargame.rules.model.measures import picture
from wargame.rules.turn.sequence import SequenceOfPlay
from wargame.table.game import Result
from wargame.transcript.references import ALONE, PLACES_MEAN, doubts, places
from wargame.transcript.setup import GameSetup

COUNTED = ("prompt", "cached", "completion", "reasoning")
"""Tokens that are added up, as a call names them; the sums are called `prompt_tokens` and so on."""
OWN = ("chosen", "repaired")
"""Origins of decisions that are a model's own."""
BY_MODELS = tuple(f'"player":"{word}:'.encode() for word in OF_MODELS)
"""How the player of a decision begins, as a line has it."""


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
        "place_doubts": {seat: why for seat, why in doubts(setup).items() if found is not None and seat in found},
        "measures": {name: round(value, 4) for name, value in measures.items() if value is not None},
        "origins": dict(result.origins),
        "models": by_models(path),
        "usage": usage(path, result.origins),
        "state_hash": result.state_hash,
    }


def by_models(path: Path) -> dict[str, Any]:
    """How many decisions of model seats a record holds, how many of them were the models' own, and whose the rest were.

    `mended` counts those whose form was mended, `conditions` what was otherwise with how many calls.
    """
    origins: Counter[str] = Counter()
    conditions: Counter[str] = Counter()
    mended = 0
    with path.open("rb") as lines:
        for line in lines:
            if b'"kind":"decision"' in line[:40] and any(player in line for player in BY_MODELS):
                data = json.loads(line)["data"]
                if not data.get("via"):
                    origins[data["origin"]] += 1
                    mended += bool(data.get("mended"))
            elif b'"kind":"call"' in line[:40]:
                conditions.update(each.partition(":")[0] for each in json.loads(line)["data"].get("conditions", ()))
    return {
        "decisions": sum(origins.values()),
        "own": sum(origins[each] for each in OWN),
        "mended": mended,
        "origins": dict(origins),
        "conditions": dict(conditions),
    }


def models_line(models: Mapping[str, Any], used: Mapping[str, Any]) -> str:
    """How many decisions were the models', in one line; what thought took stands apart."""
    others = ", ".join(f"{count} {name}" for name, count in models["origins"].items() if name not in OWN)
    line = f"models: {models['own']} of {models['decisions']} decisions were theirs"
    if models["mended"]:
        line += f", {models['mended']} of them mended in form"
    line += f"; scripts made {models['decisions'] - models['own']} ({others})" if others else ""
    if used["reasoning_tokens"]:
        line += f"; {used['reasoning_tokens']:,} of {used['completion_tokens'] or 0:,} tokens written were thought"
        line += f" ({used['reasoning_cost']:.4f} of {used['cost']:.4f})" if used["reasoning_cost"] else ""
    if cut := models["conditions"].get("the prompt was cut"):
        line += f"; the endpoint read only part of {cut} prompts: start it with more context"
    return line


def usage(path: Path, origins: Mapping[Any, int] | None = None) -> dict[str, Any]:
    """Model calls of a transcript and what they took, and the share of decisions that came about in each way.

    A count of tokens is null if calls were answered and none of them said it. `reasoning_cost` is the part of `cost`
    that thought took. `cost` is null if calls were made and none has a known price; `unpriced` counts completions
    without a known cost.
    """
    tokens = dict.fromkeys(COUNTED, 0)
    told: set[str] = set()
    calls = failed = unpriced = answered = 0
    thought: Counter[tuple[str, str]] = Counter()
    costs: list[float] = []
    with path.open("rb") as lines:
        for line in lines:
            if b'"kind":"call"' in line[:40]:
                data = json.loads(line)["data"]
                calls += 1
                failed += bool(data.get("fault"))
                answered += data.get("status") == 200 and not data.get("fault")
                used = data.get("usage") or {}
                for name in COUNTED:
                    if used.get(name) is not None:
                        told.add(name)
                        tokens[name] += used[name]
                if data.get("cost") and used.get("reasoning"):
                    thought[str(data["endpoint"]), str(data["model"])] += used["reasoning"]
                if data.get("cost") is not None:
                    costs.append(data["cost"])
                elif data.get("status") == 200:
                    unpriced += 1
    decisions = sum((origins or {}).values())
    return {
        "calls": calls,
        "failed_calls": failed,
        **{f"{name}_tokens": count if name in told or not answered else None for name, count in tokens.items()},
        "cost": round(sum(costs), 6) if costs or not unpriced else None,
        "reasoning_cost": _cost_of_thought(thought),
        "unpriced": unpriced,
        "shares": {origin: round(count / decisions, 4) for origin, count in (origins or {}).items()},
    }


def _cost_of_thought(tokens: Mapping[tuple[str, str], int]) -> float | None:
    """What so many tokens of thought cost, by endpoint and model, at today's prices; None if none is known."""
    if not tokens:
        return None
    from wargame.players.llm.prices import MILLION, load

    entries = load().entries
    found = [
        count * price.output / MILLION
        for (endpoint, model), count in tokens.items()
        for price in [price for entry, price in entries if entry.fits(endpoint, model)][-1:]
    ]
    return round(sum(found), 6) if found else None


def as_text(told: Mapping[str, Any], setting: Setting) -> str:
    """The end of a game in a few lines."""
    ranked = sorted(told["scores"].items(), key=lambda item: -item[1])
    lines = [f"After {told['turns']} turns:"]
    placed = told["places"]
    doubted = told["place_doubts"]
    rows = [(setting.name_of(seat), f"{score:6.1f}", _place(placed, seat, doubted)) for seat, score in ranked]
    lines += ["  " + line for line in columns(rows)]
    lines.append("  " + (ALONE if placed is None else f"The second number: {PLACES_MEAN}."))
    lines += [f"  ~ {setting.name_of(seat)}: {why}" for seat, why in doubted.items()]
    lines.append(f"state hash {told['state_hash'][:16]}")
    return "\n".join(lines)


def _place(placed: Mapping[str, float] | None, seat: str, doubted: Mapping[str, str]) -> str:
    if not placed or seat not in placed:
        return ""
    return f"{'~' if seat in doubted else ''}{placed[seat]:.0f}".rjust(5)
