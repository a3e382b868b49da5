"""What a trial came to: as rows with scripts beside the model, and as one object for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wargame.players.llm.prices import CURRENCY
from wargame.positions.judging import MEANINGS, MEASURES, PlayMeasure, PositionVerdict, Proportion, shares
from wargame.positions.trying import ModelTrial, TrialCost

ScriptVerdicts = Mapping[str, Sequence[PositionVerdict]]
"""Verdicts on scripts by their specs."""


def cost_in_words(cost: TrialCost) -> str:
    """What a trial takes at most: `24 calls, at most 240,000 tokens read and 48,000 written; no price is known`."""
    price = "no price is known" if cost.money is None else f"at most {cost.money:.2f} {CURRENCY}"
    return f"{cost.calls} calls, at most {cost.prompt:,} tokens read and {cost.completion:,} written; {price}"


def taken_in_words(trial: ModelTrial) -> str:
    """What a trial took, as far as the endpoint says."""
    price = "" if trial.money is None else f", {trial.money:.2f} {CURRENCY}"
    return f"{trial.prompt:,} tokens read, {trial.cached:,} of them cached, {trial.completion:,} written{price}"


def trial_rows(trial: ModelTrial, references: ScriptVerdicts) -> list[tuple[str, ...]]:
    """A row for each measure: the share of the model, its interval, the shares of the scripts, what it says."""
    found, beside = trial.shares, [shares(verdicts) for verdicts in references.values()]
    return [
        (name, _of(found[name]), _interval(found[name]), *(_of(each[name]) for each in beside), MEANINGS[name])
        for name in MEASURES
    ]


def trial_head(references: ScriptVerdicts) -> tuple[str, ...]:
    """The head of those rows."""
    return ("measure", "model", "95 %", *references, "meaning")


def trial_as_json(trial: ModelTrial, references: ScriptVerdicts) -> dict[str, Any]:
    """All of it: shares with intervals from 0 to 1, what each reply showed, what it took."""
    return {
        "spec": trial.spec,
        "shares": _shares(trial.shares),
        "references": {name: _shares(shares(verdicts)) for name, verdicts in references.items()},
        "positions": [_verdict(each) for each in trial.verdicts],
        "prompt_tokens": trial.prompt,
        "cached_tokens": trial.cached,
        "completion_tokens": trial.completion,
        "cost": trial.money,
        "problem": trial.problem,
    }


def _shares(found: Mapping[PlayMeasure, Proportion]) -> dict[str, Any]:
    return {
        name.replace(" ", "_"): {
            "count": each.count,
            "of": each.of,
            "low": round(each.interval[0], 4),
            "high": round(each.interval[1], 4),
        }
        for name, each in found.items()
    }


def _verdict(each: PositionVerdict) -> dict[str, Any]:
    shown = {name.replace(" ", "_"): value for name, value in each.shown.items() if value is not None}
    return {"position": each.position.name, "kind": each.position.kind, **shown, "fault": each.fault}


def _of(share: Proportion) -> str:
    return f"{share.count} of {share.of}" if share.of else "-"


def _interval(share: Proportion) -> str:
    low, high = share.interval
    return f"{low:.0%} to {high:.0%}" if share.of else "-"
