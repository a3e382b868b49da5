"""Colours: the three meanings stay apart for colour-blind eyes, and none is ever the only cue; nothing blinks."""

from __future__ import annotations

import itertools
import re

import pytest
from rich.terminal_theme import SVG_EXPORT_THEME
from textual.widgets import Input, TextArea

from tests.ui.conftest import at_table, drawn, press, shown
from tests.ui.seats import Game, opened
from wargame.present.letters import SEAT_COLOURS, colours, letters
from wargame.ui.theme import ERROR, SUCCESS, THEME, WARNING

BLIND = {
    "red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "none": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}
"""How much of linear red, green and blue is left (Machado, Oliveira and Fernandes 2009, full severity)."""


def lab(colour: str, kind: str) -> tuple[float, float, float]:
    """CIE Lab of a colour as such eyes see it."""
    linear = [_linear(int(colour[n : n + 2], 16) / 255) for n in (1, 3, 5)]
    seen = [max(0.0, min(1.0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in BLIND[kind]]
    r, g, b = seen
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def apart(one: str, two: str, kind: str) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(lab(one, kind), lab(two, kind), strict=True)) ** 0.5)


@pytest.mark.parametrize("kind", BLIND)
def test_success_warning_and_error_stay_apart(kind: str) -> None:
    assert min(apart(a, b, kind) for a, b in itertools.combinations((SUCCESS, WARNING, ERROR), 2)) > 30


@pytest.mark.parametrize("kind", BLIND)
def test_seven_seat_colours_stay_apart(kind: str) -> None:
    assert len(SEAT_COLOURS) == 7
    assert min(apart(a, b, kind) for a, b in itertools.combinations(SEAT_COLOURS, 2)) > 15


def test_the_theme_carries_the_three_meanings() -> None:
    assert (THEME.success, THEME.warning, THEME.error) == (SUCCESS, WARNING, ERROR)


def test_every_seat_has_a_letter_of_its_own_and_at_most_seven_a_colour() -> None:
    setting = opened("between-the-giants", None, 1)[0].setting
    given = letters(setting)
    assert set(given) == set(setting.ids)
    assert len(set(given.values())) == len(setting.ids)
    assert len(colours(setting)) == 7


@pytest.mark.slow
@pytest.mark.anyio
async def test_without_colour_every_state_is_still_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = at_table(Game())
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "enter f9 f9 f9")
        said = shown(app)
        for state in ("TALK 2/2", "ROME (R)", "*@", "you: drafting", "waits for YOU"):
            assert state in said
        await press(pilot, "d")
        assert "\n! the cursor is on no draft" in shown(app)
        frame = SVG_EXPORT_THEME.foreground_color.hex.removeprefix("#")
        for colour in set(re.findall(r"fill: #([0-9a-f]{6})", drawn(app))) - {frame}:
            assert len({colour[0:2], colour[2:4], colour[4:6]}) == 1, colour


@pytest.mark.slow
@pytest.mark.anyio
@pytest.mark.parametrize("keys", ["enter w", "enter e", "enter slash", "enter s enter", "enter ctrl+p", ""])
async def test_no_cursor_blinks(keys: str) -> None:
    app = at_table(Game() if keys else Game(("rome", "meta")))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, keys)
        boxes = [box for box in app.screen.walk_children() if isinstance(box, Input | TextArea)]
        assert boxes
        assert not [box for box in boxes if box.cursor_blink]
