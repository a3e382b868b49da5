"""What a change came of as SVG: its roots in boxes, an arrow from each to the number, as wide as its share is large.

What raised the number has a filled arrow, what lowered it a hollow one, so that grey does.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from textwrap import wrap

from wargame.core.plain_text import plain_line
from wargame.present.report.chart_drawing import FONT
from wargame.present.report.document import ShareArrow, ShareChart

SHARES_WIDTH = 696.0
"""As wide as the charts beside which it stands."""
ROOT, GAP, NUMBER = 300.0, 236.0, 160.0
"""Widths of a root's box, of the room for its arrow, and of the box of the number."""
ROW, TOP = 46.0, 4.0
"""Height of one root with the room below it, and room above the first."""
LETTERS, LINES = 62, 2
"""Letters in a line of a root's box, and lines that it holds."""
WIDEST, THINNEST = 14.0, 1.0
"""Of an arrow."""


def shares_drawn(chart: ShareChart) -> str:
    """The picture as an `svg` element, the same bytes each time."""
    height = TOP + ROW * max(1, len(chart.arrows))
    title = escape(plain_line(chart.title))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SHARES_WIDTH:.0f} {height:.0f}" '
        f'width="{SHARES_WIDTH:.0f}" height="{height:.0f}" role="img" font-family="{FONT}" font-size="9">'
        f"<title>{title}</title>"
    ]
    middle = TOP + (height - TOP - (ROW - 38)) / 2
    for at, arrow in enumerate(chart.arrows):
        parts += _root(TOP + at * ROW, arrow, middle)
    return "".join([*parts, *_number(chart, middle), "</svg>"])


def _root(y: float, arrow: ShareArrow, middle: float) -> Iterator[str]:
    yield f'<rect x="0.5" y="{_n(y)}" width="{_n(ROOT)}" height="38" fill="#ffffff" stroke="#111111"/>'
    lines = _lines(arrow.text, LETTERS, LINES)
    by = _lines(f"then: {arrow.by}", LETTERS, 1) if arrow.by else []
    first = y + 19 + 3 - 5.5 * (len(lines) + len(by) - 1)
    yield from _text(lines, 8.0, first, "")
    yield from _text(by, 8.0, first + 11 * len(lines), ' font-style="italic" fill="#333333"')
    width = max(THINNEST, WIDEST * abs(arrow.size))
    start, end, from_y = ROOT + 3, ROOT + GAP - 6, y + 19
    bends = f"{_n(start + 150)} {_n(from_y)} {_n(end - 60)} {_n(middle)}"
    path = f"M{_n(start)} {_n(from_y)}C{bends} {_n(end)} {_n(middle)}"
    yield f'<path d="{path}" stroke="#555555" stroke-width="{_n(width)}" fill="none"/>'
    if arrow.size < 0 and width > 2:
        yield f'<path d="{path}" stroke="#ffffff" stroke-width="{_n(width - 1.6)}" fill="none"/>'
    elif arrow.size < 0:
        yield f'<path d="{path}" stroke="#ffffff" stroke-width="{_n(width)}" stroke-dasharray="3 3" fill="none"/>'
    yield from _text([arrow.share], start + 4, from_y - width / 2 - 2.5, ' font-weight="bold" font-size="10"')


def _number(chart: ShareChart, middle: float) -> Iterator[str]:
    x = ROOT + GAP
    lines = _lines(chart.number, 28, 3)
    height = 26.0 + 11 * len(lines)
    y = middle - height / 2
    size = f'width="{_n(NUMBER - 1)}" height="{_n(height)}"'
    yield f'<rect x="{_n(x)}" y="{_n(y)}" {size} fill="#eeeeee" stroke="#111111"/>'
    yield from _text(lines, x + 8, y + 14, ' font-weight="bold" font-size="10"')
    yield from _text([chart.moved], x + 8, y + height - 8, ' font-size="10"')


def _lines(text: str, letters: int, most: int) -> list[str]:
    return wrap(plain_line(text), letters, max_lines=most, placeholder=" …") or [""]


def _text(lines: list[str], x: float, y: float, more: str) -> Iterator[str]:
    for at, line in enumerate(lines):
        yield f'<text x="{_n(x)}" y="{_n(y + 11 * at)}"{more}>{escape(line)}</text>'


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
