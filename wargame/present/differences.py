"""Differences beside the numbers that they lie between: what is shown adds up, whatever was rounded away.

A reader takes the two numbers from each other. So a difference is that of the numbers as they are shown.
"""

from __future__ import annotations

from decimal import Decimal

from wargame.core.ids import Variable
from wargame.rules.model.variable_words import figure


def points_between(before: float, after: float, digits: int = 1) -> float:
    """The difference of two numbers that are shown with so many digits after the point."""
    return round(round(after, digits) - round(before, digits), digits)


def signed_between(variable: Variable, before: float, after: float) -> str:
    """The difference of two values of a variable as `figure` shows them, with its sign; none counts as up."""
    by = Decimal(figure(variable, after)) - Decimal(figure(variable, before))
    text = f"{abs(by):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{'-' if by < 0 else '+'}{text}"
