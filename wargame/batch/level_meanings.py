"""What the levels of a factor set, in the words of its file and short enough for a line of a codebook."""

from __future__ import annotations

from wargame.batch.experiment_file import Factor, FactorLevel

MOST_OF_A_LEVEL = 120
"""Characters of what one level sets, at most."""
MOST_LEVELS = 8
"""Levels that are told, at most."""


def level_meaning(factor: Factor) -> str:
    """`level of this factor: NAME: what it sets; NAME: …`; what is longer is cut with an ellipsis."""
    told = [f"{level.name}: {_cut(_sets(level))}" for level in factor.levels[:MOST_LEVELS]]
    more = len(factor.levels) - len(told)
    return f"level of this factor: {'; '.join([*told, *([f'and {more} more'] if more else [])])}"


def _sets(level: FactorLevel) -> str:
    set_there = level.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude={"name"})
    return ", ".join(f"{key.rstrip('_')} {_flat(value)}" for key, value in set_there.items()) or "all as in `game`"


def _flat(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(f"{key}={_flat(each)}" for key, each in value.items() if each is not None) or "none"
    if isinstance(value, list | tuple):
        return " + ".join(map(_flat, value)) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _cut(text: str) -> str:
    return text if len(text) <= MOST_OF_A_LEVEL else f"{text[: MOST_OF_A_LEVEL - 1].rstrip()}…"
