"""Effects as a picture: a row for each level, its interval beside a line at zero."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wargame.batch.comparisons import PairedEffect
from wargame.present.experiment_report.axes import Scale, axis, named, num, picture

ROW, BOTTOM = 20.0, 18.0
CERTAIN = 0.05
"""Corrected p below which an effect has a filled dot."""


def effects_drawn(outcome: str, made: Mapping[str, PairedEffect]) -> str:
    """The effects on one outcome by what their rows are called; empty where there is no pair at all.

    A thick line is Student's interval, a thin one under it the bootstrap's; a filled dot stands where the corrected p
    is below .05, a cross where there is no interval. Dashed lines are the smallest effect that matters, either way,
    where there is one.
    """
    shown = {name: each for name, each in made.items() if each.mean is not None}
    if not shown:
        return ""
    ends = [0.0]
    for each in shown.values():
        ends += [end for end in (each.mean, each.low, each.high, each.drawn_low, each.drawn_high) if end is not None]
    smallest = next(iter(shown.values())).smallest
    ends += [] if smallest is None else [-smallest, smallest]
    scale, bottom = Scale.over(ends), ROW * len(shown) + 4
    parts = [*axis(scale, 0.0, bottom)]
    parts.append(f'<path d="M{num(scale.at(0))} 0V{num(bottom)}" stroke="#111111" stroke-width="0.8"/>')
    for end in () if smallest is None else (-smallest, smallest):
        x = num(scale.at(end))
        parts.append(f'<path d="M{x} 0V{num(bottom)}" stroke="#555555" stroke-width="0.8" stroke-dasharray="3 3"/>')
    for place, (name, each) in enumerate(shown.items()):
        parts += _row(scale, name, each, place * ROW + ROW / 2 + 2)
    return picture(f"Effects on {outcome}", bottom + BOTTOM, parts)


def _row(scale: Scale, name: str, each: PairedEffect, y: float) -> Iterator[str]:
    yield named(name, y)
    if each.low is None:
        x = scale.at(each.mean or 0.0)
        yield f'<path d="M{num(x - 3)} {num(y - 3)}l6 6m0 -6l-6 6" stroke="#111111" stroke-width="1.4"/>'
        return
    if each.high is not None:
        yield _line(scale, each.low, each.high, y, 'stroke="#111111" stroke-width="1.6"')
    if each.drawn_low is not None and each.drawn_high is not None:
        yield _line(scale, each.drawn_low, each.drawn_high, y + 4, 'stroke="#777777" stroke-width="0.8"')
    certain = each.corrected is not None and each.corrected < CERTAIN
    fill = "#111111" if certain else "#ffffff"
    yield f'<circle cx="{num(scale.at(each.mean or 0.0))}" cy="{num(y)}" r="3" fill="{fill}" stroke="#111111"/>'


def _line(scale: Scale, low: float, high: float, y: float, how: str) -> str:
    return f'<path d="M{num(scale.at(low))} {num(y)}H{num(scale.at(high))}" {how}/>'
