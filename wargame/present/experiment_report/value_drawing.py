"""What every game came to, as a picture: a row for each cell, with its games, its middle half and its mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean, quantiles

from wargame.present.experiment_report.axes import Scale, axis, named, num, picture

ROW, BOTTOM = 20.0, 18.0
MOST_ROWS = 30
MOST_DOTS = 60
"""Games of a cell that are drawn one by one; of more, the span alone."""


def values_drawn(outcome: str, by_cell: Mapping[str, Sequence[float]]) -> str:
    """The values of an outcome by cell, the first thirty cells that have any; empty where none has."""
    rows = [(name, sorted(values)) for name, values in by_cell.items() if values][:MOST_ROWS]
    if not rows:
        return ""
    scale, bottom = Scale.over(value for _, values in rows for value in values), ROW * len(rows) + 4
    parts = [*axis(scale, 0.0, bottom)]
    for place, (name, values) in enumerate(rows):
        parts += _row(scale, name, values, place * ROW + ROW / 2 + 2)
    return picture(f"Games by {outcome}", bottom + BOTTOM, parts)


def _row(scale: Scale, name: str, values: Sequence[float], y: float) -> Iterator[str]:
    yield named(name, y)
    yield f'<path d="M{num(scale.at(values[0]))} {num(y)}H{num(scale.at(values[-1]))}" stroke="#999999"/>'
    if len(values) >= 4:
        low, _, high = quantiles(values, n=4, method="inclusive")
        box = f'x="{num(scale.at(low))}" y="{num(y - 4)}" width="{num(scale.at(high) - scale.at(low))}" height="8"'
        yield f'<rect {box} fill="#dddddd" stroke="#555555" stroke-width="0.6"/>'
    if len(values) <= MOST_DOTS:
        yield from (
            f'<circle cx="{num(scale.at(value))}" cy="{num(y)}" r="1.8" fill="#111111" fill-opacity="0.35"/>'
            for value in values
        )
    x = num(scale.at(fmean(values)))
    yield f'<path d="M{x} {num(y - 6)}V{num(y + 6)}" stroke="#111111" stroke-width="2"/>'
