"""Colours of meaning: three that stay apart for every eye. None ever stands without a sign or a word."""

from __future__ import annotations

GOOD, NOTE, BAD = "#56B4E9", "#F0E442", "#D55E00"
"""Sky blue, yellow and vermilion stay apart for every common kind of colour blindness."""


def of_move(move: float, small: float = 0.0) -> str:
    """The colour of a number that went up or down by more than `small`; empty where it stood."""
    return GOOD if move > small else BAD if move < -small else ""
