"""A scale across a picture: where a value lies, round numbers to mark, and a name that fits beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

from wargame.core.plain_text import plain_line
from wargame.present.report.chart_drawing import FONT

WIDTH, NAMES, MARGIN = 696.0, 220.0, 14.0
"""Of a picture; of the names at its left; of the room at either edge of the scale."""
LETTERS = 38
"""Letters of a name that has room."""
TICKS = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from left to right."""

    low: float
    high: float

    @staticmethod
    def over(values: Iterable[float]) -> Scale:
        """A scale that holds these values, at least one, with a little room; one value alone lies in its middle."""
        found = list(values)
        low, high = min(found), max(found)
        room = (high - low) * 0.04 or max(1.0, abs(low)) * 0.5
        return Scale(low - room, high + room)

    def at(self, value: float) -> float:
        """How far from the left edge of the picture a value lies."""
        return NAMES + MARGIN + (WIDTH - NAMES - 2 * MARGIN) * (value - self.low) / (self.high - self.low)

    def ticks(self) -> list[float]:
        """Round numbers within it, about five."""
        rough = (self.high - self.low) / TICKS
        size = 10.0 ** floor(log10(rough))
        step = next(size * each for each in (1, 2, 5, 10) if size * each >= rough)
        return [step * each for each in range(ceil(self.low / step), floor(self.high / step) + 1)]


def picture(title: str, height: float, parts: Iterable[str]) -> str:
    """Parts as one `svg` element, the same bytes each time."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {num(WIDTH)} {num(height)}" width="{num(WIDTH)}" '
        f'height="{num(height)}" role="img" font-family="{FONT}" font-size="11"><title>{safe(title)}</title>'
        f"{''.join(parts)}</svg>"
    )


def axis(scale: Scale, top: float, bottom: float) -> Iterator[str]:
    """Lines at round numbers, with the numbers under them."""
    for tick in scale.ticks():
        x = num(scale.at(tick))
        yield f'<path d="M{x} {num(top)}V{num(bottom)}" stroke="#cccccc" stroke-width="0.5"/>'
        yield f'<text x="{x}" y="{num(bottom + 12)}" text-anchor="middle">{tick:g}</text>'


def named(name: str, y: float) -> str:
    """The name of a row at the left, cut where it is too long; the whole of it is told on pointing at it."""
    whole = plain_line(name)
    short = whole if len(whole) <= LETTERS else f"{whole[: LETTERS - 1]}…"
    return f'<text x="0" y="{num(y + 3)}"><title>{escape(whole)}</title>{escape(short)}</text>'


def safe(text: str) -> str:
    """Words of others as text of a picture."""
    return escape(plain_line(text))


def num(value: float) -> str:
    """A length with one place."""
    return f"{value:.1f}".removesuffix(".0")
