"""Whether an effect is large enough to matter: its interval beside the smallest effect that does."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

SmallestEffect: TypeAlias = Annotated[float, Field(gt=0, allow_inf_nan=False)]
"""The smallest effect that matters, in the unit of what is read; whichever way."""
Mattering: TypeAlias = Literal["no effect that matters", "effect that matters", "open"]


def mattering(low: float, high: float, smallest: float) -> Mattering:
    """What an interval of an effect, from `low` to `high`, says of it beside the smallest one that matters.

    It does not matter if all of the interval lies nearer to zero than that, it does if none of it does, and else it is
    open.
    """
    if -smallest < low and high < smallest:
        return "no effect that matters"
    return "effect that matters" if low >= smallest or high <= -smallest else "open"
