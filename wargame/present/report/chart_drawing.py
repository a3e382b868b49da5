"""A chart as SVG: frames side by side on one scale of 0-100, lines told apart by dashes and marks, so that grey does.

A function of its own: chart libraries that embed offline bring megabytes of script or set the date in what they write.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from wargame.core.plain_text import plain_line
from wargame.present.report.document import Chart, Panel, Series

ACROSS = 3
"""Frames in a row."""
WIDTH, HEIGHT = 232.0, 138.0
"""Of one frame, with its title and the numbers of its axes."""
LEFT, RIGHT, TOP, BOTTOM = 28.0, 28.0, 22.0, 20.0
"""Room around the lines of a frame."""
KEY = 26.0
"""Height of the key above all frames."""
DASHES = ("none", "7 3", "2 3", "10 3 2 3")
GREYS = ("#000000", "#333333", "#555555", "#222222")
TICKS = (0, 50, 100)
APART = 1.5
"""By how much the spans of two lines stand beside each other."""
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"


def drawn(chart: Chart, *, ground: bool = False) -> str:
    """The chart as an `svg` element, the same bytes each time; ValueError for more than four series in a frame.

    With `ground` it stands on white, for a page that may be dark. Values outside of 0-100 are drawn at the edge of
    the frame.
    """
    most = max((len(panel.series) for panel in chart.panels), default=0)
    if most > len(DASHES):
        raise ValueError(f"{most} series in a frame: grey lines are told apart up to {len(DASHES)}")
    across = min(ACROSS, max(1, len(chart.panels)))
    down = -(-len(chart.panels) // across)
    width, height = width_of(chart), KEY + down * HEIGHT
    title = escape(plain_line(chart.title))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" '
        f'height="{_n(height)}" role="img" font-family="{FONT}" font-size="9"><title>{title}</title>',
        *(['<rect width="100%" height="100%" fill="#ffffff"/>'] if ground else []),
        *_key(chart),
    ]
    for at, panel in enumerate(chart.panels):
        x, y = at % across * WIDTH, KEY + at // across * HEIGHT
        parts += [f'<g transform="translate({_n(x)} {_n(y)})">', *_frame(panel), "</g>"]
    return "".join([*parts, "</svg>"])


def width_of(chart: Chart) -> float:
    """How wide it is drawn: as its frames, and so wide that the whole key has room."""
    across = min(ACROSS, max(1, len(chart.panels)))
    return max(across * WIDTH, LEFT + sum(map(_key_width, _keyed(chart))))


def _keyed(chart: Chart) -> Sequence[Series]:
    return chart.panels[0].series if chart.panels else ()


def _key_width(series: Series) -> float:
    return 52 + 5.2 * len(series.name)


def _key(chart: Chart) -> Iterator[str]:
    x = LEFT
    for at, series in enumerate(_keyed(chart)):
        yield f'<path d="M{_n(x)} 10H{_n(x + 34)}" {_stroke(at)}/>{_mark(at, x + 17, 10.0)}'
        yield f'<text x="{_n(x + 40)}" y="13">{escape(plain_line(series.name))}</text>'
        x += _key_width(series)


def _frame(panel: Panel) -> Iterator[str]:
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    yield f'<text x="{_n(LEFT)}" y="14" font-size="10" font-weight="bold">{escape(plain_line(panel.title))}</text>'
    for tick in TICKS:
        y = _n(_up(tick))
        yield f'<path d="M{_n(LEFT)} {y}H{_n(right)}" stroke="#bbbbbb" stroke-width="0.5" fill="none"/>'
        yield f'<text x="{_n(LEFT - 5)}" y="{_n(_up(tick) + 3)}" text-anchor="end">{tick}</text>'
    turns = max((len(series.values) for series in panel.series), default=1)
    for turn in _labelled(turns):
        yield f'<text x="{_n(_along(turn, turns))}" y="{_n(bottom + 13)}" text-anchor="middle">{turn}</text>'
    for at, series in enumerate(panel.series):
        yield from _line(at, series, turns)
    for value, height in _spread(panel.series):
        yield f'<text x="{_n(right + 6)}" y="{_n(height + 3)}">{value:.0f}</text>'


def _line(at: int, series: Series, turns: int) -> Iterator[str]:
    for turn, (low, high) in enumerate(series.spans):
        x = _n(_along(turn, turns) + APART * at)
        yield f'<path d="M{x} {_n(_up(low))}V{_n(_up(high))}" stroke="{GREYS[at]}" stroke-width="0.8" fill="none"/>'
    points = [(turn, value) for turn, value in enumerate(series.values)]
    for known, run in groupby(points, lambda point: point[1] is not None):
        if known:
            places = [(_along(turn, turns), _up(value or 0.0)) for turn, value in run]
            path = "L".join(f"{_n(x)} {_n(y)}" for x, y in places)
            yield f'<path d="M{path}" {_stroke(at)}/>'
            yield from (_mark(at, x, y) for x, y in places)


def _spread(series: Sequence[Series]) -> list[tuple[float, float]]:
    """The last value of each line with the height at which it is written, so that no two lie on each other."""
    last = sorted(values[-1] for each in series if (values := [v for v in each.values if v is not None]))
    found: list[tuple[float, float]] = []
    for value in last:
        height = _up(value)
        found.append((value, min(height, found[-1][1] - 9.0) if found else height))
    return found


def _stroke(at: int) -> str:
    dash = "" if DASHES[at] == "none" else f' stroke-dasharray="{DASHES[at]}"'
    return f'stroke="{GREYS[at]}" stroke-width="1.4" fill="none"{dash}'


def _mark(at: int, x: float, y: float) -> str:
    """A dot, a square, a triangle, a cross."""
    if at == 0:
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="2.2" fill="#000000"/>'
    if at == 1:
        return f'<path d="M{_n(x - 2.2)} {_n(y - 2.2)}h4.4v4.4h-4.4z" fill="#ffffff" stroke="{GREYS[at]}"/>'
    if at == 2:
        return f'<path d="M{_n(x)} {_n(y - 2.8)}l2.8 5h-5.6z" fill="#ffffff" stroke="{GREYS[at]}"/>'
    return f'<path d="M{_n(x - 2.4)} {_n(y - 2.4)}l4.8 4.8m0 -4.8l-4.8 4.8" stroke="{GREYS[at]}" fill="none"/>'


def _labelled(turns: int) -> range:
    """The turns that are numbered under a frame: all of them, or few enough to have room."""
    return range(0, turns, max(1, -(-turns // 12)))


def _along(turn: int, turns: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * turn / max(1, turns - 1)


def _up(value: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(100.0, max(0.0, value)) / 100


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
